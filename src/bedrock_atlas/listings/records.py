"""The facts as JSON data, for callers and for the page.

Two kinds: what holds on a date, and all of a model's history as intervals between which nothing changes. The page
picks an interval and computes nothing, so it can never tell another story than the engine.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bedrock_atlas.facts.prices import money

if TYPE_CHECKING:
    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import LongContext, Price
    from bedrock_atlas.facts.values import Evidence, Lifecycle

__all__ = [
    "dispute",
    "earlier_prices",
    "elsewhere",
    "history",
    "lifecycle",
    "matrix",
    "model_card",
    "models",
    "profiles",
    "regions",
    "retention",
    "world_facts",
]

Record = dict[str, Any]
EVENTS = ("start_of_life", "legacy", "legacy_seen", "public_extended_access", "end_of_life", "end_of_life_not_before")


def models(catalog: Catalog, on: date) -> list[Record]:
    """Return one record a model, by ID, as it stands on a date; prices are those of its cheapest scope."""
    return [_summary(catalog, model, on) for model in catalog]


def _summary(catalog: Catalog, model: Model, on: date) -> Record:
    prices = [price.usd_per_mtok for price in model.prices_on(on).values()]
    cheapest = {name: min((usd[name] for usd in prices if name in usd), default=None) for name in ("input", "output")}
    life = model.lifecycle
    return {
        "id": model.id,
        "name": model.name,
        "provider": model.provider,
        "family": model.family or None,
        "tier": model.tier or None,
        "status": model.status(on),
        "start_of_life": _iso(life.start_of_life),
        "end_of_life": _iso(life.end_of_life),
        "end_of_life_not_before": _iso(life.end_of_life_not_before),
        "limits": dict(model.limits),
        "usd_per_mtok": {name: usd and money(usd) for name, usd in cheapest.items()},
        "geographies": _live(catalog.candidates(model.id, on), on),
    }


def _live(candidates: Candidates, on: date) -> list[str]:
    """Return the prefixes (`in-region` for the base ID) with a route that may be called on a date, in catalog order."""
    closed = 0
    for _, bits in candidates.lifecycle:
        closed |= bits
    return list(dict.fromkeys(route.geography or "in-region" for route in candidates.pick(candidates.full & ~closed)))


def model_card(catalog: Catalog, model: Model) -> Record:
    """Return everything known of a model over all time."""
    life, own = model.lifecycle, model.provider_lifecycle
    return {
        "id": model.id,
        "name": model.name,
        "aliases": list(model.aliases),
        "provider": model.provider,
        "family": model.family or None,
        "tier": model.tier or None,
        "release": _iso(model.release),
        "lifecycle": {name: _iso(getattr(life, name)) for name in EVENTS}
        | {"legacy_period": life.legacy_period or None, "policy": life.policy or None}
        | {"elsewhere": elsewhere(model)},
        "successor": model.successor or None,
        "provider_lifecycle": {
            name: _iso(getattr(own, name)) for name in ("release", "deprecated", "retirement", "retirement_not_before")
        },
        "limits": dict(model.limits),
        "modalities": {way: list(kinds) for way, kinds in model.modalities.items()},
        "capabilities": [
            {"name": one.name, "since": _iso(one.since), "until": _iso(one.until),
             "obligations": [obligation.to_dict() for obligation in one.obligations]}
            for one in model.capabilities
        ],
        "retention": retention(model),
        "mantle_apis": list(model.mantle_apis),
        "prices": {geography or scope: _price(price) for (scope, geography), price in sorted(
            model.prices.items(), key=lambda item: (item[0][0], item[0][1] or "")
        )},
        "earlier_prices": earlier_prices(model),
        "intervals": _intervals(catalog, model),
        "evidence": [_evidence(one) for one in model.evidence],
    }  # fmt: skip


def _intervals(catalog: Catalog, model: Model) -> list[Record]:
    """Return the model's history: for each half-open interval the status and the routes that may be called."""
    days = catalog.change_dates(model.id)
    found: list[Record] = []
    for since, until in zip((None, *days), (*days, None), strict=True):
        day = since or (until - timedelta(days=1) if until else date.min)
        status, routes = model.status(day), _routes(catalog.candidates(model.id, day))
        record = {"status": status, "routes": routes}
        if found and {key: found[-1][key] for key in record} == record:
            found[-1]["until"] = _iso(until)
        else:
            found.append({"since": _iso(since), "until": _iso(until), **record})
    return found


def _routes(candidates: Candidates) -> list[Record]:
    """Return the routes that may be called, those with the same ID, endpoint and destinations as one record."""
    closed = 0
    for _, bits in candidates.lifecycle:
        closed |= bits
    alike: dict[tuple[Any, ...], Record] = {}
    for route in candidates.pick(candidates.full & ~closed):
        at_source = route.destinations == {route.source}
        key = (route.id, route.endpoint, None if at_source else route.destinations)
        record = alike.setdefault(
            key,
            {"id": route.id, "geography": route.geography, "scope": route.scope, "endpoint": route.endpoint,
             "sources": [], "destinations": None if at_source else sorted(route.destinations)},
        )  # fmt: skip
        record["sources"].append(route.source)
    return list(alike.values())


