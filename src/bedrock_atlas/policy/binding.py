"""Policy documents → policies: rules, roles, examples and invariants as values, with every problem told at once.

A document is plain data in the words of the file (`bedrock_atlas.source.policy_file`), the same from YAML and from an
installed wheel. A compiled document has no lines and needs none.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bedrock_atlas.errors import Finding, Location, RequestError, did_you_mean
from bedrock_atlas.facts.intervals import read_day
from bedrock_atlas.facts.values import Obligation
from bedrock_atlas.facts.words import endpoint_word
from bedrock_atlas.policy import declaring
from bedrock_atlas.policy.constraints import PROMISES, RULES
from bedrock_atlas.policy.lookup import Document, Lookup, Path
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.rules import Example, Invariant, Preference, Rule, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["bind"]


def bind(
    document: Document,
    catalog: Catalog,
    path: str,
    locate: Callable[[Path], tuple[int, int]],
    *,
    also: frozenset[str] = frozenset(),
) -> tuple[Policy, list[Finding]]:
    """Return the policy of one document with everything found wrong; the policy is of use only when nothing is.

    `path` names the file in findings and `locate` turns a path of keys into line and column; `also` holds ids of rules
    that the file has and the document leaves out.
    """
    lookup = Lookup(document, catalog, path, locate)
    return _Binder(document, lookup, also).policy(), lookup.findings


class _Binder:
    def __init__(self, document: Document, lookup: Lookup, also: frozenset[str]) -> None:
        self.document, self.lookup, self.also = document, lookup, also

    def policy(self) -> Policy:
        document, lookup = self.document, self.lookup
        lookup.approvals = declaring.approvals(lookup, document)
        rules = tuple(self.rule(index, entry) for index, entry in enumerate(document.get("rules", [])))
        invariants = tuple(self.invariant(index, one) for index, one in enumerate(document.get("invariants", [])))
        self.unique("rule", rules)
        self.unique("invariant", invariants)
        known = {rule.id for rule in rules} | set(RULES) | self.also
        return Policy(
            name=document["policy"],
            title=document["title"],
            sources=(Source(document["policy"], document["digest"]),),
            rules=rules,
            attributes={name: tuple(values) for name, values in lookup.attributes.items()},
            roles={name: declaring.role(lookup, name, words) for name, words in document.get("roles", {}).items()},
            residencies=lookup.residencies,
            examples=tuple(self.example(index, one, known) for index, one in enumerate(document.get("examples", []))),
            invariants=invariants,
            locations={
                (part, name): lookup.location((part, name))
                for part in ("attributes", "residencies", "models")
                for name in document.get(part, {})
            },
            defaults=declaring.defaults(lookup, document),
            approvals=lookup.approvals,
        )

    def rule(self, index: int, entry: Document) -> Rule:
        at: Path = ("rules", index)
        lookup = self.lookup
        effect = next(word for word in ("require", "forbid", "prefer", "oblige") if word in entry)
        if entry["id"] in RULES:
            hint = "choose another one: this rule holds under every policy"
            lookup.report((*at, "id"), "reserved-id", f"`{entry['id']}` is a reserved rule id", hint)
        since, until = read_day(entry.get("from")), read_day(entry.get("until"))
        if since is not None and until is not None and since >= until:
            lookup.report((*at, "until"), "interval-order", f"`until` {until} is not after `from` {since}")
        value = entry[effect]
        tests = effect if effect in {"require", "forbid"} else "where"
        condition = lookup.condition((*at, tests), entry[tests]) if tests in entry else None
        when, negated = lookup.selecting((*at, "when"), entry.get("when", {}))
        unless = lookup.when((*at, "unless"), entry.get("unless", {}))
        return Rule(
            id=entry["id"],
            effect=effect,
            when=when,
            because=entry.get("because", ""),
            since=since,
            until=until,
            condition=condition,
            preferences=tuple(self.preferences((*at, effect), value)) if effect == "prefer" else (),
            obligations=tuple(self.obligations((*at, effect), value, entry["id"])) if effect == "oblige" else (),
            unless=(*negated, *((unless,) if unless else ())),
            ask=declaring.ask(lookup, (*at, "ask"), entry.get("ask", {}), self.document.get("roles", {})),
            waivers=tuple(declaring.waivers(lookup, (*at, "except"), entry.get("except", []))),
            policy=self.document["policy"],
            location=lookup.location((*at, "id")),
        )

    def preferences(self, at: Path, entries: list[str | Document]) -> Iterator[Preference]:
        for index, entry in enumerate(entries):
            if isinstance(entry, str):
                yield Preference(entry)
                continue
            (by, values), *_ = entry.items()
            here: Path = (*at, index, by)
            if by in {"price", "cheapest"}:
                yield Preference(by, mix=tuple((name, Decimal(weight)) for name, weight in values.items()))
            elif by == "models":
                yield Preference(by, self.lookup.models(here, values))
            else:
                self.lookup.argument(here, "geography_in", values)
                yield Preference(by, tuple(values))

    def obligations(self, at: Path, entries: list[Document], rule_id: str) -> Iterator[Obligation]:
        for index, entry in enumerate(entries):
            regions = tuple(sorted(self.lookup.regions((*at, index, "regions"), entry.get("regions", ()))))
            yield Obligation(entry["kind"], entry.get("value", ""), entry.get("api", ""), regions, rule_id)

    def example(self, index: int, entry: Document, known: set[str]) -> Example:
        at: Path = ("examples", index)
        for position, rule_id in enumerate(entry.get("because", [])):
            if rule_id not in known:
                message, hint = f"there is no rule `{rule_id}`", did_you_mean(rule_id, known)
                self.lookup.report((*at, "because", position), "unknown-rule", message, hint)
        expect = None if entry["expect"] == "none" else entry["expect"]
        attributes = tuple(sorted(entry.get("set", {}).items()))
        self.lookup.when((*at, "set"), dict(attributes))
        day = date.fromisoformat(entry["on"])
        rules = tuple(entry.get("because", ()))
        return Example(entry["ask"], day, expect, rules, attributes, self.lookup.location((*at, "ask")))

    def invariant(self, index: int, entry: Document) -> Invariant:
        at: Path = ("invariants", index)
        lookup, where, attributes = self.lookup, [], {}
        for name, value in entry.get("where", {}).items():
            words = [value] if isinstance(value, str) else value
            find: Callable[[str], str] | None = {
                "residency": lookup.residency,
                "source": lookup.catalog.names.region,
                "endpoint": endpoint_word,
                "model": lookup.model,
                "role": self.known_role,
            }.get(name)
            if find is None:
                attributes[name] = value
            else:
                where.append((name, frozenset(lookup.each((*at, "where", name), words, find))))
        where += lookup.when((*at, "where"), attributes)
        then = entry["then"]
        condition = None if then == "answered" else lookup.condition((*at, "then"), then)
        return Invariant(entry["id"], tuple(where), condition, then == "answered", lookup.location((*at, "id")))

    def known_role(self, name: str) -> str:
        roles = self.document.get("roles", {})
        if name not in roles:
            raise RequestError(f"there is no role `{name}`", slug="unknown-role", hint=did_you_mean(name, roles))
        return name

    def unique(self, what: str, entries: Sequence[Rule | Invariant]) -> None:
        first: dict[str, Location] = {}
        for index, entry in enumerate(entries):
            at: Path = (f"{what}s", index, "id")
            if entry.id in first:
                message, hint = f"{what} id `{entry.id}` is used twice", f"first on line {first[entry.id].line}"
                self.lookup.report(at, f"duplicate-{what}", message, hint)
            if what == "invariant" and entry.id in PROMISES:
                self.lookup.report(at, "reserved-id", f"`{entry.id}` is a promise that holds under every policy")
            first.setdefault(entry.id, entry.location)
