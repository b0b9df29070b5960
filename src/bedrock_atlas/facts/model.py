"""A foundation model version as one value: its names, calendar, prices, capabilities and rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bedrock_atlas.facts.prices import price_geography

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bedrock_atlas.facts.prices import Price
    from bedrock_atlas.facts.values import (
        Capability,
        Evidence,
        Lifecycle,
        ProviderLifecycle,
        Route,
        Row,
        Scope,
    )

__all__ = ["Model"]


@dataclass(frozen=True, slots=True)
class Model:
    """A foundation model version on Amazon Bedrock. Every field that is None or empty is not known.

    `successor` is the ID of the model that AWS recommends instead.
    """

    id: str
    provider: str
    name: str
    aliases: tuple[str, ...]
    family: str
    tier: str
    release: date | None
    lifecycle: Lifecycle
    provider_lifecycle: ProviderLifecycle
    limits: Mapping[str, int]
    modalities: Mapping[str, tuple[str, ...]]
    capabilities: tuple[Capability, ...]
    retention: str
    prices: Mapping[tuple[Scope, str | None], Price]
    rows: tuple[Row, ...]
    profiles: tuple[str, ...]
    evidence: tuple[Evidence, ...] = field(repr=False)
    successor: str | None = None

    def price(self, route: Route) -> Price | None:
        """Return the price of a route of this model; None when it is not known."""
        return self.prices.get((route.scope, price_geography(route.geography, route.partition)))

    def has(self, capability: str, on: date) -> bool:
        """Check whether the model has a capability on a date."""
        return any(known.name == capability and known.holds(on) for known in self.capabilities)
