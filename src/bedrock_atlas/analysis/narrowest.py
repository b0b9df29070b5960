"""The questions that show what a role falls to: its earlier models have no route left and a later one has a bad one.

Whatever a question of a kind adds (a source Region, fewer residencies, a profile, needs, a retention mode) only takes
routes away, from the model that should break a promise and from those before it alike. So for each bad route the most
that can be asked without losing it decides whether any question reaches it; what is not needed for that is then left
out again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.analysis.promises import GOVCLOUD
from bedrock_atlas.decision.engine import demands
from bedrock_atlas.facts.values import RUNTIME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bedrock_atlas.analysis.covers import Covers
    from bedrock_atlas.analysis.promises import Promise
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.facts.values import Route

__all__ = ["Line", "conditions", "narrowest"]


class Line(NamedTuple):
    """One model of a subject on one day: its routes, and the bits of those that no rule rejects."""

    candidates: Candidates
    admitted: int
    day: date


def conditions(request: Request) -> int:
    """Count what a question asks for beside its subject and attributes."""
    parts = (request.source, request.endpoint != RUNTIME, request.profile, request.api, request.retention)
    return len(request.residency) + len(request.needs) + sum(map(bool, parts))


def narrowest(
    promise: Promise, covers: Covers, lines: Sequence[Line], bad: int, asked: Request
) -> tuple[Request, Route] | None:
    """Return a short question that is answered by the last of the lines with a bad route, and the route; else None.

    Among questions that name residencies, a source Region and an endpoint alone it is the shortest. The lines before
    the last are the models that are tried first.
    """
    last = lines[-1].candidates
    routes = {(one.endpoint, one.source, one.geography, one.destinations): one for one in last.pick(bad)}
    plain = sorted(
        ((request, route) for route in routes.values() for request in _plain(promise, covers, lines[-1], route, asked)),
        key=lambda pair: conditions(pair[0]),
    )
    found: list[tuple[Request, Route]] = []
    for request, route in plain:
        if found and conditions(request) > conditions(found[0][0]):
            break
        if _answers(promise, lines, request, bad):
            found.append((request, route))
    if found:
        return min(found, key=lambda pair: (len(str(pair[0])), str(pair[0])))
    if len(lines) == 1:
        return None
    for request, route in plain:
        for narrow in _narrowed(promise, request, route, lines[-1]):
            if _answers(promise, lines, narrow, bad):
                return _shortened(promise, lines, narrow, bad, asked), route
    return None


def _plain(promise: Promise, covers: Covers, line: Line, route: Route, asked: Request) -> Iterator[Request]:
    """Return the questions that let a route through: its smallest sets of residencies, its source Region or none.

    Beside that they ask for the least that makes them of their kind. GovCloud is asked for by its Region, or by its
    profile, for which text has a word where a model is named.
    """
    least = promise.kind.least(line.candidates.model, line.day)
    if least is None:
        return
    asked = replace(asked, api=least.api, needs=least.needs, retention=least.retention, endpoint=route.endpoint)
    sets = promise.named(covers, route.destinations)
    for source in (one for one in (None, route.source) if one in promise.sources):
        profile = None
        if source is None and route.partition != "aws":
            if route.geography != GOVCLOUD or (asked.role and route.source in promise.sources):
                continue
            profile = GOVCLOUD
        for names in sets:
            yield replace(asked, residency=names, source=source, profile=profile)


def _narrowed(promise: Promise, request: Request, route: Route, line: Line) -> Iterator[Request]:
    """Return the question with everything added that its route withstands; the least retention mode narrows most."""
    if request.source is None and route.source in promise.sources:
        return  # the same with its source Region is narrower, and is among the questions too
    most = promise.kind.most(line.candidates.model, line.day)
    yield replace(request, profile=route.geography, needs=most.needs, retention=most.retention)


def _answers(promise: Promise, lines: Sequence[Line], request: Request, bad: int) -> bool:
    """Check whether a question is meant, leaves the earlier models no route and the last a bad one."""
    *earlier, last = lines
    return (
        promise.means(request)
        and bool(_left(promise, last, request) & bad)
        and not any(_left(promise, one, request) for one in earlier)
    )


def _left(promise: Promise, line: Line, request: Request) -> int:
    world, bits = promise.world, line.admitted
    allowed = world.policy.within(world.catalog, request.residency)
    for _, rejected in demands(line.candidates, allowed, request) if bits else ():
        bits &= ~rejected
    return bits


def _shortened(promise: Promise, lines: Sequence[Line], request: Request, bad: int, asked: Request) -> Request:
    """Leave out what the question does not need: the profile first, since text has no word for a role's."""
    parts = [{"profile": None}, {"source": None}, {"retention": None}, {"endpoint": asked.endpoint}]
    for part in parts:
        fewer = replace(request, **part)  # type: ignore[arg-type]  # each part has the type of its field
        if _answers(promise, lines, fewer, bad):
            request = fewer
    for need in sorted(request.needs, key=len, reverse=True):
        fewer = replace(request, needs=request.needs - {need})
        if _answers(promise, lines, fewer, bad):
            request = fewer
    for names in (frozenset[str](), *(request.residency - {one} for one in sorted(request.residency))):
        fewer = replace(request, residency=names)
        if _answers(promise, lines, fewer, bad):
            return fewer
    return request
