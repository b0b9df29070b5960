"""A model's history as intervals of days between which nothing about it changes.

The page picks an interval and computes nothing, so it can never tell another story than the engine.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bedrock_atlas.listings.live import live_routes, reach

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Route, Row

__all__ = ["intervals", "route_record"]


def intervals(catalog: Catalog, model: Model) -> list[dict[str, Any]]:
    """Return each half-open interval (None: without end) with the status, how the model can be called, and its routes.

    Routes of the same ID, endpoint and destinations are one record.
    """
    days = catalog.change_dates(model.id)
    found: list[dict[str, Any]] = []
    for since, until in zip((None, *days), (*days, None), strict=True):
        day = since or (until - timedelta(days=1) if until else date.min)
        record = {
            "status": model.status(day),
            "geographies": reach(catalog, model, day),
            "routes": _routes(catalog, live_routes(catalog, model, day)),
        }
        if found and {key: found[-1][key] for key in record} == record:
            found[-1]["until"] = until and until.isoformat()
        else:
            found.append({"since": since and since.isoformat(), "until": until and until.isoformat(), **record})
    return found


def _routes(catalog: Catalog, routes: Iterable[Route]) -> list[dict[str, Any]]:
    alike: dict[tuple[Any, ...], list[Route]] = {}
    for route in routes:
        at_source = route.destinations == {route.source}
        alike.setdefault((route.id, route.endpoint, None if at_source else route.destinations), []).append(route)
    return [
        route_record(catalog, group[0], [route.source for route in group], destinations or frozenset())
        for (_, _, destinations), group in alike.items()
    ]


def route_record(
    catalog: Catalog, route: Route | Row, sources: Iterable[str], destinations: frozenset[str]
) -> dict[str, Any]:
    """Return an ID and what it reaches: Regions, `commercial` for all of them, `source` for the one that is called."""
    everywhere = destinations == catalog.commercial
    return {
        "id": route.id,
        "scope": route.scope,
        "geography": route.geography,
        "endpoint": route.endpoint,
        "sources": sorted(sources),
        "destinations": "commercial" if everywhere else sorted(destinations) or "source",
    }
