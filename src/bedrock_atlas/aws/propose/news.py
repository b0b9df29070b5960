"""The entry in NEWS.md: what moves a decision, then what is merely new."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bedrock_atlas.aws.compare.drift import Comparison, Drift
    from bedrock_atlas.aws.compare.severity import Shift

__all__ = ["with_news"]


def with_news(
    text: str, version: str, drifts: Sequence[Drift], shifts: Mapping[str, Sequence[Shift]], comparison: Comparison
) -> str:
    """Put a version's entry above all others; `drifts` are those that were written down."""
    count = len(comparison.observed)
    lines = [
        f"## {version}",
        "",
        *_wrapped(f"What AWS's API answered in {count} Regions on {comparison.on}, written by the sync job.", ""),
    ]
    moving = [drift for drift in drifts if shifts.get(drift.model)]
    quiet = [drift for drift in drifts if not shifts.get(drift.model)]
    for title, some in (("Changes that move a decision", moving), ("New facts", quiet)):
        if some:
            lines += ["", f"### {title}", "", *(line for drift in some for line in _wrapped(f"{drift}.", "* "))]
    entry = "\n".join(lines) + "\n\n"
    at = text.find("\n## ")
    return f"{text[: at + 1]}{entry}{text[at + 1 :]}" if at >= 0 else f"{text.rstrip()}\n\n{entry.rstrip()}\n"


def _wrapped(text: str, bullet: str) -> list[str]:
    return textwrap.wrap(
        text,
        120,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )
