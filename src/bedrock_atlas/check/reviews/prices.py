"""Prices against the rules they follow from: none missing, none derived, none contradicted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bedrock_atlas.check.reviews.reviewing import Terms, review

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheet, Sheets

__all__ = ["derived_price", "premium_contradicted", "price_missing"]

_CENT = Decimal("0.0001")


@review("warning")
def price_missing(sheets: Sheets, terms: Terms) -> Iterator[Finding]:
    """A model that is ACTIVE, has a route and answers in text has a price."""
    for sheet in sheets.models:
        if "no_route" in sheet.value:
            continue
        life = sheet.value.get("lifecycle", {})
        legacy = life.get("legacy", life.get("legacy_seen", life.get("end_of_life")))
        active = legacy is None or legacy > terms.on
        if active and "price" not in sheet.value and "text" in sheet.value.get("modalities", {}).get("output", ()):
            hint = "add the price with its evidence; a policy cannot admit by price what has none"
            yield sheet.document.finding("price-missing", (), "the model is ACTIVE and has no price", hint)


@review("error", "premiums")
def derived_price(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """No listed price is what base and premium already give."""
    for sheet, prefix, listed, factor in _listed(sheets):
        base = sheet.value["price"]
        shared = [name for name in listed if name in base and isinstance(listed[name], int | Decimal)]
        if shared and all(abs(Decimal(listed[name]) - base[name] * factor) < _CENT for name in shared):
            message = f"the price for `{prefix}` is the base price times {factor}, which the premium gives"
            hint = "remove it: what follows from a rule is never written down"
            yield sheet.document.finding("derived-price", ("price", "listed", prefix), message, hint, key=True)


@review("error", "premiums")
def premium_contradicted(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """No listed price contradicts the premium that the model names for the same route."""
    for sheet, prefix, listed, factor in _listed(sheets):
        base = sheet.value["price"]
        for name in listed:
            if name in base and abs(Decimal(listed[name]) - base[name] * factor) >= _CENT:
                message = f"`{name}` for `{prefix}` is {listed[name]}, the premium gives {base[name] * factor}"
                hint = "name a premium without this route, or correct the one that the evidence does not bear out"
                route = ("price", "listed", prefix, name)
                yield sheet.document.finding("premium-contradicted", route, message, hint)
                break


def _listed(sheets: Sheets) -> Iterator[tuple[Sheet, str, Mapping[str, Any], Decimal]]:
    """Return every listed price for whose route the model's premium has a factor too."""
    premiums = sheets.table("premiums")
    for sheet in sheets.models:
        price = sheet.value.get("price", {})
        factors = premiums.get(price.get("premium"), {}).get("factors", {})
        for prefix, listed in price.get("listed", {}).items():
            scope = prefix if prefix in {"global", "in-region"} else "geographic"
            factor = factors.get(prefix, factors.get(scope))
            if factor is not None:
                yield sheet, prefix, listed, Decimal(factor)
