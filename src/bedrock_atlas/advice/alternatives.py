"""Other questions that are answered, what changes least first.

The law: every alternative is the outcome of deciding under the same policy, residency, needs and attributes; none has a
destination outside its `Places`, none is on another endpoint, in another partition or of another kind of output, and
none is LEGACY before an ACTIVE one. What would go further is said in words alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from bedrock_atlas.advice.places import Places, alive, places
from bedrock_atlas.advice.successors import LASTS, lasts, named_successors, successors
from bedrock_atlas.decision.alternative import NO_ADVICE, Advice, Alternative, Change, listed
from bedrock_atlas.facts.words import IN_REGION, retention_rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Route

__all__ = ["advise"]

_SHOWN = 3
_COSTS = {"source": 1, "retention": 2, "profile": 4, "on": 8, "model": 16}
_BACK = 32  # a day that is past, or before the one that was asked, helps least


def advise(decision: Decision, given: str | None = None, *, refused: bool = False) -> Advice:
    """Return what is recommended beside a decision: other ways for a denial, a successor for a model that ends soon.

    `given` is the ID that somebody wrote or got, where the request does not say it. It may be `refused` although the
    model has an answer. Without one an answer is itself what a successor may not go beyond.
    """
    if decision.group is not None and not refused:
        if not _ends_soon(decision):
            return NO_ADVICE
        return Advice(_ranked(_replaced(decision, places(decision, given or decision.id), given)))
    if decision.choices and given is None:  # what it asks back is all to say, in an order of its own
        return NO_ADVICE
    where = places(decision, given)
    found = list(_same(decision, where, given))
    if found and decision.status == "EOL":  # it lives on in another Region alone
        found += _replaced(decision, where, given)
    if found:
        bare = given is not None and decision.request.source is None and decision.request.profile is None
        return Advice(_ranked(found, bare=bare))
    found = [*_later(decision, where, given), *_replaced(decision, where, given), *_earlier(decision, where, given)]
    return Advice(_ranked(found), _beyond(decision, where, found))


def _ends_soon(decision: Decision) -> bool:
    """Check whether the model is LEGACY, or becomes so or ends before a successor may."""
    life, horizon = decision.lifecycle, decision.on + timedelta(days=LASTS)
    return any(day is not None and day < horizon for day in (life.legacy_from, life.end_of_life))


def _ranked(found: Iterable[Alternative], *, bare: bool = False) -> tuple[Alternative, ...]:
    """Return the first few, best first; for a `bare` ID, which says no place at all, the narrowest come first."""

    def cost(one: Alternative) -> tuple[bool, int, int]:
        wide = max(len(route.destinations) for route in one.decision.routes) if bare else 0
        counted = [change for change in one.changes if not bare or change.part != "source"]
        costs = sum(_COSTS[change.part] + _back(change) for change in counted)
        return one.decision.status != "ACTIVE", costs, wide

    return tuple(sorted(found, key=cost)[:_SHOWN])


def _back(change: Change) -> int:
    return _BACK if change.part == "on" and change.words.startswith("until") else 0


def _same(decision: Decision, where: Places, given: str | None) -> Iterator[Alternative]:
    """Iterate over other ways to the very model, or role, on the very day."""
    asked = decision.request
    modes = {asked.retention}
    if asked.retention is not None:
        members = decision.policy.members(decision.catalog, asked.role, asked.model)
        wanted = {decision.catalog.model(one).retention_on(decision.on) for one in members}
        modes |= {mode for mode in wanted if retention_rank(mode) > retention_rank(asked.retention)}
    for mode in sorted(modes, key=lambda one: retention_rank(one or "")):
        request = replace(asked, retention=mode)
        yield from (_alternative(decision, one, given) for one in _ways(decision, request, where))


def _replaced(decision: Decision, where: Places, given: str | None = None) -> Iterator[Alternative]:
    """Iterate over successors of the model, each by the way to it that changes least; a role names its own."""
    if decision.request.role is not None:
        return
    for model in successors(decision.catalog, decision.model, decision.on):
        named = model in named_successors(decision.catalog, decision.model, decision.on)
        ways = _ways(decision, replace(decision.request, model=model.id), where)
        lasting = (one for one in ways if one.status == "ACTIVE" and (named or lasts(one.lifecycle, decision.on)))
        yield from (_alternative(decision, one, given) for one in islice(lasting, 1))


def _later(decision: Decision, where: Places, given: str | None) -> Iterator[Alternative]:
    """Find the first day ahead on which what was asked has an answer."""
    days = (day for day in _change_dates(decision) if day > decision.on)
    found = (one for day in days if (one := _inside(decision, decision.request, day, where)))
    yield from (_alternative(decision, one, given) for one in islice(found, 1))


def _earlier(decision: Decision, where: Places, given: str | None) -> Iterator[Alternative]:
    """Find the last day before on which what was asked had an answer that the calendar has not ended since."""
    living = {(route.id, route.source) for route in alive(decision.candidates)}
    for day in reversed(_change_dates(decision)):
        found = day <= decision.on and _inside(decision, decision.request, day - timedelta(days=1), where)
        if found and found.model is decision.model and living.issuperset((one.id, one.source) for one in found.routes):
            yield _alternative(decision, found, given)
            return


def _change_dates(decision: Decision) -> list[date]:
    asked = decision.request
    return sorted(decision.policy.change_dates(decision.catalog, asked.role, asked.model, asked.attributes))


def _ways(decision: Decision, request: Request, where: Places) -> Iterator[Decision]:
    """Iterate over the admitted ways to what a request asks for, whatever its source and profile, one for each ID.

    What is ACTIVE comes first, then the profile that was asked for, then the Region, then what serves most of the
    Regions of the given ID and reaches least.
    """
    active = dict(_open(decision, request, where))
    covered = {route.id: 0 for route in active}
    for route in active:
        covered[route.id] += route.source in where.sources

    def distance(route: Route) -> tuple[object, ...]:
        return (
            not active[route],
            request.profile is not None and (route.geography or IN_REGION) != request.profile,
            request.source is not None and route.source != request.source,
            -covered[route.id],
            len(route.destinations),
            *_far(decision, route, where),
        )

    told = set()
    for route in sorted(active, key=distance):
        if route.id not in told and (found := _by(decision, request, route, where)):
            told.add(route.id)
            yield found


def _far(decision: Decision, route: Route, where: Places) -> tuple[object, ...]:
    """Return how far a route's source is from the one asked: its country, its corner and its part of the world."""
    regions, here = decision.catalog.regions, decision.request.source
    there = regions[route.source]
    away: tuple[object, ...] = (route.source not in where.sources,)
    if here is not None:
        corner, world = here.rpartition("-")[0], here.partition("-")[0]
        away = (
            there.country != regions[here].country,
            not there.code.startswith(f"{corner}-"),
            not there.code.startswith(f"{world}-"),
        )
    return (*away, bool(there.opt_in), there.code, route.id)


