"""What stands beside an answer looks at it through this: a decision, without the need to import what one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.facts.candidates import Group
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import Price
    from bedrock_atlas.facts.values import Lifecycle, Route, Status
    from bedrock_atlas.policy.program import Waived

__all__ = ["Answered"]


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
