"""How far a recommendation may go: the residency that was asked, else what the given ID itself could reach."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.facts.values import Route

__all__ = ["Places", "alive", "places"]

_DAY = timedelta(days=1)


class Places(NamedTuple):
    """What bounds a recommendation: the Regions that may process, and the partition.

    `sources` are the Regions from which the given ID can be called, `name` says in words what the Regions are.
    """

    regions: frozenset[str]
    partition: str
    sources: frozenset[str]
    name: str

    def hold(self, route: Route) -> bool:
        """Check whether a route stays within the Regions and the partition."""
        return route.destinations <= self.regions and route.partition == self.partition


def places(decision: Decision, given: str | None = None) -> Places:
    """Return how far a recommendation beside a decision may go.

    `given` is the ID that somebody wrote, where the request does not say it: an ID without a prefix.
    """
    asked = decision.request
    partition = "aws-us-gov" if asked.profile == "us-gov" else "aws"
    if asked.source is not None:
        partition = decision.catalog.regions[asked.source].partition
    members = decision.policy.members(decision.catalog, asked.role, asked.model)
    wanted = given or asked.named
    routes = [route for one in members for route in _last_routes(decision, one, partition, wanted)]
    if given is not None and not routes:  # never called by itself, so it names the model and no place
        routes, wanted = _last_routes(decision, asked.model, partition, None), None
    sources = frozenset(route.source for route in routes)
    if asked.residency:
        allowed = decision.policy.within(decision.catalog, asked.residency)
        return Places(allowed, partition, sources, " or ".join(sorted(asked.residency)))
    reached = frozenset[str]().union(*(route.destinations for route in routes))
    return Places(reached, partition, sources, f"the Regions that `{wanted or asked.role or asked.model}` reached")


def alive(candidates: Candidates) -> Iterator[Route]:
    """Iterate over the routes that the calendar leaves."""
    past = 0
    for _, bits in candidates.lifecycle:
        past |= bits
    return candidates.pick(candidates.full & ~past)


def _last_routes(decision: Decision, model: str, partition: str, wanted: str | None) -> list[Route]:
    """Return the routes of an ID (None: of every ID of the model) on the last day up to now on which it had any.

    One that has not begun has those of its first day.
    """
    catalog, on = decision.catalog, decision.on
    dates = catalog.change_dates(model)
    past = (day - _DAY for day in reversed(dates) if day <= on)
    for day in (on, *past, *(day for day in dates if day > on)):
        routes = [
            route
            for route in alive(catalog.candidates(model, day))
            if route.endpoint == decision.request.endpoint and route.partition == partition
            if wanted in {None, route.id}
        ]
        if routes:
            return routes
    return []
