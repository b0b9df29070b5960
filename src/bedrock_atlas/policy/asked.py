"""What rules look at of a question beside its attributes: most look at nothing, and then one program serves all.

A rule may be for some questions only (`ask: {residency: stated}`), and some tests depend on what is asked: the price
of a long prompt, or from how many Regions of the residency a route can be called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ANYTHING", "PARTS", "STATED", "UNSTATED", "Asked", "Question", "asked", "wanted"]

STATED, UNSTATED = "stated", "unstated"
PARTS = ("residency", "source", "endpoint", "api", "needs", "retention", "role")
"""The parts of a question that a rule can be for."""


class Question(Protocol):
    """A request, as far as rules can look at it."""

    @property
    def residency(self) -> frozenset[str]:
        """Return the residencies asked for."""

    @property
    def needs(self) -> frozenset[str]:
        """Return the capabilities asked for."""

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Return pairs of name and value, sorted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a question that some rule looks at; the others are as if nothing were said.

    `regions` are those of the residencies asked for, None where none is.
    """

    residency: frozenset[str] = frozenset()
    source: str | None = None
    endpoint: str | None = None
    api: str | None = None
    needs: frozenset[str] = frozenset()
    retention: str | None = None
    role: str | None = None
    regions: frozenset[str] | None = None


ANYTHING = Asked()


def asked(parts: frozenset[str], question: Question, within: Callable[[frozenset[str]], frozenset[str]]) -> Asked:
    """Return those parts of a question; `within` gives the Regions of residencies."""
    seen = {part: getattr(question, part) for part in parts}
    named = seen.get("residency")
    return Asked(**seen, regions=within(named) if named else None)


def wanted(conditions: tuple[tuple[str, frozenset[str]], ...], said: Asked) -> bool:
    """Check whether a question is one that a rule is for: each part has one of the values, is stated or is not."""
    for part, values in conditions:
        value = getattr(said, part)
        given = value if isinstance(value, frozenset) else frozenset() if value is None else frozenset((value,))
        if not ((given and STATED in values) or (not given and UNSTATED in values) or given & values):
            return False
    return True
