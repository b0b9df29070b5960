"""Comments that accept a finding: `# atlas: ignore[slug] because …`, on its line or alone on the line above.

Only a sound file can accept anything, for what cannot be parsed cannot be trusted to say why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bedrock_atlas.report import suppression
from bedrock_atlas.report.suppression import Marker, accepted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bedrock_atlas.errors import Finding

__all__ = ["MARKERS", "settled"]

_SIGN = re.compile(r"#\s*(?=atlas: ignore\[[^\]]*\])")
MARKERS = {
    "suppression-without-reason": "A comment that suppresses a finding says why: `# atlas: ignore[slug] because …`.",
    "unused-suppression": "A comment that suppresses a finding stands beside one.",
}


def settled(findings: Iterable[Finding], texts: Mapping[str, bytes | None]) -> list[Finding]:
    """Return the findings that no comment accepts, and what is wrong with the comments, sorted.

    `texts` maps the paths of sound files to what stands in them.
    """
    markers = [marker for path, text in texts.items() for marker in _markers(path, text or b"")]
    return sorted(set(suppression.settled(findings, markers, sign="# ")))


def _markers(path: str, text: bytes) -> Iterator[Marker]:
    if b"atlas: ignore[" not in text:
        return
    for number, line in enumerate(text.decode("utf-8", "replace").split("\n"), 1):
        sign = _SIGN.search(line)
        marker = accepted(line[sign.end() :]) if sign else None
        if sign and marker:
            target = number if line[: sign.start()].strip() else number + 1
            yield Marker(path, number, sign.start() + 1, target, *marker)
