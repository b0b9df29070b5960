"""Comments that accept findings: `atlas: ignore[slug] because …`, for a line of the same file.

What a comment looks like around it, and which line it speaks of, is for the reader of the files to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Marker", "accepted", "settled"]

_MARKER = re.compile(r"atlas: ignore\[([^\]]*)\](.*)")
_REASON = re.compile(r"\s*because\s+\S")


class Marker(NamedTuple):
    """One comment: where it stands, the line it speaks of, the kinds of finding it accepts, whether it says why."""

    path: str
    line: int
    column: int
    target: int
    slugs: tuple[str, ...]
    reasoned: bool


def accepted(text: str) -> tuple[tuple[str, ...], bool] | None:
    """Read what a comment says from `atlas:` on: the slugs, and whether it gives a reason; None when it is none."""
    found = _MARKER.match(text)
    if found is None:
        return None
    return tuple(slug.strip() for slug in found[1].split(",")), _REASON.match(found[2]) is not None


def settled(
    findings: Iterable[Finding], markers: Sequence[Marker], *, sign: str = "", where: str = ""
) -> Iterator[Finding]:
    """Return the findings that no comment accepts, in their order, then what is wrong with the comments.

    A comment that accepts nothing, or only what one on another line accepts, is unused. `sign` begins a comment in
    these files and `where` says in a message where it looked, each with the space behind it.
    """
    first: dict[tuple[str, int, str], int] = {}
    for one in markers:
        for slug in one.slugs:
            first.setdefault((one.path, one.target, slug), one.line)
    used: set[tuple[str, int, str]] = set()
    for finding in findings:
        key = (finding.path, finding.line, finding.slug)
        if key in first:
            used.add(key)
        else:
            yield finding
    for one in markers:
        for slug in one.slugs:
            key = (one.path, one.target, slug)
            if key not in used or first[key] != one.line:
                message = f"nothing {where}is suppressed by `ignore[{slug}]`"
                yield Finding(one.path, one.line, one.column, "unused-suppression", message, "remove it", "warning")
        if not one.reasoned:
            message, hint = "a suppression without a reason", f"write `{sign}atlas: ignore[slug] because …`"
            yield Finding(one.path, one.line, one.column, "suppression-without-reason", message, hint, "warning")
