"""The reference of the policy language in docs/policies.md: `python -m bedrock_atlas.source.reference` renews it.

It stands between markers in a page that people write, and is made from the table that the engine judges by and from
the forms that files are checked against.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bedrock_atlas.policy.constraints import CONSTRAINTS, RULES
from bedrock_atlas.source.schema import json_schema

__all__ = ["main", "renew"]

_SAYS = {
    "request.geography": "several geographies rank alike and nothing says where: no residency, no source Region, no "
    "profile",
    "request.source": "the route is invoked from another Region than the one asked for",
    "request.endpoint": "the route is on the other endpoint",
    "request.profile": "another ID than the profile asked for",
    "role.entry": "the role names a profile or ID, and this is another one",
    "request.retention": "the model asks for a data-retention mode that keeps more than the one stated",
    "request.capability": "the model lacks a capability asked for on that day",
    "lifecycle.not-yet": "the row of the catalog begins later",
    "lifecycle.unproven": "the row was first listed later, and nobody knows whether it was there before",
    "lifecycle.withdrawn": "AWS no longer lists the profile from this Region",
    "request.residency": "a Region that may process the request lies outside the residency asked for",
    "request.partition": "GovCloud, and the question names neither a Region nor a profile there",
    "role.approval": "the role's entry stands on a list of approvals, and this one has not begun or has ended",
    "lifecycle.start-of-life": "the model is not on Bedrock yet",
    "lifecycle.end-of-life": "the model has reached its end of life on Bedrock",
}


def renew(page: str) -> str:
    """Return the page with what stands between its markers made anew."""
    for name, lines in (
        ("tests", _tests()),
        ("preferences", _preferences()),
        ("obligations", _obligations()),
        ("ids", _ids()),
    ):
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        head, _, rest = page.partition(begin)
        page = head + begin + "\n".join(lines) + "\n" + end + rest.partition(end)[2]
    return page


def _tests() -> list[str]:
    rows = [f"| `{one.name}` | `{one.example}` | {one.says} |" for one in CONSTRAINTS.values()]
    return ["| test | example | holds where |", "|---|---|---|", *rows]


def _rule() -> dict[str, Any]:
    rule: dict[str, Any] = json_schema("policy")["properties"]["rules"]["items"]["properties"]
    return rule


def _preferences() -> list[str]:
    forms = _rule()["prefer"]["items"]["oneOf" if "oneOf" in _rule()["prefer"]["items"] else "anyOf"]
    words = ", ".join(f"`{word}`" for form in forms for word in form.get("enum", ()))
    listed = [
        f"* `{name}`: {part['description']}" for form in forms for name, part in form.get("properties", {}).items()
    ]
    return [f"* Words: {words}.", *listed]


def _obligations() -> list[str]:
    kinds = _rule()["oblige"]["items"]["properties"]
    return [f"Kinds: {', '.join(f'`{kind}`' for kind in kinds['kind']['enum'])}."] + [
        f"* `{name}`: {part['description']}" for name, part in kinds.items() if name != "kind"
    ]


def _ids() -> list[str]:
    return ["| id | the route is refused because |", "|---|---|", *(f"| `{rule}` | {_SAYS[rule]} |" for rule in RULES)]


def main() -> int:
    """Renew docs/policies.md in the current folder."""
    path = Path("docs/policies.md")
    path.write_text(renew(path.read_text("utf-8")), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
