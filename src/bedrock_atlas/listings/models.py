"""Models: one record a model, as it stands on a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.facts.prices import money
from bedrock_atlas.listings.live import reach

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model

__all__ = ["model_records"]


def model_records(catalog: Catalog, on: date, models: Iterable[Model] | None = None) -> list[dict[str, Any]]:
    """Return models (None: all) as they stand on a date; prices are those of the cheapest route, None if unknown."""
    return [_record(catalog, model, on) for model in (catalog if models is None else models)]


def _record(catalog: Catalog, model: Model, on: date) -> dict[str, Any]:
    life = model.lifecycle
    dates = {name: getattr(life, name) for name in ("start_of_life", "end_of_life", "end_of_life_not_before")}
    prices = [price.usd_per_mtok for price in model.prices_on(on).values()]
    cheapest = {name: min((usd[name] for usd in prices if name in usd), default=None) for name in ("input", "output")}
    return {
        "id": model.id,
        "name": model.name,
        "provider": model.provider,
        "family": model.family or None,
        "tier": model.tier or None,
        "status": model.status(on),
        **{name: day and day.isoformat() for name, day in dates.items()},
        "limits": dict(model.limits),
        "usd_per_mtok": {name: None if usd is None else money(usd) for name, usd in cheapest.items()},
        "capabilities": [one.name for one in model.capabilities if one.holds(on)],
        "geographies": reach(catalog, model, on),
    }
