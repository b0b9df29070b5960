"""What is recommended beside an answer: other answers, each with what changes for the caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bedrock_atlas.facts.candidates import Group
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import Price
    from bedrock_atlas.facts.values import Lifecycle, Route, Status
    from bedrock_atlas.policy.program import Waived

__all__ = ["NO_ADVICE", "Advice", "Alternative", "Answered", "Change", "listed"]

Part = Literal["source", "retention", "profile", "on", "model"]


class Answered(Protocol):
    """A decision, as far as its alternatives and warnings tell of it; see `bedrock_atlas.decision.decision`."""

    @property
    def catalog(self) -> Catalog:
        """Return the facts that it was made from."""

    @property
    def on(self) -> date:
        """Return the day that it was asked for."""

    @property
    def request(self) -> object:
        """Return the question."""

    @property
    def group(self) -> Group | None:
        """Return the chosen ID with all its routes; None when nothing is admitted."""

    @property
    def id(self) -> str | None:
        """Return the ID to invoke; None when no route is admitted."""

    @property
    def model(self) -> Model:
        """Return the model that it is about."""

    @property
    def status(self) -> Status:
        """Return the model's lifecycle status on the day."""

    @property
    def lifecycle(self) -> Lifecycle:
        """Return the calendar that the answer lives by."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """Return the admitted routes of the chosen ID."""

    @property
    def invoke_from(self) -> tuple[str, ...]:
        """Return the source Regions from which the chosen ID holds."""

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the countries in which the request may be processed."""

    @property
    def price(self) -> Price | None:
        """Return the price of the chosen ID; None when it is not known."""

    @property
    def waived(self) -> tuple[Waived, ...]:
        """Return the exceptions that the answer owes itself to."""


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
