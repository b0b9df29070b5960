"""Inference profiles: from where each is called and where a request may land, on a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.listings.live import live_routes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Route

__all__ = ["profile_records"]


def profile_records(
    catalog: Catalog,
    on: date,
    models: Iterable[Model] | None = None,
    keep: Callable[[Route], bool] = lambda _: True,
) -> list[dict[str, Any]]:
    """Return a record for each profile and set of destinations, of all models (None) and of the routes that are kept.

    Where a request may land depends on the Region it is called from, not on the prefix alone.
    """
    return [
        {
            "id": profile,
            "geography": group[0].geography,
            "model": model.id,
            "status": model.status(on),
            "sources": [route.source for route in group],
            "destinations": sorted(destinations),
            "countries": sorted(group[0].countries),
        }
        for model in (catalog if models is None else models)
        for (profile, destinations), group in _alike(filter(keep, live_routes(catalog, model, on))).items()
    ]


def _alike(routes: Iterable[Route]) -> dict[tuple[str, frozenset[str]], list[Route]]:
    found: dict[tuple[str, frozenset[str]], list[Route]] = {}
    for route in routes:
        if route.geography is not None:
            found.setdefault((route.id, route.destinations), []).append(route)
    return found
