"""Which routes will not stay as they are: what is known today of later days, compared with today.

A rule may demand that nothing known changes an answer for some days. What the question asks beside is left open, so a
capability that is lost and a data-retention mode that is raised count as changes for everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.facts.words import retention_rank

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.facts.values import Obligation

__all__ = ["Moment", "unsteady"]


class Moment(NamedTuple):
    """Candidates on a day, with the bits of what rules reject and the duties with the bits of their routes."""

    candidates: Candidates
    day: date
    rejected: int
    duties: tuple[tuple[Obligation, int], ...]


def unsteady(now: Moment, later: Iterable[Moment]) -> int:
    """Return the routes (as bits) that on some later day are gone, lead elsewhere, or have another price or duty."""
    before, able, mode = _states(now), _able(now), _mode(now)
    keys = [(one.id, one.endpoint, one.source) for one in now.candidates.routes]
    moved = 0
    for moment in later:
        if not able <= _able(moment) or mode < _mode(moment):
            return now.candidates.full & ~now.rejected
        after = _states(moment)
        moved |= sum(1 << at for at, key in enumerate(keys) if key in before and before[key] != after.get(key))
    return moved


def _states(moment: Moment) -> dict[tuple[str, str, str], object]:
    """Return what is so of each route that is admitted: destinations, price, status and duties."""
    candidates, day = moment.candidates, moment.day
    model = candidates.model
    return {
        (route.id, route.endpoint, route.source): (
            route.destinations,
            model.price(route, day),
            model.lifecycle_in(route.source).status(day),
            frozenset(duty for duty, bits in moment.duties if bits >> at & 1),
        )
        for at, route in enumerate(candidates.routes)
        if not moment.rejected >> at & 1
    }


def _able(moment: Moment) -> frozenset[str]:
    known = moment.candidates.model.capabilities
    return frozenset(one.name for one in known if one.holds(moment.day))


def _mode(moment: Moment) -> int:
    return retention_rank(moment.candidates.model.retention_on(moment.day))
