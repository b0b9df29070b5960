"""Lifecycle: what becomes LEGACY or reaches its end of life on Amazon Bedrock, and when.

The provider's own calendar is left out: it decides nothing on Bedrock. A model's card has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model

__all__ = ["EVENTS", "event_records"]

EVENTS = {
    "start_of_life": "start of life",
    "legacy": "legacy",
    "legacy_seen": "seen as legacy",
    "public_extended_access": "public extended access",
    "end_of_life": "end of life",
    "end_of_life_not_before": "end of life no sooner than",
}
"""Event to what people call it."""


def event_records(catalog: Catalog, on: date, *, past: bool = False, within: int | None = None) -> list[dict[str, Any]]:
    """Return the events after a date, soonest first, or those that have happened by it, latest first.

    `within` bounds the days between, None for no bound.
    """
    found = [
        {
            "date": day.isoformat(),
            "days": (day - on).days,
            "event": event,
            "model": model.id,
            "name": model.name,
            "provider": model.provider,
            "status": model.status(on),
        }
        for model in catalog
        for event, day in _events(model, past=past)
        if (day <= on) == past and (within is None or abs((day - on).days) <= within)
    ]
    return sorted(found, key=lambda one: (abs(one["days"]), one["model"], one["event"]))


def _events(model: Model, *, past: bool) -> Iterator[tuple[str, date]]:
    """Return a model's known dates; its start only when it is ahead, the bound on its end while no date is known."""
    life = model.lifecycle
    left_out = {"start_of_life", "end_of_life_not_before"} if past else set()
    if life.end_of_life is not None:
        left_out.add("end_of_life_not_before")
    for event in EVENTS:
        day = getattr(life, event)
        if day is not None and event not in left_out:
            yield event, day
