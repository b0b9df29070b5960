"""What a judge says of one mention, and the words that several of its sentences share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bedrock_atlas.errors import Severity
    from bedrock_atlas.facts.model import Model

__all__ = ["SHOWN", "Judgement", "listed", "valid"]

SHOWN = 3  # IDs that a hint names


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


def listed(ids: Iterable[str]) -> str:
    """Return IDs as a message names them."""
    return ", ".join(f"`{one}`" for one in ids)


def valid(ids: tuple[str, ...], model: Model) -> str:
    """Return the hint that names what can be invoked instead."""
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return f"valid: {listed(ids[:SHOWN])}{more}" if ids else f"no ID of {model.name} is left"
