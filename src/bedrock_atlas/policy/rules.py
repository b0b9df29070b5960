"""What a policy is made of, as values: rules with their effects, roles, examples and invariants.

A rule has one effect: it removes routes (require, forbid), orders them (prefer) or attaches obligations (oblige).
Rules are selected by the request's attributes, which a policy declares with all their values.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from bedrock_atlas.errors import Location, RequestError
from bedrock_atlas.facts.intervals import holds
from bedrock_atlas.policy.shares import key_of, slot

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.facts.values import Obligation
    from bedrock_atlas.policy.approval import Approval
    from bedrock_atlas.policy.constraints import Condition

__all__ = [
    "Attributes",
    "Effect",
    "Entry",
    "Example",
    "Invariant",
    "Preference",
    "Role",
    "Rule",
    "Selectors",
    "Source",
    "Waiver",
]

Effect = Literal["require", "forbid", "prefer", "oblige"]
Attributes = tuple[tuple[str, str], ...]
Selectors = tuple[tuple[str, frozenset[str]], ...]
"""Attributes, or parts of a question, each with the values that are meant; all must fit."""


@dataclass(frozen=True, slots=True)
class Preference:
    """One ranking key of a prefer rule.

    `by` is price, narrowest_scope, widest_scope, geographies (routes of one model) or newest, longest_to_eol, cheapest,
    models (the models of a role). `values` is the listed order, `mix` the token mix of a price as (component, weight).
    """

    by: str
    values: tuple[str, ...] = ()
    mix: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """An exception to one rule: for these attributes and models (empty: all), up to `until`, by this ticket."""

    ticket: str
    until: date
    since: date | None = None
    when: Selectors = ()
    models: frozenset[str] = frozenset()
    because: str = ""
    location: Location = field(default=Location(), compare=False)

    def fits(self, attributes: Attributes) -> bool:
        """Check whether it is for requests with these attributes."""
        return _fits(self.when, dict(attributes))

    def holds(self, model: str, on: date) -> bool:
        """Check whether it is for a model on a day."""
        return (not self.models or model in self.models) and holds(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `when` pairs attributes with the values it is for; `since` and `until` bound it, half-open.

    It is for no request that fits one of `unless`, and only for questions that fit `ask`. `condition` is what a rule
    requires or forbids, or, for one that obliges, the routes on which it does (None: all).
    """

    id: str
    effect: Effect
    when: Selectors = ()
    because: str = ""
    since: date | None = None
    until: date | None = None
    condition: Condition | None = None
    preferences: tuple[Preference, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    unless: tuple[Selectors, ...] = ()
    ask: Selectors = ()
    waivers: tuple[Waiver, ...] = ()
    policy: str = field(default="", compare=False)
    location: Location = field(default=Location(), compare=False)

    def fits(self, attributes: Attributes) -> bool:
        """Check whether the rule is for requests with these attributes."""
        given = dict(attributes)
        return _fits(self.when, given) and not any(_fits(one, given) for one in self.unless)

    def active(self, on: date) -> bool:
        """Check whether the rule is in force on a day."""
        return holds(self.since, self.until, on)


def _fits(selectors: Selectors, given: dict[str, str]) -> bool:
    return all(given.get(name) in values for name, values in selectors)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a role: a model, or of it only the profile with this prefix (empty: the In-Region ID).

    `source` is the Region when an ARN names one; `approval` bounds an entry that stands on a list of approvals.
    """

    model: str
    geography: str | None = None
    source: str | None = None
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A name asked for instead of a model: entries in order; the first with an admitted route answers.

    `shares`, one an entry, are percents of the keys for which that entry comes first; empty where nothing is split.
    `alternatives` is how many of the next answers are told to callers that retry.
    """

    name: str
    entries: tuple[Entry, ...]
    shares: tuple[int, ...] = ()
    alternatives: int = 0
    location: Location = field(default=Location(), compare=False)

    @property
    def models(self) -> tuple[str, ...]:
        """Return the models of the entries, each once, in their order."""
        return tuple(dict.fromkeys(one.model for one in self.entries))

    @property
    def keys(self) -> tuple[str | None, ...]:
        """Return one key for each share, by which every order of the entries is asked; None where nothing is split."""
        begins = accumulate(self.shares[:-1], initial=0)
        return tuple(key_of(self.name, begin) for begin in begins) if self.shares else (None,)

    def share(self, key: str | None) -> Entry | None:
        """Return the entry that a key falls to; None where nothing is split. Raises RequestError (missing-key)."""
        if not self.shares:
            return None
        if key is None:
            message = f"role `{self.name}` is split by shares, and the question states no key"
            hint = "add `key ID` with an ID that stays the same for a caller, such as a customer's number"
            raise RequestError(message, slug="missing-key", hint=hint)
        return self.entries[bisect_right(tuple(accumulate(self.shares)), slot(self.name, key))]


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
    where: Selectors
    then: Condition | None
    answers: bool = False
    location: Location = field(default=Location(), compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """One policy file behind a policy: its name and the SHA-256 of what it says, as `sha256:…`."""

    name: str
    digest: str
