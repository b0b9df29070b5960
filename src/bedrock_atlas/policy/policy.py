"""A policy as one value: what an organisation adds to a request.

Nothing in it can add a route, so the order of rules that remove or oblige is of no meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.intervals import bounds
from bedrock_atlas.policy.entries import preferred
from bedrock_atlas.policy.program import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bedrock_atlas.errors import Location
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.values import Residency
    from bedrock_atlas.policy.approval import Approval
    from bedrock_atlas.policy.asked import Question
    from bedrock_atlas.policy.rules import (
        Attributes,
        Entry,
        Example,
        Invariant,
        Role,
        Rule,
        Source,
    )

__all__ = ["Policy"]


@dataclass(frozen=True, eq=False)
class Policy:
    """A set of rules from one or several files; see `bedrock_atlas.loading.load_policy`.

    `attributes` maps each declared attribute to all its values, `defaults` those that a request may leave out to the
    value that it then has; `approvals` are the lists of models with dates; `roles`, `residencies` (the policy's own),
    `examples` and `invariants` are as declared. `sources` names the files; `locations` says where attributes,
    residencies and lists stand, by (part, name).
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
    locations: Mapping[tuple[str, str], Location] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    approvals: Mapping[str, tuple[Approval, ...]] = field(default_factory=dict)
    _selections: dict[Attributes, Selection] = field(default_factory=dict, init=False, repr=False)

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule of that id; None for the ids that requests and the calendar reserve."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def selection(self, attributes: Attributes) -> Selection:
        """Return the rules that are for requests with these attributes, ready to judge."""
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
        return self._selections.setdefault(attributes, Selection(rules, attributes))

    def judging(self, question: Question, catalog: Catalog) -> Selection:
        """Return the rules that are for a question, ready to judge; raises RequestError as `selection` does."""
        selection = self._selections.get(question.attributes) or self._select(question.attributes)
        if selection.look is None:
            return selection
        return selection.narrowed(question, lambda named: self.within(catalog, named))

    def within(self, catalog: Catalog, residencies: frozenset[str]) -> frozenset[str]:
        """Return the Regions that the named residencies, the policy's own included, allow together; raises KeyError."""
        own = residencies & self.residencies.keys()
        if not own:
            return catalog.within(residencies)
        mine = frozenset[str]().union(*(self.residencies[name].regions for name in own))
        return mine | catalog.within(residencies - own)

    def members(self, role: str | None, model: str) -> tuple[str, ...]:
        """Return the models that a subject stands for: all of a role, in the order of the file, else the one model."""
        return self.roles[role].models if role else (model,)

    def change_dates(self, catalog: Catalog, role: str | None, model: str, attributes: Attributes) -> frozenset[date]:
        """Return the days on which an answer about a subject may become another one, by the facts and the rules.

        Raises KeyError for an unknown role and RequestError for an unknown model or attribute.
        """
        members, selection = self.members(role, model), self.selection(attributes)
        approvals = [one.approval for one in self.roles[role].entries if one.approval] if role else ()
        return frozenset(
            day for one in members for day in catalog.change_dates(one) + selection.change_dates(catalog.model(one))
        ).union(*(bounds(one.since, one.until) for one in approvals))

    def entries(
        self, role_name: str, selection: Selection, catalog: Catalog, on: date, key: str | None = None
    ) -> tuple[Entry, ...]:
        """Return the entries of a role in the order to try them on a day.

        Of a role with shares the one that the key falls to comes first, whatever is preferred. Raises RequestError for
        an unknown role, or where a role has shares and there is no key.
        """
        role = self.roles.get(role_name)
        if role is None:
            raise RequestError(f"unknown role `{role_name}`", slug="unknown-role")
        first = role.share(key)
        if first is None:
            return preferred(role.entries, selection, catalog, on)
        others = [one for one in role.entries if one is not first]
        return (first, *preferred(others, selection, catalog, on))
