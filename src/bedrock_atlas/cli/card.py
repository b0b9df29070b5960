"""All that is known of one model, as JSON data and as a page of text made from that data.

The text reads the dict, so the two can never tell different stories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.cli.tables import aligned, cell
from bedrock_atlas.facts.prices import money
from bedrock_atlas.listings.records import dispute, earlier_prices, elsewhere, retention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import LongContext, Price
    from bedrock_atlas.facts.values import Evidence, Row

__all__ = ["to_dict", "to_text"]

LIFECYCLE = (
    "start_of_life", "legacy", "legacy_seen", "public_extended_access", "end_of_life", "end_of_life_not_before",
    "legacy_period", "policy",
)  # fmt: skip
HEAD = ("id", "aliases", "provider", "family", "tier", "release", "retention", "successor")
ELSEWHERE = LIFECYCLE[1:6]
PROVIDER_LIFECYCLE = ("release", "deprecated", "retirement", "retirement_not_before")


def to_dict(catalog: Catalog, model: Model, on: date) -> dict[str, Any]:
    """Return everything known of a model; what is not known is None or an empty list."""
    return {
        "id": model.id,
        "name": model.name,
        "aliases": list(model.aliases),
        "provider": model.provider,
        "family": model.family or None,
        "tier": model.tier or None,
        "release": _plain(model.release),
        "on": on.isoformat(),
        "lifecycle": {
            "status": model.status(on),
            **{key: _plain(getattr(model.lifecycle, key)) for key in LIFECYCLE},
            "days_to_end_of_life": model.lifecycle.days_to_end_of_life(on),
            "elsewhere": elsewhere(model),
        },
        "successor": model.successor or None,
        "provider_lifecycle": {key: _plain(getattr(model.provider_lifecycle, key)) for key in PROVIDER_LIFECYCLE},
        "limits": dict(model.limits),
        "modalities": {way: list(kinds) for way, kinds in model.modalities.items()},
        "capabilities": [
            {
                "capability": one.name,
                "since": _plain(one.since),
                "until": _plain(one.until),
                "holds": one.holds(on),
                "obligations": [obligation.to_dict() for obligation in one.obligations],
            }
            for one in model.capabilities
        ],
        "retention": retention(model),
        "mantle_apis": list(model.mantle_apis),
        "prices": [_price(scope, prefix, price) for (scope, prefix), price in _ordered(catalog, model)],
        "earlier_prices": earlier_prices(model),
        "routes": [_row(catalog, row, on) for row in model.rows],
        "profiles_with_unknown_regions": [
            f"{prefix}.{model.id}" for prefix in model.profiles if all(row.geography != prefix for row in model.rows)
        ],
        "evidence": [_evidence(one) for one in model.evidence],
    }


def _plain(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _ordered(catalog: Catalog, model: Model) -> list[tuple[tuple[str, str | None], Price]]:
    """Return the prices in the order of the geographies, the base ID's own price last."""
    places = {prefix: place for place, prefix in enumerate(catalog.geographies)}
    return sorted(model.prices.items(), key=lambda item: places.get(item[0][1] or "", len(places)))


def _amounts(usd_per_mtok: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: money(usd) for name, usd in usd_per_mtok.items()}


def _price(scope: str, prefix: str | None, price: Price) -> dict[str, Any]:
    return {
        "scope": scope,
        "geography": prefix,
        "usd_per_mtok": _amounts(price.usd_per_mtok),
        "premium": None if price.premium is None else money(price.premium),
        "rule": price.rule,
        "long_context": _long_context(price.long_context),
        "disputed": dispute(price),
        "evidence": [_evidence(one) for one in price.evidence],
    }


def _long_context(tier: LongContext | None) -> dict[str, Any] | None:
    if tier is None:
        return None
    dates = {"since": _plain(tier.since), "until": _plain(tier.until)}
    return {"above": tier.above, **dates, "usd_per_mtok": _amounts(tier.usd_per_mtok)}


def _row(catalog: Catalog, row: Row, on: date) -> dict[str, Any]:
    everywhere = row.destinations == catalog.commercial
    return {
        "id": row.id,
        "scope": row.scope,
        "geography": row.geography,
        "endpoint": row.endpoint,
        "sources": sorted(row.sources),
        "destinations": "commercial" if everywhere else sorted(row.destinations) or "source",
        "since": _plain(row.since),
        "seen": _plain(row.seen),
        "until": _plain(row.until),
        "last_seen": _plain(row.last_seen),
        "holds": row.holds(on),
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "source": one.source,
        "url": one.url or None,
        "package": one.package or None,
        "as_of": one.as_of.isoformat(),
        "covers": list(one.covers),
        "note": one.note or None,
    }


