"""Targets for engines that judge calls themselves: `opa` and `cedar`, with every route that is admitted from a Region.

What is refused is not in the data: a rule that only asks whether an ID is there must not let it through. Cedar has no
null: what is not known is absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.export.forms import JSON
from bedrock_atlas.export.pins import vendor_id
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
    Door("routes", "bedrock_atlas.routes.*.*", "admits what stands in the data",
         url="https://www.openpolicyagent.org/docs/management-bundles"),
)  # fmt: skip
_CEDAR_DOORS = (
    Door("routes", "*.attrs.id", "permits what is an entity, by its attributes and parents",
         url="https://docs.cedarpolicy.com/auth/entities-syntax.html"),
)  # fmt: skip
_KIND = "BedrockAtlas"


class _Admitted(NamedTuple):
    """One route that is admitted, and the name of the model it leads to."""

    route: Route
    model: str


def _admitted(pins: Pins) -> Iterator[_Admitted]:
    """Return the admitted routes of the models asked for, of all where none is, from the Regions asked for."""
    for model in _models(pins):
        for source in pins.order.sources:
            decision = _ask(pins, model, source, pins.on)
            for route in decision.candidates.pick(decision.admitted):
                yield _Admitted(route, vendor_id(model))


def _models(pins: Pins) -> list[str]:
    order = pins.order
    named = [one for role in order.roles for one in pins.policy.members(pins.catalog, role, "")] + list(order.models)
    if named:
        return sorted(set(named))
    regions = set(order.sources)
    models = pins.catalog.document["models"]  # most have no row from here, and need not become values
    return [name for name, entry in models.items() if any(regions.intersection(row[1]) for row in entry["rows"])]


def _ask(pins: Pins, model: str, source: str, on: date) -> Decision:
    return decide(pins.catalog, pins.policy, pins.request(model, source), on=on)


def _until(pins: Pins) -> date | None:
    """Return the first day on which another route is admitted, or a name has another answer."""
    soonest = pins.until
    for model in _models(pins):
        days = pins.policy.change_dates(pins.catalog, None, model, pins.order.attributes)
        for day in sorted(one for one in days if one > pins.on and (soonest is None or one < soonest)):
            if _routes(pins, model, day) != _routes(pins, model, pins.on):
                soonest = day
                break
    return soonest


def _routes(pins: Pins, model: str, on: date) -> list[tuple[str, str, frozenset[str]]]:
    asked = (_ask(pins, model, source, on) for source in pins.order.sources)
    picked = (route for one in asked for route in one.candidates.pick(one.admitted))
    return [(route.id, route.source, route.destinations) for route in picked]


def _opa(pins: Pins, stamp: Stamp) -> dict[str, Any]:
    routes: dict[str, dict[str, Any]] = {source: {} for source in pins.order.sources}
    for route, model in _admitted(pins):
        routes[route.source][route.id] = {"model": model, **_facts(route)}
    names: dict[str, dict[str, str]] = {}
    for pin in pins.pins:
        names.setdefault(pin.name, {})[pin.source] = pin.id
    return {"bedrock_atlas": {"made": stamp.line, "names": names, "routes": routes}}


def _facts(route: Route) -> dict[str, Any]:
    return {
        "scope": route.scope,
        "destinations": sorted(route.destinations),
        "countries": sorted(route.countries),
    }


def _opa_reach(document: dict[str, Any]) -> Iterator[Reach]:
    data = document["bedrock_atlas"]
    for source, routes in data["routes"].items():
        yield from (Reach(name, source, "routes") for name in routes)
    for sources in data["names"].values():
        yield from (Reach(name, source, "names") for source, name in sources.items())


def _cedar(pins: Pins, stamp: Stamp) -> list[dict[str, Any]]:
    entities = [_entity("Export", "bedrock-atlas", {"made": stamp.line}, [])]
    parents: dict[tuple[str, str], None] = {}
    for route, model in _admitted(pins):
        above = [("Model", model), ("Region", route.source)]
        above += [("Geography", route.geography)] if route.geography else []
        parents |= dict.fromkeys(above)
        attributes = {"id": route.id, "source": route.source, **_facts(route)}
        entities.append(_entity("Route", f"{route.id}@{route.source}", attributes, above))
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
        if "id" in attributes:
            yield Reach(attributes["id"], attributes["source"], "routes")


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
