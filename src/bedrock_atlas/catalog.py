"""The catalog: the compiled document, opened lazily.

A document is plain JSON data (see `bedrock_atlas.source.load.read`), the same from a checkout's YAML and from an
installed wheel, and this is the only reader of it. Models become values when first asked for: one question touches
one model, and start-up is most of what a command line costs. Nothing is cached on disk.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from bedrock_atlas.candidates import Candidates
from bedrock_atlas.errors import CatalogError, Finding, RequestError, closest
from bedrock_atlas.facts import (
    MANTLE,
    RUNTIME,
    Capability,
    Evidence,
    Geography,
    Lifecycle,
    LongContext,
    Model,
    Obligation,
    Premium,
    Price,
    ProviderLifecycle,
    Region,
    Residency,
    Row,
    Scope,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bedrock_atlas.names import Names

__all__ = ["COMPONENTS", "SCHEMA", "Catalog", "load_catalog"]

SCHEMA = 1
_KEPT = 4096
COMPONENTS = ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h", "batch_input", "batch_output")

Document = dict[str, Any]
Key = TypeVar("Key")
Value = TypeVar("Value")


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
        self.regions = _frozen({code: Region(code=code, **entry) for code, entry in document["regions"].items()})
        self.geographies = _frozen(
            {prefix: Geography(prefix, entry["title"]) for prefix, entry in document["geographies"].items()}
        )
        self.residencies = _frozen(
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
            model = self._models[model_id] = self._model(model_id, entry)
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
            entry = self.document["premiums"][name]
            factors = _frozen({scope: Decimal(factor) for scope, factor in entry["factors"].items()})
            evidence = tuple(map(_evidence, entry["evidence"]))
            premium = self._premiums[name] = Premium(name, entry["title"], factors, evidence)
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
        dates = tuple(sorted(_change_dates(self.model(model_id))))
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

    def _model(self, model_id: str, entry: Document) -> Model:
        release = _date(entry.get("release"))
        rows = tuple(self._row(model_id, entry.get("mantle_id", model_id), row) for row in entry["rows"] if row[1])
        evidence = tuple(map(_evidence, entry["evidence"]))
        return Model(
            id=model_id,
            provider=model_id.partition(".")[0],
            name=entry["name"],
            aliases=tuple(entry.get("aliases", ())),
            family=entry.get("family", ""),
            tier=entry.get("tier", ""),
            release=release,
            lifecycle=_lifecycle(entry.get("lifecycle", {}), release),
            provider_lifecycle=ProviderLifecycle(
                **{key: _date(value) for key, value in entry.get("provider_lifecycle", {}).items()}
            ),
            limits=_frozen(entry.get("limits", {})),
            modalities=_frozen({way: tuple(kinds) for way, kinds in entry.get("modalities", {}).items()}),
            capabilities=tuple(map(_capability, entry.get("capabilities", ()))),
            retention=entry.get("retention", ""),
            prices=_frozen(self._prices(entry.get("price"), evidence, rows)),
            rows=rows,
            profiles=tuple(dict.fromkeys(row[0] for row in entry["rows"] if row[0] not in {"in-region", "mantle"})),
            evidence=evidence,
        )

    def _row(self, model_id: str, mantle_id: str, row: list[Any]) -> Row:
        kind, sources, destinations, since, until = row
        reached = self.commercial if destinations == "commercial" else frozenset(destinations)
        interval = (_date(since), _date(until))
        if kind == "in-region":
            return Row(model_id, None, "in-region", RUNTIME, tuple(sources), reached, *interval)
        if kind == "mantle":
            return Row(mantle_id, None, "in-region", MANTLE, tuple(sources), reached, *interval)
        scope: Scope = "global" if kind == "global" else "geographic"
        return Row(f"{kind}.{model_id}", kind, scope, RUNTIME, tuple(sources), reached, *interval)

    def _prices(
        self, entry: Document | None, evidence: tuple[Evidence, ...], rows: tuple[Row, ...]
    ) -> dict[tuple[Scope, str | None], Price]:
        if entry is None:
            return {}
        sources = tuple(one for one in evidence if "price" in one.covers)
        base, prices = _components(entry), {}
        tier = _long_context(entry.get("long_context"))
        premium = self.premium(entry["premium"]) if "premium" in entry else None
        for scope, geography in {(row.scope, row.geography) for row in rows}:
            listed = entry.get("listed", {}).get(geography or scope)
            factor = premium.factor(scope, geography) if premium else Decimal(1) if scope == entry["base"] else None
            if listed is not None:
                own = _long_context(listed.get("long_context"))
                usd = _components(listed)
                ratio = max((usd[name] / base[name] for name in usd if name in base), default=None)
                prices[scope, geography] = Price(usd, None, ratio, "listed", own, sources)
            elif factor is not None:
                backing = sources + (premium.evidence if premium else ())
                rule = premium.name if premium else "base"
                usd = _scaled(base, factor)
                prices[scope, geography] = Price(usd, factor, factor, rule, _raised(tier, factor), backing)
        return prices


def load_catalog(path: str | Path | None = None) -> Catalog:
    """Load the catalog: the one that ships with the package (None), a folder of YAML, or a compiled JSON file.

    The shipped one is read once a process. Raises CatalogError with every finding when the files are wrong.
    """
    return _shipped() if path is None else _load(Path(path))


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


def _change_dates(model: Model) -> frozenset[date]:
    dates = set(model.lifecycle.dates())
    for row in model.rows:
        dates |= row.dates()
    for part in (*model.capabilities, *(price.long_context for price in model.prices.values())):
        if part is not None:
            dates |= {day for day in (part.since, part.until) if day is not None}
    return frozenset(dates)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _frozen(mapping: dict[Key, Value]) -> Mapping[Key, Value]:
    return MappingProxyType(mapping)


def _lifecycle(entry: Document, release: date | None) -> Lifecycle:
    return Lifecycle(
        start_of_life=_date(entry.get("start_of_life")) or release,
        legacy=_date(entry.get("legacy")),
        legacy_seen=_date(entry.get("legacy_seen")),
        public_extended_access=_date(entry.get("public_extended_access")),
        end_of_life=_date(entry.get("end_of_life")),
        end_of_life_not_before=_date(entry.get("end_of_life_not_before")),
        legacy_period=entry.get("legacy_period", ""),
        policy=entry.get("policy", ""),
    )


def _evidence(entry: Document) -> Evidence:
    return Evidence(
        entry["source"],
        entry.get("url", ""),
        date.fromisoformat(entry["as_of"]),
        tuple(entry.get("covers", ())),
        entry.get("note", ""),
    )


def _capability(entry: Document) -> Capability:
    obligations = tuple(
        Obligation(one["kind"], one.get("value", ""), one.get("api", "")) for one in entry.get("oblige", ())
    )
    return Capability(entry["capability"], _date(entry.get("from")), _date(entry.get("until")), obligations)


def _components(entry: Document) -> Mapping[str, Decimal]:
    return _frozen({name: Decimal(entry[name]) for name in COMPONENTS if name in entry})


def _scaled(base: Mapping[str, Decimal], factor: Decimal) -> Mapping[str, Decimal]:
    return _frozen({name: amount * factor for name, amount in base.items()})


def _long_context(entry: Document | None) -> LongContext | None:
    if entry is None:
        return None
    return LongContext(entry["above"], _components(entry), _date(entry.get("from")), _date(entry.get("until")))


def _raised(tier: LongContext | None, factor: Decimal) -> LongContext | None:
    return tier and LongContext(tier.above, _scaled(tier.usd_per_mtok, factor), tier.since, tier.until)
