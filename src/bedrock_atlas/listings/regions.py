"""Regions: where they lie, in which residencies, and how many models can be invoked from them on a date."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from bedrock_atlas.listings.live import live_routes

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["region_records"]


def region_records(catalog: Catalog, on: date) -> list[dict[str, Any]]:
    """Return the Regions, by code; `models` counts the models that can be invoked from one on the date, by any ID."""
    callable_models = Counter(
        source for model in catalog for source in {route.source for route in live_routes(catalog, model, on)}
    )
    return [
        {
            "region": code,
            "name": region.name,
            "country": region.country,
            "partition": region.partition,
            "opt_in": region.opt_in,
            "models": callable_models[code],
            "residencies": [name for name, one in catalog.residencies.items() if code in one.regions],
        }
        for code, region in catalog.regions.items()
    ]
