"""The matrix: which model can be called by which profile, and by its own ID, on a date.

A cell says that there is such a route and on which endpoint. It is no promise of residency, which depends on the source
Region.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bedrock_atlas.listings.live import columns, reach

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.listings.live import Reach

__all__ = ["in_order", "matrix", "matrix_rows"]


def matrix(catalog: Catalog, on: date) -> dict[str, Any]:
    """Return the columns, and a row for each model that can be called on the date."""
    rows = [row for row in matrix_rows(catalog, in_order(catalog), on) if any(row["geographies"].values())]
    return {"on": on.isoformat(), "columns": list(columns(catalog)), "rows": rows}


def in_order(models: Iterable[Model]) -> list[Model]:
    """Return models by provider and tier, newest first."""
    return sorted(models, key=_place)


def matrix_rows(catalog: Catalog, models: Iterable[Model], on: date) -> list[dict[str, Any]]:
    """Return a row for each model; a cell has the endpoints as `live.reach` has them, none where there is no route."""
    none: Reach = {column: {} for column in columns(catalog)}
    return [
        {
            "id": model.id,
            "name": model.name,
            "provider": model.provider,
            "status": model.status(on),
            "geographies": none | reach(catalog, model, on),
            "notes": _notes(model, on),
        }
        for model in models
    ]


def _notes(model: Model, on: date) -> list[str]:
    life, provider = model.lifecycle, model.provider_lifecycle
    found = []
    if model.status(on) == "EOL":
        found.append(f"reached its end of life on {life.end_of_life}")
    if model.status(on) == "LEGACY":
        since = f"LEGACY since {life.legacy}" if life.legacy else f"reported LEGACY by {life.legacy_seen}"
        found.append(since + (f", end of life {life.end_of_life}" if life.end_of_life else ""))
    own = [("deprecation", provider.deprecated), ("retirement", provider.retirement)]
    dates = " and ".join(f"{what} on {day}" for what, day in own if day is not None)
    if dates:
        found.append(f"in the provider's own calendar {dates}")
    return found


def _place(model: Model) -> tuple[str, str, int, str]:
    born = model.lifecycle.start_of_life or date.min
    return (model.provider, model.tier, -born.toordinal(), model.id)
