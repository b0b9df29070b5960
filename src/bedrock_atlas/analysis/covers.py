"""Which residencies together allow a route: the smallest sets of them that reach all its destinations.

A question may name several residencies, which are then taken together, and more sets can be named than could ever be
asked. What a route needs is one of the smallest that cover it: any larger one allows more routes, and so a role can
only stay at an earlier model.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["MOST_COVERS", "Covers"]

MOST_COVERS = 4096
"""Beyond so many sets for one route the rest is left out, and the proof says so."""


class Covers:
    """Smallest sets of named residencies, by what they must cover; `cut` tells whether any were left out."""

    __slots__ = ("_found", "_places", "cut")

    def __init__(self, places: Mapping[str, frozenset[str]]) -> None:
        """Take the Regions of each residency that may be named."""
        self._places = places
        self._found: dict[frozenset[str], tuple[frozenset[str], ...]] = {}
        self.cut = False

    def regions(self, names: frozenset[str]) -> frozenset[str] | None:
        """Return the Regions that residencies allow together; None where none is named."""
        return frozenset[str]().union(*(self._places[name] for name in names)) if names else None

    def of(self, regions: frozenset[str]) -> tuple[frozenset[str], ...]:
        """Return the smallest sets of residencies that together hold all these Regions, the shortest first."""
        found = self._found.get(regions)
        if found is None:
            found = self._found[regions] = tuple(
                sorted(self._smallest(regions), key=lambda one: (len(one), sorted(one)))
            )
        return found

    def _smallest(self, regions: frozenset[str]) -> set[frozenset[str]]:
        holders = {code: [name for name, place in self._places.items() if code in place] for code in regions}

        def branch(left: frozenset[str], chosen: frozenset[str]) -> Iterator[frozenset[str]]:
            if not left:
                yield chosen
                return
            hardest = min(left, key=lambda code: (len(holders[code]), code))
            for name in holders[hardest]:
                yield from branch(left - self._places[name], chosen | {name})

        sets = set(islice(branch(regions, frozenset()), MOST_COVERS))
        self.cut = self.cut or len(sets) == MOST_COVERS
        return {one for one in sets if not any(self._holds(one - {name}, regions) for name in one)}

    def _holds(self, names: frozenset[str], regions: frozenset[str]) -> bool:
        return regions <= frozenset().union(*(self._places[name] for name in names))
