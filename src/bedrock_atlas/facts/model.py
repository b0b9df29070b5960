"""A foundation model version as one value: its names, calendar, prices, capabilities and rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bedrock_atlas.facts.intervals import holds
from bedrock_atlas.facts.prices import price_geography

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bedrock_atlas.facts.prices import EarlierPrices, Price
    from bedrock_atlas.facts.values import (
        Capability,
        Evidence,
        Lifecycle,
        ProviderLifecycle,
        Retention,
        Route,
        Row,
        Scope,
        Status,
    )

__all__ = ["Model"]

_LIVING: tuple[Status, ...] = ("ACTIVE", "LEGACY")


@dataclass(frozen=True, slots=True)
class Model:
    """A foundation model version on Amazon Bedrock. Every field that is None or empty is not known.

    `access` says what keeps it from most accounts, `gated` and `preview`; empty: neither is said of it.
    `lifecycle` is the rule and `elsewhere` has the calendars of the Regions that differ. `prices` are the newest,
    `earlier_prices` what they were before, oldest first. `successor` is the ID that AWS recommends instead.
    """

    id: str
    provider: str
    name: str
    aliases: tuple[str, ...]
    family: str
    tier: str
    release: date | None
    access: tuple[str, ...]
    lifecycle: Lifecycle
    elsewhere: Mapping[str, Lifecycle]
    provider_lifecycle: ProviderLifecycle
    limits: Mapping[str, int]
    modalities: Mapping[str, tuple[str, ...]]
    capabilities: tuple[Capability, ...]
    retention: tuple[Retention, ...]
    prices: Mapping[tuple[Scope, str | None], Price]
    earlier_prices: tuple[EarlierPrices, ...]
    successor: str
    mantle_apis: tuple[str, ...]
    rows: tuple[Row, ...]
    profiles: tuple[str, ...]
    evidence: tuple[Evidence, ...] = field(repr=False)

    def price(self, route: Route, on: date) -> Price | None:
        """Return the price of a route of this model on a date; None when it is not known."""
        return self.prices_on(on).get((route.scope, price_geography(route.geography, route.partition)))

    def prices_on(self, on: date) -> Mapping[tuple[Scope, str | None], Price]:
        """Return the prices of a date by scope and geography."""
        return next((earlier.prices for earlier in self.earlier_prices if on < earlier.until), self.prices)

    def lifecycle_in(self, region: str | None) -> Lifecycle:
        """Return the calendar in a source Region; None stands for no Region in particular."""
        return self.elsewhere.get(region, self.lifecycle) if region else self.lifecycle

    def calendars_elsewhere(self) -> dict[Lifecycle, list[str]]:
        """Return the calendars that differ from the rule, each with its source Regions."""
        alike: dict[Lifecycle, list[str]] = {}
        for region, life in self.elsewhere.items():
            alike.setdefault(life, []).append(region)
        return alike

    def status(self, on: date) -> Status:
        """Return the status on a date: by the rule, and past its end that of a Region where the model lives on."""
        status = self.lifecycle.status(on)
        others = {life.status(on) for life in self.elsewhere.values()} if status == "EOL" else set()
        return next((one for one in _LIVING if one in others), status)

    def retention_on(self, on: date) -> str:
        """Return the least data-retention mode that the model accepts on a date; empty when it needs none."""
        begun = [one.mode for one in self.retention if holds(one.since, None, on)]
        return begun[-1] if begun else ""

    def has(self, capability: str, on: date) -> bool:
        """Check whether the model has a capability on a date."""
        return any(known.name == capability and known.holds(on) for known in self.capabilities)