def _open(decision: Decision, request: Request, where: Places) -> Iterator[tuple[Route, bool]]:
    """Iterate over what is admitted within bounds when a request leaves its source Region and profile open.

    With each route stands whether its model is ACTIVE in its Region.
    """
    regions = decision.catalog.regions.values()
    others = [one.code for one in regions if one.partition == where.partition != "aws"]
    for source in others or (None,):
        found = decision.means.again(decision, replace(request, source=source, profile=None), decision.on)
        for route in filter(where.hold, found.candidates.pick(found.offered)):
            yield route, found.model.lifecycle_in(route.source).status(decision.on) == "ACTIVE"


def _by(decision: Decision, request: Request, route: Route, where: Places) -> Decision | None:
    """Return the decision that answers with a route's ID, saying as little more than the request as that takes."""
    own = route.geography or IN_REGION
    prefixes = (own,) if request.profile else (None, own)
    for profile in prefixes:
        for source in dict.fromkeys((request.source, route.source)):
            asked = replace(request, profile=profile, source=source)
            found = _inside(decision, asked, decision.on, where)
            if found and found.id == route.id:
                return found
    return None


def _inside(decision: Decision, request: Request, on: date, where: Places) -> Decision | None:
    found = decision.means.again(decision, request, on)
    return found if found and all(map(where.hold, found.routes)) else None


