"""The catalog: the compiled document, opened lazily.

A document is plain JSON data (see `bedrock_atlas.source.load.read`), the same from a checkout's YAML and from an
installed wheel, and this is the only reader of it. Models become values when first asked for: one question touches
one model, and start-up is most of what a command line costs. Nothing is cached on disk.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.candidates import Candidates
from bedrock_atlas.entries import Document, change_dates, frozen, read_model, read_premium
from bedrock_atlas.errors import CatalogError, Finding, RequestError, closest
from bedrock_atlas.facts import Geography, Region, Residency

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bedrock_atlas.facts import Model
    from bedrock_atlas.names import Names
    from bedrock_atlas.prices import Premium

__all__ = ["SCHEMA", "Catalog", "load_catalog"]

SCHEMA = 1
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
        """Say whether there is a model of that ID."""
        return model_id in self.document["models"]

    def model(self, model_id: str) -> Model:
        """Give the model of an exact ID; raises RequestError (unknown-model) with the nearest IDs."""
        model = self._models.get(model_id)
        if model is None:
            entry = self.document["models"].get(model_id)
            if entry is None:
                near = closest(model_id, self.document["models"])
                hint = f"did you mean `{near[0]}`?" if near else "`bedrock-atlas models` lists them"
                raise RequestError(f"unknown model `{model_id}`", slug="unknown-model", hint=hint, matches=near)
            model = self._models[model_id] = read_model(self, model_id, entry)
        return model

    @property
    def names(self) -> Names:
        """Give the index of what people call models, residencies and Regions."""
        if self._names is None:
            from bedrock_atlas.names import Names

            self._names = Names(self)
        return self._names

    def premium(self, name: str) -> Premium:
        """Give a price rule by its name in `premiums.yaml`; raises KeyError."""
        premium = self._premiums.get(name)
        if premium is None:
            premium = self._premiums[name] = read_premium(name, self.document["premiums"][name])
        return premium

    def candidates(self, model_id: str, on: date) -> Candidates:
        """Give every route of a model as it stands on a date; raises RequestError for an unknown model."""
        dates, stretches = self._timelines.get(model_id) or self._timeline(model_id)
        index = bisect_right(dates, on)
        stretch = stretches[index]
        if stretch is None:
            since = dates[index - 1] if index else None
            until = dates[index] if index < len(dates) else None
            stretch = stretches[index] = Candidates(self, self.model(model_id), since, until)
        return stretch

    def change_dates(self, model_id: str) -> tuple[date, ...]:
        """Give the days on which anything about a model changes, sorted; raises RequestError for an unknown model."""
        return (self._timelines.get(model_id) or self._timeline(model_id))[0]

    def _timeline(self, model_id: str) -> tuple[tuple[date, ...], list[Candidates | None]]:
        dates = tuple(sorted(change_dates(self.model(model_id))))
        return self._timelines.setdefault(model_id, (dates, [None] * (len(dates) + 1)))

    def within(self, residencies: frozenset[str]) -> frozenset[str]:
        """Give the Regions in which the named residencies, taken together, allow processing; raises KeyError."""
        allowed = self._within.get(residencies)
        if allowed is None:
            allowed = frozenset().union(*(self.residencies[name].regions for name in residencies))
            if len(self._within) < _KEPT:
                self._within[residencies] = allowed
        return allowed

    def countries(self, regions: frozenset[str]) -> frozenset[str]:
        """Give the countries in which Regions lie."""
        return frozenset(self.regions[code].country for code in regions)

    def _residency(self, name: str, entry: Document) -> Residency:
        countries = frozenset(entry["countries"])
        regions = frozenset(code for code, region in self.regions.items() if region.country in countries)
        return Residency(name, entry["title"], countries, regions, tuple(entry.get("aliases", ())))


def load_catalog(path: str | Path | Sequence[str | Path] | None = None) -> Catalog:
    """Load the catalog: the one that ships with the package (None), a folder of YAML, or a compiled JSON file.

    Of several the last one counts, and folders with an `overlay.yaml` lie over it in the order given, over the shipped
    one when there is no other. That is read once a process. Raises CatalogError with every finding.
    """
    paths = [path] if isinstance(path, str | Path) else list(path or ())
    if not paths:
        return _shipped()
    whole = [Path(one) for one in paths if not (Path(one) / "overlay.yaml").exists()]
    catalog = _load(whole[-1]) if whole else _shipped()
    layers = [Path(one) for one in paths if Path(one) not in whole]
    if not layers:
        return catalog
    from bedrock_atlas.source.overlay import lay_over

    document = catalog.document
    for folder in layers:
        document, _ = lay_over(document, folder)
    return Catalog(document)


@cache
def _shipped() -> Catalog:
    package = Path(__file__).parent
    compiled = package / "_data" / "catalog.json"
    return _load(compiled if compiled.is_file() else package.parents[1] / "catalog")


def _load(path: Path) -> Catalog:
    if path.suffix == ".json":
        return Catalog(_read_json(path))
    from bedrock_atlas.source.load import read

    return Catalog(read(path))


def _read_json(path: Path) -> Document:
    def wrong(slug: str, message: str, line: int = 1, column: int = 1) -> CatalogError:
        return CatalogError([Finding(str(path), line, column, slug, message, "build it with `bedrock-atlas compile`")])

    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise wrong("unreadable-file", f"cannot read the compiled catalog: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise wrong("bad-json", f"not JSON: {error.msg}", error.lineno, error.colno) from error
    except UnicodeDecodeError as error:
        raise wrong("bad-encoding", "not UTF-8") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise wrong("wrong-schema", f"not a compiled catalog of schema {SCHEMA}")
    return document
