"""The card of a model as a page of text; it reads the data that `-o json` and the service give, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.cli.tables import aligned, cell
from bedrock_atlas.listings.card import ELSEWHERE, LIFECYCLE, PROVIDER_LIFECYCLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["to_text"]

HEAD = ("id", "aliases", "provider", "family", "tier", "release", "access", "retention", "successor")


def to_text(sheet: dict[str, Any]) -> str:
    """Return a card as a page of text, stable byte for byte."""
    life, own = sheet["lifecycle"], sheet["provider_lifecycle"]
    blocks = [
        (sheet["name"], _pairs(sheet | {"retention": _retention(sheet)}, HEAD)),
        (f"lifecycle on Amazon Bedrock: {life['status']} on {sheet['on']}", [*_pairs(life, LIFECYCLE), *_end(sheet)]),
        *((f"lifecycle in {', '.join(one['regions'])}", _pairs(one, ELSEWHERE)) for one in life["elsewhere"]),
        ("the provider's own calendar, which decides nothing here", _pairs(own, PROVIDER_LIFECYCLE)),
        ("limits, tokens", _pairs({key: f"{limit:,}" for key, limit in sheet["limits"].items()})),
        ("modalities", _pairs(sheet["modalities"])),
        ("APIs on bedrock-mantle", sheet["mantle_apis"]),
        ("capabilities", [_capability(one) for one in sheet["capabilities"]]),
        ("prices, USD per million tokens", list(_prices(sheet["prices"]))),
        ("prices that are disputed", list(_disputes(sheet["prices"]))),
        *((f"prices until {one['until']}", list(_prices(one["prices"]))) for one in sheet["earlier_prices"]),
        *_routes(sheet),
        ("evidence", [_source(one) for one in sheet["evidence"]]),
    ]
    return "\n\n".join("\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in blocks if lines)


def _retention(sheet: dict[str, Any]) -> list[str]:
    """Return the least data-retention modes in words, each with its first day where that is not the model's."""
    return [f"{one['mode']} since {one['since']}" if one["since"] else one["mode"] for one in sheet["retention"]]


def _end(sheet: dict[str, Any]) -> Iterator[str]:
    """Tell of an ended model when it went and what AWS recommends."""
    if sheet["lifecycle"]["status"] == "EOL":
        instead = f"; AWS recommends {sheet['recommended']}" if sheet["recommended"] else ""
        yield f"retired on {sheet['lifecycle']['end_of_life']}{instead}"


def _disputes(prices: list[dict[str, Any]]) -> Iterator[str]:
    for price in prices:
        other, route = price["disputed"], price["geography"] or price["scope"]
        for name, usd in other["usd_per_mtok"].items() if other else ():
            ours = f"{cell(price['usd_per_mtok'].get(name))} ({other['taken']})"
            yield f"{route} {name.replace('_', ' ')} disputed: {ours}, {usd} ({other['other']})"
        if other:
            yield f"{route}: {other['taken']} is taken; {other['why']}"


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
