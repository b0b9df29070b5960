"""Targets for engines that judge calls themselves: `opa` and `cedar`, with the verdict on every route from a Region.

What is not admitted stands there too, with the rules against it, so that a refusal can be explained; the reader asks
for `admitted`. Cedar has no null: what is not known is absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bedrock_atlas.decision.engine import decide
from bedrock_atlas.export.forms import JSON
from bedrock_atlas.export.reach import Door, Reach
from bedrock_atlas.export.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.export.pins import Pins
    from bedrock_atlas.export.stamp import Stamp
    from bedrock_atlas.facts.values import Route

__all__ = ["CEDAR", "OPA"]

_OPA_DOORS = (
    Door("admitted", "bedrock_atlas.routes.*.*.admitted", "admits what the data admits, and nothing that is not in it",
         url="https://www.openpolicyagent.org/docs/management-bundles"),
)  # fmt: skip
_CEDAR_DOORS = (
    Door("admitted", "*.attrs.admitted", "permits by attributes of these entities; what is none has no attribute",
         url="https://docs.cedarpolicy.com/auth/entities-syntax.html"),
)  # fmt: skip
_KIND = "BedrockAtlas"


class _Verdict(NamedTuple):
    """One route judged, with the model it leads to."""

    route: Route
    model: str
    rules: tuple[str, ...]


def _judged(pins: Pins) -> Iterator[_Verdict]:
    """Judge every route of the models asked for, of all where none is, from the Regions asked for."""
    for model in _models(pins):
        for source in pins.order.sources:
            decision = _ask(pins, model, source, pins.on)
            for one in decision.verdicts:
                if one.route.source == source and one.route.endpoint == pins.request(model, source).endpoint:
                    yield _Verdict(one.route, model, one.rules)


def _models(pins: Pins) -> list[str]:
    order = pins.order
    named = [model for role in order.roles for model in pins.policy.roles[role].models] + list(order.models)
    if named:
        return sorted(set(named))
    regions = set(order.sources)
    return [one.id for one in pins.catalog if any(regions.intersection(row.sources) for row in one.rows)]


def _ask(pins: Pins, model: str, source: str, on: date) -> Decision:
    return decide(pins.catalog, pins.policy, pins.request(model, source), on=on)


def _until(pins: Pins) -> date | None:
    """Return the first day on which a verdict is another one, or a name has another answer."""
    soonest = pins.until
    for model in _models(pins):
        days = pins.policy.change_dates(pins.catalog, None, model, pins.order.attributes)
        for day in sorted(one for one in days if one > pins.on and (soonest is None or one < soonest)):
            if any(_told(_ask(pins, model, one, day)) != _told(_ask(pins, model, one, pins.on))
                   for one in pins.order.sources):  # fmt: skip
                soonest = day
                break
    return soonest


def _told(decision: Decision) -> list[tuple[str, str, tuple[str, ...], frozenset[str]]]:
    return [(one.route.id, one.route.source, one.rules, one.route.destinations) for one in decision.verdicts]


def _opa(pins: Pins, stamp: Stamp) -> dict[str, Any]:
    routes: dict[str, dict[str, Any]] = {source: {} for source in pins.order.sources}
    for one in _judged(pins):
        routes[one.route.source][one.route.id] = {
            "admitted": not one.rules,
            "model": one.model,
            "destinations": sorted(one.route.destinations),
            "countries": sorted(one.route.countries),
            "rules": sorted(one.rules),
        }
    names: dict[str, dict[str, str]] = {}
    for pin in pins.pins:
        names.setdefault(pin.name, {})[pin.source] = pin.id
    return {"bedrock_atlas": {"made": stamp.line, "names": names, "routes": routes}}


def _opa_reach(document: dict[str, Any]) -> Iterator[Reach]:
    data = document["bedrock_atlas"]
    for source, routes in data["routes"].items():
        yield from (Reach(name, source, "admitted") for name, one in routes.items() if one["admitted"])
    for sources in data["names"].values():
        yield from (Reach(name, source, "names") for source, name in sources.items())


def _cedar(pins: Pins, stamp: Stamp) -> list[dict[str, Any]]:
    entities = [_entity("Export", "bedrock-atlas", {"made": stamp.line}, [])]
    parents: dict[tuple[str, str], None] = {}
    for one in _judged(pins):
        above = [("Model", one.model), ("Region", one.route.source)]
        above += [("Geography", one.route.geography)] if one.route.geography else []
        parents |= dict.fromkeys(above)
        attributes = {
            "id": one.route.id,
            "source": one.route.source,
            "admitted": not one.rules,
            "scope": one.route.scope,
            "destinations": sorted(one.route.destinations),
            "countries": sorted(one.route.countries),
            "rules": sorted(one.rules),
        }
        entities.append(_entity("Route", f"{one.route.id}@{one.route.source}", attributes, above))
    return [*entities, *(_entity(kind, name, {}, []) for kind, name in sorted(parents))]


def _entity(kind: str, name: str, attributes: dict[str, Any], above: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "uid": {"type": f"{_KIND}::{kind}", "id": name},
        "attrs": attributes,
        "parents": [{"type": f"{_KIND}::{other}", "id": one} for other, one in above],
    }


def _cedar_reach(document: list[dict[str, Any]]) -> Iterator[Reach]:
    for entity in document:
        attributes = entity["attrs"]
        if attributes.get("admitted"):
            yield Reach(attributes["id"], attributes["source"], "admitted")


OPA = Target(
    name="opa",
    file="data.json",
    about="data of the Open Policy Agent",
    form=JSON,
    build=_opa,
    reach=_opa_reach,
    doors=_OPA_DOORS,
    until=_until,
)
CEDAR = Target(
    name="cedar",
    file="entities.json",
    about="entities of Cedar",
    form=JSON,
    build=_cedar,
    reach=_cedar_reach,
    doors=_CEDAR_DOORS,
    until=_until,
)
