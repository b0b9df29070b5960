"""When answers end: for each role and model, the day its answer changes and what it falls to.

Only what the facts and rules say today is told; a model without a known end of life may still get one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedrock_atlas.advice.alternatives import advise
from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.analysis.kinds import Beside
    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.policy.rules import Attributes

__all__ = ["Step", "forecast"]


@dataclass(frozen=True, slots=True)
class Step:
    """One change ahead: `subject` (a role or model ID) under `attributes` answers `old` before `day` and `new` from it.

    `new` is None when it goes dark; `summary` then says why, and `then` is the ID that is recommended first (empty:
    none is). `old` is None when it gets a route, or when a role is dark on the first day already, which is then its
    `day`. `role` tells a role from a model. `asks` is what the question asks for beside, in words, where rules look at
    it.
    """

    subject: str
    role: bool
    attributes: Attributes
    day: date
    old: str | None
    new: str | None
    summary: str
    then: str = ""
    asks: str = ""


def forecast(world: QuestionSpace, *, residency: frozenset[str] = frozenset(), source: str | None = None) -> list[Step]:
    """Return every change ahead, soonest first, for questions with this residency and source Region.

    APIs, needs and retention modes are asked where rules look at them, one of each kind that they tell apart.
    The world must have a first day. A role without a route on that day is told on it; models that never get one are
    left out.
    """
    steps = [
        step
        for role, model in world.subjects()
        for attributes in world.attributes()
        for beside in world.beside(role, model)
        for step in _steps(world, Request(model, residency, source, role=role, attributes=attributes), beside)
    ]
    return sorted(steps, key=lambda step: (step.day, not step.role, step.subject, step.attributes, step.asks))


def _steps(world: QuestionSpace, plain: Request, beside: Beside) -> Iterator[Step]:
    before: str | None = None
    request = replace(plain, api=beside.api, needs=beside.needs, retention=beside.retention, key=beside.key)
    subject, role = request.role or request.model, request.role is not None
    for number, (begin, _) in enumerate(world.intervals(request.role, request.model, request.attributes)):
        decision = decide(world.catalog, world.policy, request, on=begin)
        dark = number == 0 and role and decision.id is None
        if dark or (number and decision.id != before):
            then = [] if decision.id else [one.id for one in advise(decision, before).alternatives[:1]]
            why = decision.summary()
            yield Step(subject, role, request.attributes, begin, before, decision.id, why, "".join(then), str(beside))
        before = decision.id
