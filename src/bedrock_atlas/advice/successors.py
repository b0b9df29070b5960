"""Which models may stand in for another: the one AWS names, then the newest of the same tier and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Lifecycle

__all__ = ["LASTS", "lasts", "named_successors", "successors"]

LASTS = 180
"""The days that a model which AWS does not name itself must live on to be recommended."""


def successors(catalog: Catalog, model: Model, on: date) -> Iterator[Model]:
    """Iterate over the ACTIVE models that may stand in for one, best first; what is not known makes no successor."""
    named = list(named_successors(catalog, model, on))
    yield from named
    born, output = model.lifecycle.start_of_life, model.modalities.get("output")
    if born is None or not model.tier or not output:
        return
    newer = [
        (other.lifecycle.start_of_life, other.id, other)
        for other in catalog
        if (other.provider, other.tier, other.modalities.get("output")) == (model.provider, model.tier, output)
        and other.lifecycle.start_of_life is not None
        and other.lifecycle.start_of_life > born
        and other not in named
        and other.status(on) == "ACTIVE"
        and any(lasts(life, on) for life in (other.lifecycle, *other.elsewhere.values()))
    ]
    yield from (other for *_, other in sorted(newer, key=lambda one: one[:2], reverse=True))


def named_successors(catalog: Catalog, model: Model, on: date) -> Iterator[Model]:
    """Iterate over the ACTIVE models that AWS names, one after the other, of no other known output."""
    seen, one = {model.id}, model
    while one.successor in catalog and one.successor not in seen:
        seen.add(one.successor)
        one = catalog.model(one.successor)
        outputs = {way for way in (one.modalities.get("output"), model.modalities.get("output")) if way}
        if one.status(on) == "ACTIVE" and len(outputs) <= 1:
            yield one


def lasts(life: Lifecycle, on: date) -> bool:
    """Check whether a calendar has no end that is near."""
    left = life.days_to_end_of_life(on)
    return left is None or left >= LASTS
