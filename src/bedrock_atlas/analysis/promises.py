"""A promise of a policy, as it is asked of a world: which questions it is about and which routes would break it.

A question rejects a route by its endpoint, its source Region and its residencies, each on its own. So a route is
admitted by some question of a kind exactly when each part lets it through, which is one look at the bits and not a
question at a time.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from bedrock_atlas.analysis.kinds import ALL
from bedrock_atlas.facts.values import MANTLE, RUNTIME
from bedrock_atlas.policy.case import Case
from bedrock_atlas.policy.constraints import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bedrock_atlas.analysis.covers import Covers
    from bedrock_atlas.analysis.kinds import Kind
    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.facts.values import Endpoint
    from bedrock_atlas.policy.asked import Asked
    from bedrock_atlas.policy.rules import Attributes, Invariant

__all__ = ["GOVCLOUD", "Promise", "residency_bits", "source_bits"]

GOVCLOUD = "us-gov"
"""The prefix of profiles that are called from the other partition."""


class Promise:
    """One invariant over one world, or, without one, everything that can be asked of it.

    It is about questions of one kind. `sources` are the Regions that they may name, None for those that name none;
    `names` the residencies they may name, of each of the `hits` one; `open` says that they may name none.
    """

    __slots__ = ("_reach", "endpoints", "hits", "invariant", "kind", "names", "open", "sources", "world")

    def __init__(self, world: QuestionSpace, invariant: Invariant | None = None, kind: Kind = ALL) -> None:
        """Take the parts of the world that the invariant is about, as far as they are of a kind."""
        self.world, self.invariant, self.kind = world, invariant, kind
        where = dict(invariant.where) if invariant else {}
        sources, within, residency = where.get("source"), where.get("residency"), kind.residency
        endpoints = where.get("endpoint", {RUNTIME} if invariant and invariant.answers else {RUNTIME, MANTLE})
        self.endpoints: tuple[Endpoint, ...] = tuple(one for one in kind.endpoints if one in endpoints)
        self.sources = tuple(
            one
            for one in world.sources()
            if (sources is None or one in sources) and (kind.sources is None or one in kind.sources)
        )
        known = frozenset(one for one in world.residencies() if one is not None) if residency.filled else frozenset()
        if residency.sets is not None:
            known &= frozenset().union(*residency.sets)
        self.names = known - residency.barred
        self.hits = residency.hits if within is None else (within, *residency.hits)
        if not all(self.names & hit for hit in self.hits):
            self.names = frozenset()
        self.open = within is None and None in world.residencies() and residency.empty
        self._reach: dict[Candidates, int] = {}

    @property
    def answers(self) -> bool:
        """Check whether it promises that there is an answer at all."""
        return self.invariant is not None and self.invariant.answers

    def about(self, role: str | None, model: str, attributes: Attributes) -> bool:
        """Check whether any question about a subject with certain attributes is meant.

        An answer is promised to questions that ask for no capability and no retention mode: to others a model may
        always have none.
        """
        given = {"model": model, "role": role, **dict(attributes)}
        where = self.invariant.where if self.invariant else ()
        return (
            all(given[name] in values for name, values in where if name in given)
            and bool(self.sources)
            and (self.open or bool(self.names))
            and bool(self.ends_of(role, model))
            and (not self.answers or (self.kind.needs.empty and None in self.kind.modes))
        )

    def ends_of(self, role: str | None, model: str) -> tuple[Endpoint, ...]:
        """Return the endpoints of a subject that are meant; one that must answer there counts without a route there."""
        if self.answers:
            return self.endpoints
        return tuple(one for one in self.world.endpoints(role, model) if one in self.endpoints)

    def means(self, request: Request) -> bool:
        """Check whether one question, about a subject and attributes that are meant, is meant."""
        named = request.residency
        return (
            request.endpoint in self.endpoints
            and request.source in self.sources
            and (named <= self.names and all(named & hit for hit in self.hits) if named else self.open)
            and self.kind.holds(request)
        )

    def named(self, covers: Covers, regions: frozenset[str]) -> set[frozenset[str]]:
        """Return the smallest sets of residencies that questions name and that allow all these Regions."""
        found = {frozenset[str]()} if self.open else set[frozenset[str]]()
        if self.kind.residency.sets is not None:
            return found | {one for one in self._sets() if regions <= (covers.regions(one) or frozenset())}
        for cover in covers.of(regions) if self.names else ():
            if cover <= self.names:
                missing = [sorted(hit & self.names) for hit in self.hits if not cover & hit]
                found |= {cover | frozenset(more) for more in product(*missing)}
        return found

    def _sets(self) -> Iterator[frozenset[str]]:
        """Iterate over the sets of residencies that questions name, where they are told apart one by one."""
        for one in self.kind.residency.sets or ():
            if one and one <= self.names and all(one & hit for hit in self.hits):
                yield one

    def reach(self, candidates: Candidates) -> int:
        """Return the bits of the routes that the questions it is about let through, whatever the rules say."""
        bits = self._reach.get(candidates)
        if bits is None:
            bits = self._reach[candidates] = (
                self._allowed(candidates)
                & (_any(source_bits(candidates, one) for one in self.sources) | self._by_profile(candidates))
                & self.ends(candidates)
            )
        return bits

    def _by_profile(self, candidates: Candidates) -> int:
        """Return the bits of GovCloud's profiles: who names one need not name the Region."""
        return candidates.full & ~candidates.profile(GOVCLOUD) if None in self.sources else 0

    def _allowed(self, candidates: Candidates) -> int:
        if self.open:
            return candidates.full
        if self.kind.residency.sets is not None:
            return _any(residency_bits(self.world, candidates, one) for one in self._sets())
        return residency_bits(self.world, candidates, self.names) if self.names else 0

    def ends(self, candidates: Candidates) -> int:
        """Return the bits of the routes on the endpoints that are meant."""
        return _any(candidates.full & ~candidates.endpoint(one) for one in self.endpoints)

    def broken(self, candidates: Candidates, day: date) -> int:
        """Return the bits of the routes that break the promise when they are admitted."""
        condition = self.invariant.then if self.invariant else None
        if condition is None:
            return 0
        model, said = candidates.model, self._said()
        return candidates.kept(
            self.invariant,
            day,
            said,
            lambda route: (
                not holds(condition, Case(route, model, model.price(route, day), day, said, candidates.routes))
            ),
        )

    def _said(self) -> Asked:
        """Return what tests see of the questions: any of the residencies of a kind stands for all."""
        sets = self.kind.residency.sets or {frozenset[str]()}
        names = min(sets, key=len)
        return self.kind.said(self.world.policy.within(self.world.catalog, names) if names else None)


def source_bits(candidates: Candidates, source: str | None) -> int:
    """Return the bits of the routes that a source Region lets through; None: a question that names none."""
    return candidates.full & ~(candidates.partition("aws") if source is None else candidates.source(source))


def residency_bits(world: QuestionSpace, candidates: Candidates, names: frozenset[str]) -> int:
    """Return the bits of the routes that residencies, taken together, let through; none named: all."""
    if not names:
        return candidates.full
    return candidates.full & ~candidates.destinations(world.policy.within(world.catalog, names))


def _any(parts: Iterable[int]) -> int:
    bits = 0
    for part in parts:
        bits |= part
    return bits
