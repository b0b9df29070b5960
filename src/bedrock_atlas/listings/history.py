"""All facts over all time, as the page lives on them: Regions, geographies, residencies and every model's history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.listings.card import facts
from bedrock_atlas.listings.intervals import intervals

if TYPE_CHECKING:
    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["history"]


def history(catalog: Catalog) -> dict[str, Any]:
    """Return the tables by name, and every model over all time without the evidence."""
    models = [facts(catalog, model) | {"intervals": intervals(catalog, model)} for model in catalog]
    for model in models:
        for price in model["prices"]:
            del price["evidence"]
    return {
        "version": catalog.version,
        "digest": catalog.digest,
        "geographies": {one.prefix: one.title for one in catalog.geographies.values()},
        "regions": {
            code: {"name": one.name, "country": one.country, "partition": one.partition}
            for code, one in catalog.regions.items()
        },
        "residencies": {
            one.name: {"title": one.title, "countries": sorted(one.countries)} for one in catalog.residencies.values()
        },
        "change_dates": sorted({day.isoformat() for one in catalog for day in catalog.change_dates(one.id)}),
        "models": models,
    }
