"""The tables of docs/diagnose.md: `python -m bedrock_atlas.diagnose.page` renews them."""

from __future__ import annotations

import sys
from pathlib import Path

from bedrock_atlas.diagnose.causes import CAUSES
from bedrock_atlas.diagnose.table import WORDINGS

__all__ = ["main", "renew"]

_HELPS = {
    "route": "another ID or Region of the same model",
    "model": "another model",
    "right": "a right",
    "ask": "a request to whoever grants it",
    "request": "a change of the request",
    "wait": "time",
    "credentials": "other credentials",
}


def renew(page: str) -> str:
    """Return the page with what stands between its markers made anew."""
    for name, lines in (("causes", _causes()), ("wordings", _wordings())):
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        head, _, rest = page.partition(begin)
        page = head + begin + "\n".join(lines) + "\n" + end + rest.partition(end)[2]
    return page


def _causes() -> list[str]:
    rows = [
        f"| `{slug}` | [{one.title}]({one.link}) | {one.apart} | {_HELPS[one.mend]} |" for slug, one in CAUSES.items()
    ]
    return ["| cause | what it is | what tells it apart | what helps |", "|---|---|---|---|", *rows]


def _wordings() -> list[str]:
    rows = [
        f"| `{one.slug}` | {', '.join(f'`{slug}`' for slug in one.causes)} | [{one.seen}]({one.source}) |"
        for one in WORDINGS
    ]
    return ["| wording | causes that it may have | met |", "|---|---|---|", *rows]


def main() -> int:
    """Renew docs/diagnose.md in the current folder."""
    path = Path("docs/diagnose.md")
    path.write_text(renew(path.read_text("utf-8")), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
