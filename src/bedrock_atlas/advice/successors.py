"""Which models may stand in for another: the one AWS names, then the newest of the same tier and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model

__all__ = ["LASTS", "successors"]

LASTS = 180
"""The days that a model which AWS does not name itself must live on to be recommended."""


def successors(catalog: Catalog, model: Model, on: date) -> Iterator[Model]:
    """Iterate over the ACTIVE models that may stand in for one, best first; what is not known makes no successor."""
    named = list(_named(catalog, model, on))
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
        and other.lifecycle.status(on) == "ACTIVE"
        and ((left := other.lifecycle.days_to_end_of_life(on)) is None or left >= LASTS)
    ]
    yield from (other for *_, other in sorted(newer, key=lambda one: one[:2], reverse=True))


def _named(catalog: Catalog, model: Model, on: date) -> Iterator[Model]:
    """Iterate over the ACTIVE models that AWS names, one after the other, of no other known output."""
    seen, one = {model.id}, model
    while one.successor is not None and one.successor in catalog and one.successor not in seen:
        seen.add(one.successor)
        one = catalog.model(one.successor)
        outputs = {way for way in (one.modalities.get("output"), model.modalities.get("output")) if way}
        if one.lifecycle.status(on) == "ACTIVE" and len(outputs) <= 1:
            yield one
