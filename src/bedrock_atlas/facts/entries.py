"""Entries of the compiled document → facts: one model, price rule or piece of evidence at a time.

The document is trusted here: whoever compiled it has checked it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from bedrock_atlas.facts.intervals import bounds, read_day
from bedrock_atlas.facts.model import Model
from bedrock_atlas.facts.prices import GOVCLOUD, LongContext, Premium, Price, price_geography
from bedrock_atlas.facts.values import (
    MANTLE,
    RUNTIME,
    Capability,
    Evidence,
    Lifecycle,
    Obligation,
    ProviderLifecycle,
    Row,
    Scope,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bedrock_atlas.facts.values import Region

__all__ = ["COMPONENTS", "Document", "change_dates", "frozen", "profiles", "read_model", "read_premium"]

COMPONENTS = ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h", "batch_input", "batch_output")

Document = dict[str, Any]
Charged = tuple[Scope, str | None]
Key = TypeVar("Key")
Value = TypeVar("Value")


def read_premium(name: str, entry: Document) -> Premium:
    """Return the price rule of one entry of the document."""
    factors = frozen({scope: Decimal(factor) for scope, factor in entry["factors"].items()})
    evidence = tuple(map(_evidence, entry["evidence"]))
    return Premium(name, entry.get("title", name), factors, evidence, entry.get("in_region_note", ""))


def read_model(
    model_id: str,
    entry: Document,
    regions: Mapping[str, Region],
    commercial: frozenset[str],
    premium: Callable[[str], Premium],
) -> Model:
    """Return the model of one entry of the document.

    `commercial` holds the Regions that the word stands for among destinations; `premium` finds a price rule by name.
    """
    release = read_day(entry.get("release"))
    rows = tuple(_row(model_id, entry.get("mantle_id", model_id), row, commercial) for row in entry["rows"] if row[1])
    evidence = tuple(map(_evidence, entry["evidence"]))
    price = entry.get("price", {})
    charged = {
        (row.scope, price_geography(row.geography, regions[source].partition)) for row in rows for source in row.sources
    }
    return Model(
        id=model_id,
        provider=model_id.partition(".")[0],
        name=entry["name"],
        aliases=tuple(entry.get("aliases", ())),
        family=entry.get("family", ""),
        tier=entry.get("tier", ""),
        release=release,
        lifecycle=_lifecycle(entry.get("lifecycle", {}), release),
        provider_lifecycle=ProviderLifecycle(
            **{key: read_day(value) for key, value in entry.get("provider_lifecycle", {}).items()}
        ),
        limits=frozen(entry.get("limits", {})),
        modalities=frozen({way: tuple(kinds) for way, kinds in entry.get("modalities", {}).items()}),
        capabilities=tuple(map(_capability, entry.get("capabilities", ()))),
        retention=entry.get("retention", ""),
        prices=frozen(
            _prices(price, evidence, tuple(charged), premium(price["premium"]) if "premium" in price else None)
        ),
        rows=rows,
        profiles=profiles(entry),
        evidence=evidence,
    )


def profiles(entry: Document) -> tuple[str, ...]:
    """Return the prefixes of a model's inference profiles, in the order of the geographies."""
    return tuple(dict.fromkeys(row[0] for row in entry["rows"] if row[0] not in {"in-region", "mantle"}))


def _row(model_id: str, mantle_id: str, row: list[Any], commercial: frozenset[str]) -> Row:
    kind, sources, destinations, since, until = row
    reached = commercial if destinations == "commercial" else frozenset(destinations)
    interval = (read_day(since), read_day(until))
    if kind == "in-region":
        return Row(model_id, None, "in-region", RUNTIME, tuple(sources), reached, *interval)
    if kind == "mantle":
        return Row(mantle_id, None, "in-region", MANTLE, tuple(sources), reached, *interval)
    scope: Scope = "global" if kind == "global" else "geographic"
    return Row(f"{kind}.{model_id}", kind, scope, RUNTIME, tuple(sources), reached, *interval)


def _prices(
    entry: Document, evidence: tuple[Evidence, ...], charged: tuple[Charged, ...], premium: Premium | None
) -> dict[Charged, Price]:
    if not entry:
        return {}
    sources = tuple(one for one in evidence if "price" in one.covers)
    base, prices = _components(entry), {}
    tier = _long_context(entry.get("long_context"))
    for scope, geography in charged:
        listed = entry.get("listed", {}).get(geography or scope)
        own_price = premium is None and scope == entry.get("base") and geography != GOVCLOUD
        factor = premium.factor(scope, geography) if premium else Decimal(1) if own_price else None
        if listed is not None:
            own = _long_context(listed.get("long_context"))
            usd = _components(listed)
            ratio = max((usd[name] / base[name] for name in usd if name in base), default=None)
            prices[scope, geography] = Price(usd, None, ratio, "listed", own, sources)
        elif factor is not None and base:
            backing = sources + (premium.evidence if premium else ())
            rule = premium.name if premium else "base"
            usd = _scaled(base, factor)
            note = premium.in_region_note if premium and scope == "in-region" else ""
            prices[scope, geography] = Price(usd, factor, factor, rule, _raised(tier, factor), backing, note)
    return prices


def change_dates(model: Model) -> frozenset[date]:
    """Return the days on which anything about a model changes."""
    dates = set(model.lifecycle.dates())
    for row in model.rows:
        dates |= row.dates()
    for part in (*model.capabilities, *(price.long_context for price in model.prices.values())):
        if part is not None:
            dates |= bounds(part.since, part.until)
    return frozenset(dates)


def frozen(mapping: dict[Key, Value]) -> Mapping[Key, Value]:
    """Return a view of a mapping that cannot be changed."""
    return MappingProxyType(mapping)


def _lifecycle(entry: Document, release: date | None) -> Lifecycle:
    return Lifecycle(
        start_of_life=read_day(entry.get("start_of_life")) or release,
        legacy=read_day(entry.get("legacy")),
        legacy_seen=read_day(entry.get("legacy_seen")),
        public_extended_access=read_day(entry.get("public_extended_access")),
        end_of_life=read_day(entry.get("end_of_life")),
        end_of_life_not_before=read_day(entry.get("end_of_life_not_before")),
        legacy_period=entry.get("legacy_period", ""),
        policy=entry.get("policy", ""),
    )


def _evidence(entry: Document) -> Evidence:
    return Evidence(
        entry["source"],
        entry.get("url", ""),
        date.fromisoformat(entry["as_of"]),
        tuple(entry.get("covers", ())),
        entry.get("note", ""),
    )


def _capability(entry: Document) -> Capability:
    obligations = tuple(
        Obligation(one["kind"], one.get("value", ""), one.get("api", "")) for one in entry.get("oblige", ())
    )
    return Capability(entry["capability"], read_day(entry.get("from")), read_day(entry.get("until")), obligations)


def _components(entry: Document) -> Mapping[str, Decimal]:
    return frozen({name: Decimal(entry[name]) for name in COMPONENTS if name in entry})


def _scaled(base: Mapping[str, Decimal], factor: Decimal) -> Mapping[str, Decimal]:
    return frozen({name: amount * factor for name, amount in base.items()})


def _long_context(entry: Document | None) -> LongContext | None:
    if entry is None:
        return None
    return LongContext(entry["above"], _components(entry), read_day(entry.get("from")), read_day(entry.get("until")))


def _raised(tier: LongContext | None, factor: Decimal) -> LongContext | None:
    return tier and LongContext(tier.above, _scaled(tier.usd_per_mtok, factor), tier.since, tier.until)
