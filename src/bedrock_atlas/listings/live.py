"""What can be called on a day, read from the same candidates that the engine judges: no table can disagree with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Route

__all__ = ["live_routes", "profile_exists", "providers"]


def providers(catalog: Catalog) -> tuple[str, ...]:
    """Return the providers, sorted."""
    return tuple(sorted({model_id.partition(".")[0] for model_id in catalog.document["models"]}))


def live_routes(catalog: Catalog, model: Model, on: date) -> tuple[Route, ...]:
    """Return the routes that the calendar admits on the date: neither withdrawn nor of a model past its end of life."""
    candidates = catalog.candidates(model.id, on)
    rejected = 0
    for _, bits in candidates.lifecycle:
        rejected |= bits
    return tuple(candidates.pick(candidates.full & ~rejected))


def profile_exists(model: Model, routes: Iterable[Route], prefix: str, on: date) -> bool:
    """Check whether a profile can be called, or is confirmed by AWS with its source Regions unknown."""
    if any(route.geography == prefix for route in routes):
        return True
    alive = model.status(on) in {"ACTIVE", "LEGACY"}
    return alive and prefix in model.profiles and all(row.geography != prefix for row in model.rows)
