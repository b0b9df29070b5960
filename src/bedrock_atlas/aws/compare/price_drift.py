"""The AWS Price List against the catalog's prices.

The list knows models by the name AWS shows and tells the global route from the others; it does not know geographies. So
a price stands when any route from that Region has it, and only prices that the catalog knows are compared. A new base
price explains every price derived from it; what it does not explain is a changed premium.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bedrock_atlas.aws.compare.drift import Drift
from bedrock_atlas.aws.observe.price_list import listed_prices
from bedrock_atlas.facts.prices import price_geography
from bedrock_atlas.facts.values import RUNTIME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from bedrock_atlas.aws.compare.drift import Kind
    from bedrock_atlas.aws.observe.snapshot import Snapshot
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Region

__all__ = ["compare_prices", "money"]

Listed = dict[str, dict[str, Decimal]]
"""Component → Region → USD per million tokens."""


def compare_prices(
    catalog: Catalog, snapshots: Sequence[Snapshot], day: date
) -> tuple[dict[str, dict[str, str]], list[Drift]]:
    """Return model → component → new base price as text, and every price that differs."""
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
        entry = catalog.document["models"][model.id].get("price", {})
        known = _Known(model, catalog.regions, day)
        new, found = _compare(known, entry, worldwide[name], regional[name])
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
    """Return the products of each service code from the newest snapshot that observed it."""
    found: dict[str, Sequence[Mapping[str, object]]] = {}
    for snapshot in snapshots:
        for code, answer in snapshot.prices.items():
            if answer.state == "observed":
                found[code] = answer.items
    return [item for code in sorted(found) for item in found[code]]


def _compare(
    known: _Known, entry: Mapping[str, Any], worldwide: Listed, regional: Listed
) -> tuple[dict[str, str], list[Drift]]:
    """Compare one model: gives its new base prices and the drifts."""
    base = "global" if entry.get("base") == "global" else "in-region"
    new: dict[str, str] = {}
    drifts: list[Drift] = []
    for component in sorted(worldwide.keys() | regional.keys()):
        sides = {"global": worldwide.get(component, {}), "in-region": regional.get(component, {})}
        ratio = Decimal(1)
        for scope in sorted(sides, key=lambda one: one != base):
            ratios = {
                amount / (old * ratio)
                for code, amount in sides[scope].items()
                for old in known.nearest(scope, code, component, amount / ratio)
            }
            if ratios <= {Decimal(1)}:
                continue
            if scope == base and len(ratios) == 1 and component in entry:
                (ratio,) = ratios
                new[component] = money(Decimal(entry[component]) * ratio)
                codes = tuple(sorted(sides[scope]))
                fact = Drift(
                    known.model.id,
                    "price-changed",
                    "",
                    "",
                    component,
                    entry[component],
                    new[component],
                    known.day,
                    codes,
                )
                drifts.append(fact)
            else:
                drifts.append(_undecided(known, (scope, base, component), sides[scope], ratio))
    return new, drifts


def _undecided(known: _Known, what: tuple[str, str, str], listed: Mapping[str, Decimal], ratio: Decimal) -> Drift:
    """Return the drift of prices that no one new base price explains; `what` is scope, base and component."""
    scope, base, component = what
    wrong = {
        code: (amount, old)
        for code, amount in listed.items()
        for old in known.nearest(scope, code, component, amount / ratio)
        if amount != old * ratio
    }
    before = ", ".join(sorted({money(old) for _, old in wrong.values()}))
    after = ", ".join(sorted({money(amount) for amount, _ in wrong.values()}))
    kind: Kind = "price-changed" if scope == base else "premium-changed"
    left = "the price rule is shared, or the Regions differ: a person must decide"
    return Drift(
        known.model.id, kind, "", "", f"{scope} {component}", before, after, known.day, tuple(sorted(wrong)), left
    )


class _Known:
    """What the catalog knows the routes of a model to cost on a day, by side and source Region."""

    def __init__(self, model: Model, regions: Mapping[str, Region], day: date) -> None:
        """Look at each row once."""
        self.model, self.day = model, day
        self._prices: dict[tuple[str, str], list[Mapping[str, Decimal]]] = defaultdict(list)
        for row in model.rows:
            if row.endpoint != RUNTIME or (row.since and day < row.since) or (row.until and row.until <= day):
                continue
            for source in row.sources:
                price = model.prices_on(day).get((row.scope, price_geography(row.geography, regions[source].partition)))
                if price is not None:
                    side = "global" if row.scope == "global" else "in-region"
                    self._prices[side, source].append(price.usd_per_mtok)

    def nearest(self, scope: str, code: str, component: str, amount: Decimal) -> list[Decimal]:
        """Return the known price closest to an amount, as a list of one; empty when none is known."""
        known = {prices[component] for prices in self._prices.get((scope, code), ()) if component in prices}
        return [min(known, key=lambda one: (abs(one - amount), one))] if known else []
