"""What a change does: two worlds are asked the same questions on a common grid of days, and the answers compared.

A question that one world does not know has no route there, so a new model is newly allowed and a removed one denied.
Models whose facts are the same on both sides under the same rules are not asked: their answers cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from bedrock_atlas.decision.engine import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.intervals import cut, joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.facts.intervals import Interval
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.policy.rules import Attributes

__all__ = ["CLASSES", "Affected", "Change", "Diff", "diff"]

CLASSES = ("denied", "allowed", "id-changed", "widened", "narrowed", "price", "nearer-to-eol", "later-eol")


@dataclass(frozen=True, slots=True)
class Change:
    """One way in which answers about a subject change.

    `classes` are some of CLASSES; an answer that moves elsewhere is both widened and narrowed. `old` and `new` are IDs,
    None where there is no route; `countries_…` may process the request. `price` is the factor on the price, None when
    it stays or is not known on one side.
    """

    classes: tuple[str, ...]
    subject: str
    old: str | None
    new: str | None
    countries_old: tuple[str, ...]
    countries_new: tuple[str, ...]
    price: Decimal | None
    end_of_life_old: date | None
    end_of_life_new: date | None


@dataclass(frozen=True, slots=True)
class Affected:
    """A change over one interval of days (`until` None: without end), for `questions` questions.

    `example` is the shortest of the questions.
    """

    change: Change
    since: date
    until: date | None
    questions: int
    example: str


@dataclass(frozen=True, slots=True)
class Diff:
    """Every change, the most_severe class first, and how many questions were compared."""

    found: tuple[Affected, ...]
    compared: int

    def counts(self) -> dict[str, int]:
        """Count the questions in each class, in the order of CLASSES."""
        return {
            name: count
            for name in CLASSES
            if (count := sum(one.questions for one in self.found if name in one.change.classes))
        }


def diff(old: QuestionSpace, new: QuestionSpace) -> Diff:
    """Compare two worlds from the later of their first days on; `diff(a, a)` is empty and `diff(b, a)` its mirror."""
    found: dict[tuple[Change, date, date | None], list[str]] = {}
    compared = 0
    for role, model in _subjects(old, new):
        for attributes in _attributes(old, new):
            intervals = _grid(old, new, role, model, attributes)
            for request in _requests(old, new, role, model, attributes):
                compared += 1
                for begin, end, change in _merged(old, new, request, intervals):
                    found.setdefault((change, begin, end), []).append(str(request))
    findings = (
        Affected(change, begin, end, len(asked), min(asked, key=lambda text: (len(text), text)))
        for (change, begin, end), asked in found.items()
    )
    return Diff(tuple(sorted(findings, key=_gravity)), compared)


def _subjects(old: QuestionSpace, new: QuestionSpace) -> list[tuple[str | None, str]]:
    """Return the models and roles whose answers may differ."""
    subjects = sorted({*old.subjects(), *new.subjects()}, key=lambda one: (one[0] or "", one[1]))
    if not _same_rules(old.policy, new.policy) or not _same_tables(old, new):
        return subjects
    models = {*old.catalog.document["models"], *new.catalog.document["models"]}
    moved = {model for model in models if _entry(old, model) != _entry(new, model)}
    roles = {name for name, role in new.policy.roles.items() if moved & set(role.models)}
    return [(role, model) for role, model in subjects if (role in roles if role else model in moved)]


def _same_rules(old: Policy, new: Policy) -> bool:
    return (old.rules, old.attributes, old.roles, old.residencies) == (
        new.rules, new.attributes, new.roles, new.residencies,
    )  # fmt: skip


def _same_tables(old: QuestionSpace, new: QuestionSpace) -> bool:
    tables = ("regions", "geographies", "residencies")
    return all(old.catalog.document[name] == new.catalog.document[name] for name in tables)


def _entry(world: QuestionSpace, model: str) -> object:
    entry = world.catalog.document["models"].get(model)
    premium = entry and entry.get("price", {}).get("premium")
    return (entry, world.catalog.document["premiums"].get(premium))


def _attributes(old: QuestionSpace, new: QuestionSpace) -> list[Attributes]:
    return list(dict.fromkeys([*old.attributes(), *new.attributes()]))


def _requests(
    old: QuestionSpace, new: QuestionSpace, role: str | None, model: str, attributes: Attributes
) -> Iterator[Request]:
    residencies = dict.fromkeys([*old.residencies(), *new.residencies()])
    sources = dict.fromkeys([*old.sources(), *new.sources()])
    probe = Request(model=model, role=role, attributes=attributes)
    endpoints = {end for world in (old, new) if world.known(probe) for end in world.endpoints(role, model)}
    for endpoint, residency, source in product(sorted(endpoints, reverse=True), residencies, sources):
        within = frozenset() if residency is None else frozenset((residency,))
        yield Request(model, within, source, endpoint, role=role, attributes=attributes)


def _grid(
    old: QuestionSpace, new: QuestionSpace, role: str | None, model: str, attributes: Attributes
) -> list[Interval]:
    """Return the common intervals: no answer of either world changes within one."""
    probe = Request(model=model, role=role, attributes=attributes)
    worlds = [world for world in (old, new) if world.known(probe)]
    begins = {begin for world in worlds for begin, _ in world.intervals(role, model, attributes)}
    first = max(world.since or date.min for world in (old, new))
    return cut(first, begins)


def _merged(
    old: QuestionSpace, new: QuestionSpace, request: Request, intervals: list[Interval]
) -> Iterator[tuple[date, date | None, Change]]:
    """Return the intervals on which the answers differ, neighbours that differ in the same way put together."""
    compared = (
        (interval, _change(_ask(old, request, interval[0]), _ask(new, request, interval[0]), request))
        for interval in intervals
    )
    return ((begin, end, change) for (begin, end), change in joined(compared) if change is not None)


def _ask(world: QuestionSpace, request: Request, day: date) -> Decision | None:
    decision = decide(world.catalog, world.policy, request, on=day) if world.known(request) else None
    return decision or None


def _change(old: Decision | None, new: Decision | None, request: Request) -> Change | None:
    factor = _price_factor(old, new)
    classes = tuple(_classes(old, new, factor)) if old or new else ()
    if not classes:
        return None
    return Change(
        classes=classes,
        subject=request.role or request.model,
        old=old.id if old else None,
        new=new.id if new else None,
        countries_old=old.countries if old else (),
        countries_new=new.countries if new else (),
        price=factor,
        end_of_life_old=old.lifecycle.end_of_life if old else None,
        end_of_life_new=new.lifecycle.end_of_life if new else None,
    )


def _classes(old: Decision | None, new: Decision | None, factor: Decimal | None) -> Iterator[str]:
    if new is None:
        yield "denied"
    elif old is None:
        yield "allowed"
    else:
        if old.id != new.id:
            yield "id-changed"
        reached = [frozenset().union(*(route.destinations for route in one.routes)) for one in (old, new)]
        if not reached[1] <= reached[0]:
            yield "widened"
        if not reached[0] <= reached[1]:
            yield "narrowed"
        if factor is not None or (old.price is None) != (new.price is None):
            yield "price"
        ends = [one.lifecycle.end_of_life for one in (old, new)]
        if ends[1] is not None and (ends[0] is None or ends[1] < ends[0]):
            yield "nearer-to-eol"
        elif ends[0] is not None and ends[0] != ends[1]:
            yield "later-eol"


def _price_factor(old: Decision | None, new: Decision | None) -> Decimal | None:
    prices = [one.price.usd_per_mtok if one and one.price else {} for one in (old, new)]
    for name in ("input", "output"):
        if name in prices[0] and name in prices[1] and prices[0][name] != prices[1][name]:
            return prices[1][name] / prices[0][name]
    return None


def _gravity(finding: Affected) -> tuple[int, str, date, str, str]:
    first = min(CLASSES.index(name) for name in finding.change.classes)
    return (first, finding.change.subject, finding.since, finding.change.old or "", finding.example)
