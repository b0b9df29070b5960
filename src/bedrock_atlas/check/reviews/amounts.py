"""Prices that cannot be right: dearer where they should be cheaper, in another unit, or of no route at all."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bedrock_atlas.check.reviews.reviewing import Terms, review

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = [
    "base_without_route",
    "factor_implausible",
    "kind_of",
    "off_scale",
    "price_order",
    "price_scale",
    "wrong_order",
]

_ORDER = (
    ("output", "input"),
    ("input", "cache_read"),
    ("cache_write_5m", "cache_read"),
    ("cache_write_1h", "cache_write_5m"),
    ("input", "batch_input"),
    ("output", "batch_output"),
)
"""The dearer component before the cheaper one."""

_COMPONENTS = frozenset(part for pair in _ORDER for part in pair)
_LEAST, _MOST = Decimal("0.5"), Decimal(2)
_OUTSIDE, _FROM_THE_MIDDLE, _ENOUGH, _WITHIN = 5, 20, 2, 100


@review("error")
def base_without_route(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """A price of the global, or a geographic, scope is that of a model with such a profile, if it has routes at all."""
    for sheet in sheets.models:
        base, profiles = sheet.value.get("price", {}).get("base"), sheet.value.get("profiles", {})
        has = {"global": "global" in profiles, "geographic": any(prefix != "global" for prefix in profiles)}
        if not has.get(base, True) and "no_route" not in sheet.value:
            message, hint = f"the model has no {base} profile", "say whose price it is, or add the profile"
            yield sheet.document.finding("base-without-route", ("price", "base"), message, hint)


@review("error")
def factor_implausible(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """A premium is between half and double the base price, and so is a listed price."""
    if "premiums" in sheets.tables:
        for name, entry in sheets.table("premiums").items():
            for scope, factor in entry["factors"].items():
                if not _LEAST <= factor <= _MOST:
                    route: Route = ("premiums", name, "factors", scope)
                    message, hint = f"a factor of {factor} is beyond 0.5 to 2", "1.10 is ten per cent more"
                    yield sheets.tables["premiums"].document.finding("factor-implausible", route, message, hint)
    for sheet in sheets.models:
        base = sheet.value.get("price", {})
        for prefix, listed in base.get("listed", {}).items():
            for part, amount in listed.items():
                if part in base and not _LEAST <= Decimal(amount) / base[part] <= _MOST:
                    message = f"{amount} is {Decimal(amount) / base[part]:.2g} times the base price of {base[part]}"
                    route = ("price", "listed", prefix, part)
                    yield sheet.document.finding("factor-implausible", route, message, "look at both again")


@review("error")
def price_order(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """Input costs no more than output, a cache read or a batch no more than without, a long input no less."""
    for sheet in sheets.models:
        for route, dear, message in wrong_order(sheet.value.get("price", {})):
            hint = f"{dear}; swap or correct them"
            yield sheet.document.finding("price-order", ("price", *route), message, hint)


@review("error")
def price_scale(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """A price is of the size of its provider's other prices: a thousandfold is another unit."""
    prices = {sheet.value["model"]: (kind_of(sheet.value), sheet.value.get("price", {})) for sheet in sheets.models}
    for sheet in sheets.models:
        for part, message in off_scale(sheet.value["model"], prices):
            hint = "prices are USD per million tokens"
            yield sheet.document.finding("price-scale", ("price", *part), message, hint)


def wrong_order(price: Mapping[str, Any]) -> Iterator[tuple[Route, str, str]]:
    """Return what is dearer than it should be, and what is cheaper, for either may be the slip.

    Each with its route in the price, what must hold and what does not.
    """
    base = {key: Decimal(value) for key, value in price.items() if key in _COMPONENTS}
    for route, group in _groups(price, ()):
        amounts = {key: Decimal(value) for key, value in group.items() if key in _COMPONENTS}
        for dear, cheap in _ORDER:
            if dear in amounts and cheap in amounts and amounts[cheap] > amounts[dear]:
                message = f"`{cheap}: {amounts[cheap]}` is dearer than `{dear}: {amounts[dear]}`"
                for part in (cheap, dear):
                    yield (*route, part), f"`{cheap}` costs no more than `{dear}`", message
        for key, amount in amounts.items() if route == ("long_context",) else ():
            if key in base and amount < base[key]:
                message = f"`{key}: {amount}` of a long input is cheaper than `{key}: {base[key]}`"
                yield (*route, key), "a long input costs no less", message


def off_scale(model: str, prices: Mapping[str, tuple[str, Mapping[str, Any]]]) -> Iterator[tuple[Route, str]]:
    """Return the components of a model's price that are of another size than others, with their route and a message.

    `prices` maps every model to what it gives, text or something else, and its price. Input and output are far when
    five times outside the range of the provider's others and twenty times from their middle; where there is one other
    at most, of all models'. The other components are far when they are not within a hundredth and a hundredfold of
    the input.
    """
    kind, price = prices[model]
    told = set()
    for part in ("input", "output"):
        others = _others(model, kind, part, prices) if part in price else ()
        if others:
            amount, middle = Decimal(price[part]), others[len(others) // 2]
            outside = amount > others[-1] * _OUTSIDE or amount * _OUTSIDE < others[0]
            if outside and not 1 / Decimal(_FROM_THE_MIDDLE) < amount / middle < _FROM_THE_MIDDLE:
                told.add(part)
                yield (part,), f"{amount} is far from the {part} prices of others, {others[0]} to {others[-1]}"
    for route, group in _groups(price, ()):
        for part, value in group.items() if "input" in price else ():
            if part in _COMPONENTS and part not in told:
                ratio = Decimal(value) / Decimal(price["input"])
                if not 1 / Decimal(_WITHIN) < ratio < _WITHIN:
                    yield (*route, part), f"`{part}: {value}` is {ratio:.2g} times the input price"


def _others(model: str, kind: str, part: str, prices: Mapping[str, tuple[str, Mapping[str, Any]]]) -> list[Decimal]:
    """Return the same component of other models of a kind, sorted: the provider's, or all where it has not enough."""
    alike = {
        name: Decimal(other[part])
        for name, (what, other) in prices.items()
        if name != model and what == kind and part in other
    }
    own = sorted(value for name, value in alike.items() if name.partition(".")[0] == model.partition(".")[0])
    return own if len(own) >= _ENOUGH else sorted(alike.values())


def kind_of(model: Mapping[str, Any]) -> str:
    """Return `text` for a model that gives text, or may, and the first of what it gives otherwise."""
    given: Iterable[str] = model.get("modalities", {}).get("output", ["text"])
    return "text" if "text" in given else min(given)


def _groups(price: Any, route: Route) -> Iterator[tuple[Route, Mapping[str, Any]]]:  # noqa: ANN401  # any part of a price
    """Return a price and every mapping in it, each with its route."""
    if isinstance(price, dict):
        yield route, price
    parts = price.items() if isinstance(price, dict) else enumerate(price)
    for key, part in parts:
        if isinstance(part, dict | list):
            yield from _groups(part, (*route, key))
