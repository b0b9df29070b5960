"""The world of questions: all that can be asked of a catalog under a policy, and the days between which answers hold.

Models and roles, residencies, source Regions and declared attributes are all finite, and so are the dates, which is why
a policy can be proved instead of sampled. APIs, needs and retention modes are asked where rules look at them: one of
each kind that they tell apart. What is not listed here: several residencies at once, other needs and modes, and single
profiles. Each can only narrow a question about a model; what it does to a role a proof asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bedrock_atlas.analysis.kinds import Looked
from bedrock_atlas.decision.request import Request
from bedrock_atlas.decision.vocabulary import Vocabulary
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.intervals import cut
from bedrock_atlas.facts.values import MANTLE, RUNTIME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bedrock_atlas.analysis.kinds import Beside
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.intervals import Interval
    from bedrock_atlas.facts.values import Endpoint
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.policy.rules import Attributes, Selectors

__all__ = ["Limits", "QuestionSpace"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Which part of the world is meant; an empty tuple means all of it.

    None among `residencies` or `sources` stands for the question that leaves it open.
    """

    models: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    residencies: tuple[str | None, ...] = ()
    sources: tuple[str | None, ...] = ()

    @classmethod
    def of(  # noqa: PLR0913  # one parameter a field
        cls,
        catalog: Catalog,
        policy: Policy,
        *,
        models: Iterable[str] = (),
        roles: Iterable[str] = (),
        residencies: Iterable[str] = (),
        sources: Iterable[str] = (),
    ) -> Limits:
        """Return what words mean, `none` for a question that leaves a part open; raises RequestError for unknown ones.

        A residency may be the policy's own.
        """
        words = Vocabulary(catalog.names, policy)
        return cls(
            models=tuple(catalog.names.subject(name).model for name in models),
            roles=tuple(words.role(name) for name in roles),
            residencies=tuple(None if name == "none" else words.residency(name) for name in residencies),
            sources=tuple(None if name == "none" else catalog.names.region(name) for name in sources),
        )


