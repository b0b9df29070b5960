"""The card of a model: everything known of it, with the evidence; what is not known is None or an empty list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.advice.successors import named_successors
from bedrock_atlas.facts.prices import money
from bedrock_atlas.listings.intervals import intervals, route_record
from bedrock_atlas.listings.live import unknown_profiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import Dispute, EarlierPrices, LongContext, Price
    from bedrock_atlas.facts.values import Evidence, Scope

__all__ = ["ELSEWHERE", "LIFECYCLE", "PROVIDER_LIFECYCLE", "card", "facts"]

LIFECYCLE = (
    "start_of_life", "legacy", "legacy_seen", "public_extended_access", "end_of_life", "end_of_life_not_before",
    "legacy_period", "policy",
)  # fmt: skip
ELSEWHERE = LIFECYCLE[1:6]
PROVIDER_LIFECYCLE = ("release", "deprecated", "retirement", "retirement_not_before")


def card(catalog: Catalog, model: Model, on: date) -> dict[str, Any]:
    """Return everything known of a model, with what holds on a date."""
    known = facts(catalog, model)
    life = model.lifecycle
    return known | {
        "on": on.isoformat(),
        "recommended": next((one.id for one in named_successors(catalog, model, on)), None),
        "lifecycle": {
            "status": model.status(on),
            **known["lifecycle"],
            "days_to_end_of_life": life.days_to_end_of_life(on),
        },
        "capabilities": [
            record | {"holds": one.holds(on)}
            for record, one in zip(known["capabilities"], model.capabilities, strict=True)
        ],
        "routes": [
            {
                **route_record(catalog, row, row.sources, row.destinations),
                **_interval(row.since, row.until),
                "seen": _plain(row.seen),
                "last_seen": _plain(row.last_seen),
                "holds": row.holds(on),
            }
            for row in model.rows
        ],
        "profiles_with_unknown_regions": [f"{prefix}.{model.id}" for prefix in unknown_profiles(model)],
        "intervals": intervals(catalog, model),
        "evidence": _evidence(model.evidence),
    }


def facts(catalog: Catalog, model: Model) -> dict[str, Any]:
    """Return what is known of a model over all time but for its routes and evidence."""
    life, own = model.lifecycle, model.provider_lifecycle
    return {
        "id": model.id,
        "name": model.name,
        "aliases": list(model.aliases),
        "provider": model.provider,
        "family": model.family or None,
        "tier": model.tier or None,
        "release": _plain(model.release),
        "access": list(model.access),
        "lifecycle": {key: _plain(getattr(life, key)) for key in LIFECYCLE} | {"elsewhere": _elsewhere(model)},
        "successor": model.successor or None,
        "provider_lifecycle": {key: _plain(getattr(own, key)) for key in PROVIDER_LIFECYCLE},
        "limits": dict(model.limits),
        "modalities": {way: list(kinds) for way, kinds in model.modalities.items()},
        "capabilities": [
            {
                "capability": one.name,
                **_interval(one.since, one.until),
                "obligations": [obligation.to_dict() for obligation in one.obligations],
            }
            for one in model.capabilities
        ],
        "retention": [{"mode": one.mode, "since": _plain(one.since)} for one in model.retention],
        "mantle_apis": list(model.mantle_apis),
        "prices": [_price(scope, prefix, price) for (scope, prefix), price in _ordered(catalog, model.prices)],
        "earlier_prices": [
            {"until": earlier.until.isoformat(), "prices": _earlier(catalog, earlier)}
            for earlier in model.earlier_prices
        ],
    }


def _elsewhere(model: Model) -> list[dict[str, Any]]:
    """Return the calendars of the Regions that differ, those alike together."""
    return [
        {"regions": codes} | {key: _plain(getattr(life, key)) for key in ELSEWHERE}
        for life, codes in model.calendars_elsewhere().items()
    ]


def _earlier(catalog: Catalog, earlier: EarlierPrices) -> list[dict[str, Any]]:
    """Return what the routes cost up to a day, without the evidence, which is that of the newest prices."""
    records = [_price(scope, prefix, price) for (scope, prefix), price in _ordered(catalog, earlier.prices)]
    return [{key: part for key, part in record.items() if key != "evidence"} for record in records]


def _dispute(one: Dispute | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"taken": one.taken, "other": one.other, "why": one.why, "usd_per_mtok": _amounts(one.usd_per_mtok)}


def _ordered(
    catalog: Catalog, prices: Mapping[tuple[Scope, str | None], Price]
) -> list[tuple[tuple[Scope, str | None], Price]]:
    """Return the prices in the order of the geographies, the base ID's own price last."""
    places = {prefix: place for place, prefix in enumerate(catalog.geographies)}
    return sorted(prices.items(), key=lambda item: places.get(item[0][1] or "", len(places)))


def _price(scope: str, prefix: str | None, price: Price) -> dict[str, Any]:
    return {
        "scope": scope,
        "geography": prefix,
        "usd_per_mtok": _amounts(price.usd_per_mtok),
        "premium": None if price.premium is None else money(price.premium),
        "rule": price.rule,
        "long_context": _long_context(price.long_context),
        "disputed": _dispute(price.dispute),
        "evidence": _evidence(price.evidence),
    }


def _long_context(tier: LongContext | None) -> dict[str, Any] | None:
    if tier is None:
        return None
    return {"above": tier.above, **_interval(tier.since, tier.until), "usd_per_mtok": _amounts(tier.usd_per_mtok)}


def _amounts(usd_per_mtok: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: money(usd) for name, usd in usd_per_mtok.items()}


def _interval(since: date | None, until: date | None) -> dict[str, str | None]:
    return {"since": _plain(since), "until": _plain(until)}


def _evidence(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [
        {
            "source": one.source,
            "url": one.url or None,
            "package": one.package or None,
            "as_of": one.as_of.isoformat(),
            "covers": list(one.covers),
            "note": one.note or None,
        }
        for one in evidence
    ]


def _plain(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
