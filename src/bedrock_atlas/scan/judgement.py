"""What a judge says of one mention, and how it says what is recommended instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.alternative import Advice
    from bedrock_atlas.errors import Severity

__all__ = ["SHOWN", "Judgement", "hinted"]

SHOWN = 3  # spellings that a hint names


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict. `day` is the date it turns on, None when it turns on none; `instead` the valid IDs, best first.

    `replacement` is the ID to write there instead where exactly one is right, else None. `partly` says that the ID
    lives on in some Regions alone.
    """

    slug: str
    severity: Severity
    message: str
    hint: str = ""
    day: date | None = None
    instead: tuple[str, ...] = ()
    replacement: str | None = None
    partly: bool = False


def hinted(advice: Advice) -> str:
    """Return the hint that says what is recommended, else what exists further out; empty where nothing does."""
    said = [f"`{one.id}`{str(one).removeprefix(one.id)}" for one in advice.alternatives]
    return f"instead: {', '.join(said)}" if said else advice.beyond
