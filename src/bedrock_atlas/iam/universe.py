"""Every route that a policy speaks of on one day, and whether it admits it: what documents are proved against.

IAM knows no attributes and no parts of a question, so a route counts as admitted when some question admits it: under
some combination of the attributes asked for, and of what rules look at beside.
What the calendar has ended (end of life, withdrawn) AWS itself refuses: it is counted and not judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from bedrock_atlas.analysis.questions import QuestionSpace
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.values import Route
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.policy.program import Selection
    from bedrock_atlas.policy.rules import Attributes

__all__ = ["Case", "Universe", "combinations", "universe"]

_GONE = frozenset({"lifecycle.end-of-life", "lifecycle.withdrawn"})
_LEFT_OUT = "not asked for"


@dataclass(frozen=True, slots=True)
class Case:
    """One route of a model; `rules` are the ids of those that reject it under every combination, empty: admitted."""

    route: Route
    model: str
    rules: tuple[str, ...]

    @property
    def admitted(self) -> bool:
        """Check whether the policy admits the route."""
        return not self.rules


@dataclass(frozen=True)
class Universe:
    """The routes of one partition on a day; `gone` counts those that have ended and are not among the cases."""

    policy: Policy
    on: date
    partition: str
    cases: tuple[Case, ...]
    gone: int

    @cached_property
    def admitted(self) -> tuple[Route, ...]:
        """Return the routes that the policy admits."""
        return tuple(case.route for case in self.cases if case.admitted)

    @cached_property
    def rejected(self) -> tuple[Route, ...]:
        """Return the routes that the policy does not admit."""
        return tuple(case.route for case in self.cases if not case.admitted)

    def narrowed(self, models: Collection[str], sources: Collection[str]) -> Universe:
        """Return it with what is not of these models and source Regions (none: all) rejected."""
        return Universe(
            self.policy, self.on, self.partition,
            tuple(
                case if (not models or case.model in models) and (not sources or case.route.source in sources)
                else Case(case.route, case.model, (*case.rules, _LEFT_OUT))
                for case in self.cases
            ),
            self.gone,
        )  # fmt: skip


def universe(
    catalog: Catalog,
    policy: Policy,
    on: date,
    *,
    partition: str = "aws",
    attributes: Mapping[str, str] | None = None,
) -> Universe:
    """Return every route of a partition under the combinations of attributes that have these values.

    Raises RequestError for an attribute, a value or a partition that nobody knows.
    """
    known = {region.partition for region in catalog.regions.values()}
    if partition not in known:
        hint = f"known: {', '.join(sorted(known))}"
        raise RequestError(f"unknown partition `{partition}`", slug="unknown-partition", hint=hint)
    asked, space = combinations(catalog, policy, attributes or {}), QuestionSpace(catalog, policy, on)
    cases: list[Case] = []
    gone = 0
    for model in catalog:
        candidates = catalog.candidates(model.id, on)
        found = list(_judged(space, candidates, asked, on))
        for route, rules in found:
            if route.partition != partition:
                continue
            if not _GONE.isdisjoint(rules):
                gone += 1
            else:
                cases.append(Case(route, model.id, rules))
    return Universe(policy, on, partition, tuple(cases), gone)


def combinations(catalog: Catalog, policy: Policy, attributes: Mapping[str, str]) -> tuple[Attributes, ...]:
    """Return the combinations of a policy's attributes that have these values; raises RequestError for unknown ones."""
    for name, value in attributes.items():
        if name not in policy.attributes:
            hint = did_you_mean(name, policy.attributes, f"known: {', '.join(policy.attributes) or 'none'}")
            raise RequestError(f"unknown attribute `{name}`", slug="unknown-attribute", hint=hint)
        if value not in policy.attributes[name]:
            hint = f"its values: {', '.join(policy.attributes[name])}"
            raise RequestError(f"`{name}` has no value `{value}`", slug="unknown-value", hint=hint)
    everything = QuestionSpace(catalog, policy, None).attributes()
    return tuple(one for one in everything if attributes.items() <= dict(one).items())


def _judged(
    space: QuestionSpace, candidates: Candidates, asked: tuple[Attributes, ...], on: date
) -> Iterator[tuple[Route, tuple[str, ...]]]:
    """Return each route with what rejects it under the question that rejects it least; nothing where one admits."""
    for index, route in enumerate(candidates.routes):
        programs = (one.program(candidates, on) for one in _selections(space, route, candidates.model.id, asked))
        found = (tuple(rule for rule, bits in each.rejections if bits >> index & 1) for each in programs)
        yield route, min(found, key=len)


def _selections(space: QuestionSpace, route: Route, model: str, asked: tuple[Attributes, ...]) -> Iterator[Selection]:
    """Return the rules for every question that a route can answer; most rules look at attributes alone."""
    policy, catalog = space.policy, space.catalog
    for attributes in asked:
        selection = policy.selection(attributes)
        if selection.look is None:
            yield selection
            continue
        named = (frozenset({name}) for name in space.residencies() if name is not None)
        inside = [one for one in named if route.destinations <= policy.within(catalog, one)]
        for residency, source, beside in product(
            (frozenset[str](), *inside), (None, route.source), space.beside(None, model)
        ):
            yield policy.judging(
                Request(
                    model,
                    residency,
                    source,
                    route.endpoint,
                    needs=beside.needs,
                    api=beside.api,
                    retention=beside.retention,
                    attributes=attributes,
                ),
                catalog,
            )
