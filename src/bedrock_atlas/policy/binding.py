"""Policy documents → policies: every name is looked up in the catalog, every problem is told at once.

A document is plain data in the words of the file (`bedrock_atlas.source.policy_file`), the same from YAML and from an
installed wheel. `locate` turns a path of keys into line and column; a compiled document has none and needs none.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import Finding, RequestError, closest
from bedrock_atlas.facts.countries import country
from bedrock_atlas.facts.values import Obligation, Residency
from bedrock_atlas.facts.words import capability_word, endpoint_word
from bedrock_atlas.policy.constraints import CONSTRAINTS, RULES, AllOf, AnyOf, Condition, Not, Test
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.rules import Example, Invariant, Location, Preference, Role, Rule, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["bind"]

Path = tuple[str | int, ...]
Document = dict[str, Any]


def bind(
    document: Document,
    catalog: Catalog,
    path: str,
    locate: Callable[[Path], tuple[int, int]],
    *,
    also: frozenset[str] = frozenset(),
) -> tuple[Policy, list[Finding]]:
    """Return the policy of one document with everything found wrong; the policy is of use only when nothing is.

    `path` names the file in findings; `also` holds ids of rules that the file has and the document leaves out.
    """
    binder = _Binder(document, catalog, path, locate, also)
    return binder.policy(), binder.findings


class _Binder:
    def __init__(
        self,
        document: Document,
        catalog: Catalog,
        path: str,
        locate: Callable[[Path], tuple[int, int]],
        also: frozenset[str],
    ) -> None:
        self.also = also
        self.document, self.catalog, self.path, self.locate = document, catalog, path, locate
        self.findings: list[Finding] = []
        self.residencies = {name: self.residency(name, entry) for name, entry in self.part("residencies")}

    def part(self, name: str) -> list[tuple[str, Any]]:
        return list(self.document.get(name, {}).items())

    def report(self, at: Path, slug: str, message: str, hint: str = "") -> None:
        line, column = self.locate(at)
        self.findings.append(Finding(self.path, line, column, slug, message, hint))

    def location(self, at: Path) -> Location:
        return Location(self.path, *self.locate(at))

    def policy(self) -> Policy:
        document = self.document
        rules = tuple(self.rule(index, entry) for index, entry in enumerate(document.get("rules", [])))
        self.unique(rules)
        known = {rule.id for rule in rules} | set(RULES) | self.also
        return Policy(
            name=document["policy"],
            title=document["title"],
            sources=(Source(document["policy"], document["digest"]),),
            rules=rules,
            attributes={name: tuple(values) for name, values in self.part("attributes")},
            roles={name: self.role(name, models) for name, models in self.part("roles")},
            residencies=self.residencies,
            examples=tuple(self.example(index, one, known) for index, one in enumerate(document.get("examples", []))),
            invariants=tuple(self.invariant(index, one) for index, one in enumerate(document.get("invariants", []))),
            locations={
                (part, name): self.location((part, name))
                for part in ("attributes", "residencies")
                for name, _ in self.part(part)
            },
        )

    def residency(self, name: str, entry: Document) -> Residency:
        at: Path = ("residencies", name)
        if name in self.catalog.residencies:
            self.report(at, "residency-clash", f"the catalog already has a residency `{name}`", "choose another name")
        countries = frozenset(self.each((*at, "countries"), entry.get("countries", ()), country))
        inside = {code for code, region in self.catalog.regions.items() if region.country in countries}
        named = set(self.each((*at, "regions"), entry.get("regions", ()), self.catalog.names.region))
        return Residency(name, entry.get("title", name), countries, frozenset(inside | named))

    def role(self, name: str, models: list[str]) -> Role:
        at: Path = ("roles", name)
        found = tuple(self.each(at, models, lambda word: self.catalog.names.subject(word).model))
        day = date(*map(int, self.catalog.version.partition("+")[0].split(".")))
        if found and all(self.catalog.model(one).lifecycle.status(day) == "EOL" for one in found):
            message = f"every model of role `{name}` has reached its end of life"
            self.report(at, "dead-role", message, "add a model that lives; `bedrock-atlas lifecycle` tells")
        return Role(name, tuple(dict.fromkeys(found)), self.location(at))

    def rule(self, index: int, entry: Document) -> Rule:
        at: Path = ("rules", index)
        effect = next(word for word in ("require", "forbid", "prefer", "oblige") if word in entry)
        if entry["id"] in RULES:
            self.report((*at, "id"), "reserved-id", f"`{entry['id']}` is a reserved rule id")
        since, until = _date(entry.get("from")), _date(entry.get("until"))
        if since is not None and until is not None and since >= until:
            self.report((*at, "until"), "interval-order", f"`until` {until} is not after `from` {since}")
        said = entry[effect]
        condition = self.condition((*at, effect), said) if effect in {"require", "forbid"} else None
        return Rule(
            id=entry["id"],
            effect=effect,
            when=self.when((*at, "when"), entry.get("when", {}), self.document.get("attributes", {})),
            because=entry.get("because", ""),
            since=since,
            until=until,
            condition=condition,
            preferences=tuple(self.preferences((*at, effect), said)) if effect == "prefer" else (),
            obligations=tuple(self.obligations((*at, effect), said, entry["id"])) if effect == "oblige" else (),
            policy=self.document["policy"],
            location=self.location((*at, "id")),
        )

    def when(self, at: Path, entry: Document, known: Document) -> tuple[tuple[str, frozenset[str]], ...]:
        pairs = []
        for name, said in entry.items():
            values = [said] if isinstance(said, str) else said
            if name not in known:
                near = closest(name, known)
                hint = f"did you mean `{near[0]}`?" if near else "declare it under `attributes`"
                self.report((*at, name), "unknown-attribute", f"`{name}` is not declared", hint)
                continue
            for value in values:
                if value not in known[name]:
                    near = closest(value, known[name])
                    hint = f"did you mean `{near[0]}`?" if near else f"one of: {', '.join(known[name])}"
                    self.report((*at, name), "unknown-value", f"`{name}` has no value `{value}`", hint)
            pairs.append((name, frozenset(values)))
        return tuple(pairs)

    def condition(self, at: Path, entry: Document) -> Condition:
        parts: list[Condition] = []
        for name, said in entry.items():
            if name == "not":
                parts.append(Not(self.condition((*at, name), said)))
            elif name == "any_of":
                options = (self.condition((*at, name, index), one) for index, one in enumerate(said))
                parts.append(AnyOf(tuple(options)))
            else:
                parts.append(Test(name, self.argument((*at, name), name, said), _written(said)))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def argument(self, at: Path, name: str, said: Any) -> Any:  # noqa: ANN401  # each kind of argument has its own type
        kind, names = CONSTRAINTS[name].argument, self.catalog.names
        words = [said] if isinstance(said, str) else said
        if kind in {"days", "factor"}:
            return said if kind == "days" else Decimal(said)
        if kind == "prices":
            return {component: Decimal(limit) for component, limit in said.items()}
        if kind == "residencies":
            return frozenset[str]().union(*self.each(at, words, self.within))
        look_up: dict[str, Callable[[str], str]] = {
            "regions": names.region,
            "models": lambda word: names.subject(word).model,
            "capabilities": capability_word,
            "countries": country,
        }
        if kind in look_up:
            return frozenset(self.each(at, words, look_up[kind]))
        known = self.known(kind)
        for index, word in enumerate(words):
            if known is not None and word not in known:
                near = closest(word, known)
                hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(sorted(known))}"
                self.report((*at, index) if isinstance(said, list) else at, f"unknown-{_one(kind)}",
                            f"unknown {_one(kind)} `{word}`", hint)  # fmt: skip
        return frozenset(words)

    def known(self, kind: str) -> set[str] | None:
        entries = self.catalog.document["models"]
        known = {
            "geographies": set(self.catalog.geographies),
            "families": {entry["family"] for entry in entries.values() if "family" in entry},
            "tiers": {entry["tier"] for entry in entries.values() if "tier" in entry},
            "providers": {model_id.partition(".")[0] for model_id in entries},
        }
        return known.get(kind)

    def within(self, name: str) -> frozenset[str]:
        if name in self.residencies:
            return self.residencies[name].regions
        return self.catalog.residencies[self.catalog.names.residency(name)].regions

    def each(self, at: Path, words: Iterable[str], find: Callable[[str], Any]) -> Iterator[Any]:
        """Look up each word; a word nobody knows becomes a finding at its own place."""
        for index, word in enumerate(words):
            try:
                yield find(word)
            except RequestError as error:
                self.report((*at, index), error.slug, error.message, error.hint)

    def preferences(self, at: Path, said: list[str | Document]) -> Iterator[Preference]:
        for index, one in enumerate(said):
            if isinstance(one, str):
                yield Preference(one)
                continue
            (by, values), *_ = one.items()
            here: Path = (*at, index, by)
            if by == "price":
                yield Preference(by, mix=tuple((name, Decimal(weight)) for name, weight in values.items()))
            elif by == "models":
                found = self.each(here, values, lambda word: self.catalog.names.subject(word).model)
                yield Preference(by, tuple(found))
            else:
                self.argument(here, "geography_in", values)
                yield Preference(by, tuple(values))

    def obligations(self, at: Path, said: list[Document], rule_id: str) -> Iterator[Obligation]:
        for index, one in enumerate(said):
            found = self.each((*at, index, "regions"), one.get("regions", ()), self.catalog.names.region)
            regions = tuple(sorted(found))
            yield Obligation(one["kind"], one.get("value", ""), one.get("api", ""), regions, rule_id)

    def example(self, index: int, entry: Document, known: set[str]) -> Example:
        at: Path = ("examples", index)
        for position, rule_id in enumerate(entry.get("because", [])):
            if rule_id not in known:
                near = closest(rule_id, known)
                hint = f"did you mean `{near[0]}`?" if near else ""
                self.report((*at, "because", position), "unknown-rule", f"there is no rule `{rule_id}`", hint)
        expect = None if entry["expect"] == "none" else entry["expect"]
        attributes = tuple(sorted(entry.get("set", {}).items()))
        self.when((*at, "set"), dict(attributes), self.document.get("attributes", {}))
        day = date.fromisoformat(entry["on"])
        rules = tuple(entry.get("because", ()))
        return Example(entry["ask"], day, expect, rules, attributes, self.location((*at, "ask")))

    def invariant(self, index: int, entry: Document) -> Invariant:
        at: Path = ("invariants", index)
        where, attributes = [], {}
        for name, said in entry.get("where", {}).items():
            words = [said] if isinstance(said, str) else said
            look_up = {
                "residency": lambda word: word if word in self.residencies else self.catalog.names.residency(word),
                "source": self.catalog.names.region,
                "endpoint": endpoint_word,
                "model": lambda word: self.catalog.names.subject(word).model,
                "role": self.known_role,
            }.get(name)
            if look_up is None:
                attributes[name] = said
            else:
                where.append((name, frozenset(self.each((*at, "where", name), words, look_up))))
        where += self.when((*at, "where"), attributes, self.document.get("attributes", {}))
        then = entry["then"]
        condition = None if then == "answered" else self.condition((*at, "then"), then)
        return Invariant(entry["id"], tuple(where), condition, then == "answered", self.location((*at, "id")))

    def known_role(self, name: str) -> str:
        roles = self.document.get("roles", {})
        if name not in roles:
            near = closest(name, roles)
            raise RequestError(f"there is no role `{name}`", slug="unknown-role",
                               hint=f"did you mean `{near[0]}`?" if near else "")  # fmt: skip
        return name

    def unique(self, rules: tuple[Rule, ...]) -> None:
        first: dict[str, Location] = {}
        for index, rule in enumerate(rules):
            if rule.id in first:
                message = f"rule id `{rule.id}` is used twice"
                self.report(("rules", index, "id"), "duplicate-rule", message, f"first on line {first[rule.id].line}")
            first.setdefault(rule.id, rule.location)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _written(said: object) -> str:
    if isinstance(said, dict):
        return "{" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}"
    return f"[{', '.join(map(str, said))}]" if isinstance(said, list) else str(said)


def _one(kind: str) -> str:
    return {"families": "family", "geographies": "geography"}.get(kind, kind.removesuffix("s"))