def _alternative(decision: Decision, found: Decision, given: str | None) -> Alternative:
    """Return a decision as what changes for who asked for another."""
    asked, got, changes = decision.request, found.request, list[Change]()
    written = given or asked.named
    prefix = (written or "").removesuffix(asked.model).rstrip(".") or None
    if got.model != asked.model:
        by_aws = ", as AWS recommends" if got.model == decision.model.successor else ""
        changes.append(Change("model", got.model, f"in place of {decision.model.name}{by_aws}"))
    if found.group is not None and written is not None and found.group.geography != prefix:
        words = f"instead of {written}" if got.model == asked.model else ""
        changes.append(Change("profile", found.group.geography, words))
    if got.source != asked.source:
        changes.append(Change("source", got.source, f"if invoked from {got.source}"))
    mode, before = found.model.retention_on(found.on), decision.model.retention_on(decision.on)
    more = got.model != asked.model and asked.retention is None and retention_rank(mode) > retention_rank(before)
    if got.retention != asked.retention or more:
        changes.append(Change("retention", mode, f"with data-retention mode {mode}"))
    if found.on != decision.on:
        words = f"from {found.on} on" if found.on > decision.on else f"until {found.on}"
        changes.append(Change("on", found.on.isoformat(), words))
    return Alternative(found, tuple(changes))


def _beyond(decision: Decision, where: Places, found: Iterable[Alternative]) -> str:
    """Say that what was asked has no route within bounds, and what exists further out; empty where it has one."""
    asked = decision.request
    members = decision.policy.members(decision.catalog, asked.role, asked.model)
    routes = [
        route
        for one in members
        for route in alive(decision.catalog.candidates(one, decision.on))
        if route.endpoint == asked.endpoint and route.partition == where.partition
    ]
    model = decision.model if asked.role is None and not found and not routes else None
    if model is not None and any(successors(decision.catalog, model, decision.on)):
        return f"no successor inside {where.name}" if asked.residency or where.regions else _nowhere(decision, model)
    if model is not None and model.successor in decision.catalog:
        return _outlived(decision.catalog.model(model.successor), decision.on)
    if not routes or any(map(where.hold, routes)):
        return ""
    widths = {route.geography: len(route.destinations) for route in routes}
    prefixes = [f"`{one}.`" for one in sorted(filter(None, widths), key=lambda one: (widths[one], one))]
    names = ["IDs without a prefix"] * (None in widths) + prefixes
    verb = "exists" if len(names) == 1 and prefixes else "exist"
    return f"no route inside {where.name}; {listed(names)} {verb} outside"


def _outlived(named: Model, on: date) -> str:
    """Say of a model that AWS recommends why it is none to move to: it is LEGACY or has ended itself."""
    life, status = named.lifecycle, named.status(on)
    since = life.end_of_life if status == "EOL" else life.legacy_from
    return f"AWS recommends {named.name}, which is itself {status}{f' since {since}' if since else ''}"


def _nowhere(decision: Decision, model: Model) -> str:
    """Say of a model that is not known to have run anywhere what AWS recommends: the name, where that is admitted."""
    named = (
        one.name
        for one in named_successors(decision.catalog, model, decision.on)
        if decision.means.again(decision, replace(decision.request, model=one.id, profile=None), decision.on)
    )
    where = f"where {model.name} was processed is not known, say a residency"
    return "; ".join((*(f"AWS recommends {name}" for name in islice(named, 1)), where))