def history(catalog: Catalog) -> list[Record]:
    """Return every model over all time, without the evidence, and global destinations as the word `commercial`."""
    cards = []
    commercial = sorted(catalog.commercial)
    for model in catalog:
        card = model_card(catalog, model)
        del card["evidence"]
        for price in card["prices"].values():
            del price["evidence"]
        for interval in card["intervals"]:
            for route in interval["routes"]:
                if route["destinations"] == commercial:
                    route["destinations"] = "commercial"
        cards.append(card)
    return cards


def world_facts(catalog: Catalog) -> Record:
    """Return Regions, geographies and residencies by name."""
    return {
        "version": catalog.version,
        "digest": catalog.digest,
        "geographies": {one.prefix: one.title for one in catalog.geographies.values()},
        "regions": {
            code: {"name": one.name, "country": one.country, "partition": one.partition}
            for code, one in catalog.regions.items()
        },
        "residencies": {
            one.name: {"title": one.title, "countries": sorted(one.countries)} for one in catalog.residencies.values()
        },
        "change_dates": [day.isoformat() for day in sorted({d for m in catalog for d in catalog.change_dates(m.id)})],
    }


def profiles(catalog: Catalog, on: date) -> list[Record]:
    """Return the inference profiles that may be called on a date, each with the destinations of every source Region."""
    found: list[Record] = []
    for model in catalog:
        by_id: dict[str, Record] = {}
        for route in _routes(catalog.candidates(model.id, on)):
            if route["geography"] is not None:
                empty = {"id": route["id"], "model": model.id, "geography": route["geography"], "destinations": {}}
                record = by_id.setdefault(route["id"], empty)
                for source in route["sources"]:
                    record["destinations"][source] = route["destinations"] or [source]
        found += by_id.values()
    return found


def regions(catalog: Catalog) -> list[Record]:
    """Return the Regions, by code, with the residencies they lie in."""
    return [
        {
            "code": code,
            "name": one.name,
            "country": one.country,
            "partition": one.partition,
            "opt_in": one.opt_in,
            "residencies": [name for name, known in catalog.residencies.items() if code in known.regions],
        }
        for code, one in catalog.regions.items()
    ]


def lifecycle(catalog: Catalog, on: date, within: int | None) -> list[Record]:
    """Return the lifecycle dates from a date on, soonest first; `within` bounds them, in days (None: no bound)."""
    found = [
        {"date": day.isoformat(), "days": (day - on).days, "event": event, "model": model.id, "name": model.name}
        for model in catalog
        for event in EVENTS
        if (day := getattr(model.lifecycle, event)) is not None
        and day >= on
        and (within is None or (day - on).days <= within)
    ]
    return sorted(found, key=lambda one: (one["date"], one["model"], one["event"]))


def matrix(catalog: Catalog, on: date) -> Record:
    """Return models against geographies on a date: true where a profile (or the base ID: `in-region`) may be called."""
    columns = [*catalog.geographies, "in-region"]
    rows = []
    for model in catalog:
        live = _live(catalog.candidates(model.id, on), on)
        if live:
            cells = {column: column in live for column in columns}
            status = model.status(on)
            rows.append({"id": model.id, "name": model.name, "status": status, "geographies": cells})
    return {"on": on.isoformat(), "columns": columns, "rows": rows}


def elsewhere(model: Model) -> list[Record]:
    """Return the calendars of the Regions that differ, those alike together, by Region."""
    alike: dict[Lifecycle, list[str]] = {}
    for region, life in model.elsewhere.items():
        alike.setdefault(life, []).append(region)
    return [{"regions": codes} | {name: _iso(getattr(life, name)) for name in EVENTS[1:]} for life, codes in
            alike.items()]  # fmt: skip


def retention(model: Model) -> list[Record]:
    """Return the data-retention modes that a model asks for at least, each with its first day."""
    return [{"mode": one.mode, "since": _iso(one.since)} for one in model.retention]


def earlier_prices(model: Model) -> list[Record]:
    """Return what the routes cost before each change, oldest first, by prefix or scope."""
    return [
        {"until": one.until.isoformat(), "prices": {geography or scope: _price(price) | {"evidence": []}
         for (scope, geography), price in one.prices.items()}}
        for one in model.earlier_prices
    ]  # fmt: skip


def dispute(price: Price) -> Record | None:
    """Return what a second source has for a price; None when none differs."""
    one = price.dispute
    amounts = {name: money(usd) for name, usd in one.usd_per_mtok.items()} if one else {}
    return one and {"taken": one.taken, "other": one.other, "why": one.why, "usd_per_mtok": amounts}


def _price(price: Price) -> Record:
    return {
        "usd_per_mtok": {name: money(usd) for name, usd in price.usd_per_mtok.items()},
        "premium": None if price.premium is None else money(price.premium),
        "rule": price.rule,
        "long_context": price.long_context and _long_context(price.long_context),
        "disputed": dispute(price),
        "evidence": [_evidence(one) for one in price.evidence],
    }


def _long_context(tier: LongContext) -> Record:
    amounts = {name: money(usd) for name, usd in tier.usd_per_mtok.items()}
    return {"above": tier.above, "since": _iso(tier.since), "until": _iso(tier.until), "usd_per_mtok": amounts}


def _evidence(one: Evidence) -> Record:
    said = {
        "source": one.source,
        "url": one.url,
        "package": one.package,
        "as_of": one.as_of.isoformat(),
        "covers": list(one.covers),
    }
    return said | ({"note": one.note} if one.note else {})


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
