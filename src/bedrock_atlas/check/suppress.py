"""Comments that accept a finding: `# atlas: ignore[slug] because …`, on its line or alone on the line above.

Only a sound file can accept anything, for what cannot be parsed cannot be trusted to say why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bedrock_atlas.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["MARKERS", "settled"]

_MARKER = re.compile(r"(?P<before>.*?)#\s*atlas: ignore\[(?P<slugs>[^\]]*)\](?P<reason>.*)")
_REASON = re.compile(r"\s*because\s+\S")
MARKERS = {
    "suppression-without-reason": "A comment that suppresses a finding says why: `# atlas: ignore[slug] because …`.",
    "unused-suppression": "A comment that suppresses a finding stands beside one.",
}


def settled(findings: Iterable[Finding], texts: Mapping[str, bytes | None]) -> list[Finding]:
    """Return the findings that no comment accepts, and what is wrong with the comments, sorted.

    `texts` maps the paths of sound files to what stands in them.
    """
    left = list(findings)
    for path, text in texts.items():
        if text is None or b"atlas: ignore[" not in text:
            continue
        lines = text.decode("utf-8", "replace").split("\n")
        for number, line in enumerate(lines, 1):
            found = _MARKER.match(line)
            if found is not None:
                target = number if found["before"].strip() else number + 1
                left = _apply(left, path, number, target, found)
    return sorted(set(left))


def _apply(findings: list[Finding], path: str, number: int, target: int, found: re.Match[str]) -> list[Finding]:
    """Take out what one comment accepts."""
    column = found.end("before") + 1
    left = findings
    for slug in (one.strip() for one in found["slugs"].split(",")):
        kept = [one for one in left if (one.path, one.line, one.slug) != (path, target, slug)]
        if len(kept) == len(left):
            message = f"nothing is suppressed by `ignore[{slug}]`"
            kept = [*left, Finding(path, number, column, "unused-suppression", message, "remove it", "warning")]
        left = kept
    if not _REASON.match(found["reason"]):
        hint = "write `# atlas: ignore[slug] because …`"
        message = "a suppression without a reason"
        left = [*left, Finding(path, number, column, "suppression-without-reason", message, hint, "warning")]
    return left
