"""Policies as values: what an organisation adds to a request.

A rule has one effect: it removes routes (require, forbid), orders them (prefer) or attaches duties (oblige). Nothing
can add a route, so policies compose by putting their rules together and the order of rules that remove or oblige is
of no meaning. Rules are selected by the request's attributes, which a policy declares with all their values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bedrock_atlas.errors import RequestError
from bedrock_atlas.program import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.catalog import Catalog
    from bedrock_atlas.constraints import Condition
    from bedrock_atlas.facts import Model, Obligation, Residency
    from bedrock_atlas.request import Request

__all__ = ["Effect", "Example", "Policy", "Preference", "Role", "Rule", "Source"]

Effect = Literal["require", "forbid", "prefer", "oblige"]
MODEL_PREFERENCES = frozenset({"newest", "longest_to_eol", "models"})
FAR = 4_000_000  # beyond the ordinal of every date
Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file; line and column count from 1."""

    path: str = ""
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Preference:
    """One ranking key of a prefer rule.

    `by` is price, narrowest_scope, widest_scope, geographies (routes of one model) or newest, longest_to_eol, models
    (the models of a role). `values` is the listed order, `mix` the token mix of a price as (component, weight).
    """

    by: str
    values: tuple[str, ...] = ()
    mix: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `when` pairs attributes with the values it is for; `since` and `until` bound it, half-open."""

    id: str
    effect: Effect
    when: tuple[tuple[str, frozenset[str]], ...] = ()
    because: str = ""
    since: date | None = None
    until: date | None = None
    condition: Condition | None = None
    preferences: tuple[Preference, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    policy: str = field(default="", compare=False)
    place: Place = field(default=Place(), compare=False)

    def fits(self, attributes: Attributes) -> bool:
        """Say whether the rule is for requests with these attributes."""
        given = dict(attributes)
        return all(given.get(name) in values for name, values in self.when)

    def active(self, on: date) -> bool:
        """Say whether the rule is in force on a day."""
        return (self.since is None or on >= self.since) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Role:
    """A name asked for instead of a model: model IDs in order; the first with an admitted route answers."""

    name: str
    models: tuple[str, ...]
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the answer its policy promises: an ID or None, and rule ids that must have decided."""

    ask: str
    on: date
    expect: str | None
    because: tuple[str, ...] = ()
    attributes: Attributes = ()
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Invariant:
    """A promise over all questions: wherever `where` fits, the answer, if any, satisfies `then`.

    `where` pairs parts of a request (residency, source, endpoint, model, role, an attribute) with the values meant;
    `answers` asks that there is an answer at all.
    """

    id: str
    where: tuple[tuple[str, frozenset[str]], ...]
    then: Condition | None
    answers: bool = False
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """One policy file behind a policy: its name and the SHA-256 of what it says, as `sha256:…`."""

    name: str
    digest: str


@dataclass(frozen=True, eq=False)
class Policy:
    """A set of rules from one or several files; see `bedrock_atlas.policies.load_policy`.

    `attributes` maps each declared attribute to all its values; `roles`, `residencies` (the policy's own), `examples`
    and `invariants` are as declared. `sources` names the files; `places` says where attributes and residencies stand,
    by (part, name).
    """

    name: str
    title: str
    sources: tuple[Source, ...] = ()
    rules: tuple[Rule, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    residencies: Mapping[str, Residency] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    _selections: dict[Attributes, Selection] = field(default_factory=dict, init=False, repr=False)

    def rule(self, rule_id: str) -> Rule | None:
        """Give the rule of that id; None for the ids that requests and the calendar reserve."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def selection(self, attributes: Attributes) -> Selection:
        """Give the rules that are for requests with these attributes, ready to judge."""
        found = self._selections.get(attributes)
        return self._select(attributes) if found is None else found

    def _select(self, attributes: Attributes) -> Selection:
        given = dict(attributes)
        for name in sorted(given.keys() ^ self.attributes.keys()):
            slug = "unknown-attribute" if name in given else "missing-attribute"
            raise RequestError(f"{slug.replace('-', ' ')} `{name}`", slug=slug)
        for name, value in attributes:
            if value not in self.attributes[name]:
                raise RequestError(f"`{name}` has no value `{value}`", slug="unknown-value")
        rules = tuple(rule for rule in self.rules if rule.fits(attributes))
        return self._selections.setdefault(attributes, Selection(rules))

    def within(self, catalog: Catalog, residencies: frozenset[str]) -> frozenset[str]:
        """Give the Regions that the named residencies, the policy's own included, allow together; raises KeyError."""
        own = residencies & self.residencies.keys()
        if not own:
            return catalog.within(residencies)
        mine = frozenset[str]().union(*(self.residencies[name].regions for name in own))
        return mine | catalog.within(residencies - own)

    def models(self, request: Request, catalog: Catalog, on: date) -> tuple[str, ...]:
        """Give the models of the role that is asked for, in the order to try them on a day; raises RequestError."""
        role = self.roles.get(request.role or "")
        if role is None:
            raise RequestError(f"unknown role `{request.role}`", slug="unknown-role")
        rules = self.selection(request.attributes).rules
        order = [one for rule in rules if rule.active(on) for one in rule.preferences if one.by in MODEL_PREFERENCES]
        return tuple(sorted(role.models, key=lambda model_id: [_rank(one, catalog.model(model_id)) for one in order]))


def _rank(preference: Preference, model: Model) -> int:
    life = model.lifecycle
    if preference.by == "newest":
        return -life.start_of_life.toordinal() if life.start_of_life else 0
    if preference.by == "longest_to_eol":
        return -life.end_of_life.toordinal() if life.end_of_life else -FAR
    return preference.values.index(model.id) if model.id in preference.values else len(preference.values)
