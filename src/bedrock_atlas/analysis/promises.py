"""A promise of a policy, as it is asked of a world: which questions it is about and which routes would break it.

A question rejects a route by its endpoint, its source Region and its residencies, each on its own. So a route is
admitted by some question that is meant exactly when each part lets it through, which is one look at the bits and not a
question at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.facts.values import MANTLE, RUNTIME
from bedrock_atlas.policy.asked import ANYTHING
from bedrock_atlas.policy.case import Case
from bedrock_atlas.policy.constraints import holds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.facts.values import Endpoint
    from bedrock_atlas.policy.rules import Attributes, Invariant

__all__ = ["Promise", "residency_bits", "source_bits"]


class Promise:
    """One invariant over one world, or, without one, everything that can be asked of it.

    `sources` are the Regions that questions it is about may name, None for those that name none; `names` the
    residencies they may name, of which one must be `within` when that is not None; `open` says that they may name none.
    """

    __slots__ = ("_reach", "endpoints", "invariant", "names", "open", "sources", "within", "world")

    def __init__(self, world: QuestionSpace, invariant: Invariant | None = None) -> None:
        """Take the parts of the world that the invariant is about."""
        self.world, self.invariant = world, invariant
        where = dict(invariant.where) if invariant else {}
        sources, self.within = where.get("source"), where.get("residency")
        endpoints = where.get("endpoint", {RUNTIME} if invariant and invariant.answers else {RUNTIME, MANTLE})
        self.endpoints: tuple[Endpoint, ...] = tuple(one for one in (RUNTIME, MANTLE) if one in endpoints)
        self.sources = tuple(one for one in world.sources() if sources is None or one in sources)
        self.names = frozenset(one for one in world.residencies() if one is not None)
        if self.within is not None and not self.names & self.within:
            self.names = frozenset()
        self.open = self.within is None and None in world.residencies()
        self._reach: dict[Candidates, int] = {}

    def about(self, role: str | None, model: str, attributes: Attributes) -> bool:
        """Check whether any question about a subject with certain attributes is meant."""
        given = {"model": model, "role": role, **dict(attributes)}
        where = self.invariant.where if self.invariant else ()
        return (
            all(given[name] in values for name, values in where if name in given)
            and bool(self.sources)
            and (self.open or bool(self.names))
            and bool(self.ends_of(role, model))
        )

    def ends_of(self, role: str | None, model: str) -> tuple[Endpoint, ...]:
        """Return the endpoints of a subject that are meant; one that must answer there counts without a route there."""
        if self.invariant and self.invariant.answers:
            return self.endpoints
        return tuple(one for one in self.world.endpoints(role, model) if one in self.endpoints)

    def means(self, request: Request) -> bool:
        """Check whether one question, about a subject and attributes that are meant, is meant."""
        named = request.residency
        return (
            request.endpoint in self.endpoints
            and request.source in self.sources
            and (named <= self.names if named else self.open)
            and (self.within is None or bool(named & self.within))
        )

    def reach(self, candidates: Candidates) -> int:
        """Return the bits of the routes that the questions it is about let through, whatever the rules say."""
        bits = self._reach.get(candidates)
        if bits is None:
            everywhere = candidates.full if self.open else residency_bits(self.world, candidates, self.names)
            bits = self._reach[candidates] = (
                everywhere & _any(source_bits(candidates, one) for one in self.sources) & self.ends(candidates)
            )
        return bits

    def ends(self, candidates: Candidates) -> int:
        """Return the bits of the routes on the endpoints that are meant."""
        return _any(candidates.full & ~candidates.endpoint(one) for one in self.endpoints)

    def broken(self, candidates: Candidates, day: date) -> int:
        """Return the bits of the routes that break the promise when they are admitted."""
        condition = self.invariant.then if self.invariant else None
        if condition is None:
            return 0
        model = candidates.model
        return candidates.kept(
            self, day, ANYTHING, lambda route: not holds(condition, Case(route, model, model.price(route, day), day))
        )


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