def to_text(catalog: Catalog, model: Model, on: date) -> str:
    """Return everything known of a model as a page of text, stable byte for byte."""
    sheet = to_dict(catalog, model, on)
    life, own = sheet["lifecycle"], sheet["provider_lifecycle"]
    blocks = [
        (sheet["name"], _pairs(sheet | {"retention": _retention(sheet)}, HEAD)),
        (f"lifecycle on Amazon Bedrock: {life['status']} on {on}", [*_pairs(life, LIFECYCLE), *_ending(sheet)]),
        *((f"lifecycle in {', '.join(one['regions'])}", _pairs(one, ELSEWHERE)) for one in life["elsewhere"]),
        ("the provider's own calendar, which decides nothing here", _pairs(own, PROVIDER_LIFECYCLE)),
        ("limits, tokens", _pairs({key: f"{limit:,}" for key, limit in sheet["limits"].items()})),
        ("modalities", _pairs(sheet["modalities"])),
        ("APIs on bedrock-mantle", sheet["mantle_apis"]),
        ("capabilities", [_capability(one) for one in sheet["capabilities"]]),
        ("prices, USD per million tokens", list(_prices(sheet["prices"]))),
        ("prices that are disputed", list(_disputes(sheet["prices"]))),
        *((f"prices until {one['until']}", list(_earlier(one))) for one in sheet["earlier_prices"]),
        *_routes(sheet),
        ("evidence", [_source(one) for one in sheet["evidence"]]),
    ]
    return "\n\n".join("\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in blocks if lines)


def _retention(sheet: dict[str, Any]) -> list[str]:
    """Return the least data-retention modes in words, each with its first day where that is not the model's."""
    return [f"{one['mode']} since {one['since']}" if one["since"] else one["mode"] for one in sheet["retention"]]


def _ending(sheet: dict[str, Any]) -> Iterator[str]:
    """Tell of an ended model when it went and what AWS recommends."""
    if sheet["lifecycle"]["status"] == "EOL":
        instead = f"; AWS recommends {sheet['successor']}" if sheet["successor"] else ""
        yield f"retired on {sheet['lifecycle']['end_of_life']}{instead}"


def _disputes(prices: list[dict[str, Any]]) -> Iterator[str]:
    for price in prices:
        other = price["disputed"]
        for name, usd in other["usd_per_mtok"].items() if other else ():
            ours, route = price["usd_per_mtok"].get(name), price["geography"] or price["scope"]
            yield f"{route} {name.replace('_', ' ')}: {cell(ours)} ({other['taken']}), {usd} ({other['other']})"
        if other:
            yield f"{price['geography'] or price['scope']}: {other['taken']} is taken, {other['why']}"


def _earlier(one: dict[str, Any]) -> Iterator[str]:
    for route, price in one["prices"].items():
        amounts = (f"{name.replace('_', ' ')} {usd}" for name, usd in price["usd_per_mtok"].items())
        yield f"{route}: {', '.join(amounts)}"


def _pairs(values: Mapping[str, Any], keys: tuple[str, ...] = ()) -> list[str]:
    known = [(key.replace("_", " "), values[key]) for key in keys or values if values[key] not in (None, [])]
    return [f"{label:<22}  {cell(value)}" for label, value in known]


def _capability(one: dict[str, Any]) -> str:
    words = [one["capability"], _interval(one), *(_obligation(obligation) for obligation in one["obligations"])]
    return ", ".join(word for word in words if word)


def _obligation(obligation: dict[str, Any]) -> str:
    words = (
        "obliges",
        obligation["kind"],
        obligation.get("value"),
        f"over {obligation['api']}" if "api" in obligation else None,
    )
    return " ".join(word for word in words if word)


def _interval(one: Mapping[str, Any]) -> str:
    return " ".join(f"{word} {one[word]}" for word in ("since", "seen", "until") if one.get(word))


def _prices(prices: list[dict[str, Any]]) -> Iterator[str]:
    if not prices:
        return
    components = list(dict.fromkeys(name for price in prices for name in price["usd_per_mtok"]))
    rows = [["ROUTE", "PREMIUM", "RULE", *(name.upper().replace("_", " ") for name in components)]]
    for price in prices:
        route = price["geography"] or price["scope"]
        head = [route, cell(price["premium"]), price["rule"]]
        rows.append([*head, *(cell(price["usd_per_mtok"].get(name)) for name in components)])
        tier = price["long_context"]
        if tier:
            label = " ".join(word for word in (f"{route} above {tier['above']:,}", _interval(tier)) if word)
            rows.append([label, *head[1:], *(cell(tier["usd_per_mtok"].get(name)) for name in components)])
    yield from aligned(rows)


def _routes(sheet: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Return a block for each ID on each endpoint: its source Regions and where each of them leads."""
    rows: dict[tuple[str, str], list[str]] = {}
    for row in sheet["routes"]:
        to, interval = row["destinations"], _interval(row)
        line = f"from {', '.join(row['sources'])}"
        if to != "source":
            line += f" to {'every commercial Region' if to == 'commercial' else ', '.join(to)}"
        rows.setdefault((row["id"], row["endpoint"]), []).append(f"{line} ({interval})" if interval else line)
    for profile in sheet["profiles_with_unknown_regions"]:
        rows[profile, "bedrock-runtime"] = ["confirmed, but its source Regions are not known"]
    for (name, endpoint), lines in rows.items():
        yield f"{name} on {endpoint}", sorted(lines)


def _source(one: dict[str, Any]) -> str:
    covers = f" ({', '.join(one['covers'])})" if one["covers"] else ""
    note = f"; {one['note']}" if one["note"] else ""
    url = "".join(f" {one[key]}" for key in ("url", "package") if one[key])
    return f"{one['as_of']} {one['source']}{covers}{note}{url}"
