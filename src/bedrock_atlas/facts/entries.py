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
from bedrock_atlas.facts.prices import GOVCLOUD, Dispute, EarlierPrices, LongContext, Premium, Price, price_geography
from bedrock_atlas.facts.values import (
    MANTLE,
    RUNTIME,
    Capability,
    Evidence,
    Lifecycle,
    Obligation,
    ProviderLifecycle,
    Retention,
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
    evidence = tuple(map(_evidence, entry["evidence"]))
    proved = {section: one.as_of for one in reversed(evidence) for section in one.covers}
    mantle_id = entry.get("mantle_id", model_id)
    rows = tuple(_row(model_id, mantle_id, row, commercial, proved) for row in entry["rows"] if row[1])
    price, lifecycle = entry.get("price", {}), entry.get("lifecycle", {})
    charged = {
        (row.scope, price_geography(row.geography, regions[source].partition)) for row in rows for source in row.sources
    }
    rule = premium(price["premium"]) if "premium" in price else None
    return Model(
        id=model_id,
        provider=model_id.partition(".")[0],
        name=entry["name"],
        aliases=tuple(entry.get("aliases", ())),
        family=entry.get("family", ""),
        tier=entry.get("tier", ""),
        release=release,
        access=tuple(entry.get("access", ())),
        lifecycle=_lifecycle(lifecycle, release),
        elsewhere=frozen(_elsewhere(lifecycle, release)),
        provider_lifecycle=ProviderLifecycle(
            **{key: read_day(value) for key, value in entry.get("provider_lifecycle", {}).items()}
        ),
        limits=frozen(entry.get("limits", {})),
        modalities=frozen({way: tuple(kinds) for way, kinds in entry.get("modalities", {}).items()}),
        capabilities=tuple(map(_capability, entry.get("capabilities", ()))),
        retention=tuple(Retention(one["mode"], read_day(one.get("since"))) for one in entry.get("retention", ())),
        prices=frozen(_prices(price, evidence, tuple(charged), rule)),
        earlier_prices=_earlier_prices(price, evidence, tuple(charged), rule),
        successor=entry.get("successor", ""),
        mantle_apis=tuple(entry.get("mantle_apis", ())),
        rows=rows,
        profiles=profiles(entry),
        evidence=evidence,
    )


def profiles(entry: Document) -> tuple[str, ...]:
    """Return the prefixes of a model's inference profiles, in the order of the geographies."""
    return tuple(dict.fromkeys(row[0] for row in entry["rows"] if row[0] not in {"in-region", "mantle"}))


def _row(model_id: str, mantle_id: str, row: list[Any], commercial: frozenset[str], proved: Mapping[str, date]) -> Row:
    kind, sources, destinations, since, until, seen, last_seen = row
    reached = commercial if destinations == "commercial" else frozenset(destinations)
    section = {"in-region": "in_region", "mantle": "mantle"}.get(kind, "profiles")
    last = read_day(last_seen) or proved.get(section)
    interval = (read_day(since), read_day(until), read_day(seen), last)
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
    told = tuple(one for one in evidence if "price" in one.covers)
    base, prices = _components(entry), {}
    tier = _long_context(entry.get("long_context"))
    for scope, geography in charged:
        listed = entry.get("listed", {}).get(geography or scope)
        dispute = _dispute(entry.get("disputed", {}).get(geography or scope))
        sources = tuple(one for one in told if not dispute or not one.source.startswith(dispute.other))
        own_price = premium is None and scope == entry.get("base") and geography != GOVCLOUD
        factor = premium.factor(scope, geography) if premium else Decimal(1) if own_price else None
        if listed is not None:
            own = _long_context(listed.get("long_context"))
            usd = _components(listed)
            ratio = max((usd[name] / base[name] for name in usd if name in base), default=None)
            prices[scope, geography] = Price(usd, None, ratio, "listed", own, sources, dispute=dispute)
        elif factor is not None and base:
            backing = sources + (premium.evidence if premium else ())
            rule = premium.name if premium else "base"
            usd = _scaled(base, factor)
            note = premium.in_region_note if premium and scope == "in-region" else ""
            longer = _raised(tier, factor)
            prices[scope, geography] = Price(usd, factor, factor, rule, longer, backing, note, dispute)
    return prices


def _earlier_prices(
    entry: Document, evidence: tuple[Evidence, ...], charged: tuple[Charged, ...], premium: Premium | None
) -> tuple[EarlierPrices, ...]:
    """Return the prices before each change, oldest first: what an entry leaves out was as it is after the change."""
    found: list[EarlierPrices] = []
    current = {key: part for key, part in entry.items() if key not in {"earlier", "disputed"}}
    for earlier in reversed(entry.get("earlier", ())):
        current = current | earlier
        until = date.fromisoformat(earlier["until"])
        found.insert(0, EarlierPrices(until, frozen(_prices(current, evidence, charged, premium))))
    return tuple(found)


def _dispute(entry: Document | None) -> Dispute | None:
    return Dispute(entry["taken"], entry["other"], entry["why"], _components(entry)) if entry else None


def change_dates(model: Model) -> frozenset[date]:
    """Return the days on which anything about a model changes."""
    dates = set(model.lifecycle.dates())
    for life in model.elsewhere.values():
        dates |= life.dates()
    dates |= bounds(*(one.since for one in model.retention), *(one.until for one in model.earlier_prices))
    for row in model.rows:
        dates |= row.dates()
    newest, past = model.prices, [one.prices for one in model.earlier_prices]
    for part in (*model.capabilities, *(price.long_context for prices in (newest, *past) for price in prices.values())):
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


def _elsewhere(entry: Document, release: date | None) -> dict[str, Lifecycle]:
    """Return the calendars of the Regions with dates of their own: what differs by Region is not taken over."""
    shared = {key: part for key, part in entry.items() if key in {"start_of_life", "legacy_period", "policy"}}
    return {region: _lifecycle(shared | part, release) for part in entry.get("elsewhere", ()) for region in part["in"]}


def _evidence(entry: Document) -> Evidence:
    return Evidence(
        entry["source"],
        entry.get("url", ""),
        date.fromisoformat(entry["as_of"]),
        tuple(entry.get("covers", ())),
        entry.get("note", ""),
        entry.get("package", ""),
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
