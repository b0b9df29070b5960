"""Prices as immutable values: what a route costs and how that follows from a model's base price.

Money is Decimal, USD per million tokens. A derived price is computed, never stored; what is not known is absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.facts.intervals import holds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.facts.values import Evidence, Scope

__all__ = ["GOVCLOUD", "Dispute", "EarlierPrices", "LongContext", "Premium", "Price", "money", "price_geography"]

GOVCLOUD = "us-gov"


@dataclass(frozen=True, slots=True)
class LongContext:
    """What a prompt of more than `above` tokens costs per million, for all of its tokens, in an interval."""

    above: int
    usd_per_mtok: Mapping[str, Decimal]
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Check whether it is charged on that date."""
        return holds(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Premium:
    """A price rule: scope or geography prefix → factor on a model's base price; a missing key means not known.

    GovCloud has its own prices: only `us-gov` speaks of it. `in_region_note` is what to know of In-Region prices.
    """

    name: str
    title: str
    factors: Mapping[str, Decimal]
    evidence: tuple[Evidence, ...] = ()
    in_region_note: str = ""

    def factor(self, scope: Scope, geography: str | None) -> Decimal | None:
        """Return the factor for a route; a geography of its own wins over its scope; None when it is not known."""
        if geography == GOVCLOUD:
            return self.factors.get(GOVCLOUD)
        return self.factors.get(geography or scope, self.factors.get(scope))


@dataclass(frozen=True, slots=True)
class Dispute:
    """Another price that a second source has: `taken` names the source believed, `other` the one with these amounts."""

    taken: str
    other: str
    why: str
    usd_per_mtok: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Price:
    """What one route costs, USD per million tokens by component (input, output, cache_read, …).

    `premium` is the factor over the model's base price, None when this price is listed by itself; `over_base` is the
    same factor, for a listed price the highest ratio of its components, None when there is none to compare. `rule`
    names the price rule and `note` says what to know of it. `long_context` is None when a long prompt costs the same,
    `dispute` when no second source says otherwise.
    """

    usd_per_mtok: Mapping[str, Decimal]
    premium: Decimal | None
    over_base: Decimal | None
    rule: str
    long_context: LongContext | None
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    dispute: Dispute | None = None


@dataclass(frozen=True, slots=True)
class EarlierPrices:
    """What the routes of a model cost up to a day, which no longer counts."""

    until: date
    prices: Mapping[tuple[Scope, str | None], Price]


def price_geography(geography: str | None, partition: str) -> str | None:
    """Return the geography by which a route is priced: its prefix, or GovCloud's for every route that starts there."""
    return GOVCLOUD if partition == "aws-us-gov" else geography


def money(amount: Decimal) -> str:
    """Write an amount or a factor exactly, with at least two decimals and no exponent."""
    whole, _, decimals = f"{amount:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
