"""The names in a policy document, looked up in the catalog: Regions, models, residencies, attributes, tests.

What nobody knows becomes a finding where it stands, and the look-up goes on, so that every problem is told at once.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import Finding, Location, RequestError, did_you_mean, suggestion
from bedrock_atlas.facts.countries import country
from bedrock_atlas.facts.values import Residency
from bedrock_atlas.facts.words import capability_word
from bedrock_atlas.policy.asked import UNSTATED
from bedrock_atlas.policy.constraints import CONSTRAINTS, AllOf, AnyOf, Condition, Not, Test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.approval import Approval
    from bedrock_atlas.policy.rules import Selectors

__all__ = ["Document", "Lookup", "Path"]

Path = tuple[str | int, ...]
Document = dict[str, Any]


class Lookup:
    """The names of one document and the findings about them; `residencies` are those of its own.

    `attributes` maps attributes to all their values; `approvals` are the document's lists of models, which whoever
    reads them puts there before the rules are read. `locate` turns a path of keys into line and column, `path` names
    the file.
    """

    def __init__(
        self, document: Document, catalog: Catalog, path: str, locate: Callable[[Path], tuple[int, int]]
    ) -> None:
        """Begin with the document's own residencies, which its tests may name."""
        self.catalog, self.path, self.locate = catalog, path, locate
        self.findings: list[Finding] = []
        self.attributes = {name: _values(entry) for name, entry in document.get("attributes", {}).items()}
        self.approvals: dict[str, tuple[Approval, ...]] = {}
        self.residencies = {
            name: self._residency(name, entry) for name, entry in document.get("residencies", {}).items()
        }

    def report(self, at: Path, slug: str, message: str, hint: str = "") -> None:
        """Note a problem where it stands."""
        self.findings.append(self.location(at).finding(slug, message, hint))

    def location(self, at: Path) -> Location:
        """Return where a value stands."""
        return Location(self.path, *self.locate(at))

    def each(self, at: Path, words: Iterable[str], find: Callable[[str], Any]) -> Iterator[Any]:
        """Look up each word; a word nobody knows becomes a finding at its own location."""
        for index, word in enumerate(words):
            try:
                yield find(word)
            except RequestError as error:
                self.report((*at, index), error.slug, error.message, error.hint)

    def regions(self, at: Path, words: Iterable[str]) -> tuple[str, ...]:
        """Return the Regions of these words, in their order."""
        return tuple(self.each(at, words, self.catalog.names.region))

    def models(self, at: Path, words: Iterable[str]) -> tuple[str, ...]:
        """Return the model IDs of these words, in their order."""
        return tuple(self.each(at, words, self.model))

    def model(self, word: str) -> str:
        """Return the ID of a model by any of its names; raises RequestError."""
        subject = self.catalog.names.subject(word)
        if subject.profile is not None or word.lower().startswith("arn:"):
            id_ = f"{subject.profile}.{subject.model}" if subject.profile else subject.model
            hint = f"for that ID alone write `id_in: [{id_}]`"
            if subject.profile:
                hint += f"; for all IDs with its prefix `geography_in: [{subject.profile}]`"
            raise RequestError(f"`{word}` is an ID and stands for less than a model", slug="not-a-model", hint=hint)
        return subject.model

    def id(self, word: str) -> str:
        """Return an ID in the catalog's spelling: of a profile, or the base ID of a model; raises RequestError."""
        subject = self.catalog.names.subject(word)
        model = self.catalog.model(subject.model)
        known = {row.id.lower(): row.id for row in model.rows}
        if word.lower() in known:
            return known[word.lower()]
        hint = f"its IDs: {', '.join(sorted(known.values()))}"
        if word.lower().startswith("arn:"):
            hint = "write the ID, and the Region under `source_in`"
        raise RequestError(f"`{word}` is no ID that can be invoked", slug="not-an-id", hint=hint)

    def approved(self, word: str) -> tuple[Approval, ...]:
        """Return a list of approved models of the document; raises RequestError (unknown-approvals)."""
        if word not in self.approvals:
            raise RequestError.unknown(
                f"there is no list `{word}` under `models`",
                slug="unknown-approvals",
                word=word,
                known=self.approvals,
                otherwise=f"known: {', '.join(sorted(self.approvals)) or 'none'}",
            )
        return self.approvals[word]

    def free(self, at: Path, what: str, word: str) -> None:
        """Report a name that the catalog already gives a meaning, in any case."""
        taken = self.catalog.names.taken(word)
        if taken:
            slug, message = f"{what}-clash", f"{what} `{word}` has the name of {taken}"
            self.report(at, slug, message, "choose another name, or a question can be read two ways")

    def residency(self, word: str) -> str:
        """Return the name of a residency, one of the document's own first; raises RequestError."""
        return word if word in self.residencies else self.catalog.names.residency(word)

    def selecting(self, at: Path, entry: Document) -> tuple[Selectors, tuple[Selectors, ...]]:
        """Return the attributes that a `when` names with their values, and those of its `not`, if it has one."""
        negated = entry.get("not")
        if negated is not None and not isinstance(negated, dict):
            self.report((*at, "not"), "wrong-type", "`not` takes attributes", "write `not: {team: search}`")
            negated = None
        when = self.when(at, {name: value for name, value in entry.items() if name != "not"})
        return when, (self.when((*at, "not"), negated),) if negated else ()

    def when(self, at: Path, entry: Document) -> Selectors:
        """Return the attributes that an entry names, each with its values; values are a word or a list of words."""
        pairs = []
        for name, value in entry.items():
            if isinstance(value, dict):
                hint = f"for all but some write `not: {{{name}: …}}`"
                self.report((*at, name), "wrong-type", f"`{name}` takes a value or a list of values", hint)
                continue
            values, known = [value] if isinstance(value, str) else value, self.attributes.get(name)
            if known is None:
                hint = _meant(name, self.attributes, "declare it under `attributes`")
                self.report((*at, name), "unknown-attribute", f"`{name}` is not declared", hint)
                continue
            for one in values:
                if one not in known:
                    hint = _meant(one, known, f"one of: {', '.join(known)}")
                    self.report((*at, name), "unknown-value", f"`{name}` has no value `{one}`", hint)
            pairs.append((name, frozenset(values)))
        return tuple(pairs)

    def condition(self, at: Path, entry: Document) -> Condition:
        """Return the condition of a mapping of tests, all of which must hold."""
        parts: list[Condition] = []
        for name, value in entry.items():
            if name == "not":
                parts.append(Not(self.condition((*at, name), value)))
            elif name == "any_of":
                options = (self.condition((*at, name, index), one) for index, one in enumerate(value))
                parts.append(AnyOf(tuple(options)))
            else:
                parts.append(Test(name, self.argument((*at, name), name, value), _written(value)))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def argument(self, at: Path, name: str, value: Any) -> Any:  # noqa: ANN401  # each kind of argument has its own type
        """Return the argument of a test as its function takes it."""
        kind = CONSTRAINTS[name].argument
        plain: dict[str, Callable[[Any], Any]] = {
            "days": int,
            "count": int,
            "factor": Decimal,
            "retention-mode": str,
            "day": date.fromisoformat,
            "prices": lambda limits: {component: Decimal(usd) for component, usd in limits.items()},
            "modalities": lambda sides: {side: frozenset(words) for side, words in sides.items()},
            "setting": lambda said: frozenset(
                code for code, region in self.catalog.regions.items() if region.opt_in is said
            ),
        }
        if kind in plain:
            return plain[kind](value)
        words = [value] if isinstance(value, str) else value
        listed: dict[str, Callable[[str], Iterable[Any]]] = {"residencies": self._within, "approvals": self.approved}
        if kind in listed:
            return frozenset(one for some in self.each(at, words, listed[kind]) for one in some)
        look_up: dict[str, Callable[[str], str]] = {
            "regions": self.catalog.names.region,
            "models": self.model,
            "ids": self.id,
            "capabilities": capability_word,
            "countries": country,
        }
        if kind in look_up:
            return frozenset(self.each(at, words, look_up[kind]))
        known = self._known(kind)
        for index, word in enumerate(words):
            if known is not None and word not in known:
                hint = did_you_mean(word, known, f"known: {', '.join(sorted(known))}")
                here = (*at, index) if isinstance(value, list) else at
                self.report(here, f"unknown-{_one(kind)}", f"unknown {_one(kind)} `{word}`", hint)
        return frozenset(words)

    def _known(self, kind: str) -> set[str] | None:
        entries = self.catalog.document["models"]
        known = {
            "geographies": set(self.catalog.geographies),
            "families": {entry["family"] for entry in entries.values() if "family" in entry},
            "tiers": {entry["tier"] for entry in entries.values() if "tier" in entry},
            "providers": {model_id.partition(".")[0] for model_id in entries},
        }
        return known.get(kind)

    def _within(self, word: str) -> frozenset[str]:
        own = self.residencies.get(word)
        return (own or self.catalog.residencies[self.catalog.names.residency(word)]).regions

    def _residency(self, name: str, entry: Document) -> Residency:
        at: Path = ("residencies", name)
        self.free(at, "residency", name)
        countries = frozenset(self.each((*at, "countries"), entry.get("countries", ()), country))
        inside = {code for code, region in self.catalog.regions.items() if region.country in countries}
        named = self.regions((*at, "regions"), entry.get("regions", ()))
        if not inside and not named:
            self.report(at, "empty-residency", f"no AWS Region lies in `{name}`", "name a Region, or another country")
        return Residency(name, entry.get("title", name), countries, frozenset({*inside, *named}))


def _meant(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return the hint for a name nobody declared: one that it shortens or lengthens, else the one most like it."""
    longer = [one for one in known if one.startswith(word) or word.startswith(one)]
    return suggestion(longer[:1]) or did_you_mean(word, known, otherwise)


def _values(entry: list[str] | Document) -> list[str]:
    """Return all values of an attribute as declared; one that is optional has the value `unstated` as well."""
    if isinstance(entry, list):
        return entry
    values: list[str] = entry["values"]
    return [*values, UNSTATED] if "optional" in entry and UNSTATED not in values else values


def _written(value: object) -> str:
    """Return an argument as it stands in the file."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _one(kind: str) -> str:
    return {"families": "family", "geographies": "geography"}.get(kind, kind.removesuffix("s"))
