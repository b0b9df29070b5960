"""What can be called on a day, read from the candidates that the engine judges: no listing can disagree with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bedrock_atlas.facts.values import MANTLE, RUNTIME

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Route

__all__ = ["IN_REGION", "USABLE", "Reach", "columns", "live_routes", "providers", "reach", "unknown_profiles"]

IN_REGION = "in-region"
USABLE = frozenset({"ACTIVE", "LEGACY"})
Reach = dict[str, dict[str, int | None]]


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


def columns(catalog: Catalog) -> tuple[str, ...]:
    """Return the prefixes of profiles in the catalog's order, then `in-region`, which stands for a model's own ID."""
    return (*catalog.geographies, IN_REGION)


def reach(catalog: Catalog, model: Model, on: date) -> Reach:
    """Return how a model can be called on a date: column, to endpoint, to the number of source Regions.

    The number is None where AWS confirms the profile and its source Regions are not known. What is not there cannot be
    called.
    """
    counts = Counter((route.geography or IN_REGION, route.endpoint) for route in live_routes(catalog, model, on))
    found: Reach = {}
    for column in columns(catalog):
        endpoints: dict[str, int | None] = {
            one: counts[column, one] for one in (RUNTIME, MANTLE) if counts[column, one]
        }
        if column in unknown_profiles(model) and model.status(on) in USABLE:
            endpoints = {RUNTIME: None}
        if endpoints:
            found[column] = endpoints
    return found


def unknown_profiles(model: Model) -> tuple[str, ...]:
    """Return the prefixes of the profiles that AWS confirms while their source Regions are not known."""
    return tuple(prefix for prefix in model.profiles if all(row.geography != prefix for row in model.rows))
