"""The tables of docs/clients.md: what each client does by itself, made from the very doors that exports are proved by.

`python -m bedrock_atlas.export.reference` renews the page; a test holds it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.export.table import TARGETS, registered

if TYPE_CHECKING:
    from bedrock_atlas.export.reach import Door

__all__ = ["renew"]


def renew(page: str) -> str:
    """Return the page with the table of each client made anew; raises ValueError for one that has no place for it."""
    for name in TARGETS:
        target = registered(name)
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        if begin not in page or end not in page:
            raise ValueError(f"docs/clients.md has no table of `{name}`")
        head, _, rest = page.partition(begin)
        rows = ["| at | what it does by itself | shut by |", "|---|---|---|", *map(_row, target.doors)]
        open_ways = [f"\nStays open: {one}." for one in target.open]
        page = head + begin + "\n".join([*rows, *open_ways]) + "\n" + end + rest.partition(end)[2]
    return page


def _row(door: Door) -> str:
    about = f"[{door.about}]({door.url})" if door.url else door.about
    return f"| `{door.path}` | {about} | {_shut(door)} |"


def _shut(door: Door) -> str:
    if door.unless is not None:
        return f"`{str(door.must).lower() if isinstance(door.must, bool) else door.must}`"
    if door.region:
        return "the Region that was decided for"
    if door.present is not None:
        return "its absence"
    return "a value that is admitted" if door.absent is not None else "admitted values alone, or none"


def main() -> int:
    """Renew docs/clients.md in the current folder."""
    path = Path("docs/clients.md")
    path.write_text(renew(path.read_text("utf-8")), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
