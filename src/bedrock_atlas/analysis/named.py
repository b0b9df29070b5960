"""The residencies that questions name, where rules look at them: in kinds that rules and promises take alike.

A test that counts the Regions within the residency asked for gives another outcome for other residencies. Which routes
it lets through depends on how many routes of their ID lie within; so the sets of residencies that matter are the
smallest that hold a route together with as many others as some test counts. A larger set with the same outcome only
allows more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import date
from itertools import chain, combinations
from typing import TYPE_CHECKING

from bedrock_atlas.analysis.covers import MOST_COVERS
from bedrock_atlas.analysis.kinds import Words, words
from bedrock_atlas.facts.intervals import holds
from bedrock_atlas.policy.asked import STATED, UNSTATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bedrock_atlas.analysis.covers import Covers
    from bedrock_atlas.analysis.kinds import Looked
    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.facts.values import Route

__all__ = ["MOST_SUBSETS", "Named"]

MOST_SUBSETS = 256
"""Up to so many sets of residencies are all asked."""


class Named:
    """The sets of residencies that questions about one subject name, by what is looked at.

    `every` tells that all sets there are were asked, `cut` that some were left out that could matter.
    """

    __slots__ = ("_covers", "_known", "_lines", "_open", "_wanted", "cut", "every")

    def __init__(
        self,
        covers: Covers,
        lines: Iterable[Candidates],
        known: frozenset[str],
        open_: bool,
        wanted: Sequence[frozenset[str]],
    ) -> None:
        """Take the residencies that may be named, whether none may be, and sets of which promises want one."""
        self._covers, self._lines, self._known, self._open, self._wanted = covers, tuple(lines), known, open_, wanted
        self.every, self.cut = 2 ** len(known) <= MOST_SUBSETS, False

    def kinds(self, looked: Looked) -> list[Words]:
        """Return the kinds of sets of residencies, the one with the empty set first."""
        selectors = looked.values("residency")
        if not looked.counts:
            return words(selectors, self._known)
        found: dict[object, set[frozenset[str]]] = {}
        for names in self._sets(looked):
            meant = tuple((STATED if names else UNSTATED) in one or bool(names & one) for one in selectors)
            outcome = tuple(_outcome(line, self._covers.regions(names), looked.counts) for line in self._lines)
            found.setdefault((meant, outcome), set()).add(names)
        return [Words(frozenset() in sets, any(sets), sets=frozenset(sets)) for sets in found.values()]

    def _sets(self, looked: Looked) -> Iterator[frozenset[str]]:
        if self._open:
            yield frozenset()
        if self.every:
            names = sorted(self._known)
            for size in range(1, len(names) + 1):
                yield from map(frozenset, combinations(names, size))
            return
        found = {frozenset({name}) for name in self._known}
        for line in self._lines:
            for needed in set(self._together(line, looked.counts)):
                found |= {one for one in self._covers.of(needed) if one <= self._known}
        for hit in (*self._wanted, *(one & self._known for one in looked.values("residency"))):
            found |= {one | {name} for one in found if not one & hit for name in hit}
            if len(found) > MOST_COVERS:
                self.cut = True
                found = set(sorted(found, key=lambda one: (len(one), sorted(one)))[:MOST_COVERS])
        yield from sorted(found, key=lambda one: (len(one), sorted(one)))

    def _together(self, line: Candidates, counts: tuple[int, ...]) -> Iterator[frozenset[str]]:
        """Return the Regions that must be allowed for some route with as many others of its ID as some test counts."""
        for routes in _in_force(line).values():
            reach = Counter(route.destinations | {route.source} for route in routes)
            for own in {route.destinations for route in routes}:
                yield own
                others = {regions: number for regions, number in reach.items() if regions != own}
                for count in counts:
                    for union in self._unions(others, count - reach[own]):
                        yield own | union

    def _unions(self, reach: dict[frozenset[str], int], count: int) -> Iterator[frozenset[str]]:
        """Return the Regions that so many of the routes need together, each with how many routes there are of it."""
        if count <= 0:
            return
        chosen = chain.from_iterable(combinations(reach, size) for size in range(1, min(count, len(reach)) + 1))
        for tried, some in enumerate(chosen):
            if tried == MOST_COVERS:
                self.cut = True
                return
            if sum(reach[one] for one in some) >= count:
                yield frozenset().union(*some)


def _in_force(line: Candidates) -> dict[tuple[str, str], list[Route]]:
    """Return the routes of each ID and endpoint that are in force."""
    found: dict[tuple[str, str], list[Route]] = {}
    for route in line.routes:
        if holds(route.since, route.until, line.since or date.min):
            found.setdefault((route.id, route.endpoint), []).append(route)
    return found


def _outcome(line: Candidates, within: frozenset[str] | None, counts: tuple[int, ...]) -> tuple[int, ...]:
    """Return for each ID how many of the counts are reached by its routes within these Regions (None: anywhere)."""
    return tuple(
        bisect_right(
            counts,
            sum(within is None or (route.source in within and route.destinations <= within) for route in routes),
        )
        for routes in _in_force(line).values()
    )
