"""What the catalog expects AWS to list: per Region, which models by their own ID and which profiles to where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bedrock_atlas.aws.compare.drift import EVERYWHERE
from bedrock_atlas.aws.compare.lifecycles import displaced
from bedrock_atlas.aws.compare.rows import Span
from bedrock_atlas.facts.values import RUNTIME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bedrock_atlas.aws.compare.drift import Destinations
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Lifecycle, Status

__all__ = ["IN_REGION", "Expected"]

IN_REGION = "in-region"


class Expected:
    """The catalog's runtime rows by source Region, with the lifecycle dates that AWS told laid over the catalog's."""

    def __init__(self, catalog: Catalog, told: Mapping[str, Mapping[str, date]]) -> None:
        """Index the rows once."""
        self._lifecycles: dict[str, Lifecycle] = {}
        self._elsewhere: dict[tuple[str, str], Lifecycle] = {}
        self._by_region: dict[str, list[tuple[str, Span]]] = {}
        self._by_kind: dict[tuple[str, str], list[Span]] = {}
        self._declared = {
            (model.id, prefix) for model in catalog for prefix in model.profiles if not _rows(model, prefix)
        }
        for model in catalog:
            self._lifecycles[model.id] = _overlaid(model.lifecycle, told.get(model.id, {}))
            for region, life in model.elsewhere.items():
                self._elsewhere[model.id, region] = life
            for row in model.rows:
                if row.endpoint != RUNTIME:
                    continue
                everywhere = row.scope == "global" and row.destinations == catalog.commercial
                destinations: Destinations = EVERYWHERE if everywhere else row.destinations
                kind = row.geography or IN_REGION
                span = Span(kind, frozenset(row.sources), destinations, row.known_from, row.until)
                self._by_kind.setdefault((model.id, kind), []).append(span)
                for source in row.sources:
                    self._by_region.setdefault(source, []).append((model.id, span))

    def status(self, model: str, day: date) -> Status:
        """Return the status of a model by AWS's dates where it told them, else by the catalog's."""
        return self._lifecycles[model].status(day)

    def alive(self, model: str, day: date, region: str | None = None) -> bool:
        """Check whether AWS should list the model: in a Region, or at all when None."""
        life = self._elsewhere.get((model, region or "")) or self._lifecycles[model]
        return life.status(day) in {"ACTIVE", "LEGACY"}

    def rows(self, region: str, day: date) -> dict[tuple[str, str], Destinations]:
        """Return (model, `in-region` or prefix) → destinations of what can be called from a Region on a day."""
        return {
            (model, span.kind): span.destinations
            for model, span in self._by_region.get(region, ())
            if span.covers(day) and self.alive(model, day, region)
        }

    def sources(self, model: str, kind: str, day: date) -> frozenset[str]:
        """Return the Regions from which a model can be called in one way on a day."""
        return frozenset().union(*(span.sources for span in self._by_kind.get((model, kind), ()) if span.covers(day)))

    def knows(self, model: str, prefix: str, day: date) -> bool:
        """Check whether the profile exists on a day, its rows known or not."""
        return (model, prefix) in self._declared or bool(self.sources(model, prefix, day))

    def regions(self, day: date) -> frozenset[str]:
        """Return every Region from which something can be called on a day."""
        return frozenset(
            code
            for code, rows in self._by_region.items()
            if any(span.covers(day) and self.alive(model, day, code) for model, span in rows)
        )


def _rows(model: Model, prefix: str) -> bool:
    return any(row.geography == prefix for row in model.rows)


def _overlaid(lifecycle: Lifecycle, told: Mapping[str, date]) -> Lifecycle:
    """Lay dates over a lifecycle."""
    return replace(lifecycle, **dict.fromkeys(displaced(told)), **told) if told else lifecycle  # type: ignore[arg-type]
