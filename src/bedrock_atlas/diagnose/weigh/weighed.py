"""What a weigher says of one cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ORDER", "Finding", "Likelihood", "Weighed", "shown"]

Likelihood = Literal["certain", "likely", "possible"]
ORDER: tuple[Likelihood, ...] = ("certain", "likely", "possible")
Finding = tuple[Likelihood, tuple[str, ...]] | None
"""How likely a cause is, with the evidence in sentences; None: the facts rule it out."""
_SHOWN = 4


class Weighed(NamedTuple):
    """A cause with how likely it is, and why in sentences."""

    slug: str
    likelihood: Likelihood
    evidence: tuple[str, ...]


def shown(words: Iterable[str]) -> str:
    """Return the first few words as a sentence lists them, and how many more there are."""
    known = sorted(set(words))
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    return ", ".join(known[:_SHOWN]) + more
