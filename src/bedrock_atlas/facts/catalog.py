"""The catalog: the compiled document, opened lazily.

A document is plain JSON data (see `bedrock_atlas.source.load.read`), the same from a checkout's YAML and from an
installed wheel, and this is the only reader of it. Models become values when first asked for: one question touches
one model, and start-up is most of what a command line costs. Nothing is cached on disk.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.candidates import Candidates
from bedrock_atlas.facts.entries import Document, change_dates, frozen, read_model, read_premium
from bedrock_atlas.facts.names import Names
from bedrock_atlas.facts.values import Geography, Region, Residency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import Premium

__all__ = ["MOVE", "SCHEMA", "Catalog"]

SCHEMA = 2
MOVE = (
    "read it with the bedrock-atlas of its time, or move it to format 2: `retention: MODE` becomes "
    "`retention: [{mode: MODE}]`, a row's `since` that was only the first proof becomes `seen`, evidence in a package "
    "has `package: pkg:…`, and `schema: 2` stands in catalog.yaml (catalog/NEWS.md, 2026.11.20)"
)
"""What to do with a catalog of format 1."""
_KEPT = 4096


class Catalog:
    """Every fact, by name; immutable to its users.

    `version` is the CalVer of the data and `digest` its SHA-256. `regions`, `geographies`, `residencies` and `premiums`
    map names to facts; `commercial` holds the Regions of partition aws. Made by `load_catalog`.
    """

    def __init__(self, document: Document) -> None:
        """Open a compiled document; raises KeyError when it is not one."""
        self.document = document
        self.version: str = document["version"]
        self.digest: str = document["digest"]
        self.regions = frozen({code: Region(code=code, **entry) for code, entry in document["regions"].items()})
        self.geographies = frozen(
            {prefix: Geography(prefix, entry["title"]) for prefix, entry in document["geographies"].items()}
        )
        self.residencies = frozen(
            {name: self._residency(name, entry) for name, entry in document["residencies"].items()}
        )
        self.commercial = frozenset(code for code, region in self.regions.items() if region.partition == "aws")
        self._names: Names | None = None
        self._within: dict[frozenset[str], frozenset[str]] = {}
        self._models: dict[str, Model] = {}
        self._premiums: dict[str, Premium] = {}
        self._timelines: dict[str, tuple[tuple[date, ...], list[Candidates | None]]] = {}

    def __iter__(self) -> Iterator[Model]:
        """Iterate over all models, by ID."""
        return (self.model(model_id) for model_id in self.document["models"])

    def __contains__(self, model_id: str) -> bool:
        """Check whether there is a model of that ID."""
        return model_id in self.document["models"]

    def model(self, model_id: str) -> Model:
        """Return the model of an exact ID; raises RequestError (unknown-model) with the nearest IDs."""
        model = self._models.get(model_id)
        if model is None:
            entry = self.document["models"].get(model_id)
            if entry is None:
                raise RequestError.unknown(
                    f"unknown model `{model_id}`",
                    slug="unknown-model",
                    word=model_id,
                    known=self.document["models"],
                    otherwise="`bedrock-atlas models` lists them",
                )
            model = self._models[model_id] = read_model(model_id, entry, self.regions, self.commercial, self.premium)
        return model

    @property
    def names(self) -> Names:
        """Return the index of what people call models, residencies and Regions."""
        if self._names is None:
            self._names = Names(self.document, self.regions, self.geographies, self.residencies)
        return self._names

    def premium(self, name: str) -> Premium:
        """Return a price rule by its name in `premiums.yaml`; raises KeyError."""
        premium = self._premiums.get(name)
        if premium is None:
            premium = self._premiums[name] = read_premium(name, self.document["premiums"][name])
        return premium

    @property
    def day(self) -> date:
        """Return the day of the catalog's version: what is known is known by then."""
        return date(*map(int, self.version.partition("+")[0].split(".")))

    def candidates(self, model_id: str, on: date) -> Candidates:
        """Return every route of a model as it stands on a date; raises RequestError for an unknown model."""
        dates, intervals = self._timelines.get(model_id) or self._timeline(model_id)
        index = bisect_right(dates, on)
        interval = intervals[index]
        if interval is None:
            since = dates[index - 1] if index else None
            until = dates[index] if index < len(dates) else None
            following = None if until is None else partial(self.candidates, model_id, until)
            interval = intervals[index] = Candidates(self.regions, self.model(model_id), since, until, following)
        return interval

    def change_dates(self, model_id: str) -> tuple[date, ...]:
        """Return the days on which anything about a model changes, sorted; raises RequestError for an unknown model."""
        return (self._timelines.get(model_id) or self._timeline(model_id))[0]

    def _timeline(self, model_id: str) -> tuple[tuple[date, ...], list[Candidates | None]]:
        dates = tuple(sorted(change_dates(self.model(model_id))))
        return self._timelines.setdefault(model_id, (dates, [None] * (len(dates) + 1)))

    def within(self, residencies: frozenset[str]) -> frozenset[str]:
        """Return the Regions in which the named residencies, taken together, allow processing; raises KeyError."""
        allowed = self._within.get(residencies)
        if allowed is None:
            allowed = frozenset().union(*(self.residencies[name].regions for name in residencies))
            if len(self._within) < _KEPT:
                self._within[residencies] = allowed
        return allowed

    def _residency(self, name: str, entry: Document) -> Residency:
        countries = frozenset(entry["countries"])
        regions = frozenset(code for code, region in self.regions.items() if region.country in countries)
        return Residency(name, entry["title"], countries, regions, tuple(entry.get("aliases", ())))
