"""The AWS Price List against the catalog's prices.

The list knows models by the name AWS shows and tells the global route from the others; it does not know geographies. So
a price stands when any route from that Region has it, and only prices that the catalog knows are compared. A new base
price explains every price derived from it; what it does not explain is a changed premium.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bedrock_atlas.aws.drift import Drift
from bedrock_atlas.aws.price_list import listed_prices
from bedrock_atlas.facts import RUNTIME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.aws.drift import Kind
    from bedrock_atlas.aws.snapshot import Snapshot
    from bedrock_atlas.catalog import Catalog
    from bedrock_atlas.facts import Model

__all__ = ["compare_prices", "money"]

Listed = dict[str, dict[str, "Decimal"]]
"""Component → Region → USD per million tokens."""


def compare_prices(
    catalog: Catalog, snapshots: Sequence[Snapshot], day: date
) -> tuple[dict[str, dict[str, str]], list[Drift]]:
    """Give model → component → new base price as text, and every price that differs."""
    by_name: dict[str, list[Model]] = defaultdict(list)
    for model in catalog:
        by_name[model.name].append(model)
    worldwide: dict[str, Listed] = defaultdict(lambda: defaultdict(dict))
    regional: dict[str, Listed] = defaultdict(lambda: defaultdict(dict))
    for price in listed_prices(_newest(snapshots)):
        if len(by_name.get(price.name, ())) == 1 and price.region in catalog.regions:
            table = worldwide if price.is_global else regional
            table[price.name][price.component][price.region] = price.usd_per_mtok
    changes: dict[str, dict[str, str]] = {}
    drifts: list[Drift] = []
    for name in sorted(worldwide.keys() | regional.keys()):
        model = by_name[name][0]
        base = catalog.document["models"][model.id].get("price", {}).get("base", "")
        new, found = _compare(model, base, worldwide[name], regional[name], day)
        drifts += found
        if new:
            changes[model.id] = new
    return changes, drifts


def money(amount: Decimal) -> str:
    """Write an amount as the catalog does: plain, at least two decimals."""
    text = f"{amount.normalize():f}"
    whole, _, cents = text.partition(".")
    return f"{whole}.{cents:0<2}"


def _newest(snapshots: Sequence[Snapshot]) -> list[Mapping[str, object]]:
    """Give the products of each service code from the newest snapshot that observed it."""
    found: dict[str, Sequence[Mapping[str, object]]] = {}
    for snapshot in snapshots:
        for code, answer in snapshot.prices.items():
            if answer.state == "observed":
                found[code] = answer.items
    return [item for code in sorted(found) for item in found[code]]


def _compare(model: Model, base: str, worldwide: Listed, regional: Listed, day: date) -> tuple[dict[str, str], list[Drift]]:
    """Compare one model: gives its new base prices and the drifts."""
    new: dict[str, str] = {}
    drifts: list[Drift] = []
    for component in sorted(worldwide.keys() | regional.keys()):
        sides = [("global", worldwide.get(component, {})), ("in-region", regional.get(component, {}))]
        if base != "global":
            sides.reverse()
        ratio: Decimal | None = None
        for scope, listed in sides:
            wrong = {code: amount for code, amount in listed.items() if not _known(model, scope, code, component, day, ratio, amount)}
            old = {money(one) for code in wrong for one in _prices(model, scope, code, component, day)}
            if not wrong:
                continue
            amounts = {money(amount) for amount in wrong.values()}
            codes = tuple(sorted(wrong))
            if base == scope and len(amounts) == 1 == len(old) and len(wrong) == len(listed):
                amount = wrong[codes[0]]
                ratio = amount / _prices(model, scope, codes[0], component, day).pop()
                new[component] = money(amount)
                drifts.append(Drift(model.id, "price-changed", "", "", component, min(old), min(amounts), day, codes))
                continue
            left = "the price rule is shared, or the Regions differ: a person must decide"
            kind: Kind = "price-changed" if scope == base else "premium-changed"
            drifts.append(
                Drift(model.id, kind, "", "", f"{scope} {component}", ", ".join(sorted(old)), ", ".join(sorted(amounts)), day, codes, left)
            )
    return new, drifts


def _known(
    model: Model, scope: str, code: str, component: str, day: date, ratio: Decimal | None, amount: Decimal
) -> bool:
    prices = _prices(model, scope, code, component, day)
    return not prices or any(amount == (one if ratio is None else one * ratio) for one in prices)


def _prices(model: Model, scope: str, code: str, component: str, day: date) -> set[Decimal]:
    """Give what the catalog knows the routes from a Region to cost: the global one, or all the others."""
    found = set()
    for row in model.rows:
        holds = (row.since is None or row.since <= day) and (row.until is None or day < row.until)
        if holds and row.endpoint == RUNTIME and code in row.sources and (row.scope == "global") == (scope == "global"):
            price = model.price(row.scope, row.geography)
            if price is not None and component in price.usd_per_mtok:
                found.add(price.usd_per_mtok[component])
    return found
