"""What a policy is made of, as values: rules with their effects, roles, examples and invariants.

A rule has one effect: it removes routes (require, forbid), orders them (prefer) or attaches obligations (oblige).
Rules are selected by the request's attributes, which a policy declares with all their values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bedrock_atlas.errors import Location
from bedrock_atlas.facts.intervals import holds

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.facts.values import Obligation
    from bedrock_atlas.policy.constraints import Condition

__all__ = ["Attributes", "Effect", "Example", "Invariant", "Preference", "Role", "Rule", "Source"]

Effect = Literal["require", "forbid", "prefer", "oblige"]
Attributes = tuple[tuple[str, str], ...]


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
    location: Location = field(default=Location(), compare=False)

    def fits(self, attributes: Attributes) -> bool:
        """Check whether the rule is for requests with these attributes."""
        given = dict(attributes)
        return all(given.get(name) in values for name, values in self.when)

    def active(self, on: date) -> bool:
        """Check whether the rule is in force on a day."""
        return holds(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Role:
    """A name asked for instead of a model: model IDs in order; the first with an admitted route answers."""

    name: str
    models: tuple[str, ...]
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the answer its policy promises: an ID or None, and rule ids that must have decided."""

    ask: str
    on: date
    expect: str | None
    because: tuple[str, ...] = ()
    attributes: Attributes = ()
    location: Location = field(default=Location(), compare=False)


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
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """One policy file behind a policy: its name and the SHA-256 of what it says, as `sha256:…`."""

    name: str
    digest: str
