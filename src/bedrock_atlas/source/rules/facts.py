"""Facts: each has evidence, and a price says what it is the price of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

from bedrock_atlas.source.forms import Section
from bedrock_atlas.source.rules import rule
from bedrock_atlas.source.validate import hint_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = [
    "earlier_order",
    "evidence_missing",
    "listed_without_route",
    "price_notation",
    "price_without_base",
    "successor_lives",
]

_SECTIONS = get_args(Section)
_DECIMALS = 2


@rule()
def evidence_missing(sheets: Sheets) -> Iterator[Finding]:
    """Every section of a model file is covered by evidence."""
    for sheet in sheets.models:
        covered = {section for entry in sheet.value["evidence"] for section in entry["covers"]}
        for section in _SECTIONS:
            if section in sheet.value and section not in covered:
                message, hint = (
                    f"nothing is evidence for `{section}`",
                    f"name `{section}` in the `covers` of its source",
                )
                yield sheet.document.finding("evidence-missing", (section,), message, hint, key=True)


@rule()
def price_without_base(sheets: Sheets) -> Iterator[Finding]:
    """A price with components or a premium says what scope it is the price of."""
    for sheet in sheets.models:
        price = sheet.value.get("price", {})
        if price and "base" not in price and price.keys() != {"listed"}:
            message, hint = "`price` has no `base`", "say whose price it is: `global`, `in-region` or `geographic`"
            yield sheet.document.finding("price-without-base", ("price",), message, hint, key=True)


@rule()
def price_notation(sheets: Sheets) -> Iterator[Finding]:
    """Prices and factors are written with at least two decimals."""
    for sheet in sheets.models:
        if "price" in sheet.value:
            for route, amount in _amounts(sheet.value["price"], ("price",)):
                if _decimals(amount) < _DECIMALS:
                    yield sheet.document.finding("price-notation", route, *_notation(amount))
    if "premiums" in sheets.tables:
        document = sheets.tables["premiums"].document
        for name, entry in sheets.table("premiums").items():
            for scope, factor in entry["factors"].items():
                if _decimals(factor) < _DECIMALS:
                    yield document.finding("price-notation", ("premiums", name, "factors", scope), *_notation(factor))


@rule()
def listed_without_route(sheets: Sheets) -> Iterator[Finding]:
    """A listed or disputed price is that of a profile, or of a Region, which the model has."""
    for sheet in sheets.models:
        profiles = sheet.value.get("profiles", {})
        served = "in_region" in sheet.value or "mantle" in sheet.value
        for part in ("listed", "disputed"):
            for prefix in sheet.value.get("price", {}).get(part, ()):
                if prefix not in profiles and not (prefix == "in-region" and served):
                    message = f"a price is {part} for `{prefix}`, where the model has no route"
                    yield sheet.document.finding("listed-without-route", ("price", part, prefix), message, key=True)


@rule()
def earlier_order(sheets: Sheets) -> Iterator[Finding]:
    """Prices of the past stand oldest first, and what a model asks of data retention too."""
    for sheet in sheets.models:
        lists = (("price", "earlier"), "until"), (("retention",), "since")
        for route, key in lists:
            value = sheet.value.get("price", {}) if len(route) > 1 else sheet.value
            days = [entry.get(key, date.min) for entry in value.get(route[-1], ())]
            for at in range(1, len(days)):
                if days[at] <= days[at - 1]:
                    message = f"`{key}: {days[at]}` is not after that of the entry above"
                    yield sheet.document.finding("earlier-order", (*route, at), message, "oldest first")


@rule()
def successor_lives(sheets: Sheets) -> Iterator[Finding]:
    """A successor is a model of the catalog with the same kind of output, and has not ended before it."""
    models = {sheet.value["model"]: sheet.value for sheet in sheets.models}
    for sheet in sheets.models:
        name = sheet.value.get("successor")
        if name is None or "catalog" not in sheets.tables:
            continue
        day = _day(sheets)
        other = models.get(name)
        if other is None:
            message, hint = f"unknown model `{name}`", hint_for(name, models)
            yield sheet.document.finding("successor-lives", ("successor",), message, hint)
            continue
        end = other.get("lifecycle", {}).get("end_of_life")
        if name == sheet.value["model"] or (end is not None and end <= day):
            message = f"`{name}` has itself reached its end of life on {end}" if end else "a model succeeds itself"
            hint = "name a model that lives, or leave it out"
            yield sheet.document.finding("successor-lives", ("successor",), message, hint)
        mine, theirs = (set(one.get("modalities", {}).get("output", ())) for one in (sheet.value, other))
        if mine and theirs and not mine & theirs:
            message = f"`{name}` gives {', '.join(sorted(theirs))}, not {', '.join(sorted(mine))}"
            yield sheet.document.finding("successor-lives", ("successor",), message)


def _day(sheets: Sheets) -> date:
    """Return the day of the catalog's version; the last there is when it is none."""
    try:
        return date(*map(int, str(sheets.tables["catalog"].value["version"]).split(".")))
    except ValueError:
        return date.max


def _amounts(price: dict[str, Any], route: Route) -> Iterator[tuple[Route, int | Decimal]]:
    """Return every amount of a price with its route."""
    for key, value in price.items():
        if isinstance(value, dict):
            yield from _amounts(value, (*route, key))
        elif isinstance(value, list):
            for index, part in enumerate(value):
                yield from _amounts(part, (*route, key, index))
        elif key != "above" and isinstance(value, int | Decimal):
            yield (*route, key), value


def _decimals(number: int | Decimal) -> int:
    """Return how many decimals a number was written with."""
    return -int(number.as_tuple().exponent) if isinstance(number, Decimal) else 0


def _notation(number: int | Decimal) -> tuple[str, str]:
    """Return message and hint for a number with too few decimals."""
    return f"`{number}` has fewer than two decimals", f"write `{number:.2f}`"
