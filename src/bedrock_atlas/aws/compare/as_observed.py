"""The catalog as AWS has it: the compiled document with every difference that counts laid over it.

It is made in memory to ask what the differences mean for decisions; the reviewed files change by `propose` alone, and a
law of the tests says that both come to the same.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bedrock_atlas.aws.compare.drift import EVERYWHERE, Change
from bedrock_atlas.aws.compare.lifecycles import lifecycle_with
from bedrock_atlas.aws.compare.rows import Add, Drop, End, Narrow, Span, plan
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.facts.intervals import read_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedrock_atlas.aws.compare.drift import Comparison, NewModel

__all__ = ["as_observed"]


def as_observed(catalog: Catalog, comparison: Comparison) -> Catalog:
    """Return the catalog with a comparison's changes; what needs a person stays as it is."""
    document = dict(catalog.document)
    models = document["models"] = dict(document["models"])
    document["geographies"] = document["geographies"] | {
        prefix: {"title": f"seen on {day}"} for prefix, day in comparison.geographies.items()
    }
    for new in comparison.models:
        models[new.id] = _entry(new)
    changes: dict[str, list[Change]] = defaultdict(list)
    for change in comparison.changes:
        changes[change.model].append(change)
    for model_id in changes.keys() | comparison.lifecycles.keys() | comparison.prices.keys():
        entry = models[model_id] = copy.copy(models[model_id])
        entry["rows"] = _rows(entry["rows"], changes.get(model_id, ()), list(document["geographies"]))
        if model_id in comparison.lifecycles:
            told = comparison.lifecycles[model_id]
            entry["lifecycle"] = lifecycle_with(
                entry.get("lifecycle", {}), {key: day.isoformat() for key, day in told.items()}
            )
        if model_id in comparison.prices:
            entry["price"] = entry["price"] | dict(comparison.prices[model_id])
    return Catalog(document)


def _entry(new: NewModel) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": new.name, "aliases": [], "capabilities": [], "rows": [], "evidence": []}
    if new.seen is not None and new.seen.dates:
        entry["lifecycle"] = {key: day.isoformat() for key, day in new.seen.dates.items()}
    return entry


def _rows(rows: Sequence[list[Any]], changes: Sequence[Change], order: Sequence[str]) -> list[list[Any]]:
    spans = [
        Span(
            kind,
            frozenset(sources),
            EVERYWHERE if destinations == EVERYWHERE else frozenset(destinations),
            read_day(since),
            read_day(until),
        )
        for kind, sources, destinations, since, until, *_ in rows
    ]
    result: list[list[Any] | None] = [list(row) for row in rows]
    for operation in plan(spans, changes):
        if isinstance(operation, Add):
            result.append(_row(operation.span))
            continue
        row = result[operation.index]
        if row is None:
            continue
        if isinstance(operation, Drop):
            result[operation.index] = None
        elif isinstance(operation, End):
            row[4] = operation.day.isoformat()
        elif isinstance(operation, Narrow):
            row[1] = sorted(operation.sources)
    rank = {name: index for index, name in enumerate(("in-region", "mantle", *order))}
    added = {row[0] for row in result if row and row[1]}
    kept = [row for row in result if row is not None and (row[1] or row[0] not in added)]
    return sorted(kept, key=lambda row: rank.get(row[0], len(rank)))


def _row(span: Span) -> list[Any]:
    destinations = EVERYWHERE if span.destinations == EVERYWHERE else sorted(span.destinations)
    since, until = (None if day is None else day.isoformat() for day in (span.since, span.until))
    return [span.kind, sorted(span.sources), destinations, since, until, None, None]
