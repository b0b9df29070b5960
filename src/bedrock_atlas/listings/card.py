"""The card of a model: everything known of it, with the evidence; what is not known is None or an empty list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.facts.prices import money
from bedrock_atlas.listings.intervals import intervals, route_record
from bedrock_atlas.listings.live import unknown_profiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import LongContext, Price
    from bedrock_atlas.facts.values import Evidence

__all__ = ["LIFECYCLE", "PROVIDER_LIFECYCLE", "card", "facts"]

LIFECYCLE = (
    "start_of_life", "legacy", "legacy_seen", "public_extended_access", "end_of_life", "end_of_life_not_before",
    "legacy_period", "policy",
)  # fmt: skip
PROVIDER_LIFECYCLE = ("release", "deprecated", "retirement", "retirement_not_before")


def card(catalog: Catalog, model: Model, on: date) -> dict[str, Any]:
    """Return everything known of a model, with what holds on a date."""
    known = facts(catalog, model)
    life = model.lifecycle
    return known | {
        "on": on.isoformat(),
        "lifecycle": {
            "status": life.status(on),
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
        "lifecycle": {key: _plain(getattr(life, key)) for key in LIFECYCLE},
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
        "retention": model.retention or None,
        "prices": [_price(scope, prefix, price) for (scope, prefix), price in _ordered(catalog, model)],
    }


def _ordered(catalog: Catalog, model: Model) -> list[tuple[tuple[str, str | None], Price]]:
    """Return the prices in the order of the geographies, the base ID's own price last."""
    places = {prefix: place for place, prefix in enumerate(catalog.geographies)}
    return sorted(model.prices.items(), key=lambda item: places.get(item[0][1] or "", len(places)))


def _price(scope: str, prefix: str | None, price: Price) -> dict[str, Any]:
    return {
        "scope": scope,
        "geography": prefix,
        "usd_per_mtok": _amounts(price.usd_per_mtok),
        "premium": None if price.premium is None else money(price.premium),
        "rule": price.rule,
        "long_context": _long_context(price.long_context),
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
            "as_of": one.as_of.isoformat(),
            "covers": list(one.covers),
            "note": one.note or None,
        }
        for one in evidence
    ]


def _plain(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