@dataclass(frozen=True)
class QuestionSpace:
    """A catalog under a policy from a day on (None: all of history)."""

    catalog: Catalog
    policy: Policy
    since: date | None
    limits: Limits = field(default=Limits())

    def subjects(self) -> tuple[tuple[str | None, str], ...]:
        """Return what can be asked for as (role or None, model or empty), models first, each sorted."""
        chosen = self.limits.models or self.limits.roles
        models = self.limits.models if chosen else tuple(sorted(self.catalog.document["models"]))
        roles = self.limits.roles if chosen else tuple(sorted(self.policy.roles))
        return (*((None, model) for model in models), *((role, "") for role in roles))

    def residencies(self) -> tuple[str | None, ...]:
        """Return the residencies that can be asked, None (none asked) first."""
        return self.limits.residencies or (None, *sorted({*self.catalog.residencies, *self.policy.residencies}))

    def sources(self) -> tuple[str | None, ...]:
        """Return the Regions that can call, None (left open) first."""
        return self.limits.sources or (None, *sorted(self.catalog.regions))

    def attributes(self) -> tuple[Attributes, ...]:
        """Return every combination of the declared attributes, in the order of their declaration."""
        names = sorted(self.policy.attributes)
        values = (self.policy.attributes[name] for name in names)
        return tuple(tuple(zip(names, combination, strict=True)) for combination in product(*values))

    def alike(self) -> Iterator[tuple[Attributes, int]]:
        """Iterate over the combinations that some rule or invariant tells apart: the shortest and how many it is."""
        kinds = self._kinds()
        for combination in product(*kinds.values()):
            values = (value for value, _ in combination)
            yield tuple(zip(kinds, values, strict=True)), prod(count for _, count in combination)

    def apart(self) -> int:
        """Count the combinations of attributes that some rule or invariant tells apart."""
        return prod(map(len, self._kinds().values()))

    def _kinds(self) -> dict[str, list[tuple[str, int]]]:
        """Return the values of each attribute that are told apart, each with how many are like it.

        Two values are told apart when a rule, an exception or an invariant names one and not the other.
        """
        kinds = {}
        for name in sorted(self.policy.attributes):
            named = [values for where in _conditions(self.policy) for other, values in where if other == name]
            first: dict[tuple[bool, ...], tuple[str, int]] = {}
            for value in sorted(self.policy.attributes[name], key=lambda one: (len(one), one)):
                sign = tuple(value in values for values in named)
                one, count = first.get(sign, (value, 0))
                first[sign] = (one, count + 1)
            kinds[name] = list(first.values())
        return kinds

    def endpoints(self, role: str | None, model: str) -> tuple[Endpoint, ...]:
        """Return the endpoints of a subject: bedrock-mantle only where it has a route."""
        members = self.policy.members(role, model)
        rows = (row for one in members for row in self.catalog.model(one).rows)
        return (RUNTIME, MANTLE) if any(row.endpoint == MANTLE for row in rows) else (RUNTIME,)

    def days(self, model: str) -> list[date]:
        """Return the first day, and each later one on which anything about a model changes."""
        return [begin for begin, _ in cut(self.since or date.min, self.catalog.change_dates(model))]

    def able(self, role: str | None, model: str) -> Iterator[frozenset[str]]:
        """Iterate over the capabilities of the models of a subject, each as they are at some time."""
        for one in map(self.catalog.model, self.policy.members(role, model)):
            for day in self.days(one.id):
                yield frozenset(known.name for known in one.capabilities if known.holds(day))

    def beside(self, role: str | None, model: str) -> list[Beside]:
        """Return what questions about a subject ask for beside: one of each kind that rules tell apart, plain first."""
        found = Looked.of(self.policy.rules, (), role).beside(self.able(role, model))
        return [one._replace(key=key) for key in self.keys(role) for one in found]

    def keys(self, role: str | None) -> tuple[str | None, ...]:
        """Return a key for each share of a role, None where nothing is split."""
        return self.policy.roles[role].keys if role else (None,)

    def size(self) -> int:
        """Count the questions of one day."""
        subjects = sum(len(self.endpoints(*one)) * len(self.beside(*one)) for one in self.subjects())
        combinations = prod(len(values) for values in self.policy.attributes.values())
        return subjects * len(self.residencies()) * len(self.sources()) * combinations

    def requests(self, role: str | None, model: str, attributes: Attributes) -> list[Request]:
        """Return every question about one subject with certain attributes, the least specific first."""
        return [
            Request(
                model=model,
                residency=frozenset() if residency is None else frozenset((residency,)),
                source=source,
                endpoint=endpoint,
                needs=beside.needs,
                api=beside.api,
                retention=beside.retention,
                role=role,
                attributes=attributes,
                key=beside.key,
            )
            for beside in self.beside(role, model)
            for endpoint in self.endpoints(role, model)
            for residency in self.residencies()
            for source in self.sources()
        ]

    def intervals(self, role: str | None, model: str, attributes: Attributes) -> list[Interval]:
        """Return the half-open intervals of days in which no answer about a subject changes, from `since` on."""
        return cut(self.since or date.min, self.policy.change_dates(self.catalog, role, model, attributes))

    def blocks(self) -> Iterator[tuple[list[Request], list[Interval]]]:
        """Iterate over the world in blocks: all questions about one subject and attributes, with their intervals."""
        for role, model in self.subjects():
            for attributes in self.attributes():
                yield self.requests(role, model, attributes), self.intervals(role, model, attributes)

    def known(self, request: Request) -> bool:
        """Check whether this world knows every name in a request."""
        if request.role is not None and request.role not in self.policy.roles:
            return False
        if request.role is None and request.model not in self.catalog:
            return False
        if not request.residency <= {*self.catalog.residencies, *self.policy.residencies}:
            return False
        try:
            self.policy.selection(request.attributes)
        except RequestError:
            return False
        return request.source is None or request.source in self.catalog.regions


def _conditions(policy: Policy) -> list[Selectors]:
    """Return all that is said of attributes: for whom rules, their exceptions and the invariants are."""
    waivers = (one.when for rule in policy.rules for one in rule.waivers)
    unless = (one for rule in policy.rules for one in rule.unless)
    return [*(rule.when for rule in policy.rules), *unless, *waivers, *(one.where for one in policy.invariants)]
