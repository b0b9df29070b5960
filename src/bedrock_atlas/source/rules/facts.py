"""Facts: each has evidence, and a price says what it is the price of."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

from bedrock_atlas.source.forms import Section
from bedrock_atlas.source.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["evidence_missing", "listed_without_route", "price_notation", "price_without_base"]

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
    """A listed price is that of a profile, or of a Region, which the model has."""
    for sheet in sheets.models:
        profiles = sheet.value.get("profiles", {})
        for prefix in sheet.value.get("price", {}).get("listed", ()):
            if prefix not in profiles and not (prefix == "in-region" and "in_region" in sheet.value):
                message = f"a price is listed for `{prefix}`, where the model has no route"
                yield sheet.document.finding("listed-without-route", ("price", "listed", prefix), message, key=True)


def _amounts(price: dict[str, Any], route: Route) -> Iterator[tuple[Route, int | Decimal]]:
    """Return every amount of a price with its route."""
    for key, value in price.items():
        if isinstance(value, dict):
            yield from _amounts(value, (*route, key))
        elif key != "above" and isinstance(value, int | Decimal):
            yield (*route, key), value


def _decimals(number: int | Decimal) -> int:
    """Return how many decimals a number was written with."""
    return -int(number.as_tuple().exponent) if isinstance(number, Decimal) else 0


def _notation(number: int | Decimal) -> tuple[str, str]:
    """Return message and hint for a number with too few decimals."""
    return f"`{number}` has fewer than two decimals", f"write `{number:.2f}`"
