"""What is recommended beside an answer: other answers, each with what changes for the caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bedrock_atlas.decision.answered import Answered

__all__ = ["NO_ADVICE", "Advice", "Alternative", "Change", "listed"]

Part = Literal["source", "retention", "profile", "on", "model"]


class Change(NamedTuple):
    """One part of the question that is another one; `words` say it of the ID that then answers."""

    part: Part
    value: str | None
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """Another question that is answered: `decision` is its outcome, `changes` what differs from what was asked."""

    decision: Answered
    changes: tuple[Change, ...]

    @property
    def id(self) -> str:
        """Return the ID to invoke."""
        return self.decision.id or ""

    def __str__(self) -> str:
        """Return the ID and what changes, in words."""
        return " ".join(filter(None, (self.id, listed(filter(None, (change.words for change in self.changes))))))

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON data: what it answers, and the parts of the question that change."""
        return {
            "id": self.id,
            "model": self.decision.model.id,
            "status": self.decision.status,
            "invoke_from": list(self.decision.invoke_from),
            "countries": list(self.decision.countries),
            "on": self.decision.on.isoformat(),
            "changes": {change.part: change.value for change in self.changes},
            "summary": str(self),
        }


class Advice(NamedTuple):
    """What is recommended, what changes least first; `beyond` says in words what would need a wider residency."""

    alternatives: tuple[Alternative, ...] = ()
    beyond: str = ""


NO_ADVICE = Advice()


def listed(words: Iterable[str]) -> str:
    """Return words as a sentence lists them."""
    *rest, last = list(words) or [""]
    return f"{', '.join(rest)} and {last}" if rest else last
