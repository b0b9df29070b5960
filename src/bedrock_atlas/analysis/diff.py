"""What a change does: two worlds are asked the same questions on a common grid of days, and the answers compared.

A question that one world does not know has no route there, so a new model is newly allowed and a removed one denied; an
attribute that one world does not declare is left out of what that world is asked, and where defaults differ it is left
out of both. APIs, needs and retention modes are asked where rules of either side look at them, and capabilities and
modes of a model where they differ. Models whose facts are the same on both sides under the same rules are not asked:
their answers cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.acted import CLASSES, acted, classes, price_moves
from bedrock_atlas.analysis.compared import attributes_of, requests
from bedrock_atlas.decision.request import Request
from bedrock_atlas.decision.warnings import STALE
from bedrock_atlas.facts.candidates import countries
from bedrock_atlas.facts.intervals import cut, joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from bedrock_atlas.analysis.acted import Acted
    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.facts.intervals import Interval
    from bedrock_atlas.facts.values import Obligation
    from bedrock_atlas.policy.policy import Policy

__all__ = ["CLASSES", "Affected", "Change", "Diff", "diff"]


@dataclass(frozen=True, slots=True)
class Change:
    """One way in which answers about a subject change.

    `classes` are some of CLASSES; an answer that moves elsewhere is both widened and narrowed. `old` and `new` are IDs,
    several with `or` between where the question must say where, None where there is no route; `countries_…` may process
    the request. `prices` are the components that move, with what they were and are, None where that is not known;
    `dropped` and `added` the duties. `valid_until_…` are told where they differ.
    """

    classes: tuple[str, ...]
    subject: str
    old: str | None
    new: str | None
    countries_old: tuple[str, ...]
    countries_new: tuple[str, ...]
    prices: tuple[tuple[str, Decimal | None, Decimal | None], ...]
    end_of_life_old: date | None
    end_of_life_new: date | None
    dropped: tuple[Obligation, ...] = ()
    added: tuple[Obligation, ...] = ()
    valid_until_old: date | None = None
    valid_until_new: date | None = None


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
    """Every change, the most severe class first, and how many questions were compared.

    `alike` of them were not asked: both sides have the same facts and rules for them.
    """

    found: tuple[Affected, ...]
    compared: int
    alike: int = 0

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
    compared = alike = 0
    sides, moved = (_Side(old), _Side(new)), _subjects(old, new)
    for role, model in sorted({*old.subjects(), *new.subjects()}, key=lambda one: (one[0] or "", one[1])):
        for attributes in attributes_of(old.policy, new.policy):
            if (role, model) not in moved:
                alike += sum(1 for _ in requests(old, new, role, model, attributes))
                continue
            intervals = _grid(sides, Request(model, role=role, attributes=attributes))
            for request in requests(old, new, role, model, attributes):
                compared += 1
                for begin, end, change in _merged(sides, request, intervals):
                    found.setdefault((change, begin, end), []).append(str(request))
        for side in sides:
            side.kept.clear()
    findings = (
        Affected(change, begin, end, len(asked), min(asked, key=lambda text: (len(text), text)))
        for (change, begin, end), asked in found.items()
    )
    return Diff(tuple(sorted(findings, key=_gravity)), compared + alike, alike)


class _Side:
    """One world, asked in the words of both; what an answer says is worked out once for the same routes and rules."""

    def __init__(self, world: QuestionSpace) -> None:
        self.world = world
        self.kept: dict[object, Acted] = {}

    def ask(self, request: Request) -> Request | None:
        """Return a question as this world can be asked it: without attributes it lacks; None when it knows it not.

        What the question leaves out has its default.
        """
        declared = self.world.policy.attributes
        given = {**self.world.policy.defaults, **dict(request.attributes)}
        asked = replace(request, attributes=tuple(sorted(pair for pair in given.items() if pair[0] in declared)))
        return asked if self.world.known(asked) else None

    def answers(self, request: Request, intervals: list[Interval]) -> list[Acted | None]:
        """Return what a caller acts on in each interval, with the day from which it is another."""
        asked = self.ask(request)
        if asked is None:
            return [None] * len(intervals)
        found = [self.answer(asked, begin) for begin, _ in intervals]
        until: date | None = None
        for at in range(len(found) - 1, -1, -1):
            mine = found[at]
            if at + 1 < len(found):
                later = found[at + 1]
                if mine != (later and later._replace(valid_until=None)):
                    until = intervals[at][1]
            found[at] = mine and mine._replace(valid_until=until)
        return found

    def answer(self, request: Request, day: date) -> Acted | None:
        decision = decide(self.world.catalog, self.world.policy, request, on=day)
        group, offered = decision.group, decision.offered
        if not offered:
            return None
        beside = (request.api, request.needs, request.retention)
        reached = offered & group.mask if group else offered
        retries = tuple(one.id for one in decision.retries)
        key = (decision.candidates, decision.program, group, reached, day, beside, retries)
        if key not in self.kept:
            self.kept[key] = acted(decision)
        return self.kept[key]


def _subjects(old: QuestionSpace, new: QuestionSpace) -> set[tuple[str | None, str]]:
    """Return the models and roles whose answers may differ."""
    subjects = {*old.subjects(), *new.subjects()}
    if not _same_rules(old.policy, new.policy) or not _same_tables(old, new):
        return subjects
    models = {*old.catalog.document["models"], *new.catalog.document["models"]}
    moved = {model for model in models if _entry(old, model) != _entry(new, model)}
    roles = {name for name, role in new.policy.roles.items() if moved & set(role.models)}
    return {(role, model) for role, model in subjects if (role in roles if role else model in moved)}


def _same_rules(old: Policy, new: Policy) -> bool:
    return (old.rules, old.attributes, old.defaults, old.roles, old.residencies) == (
        new.rules, new.attributes, new.defaults, new.roles, new.residencies,
    )  # fmt: skip


def _same_tables(old: QuestionSpace, new: QuestionSpace) -> bool:
    tables = ("regions", "geographies", "residencies")
    return all(old.catalog.document[name] == new.catalog.document[name] for name in tables)


def _entry(world: QuestionSpace, model: str) -> object:
    """Return all that answers about a model are made of, with which of its rows are stale on the catalog's own day."""
    catalog = world.catalog
    entry = catalog.document["models"].get(model)
    premium = entry and entry.get("price", {}).get("premium")
    rows = catalog.model(model).rows if entry else ()
    stale = [row.last_seen is not None and catalog.day - row.last_seen > STALE for row in rows]
    return (entry, catalog.document["premiums"].get(premium), stale)


def _grid(sides: tuple[_Side, _Side], probe: Request) -> list[Interval]:
    """Return the common intervals: no answer of either world changes within one."""
    begins = set()
    for side in sides:
        asked = side.ask(probe)
        if asked is not None:
            begins |= {begin for begin, _ in side.world.intervals(asked.role, asked.model, asked.attributes)}
    first = max(side.world.since or date.min for side in sides)
    return cut(first, begins)


def _merged(
    sides: tuple[_Side, _Side], request: Request, intervals: list[Interval]
) -> Iterator[tuple[date, date | None, Change]]:
    """Return the intervals on which the answers differ, neighbours that differ in the same way put together."""
    before, after = (side.answers(request, intervals) for side in sides)
    if before == after:
        return iter(())
    compared = (
        (interval, _change(sides, old, new, request))
        for interval, old, new in zip(intervals, before, after, strict=True)
    )
    return ((begin, end, change) for (begin, end), change in joined(compared) if change is not None)


def _change(sides: tuple[_Side, _Side], old: Acted | None, new: Acted | None, request: Request) -> Change | None:
    found = tuple(classes(old, new))
    if not found:
        return None
    duties = [one.duties if one else frozenset() for one in (old, new)]
    both = old is not None and new is not None
    return Change(
        classes=found,
        subject=request.role or request.model,
        old=old.id if old else None,
        new=new.id if new else None,
        countries_old=_countries(sides[0], old),
        countries_new=_countries(sides[1], new),
        prices=price_moves(old, new),
        end_of_life_old=old.end_of_life if old else None,
        end_of_life_new=new.end_of_life if new else None,
        dropped=tuple(sorted(duties[0] - duties[1], key=str)) if both else (),
        added=tuple(sorted(duties[1] - duties[0], key=str)) if both else (),
        valid_until_old=old.valid_until if old and "validity" in found else None,
        valid_until_new=new.valid_until if new and "validity" in found else None,
    )


def _countries(side: _Side, answer: Acted | None) -> tuple[str, ...]:
    regions = frozenset().union(*(reached for _, reached in answer.destinations)) if answer else frozenset()
    return tuple(sorted(countries(side.world.catalog.regions, regions)))


def _gravity(finding: Affected) -> tuple[int, str, date, str, str]:
    first = min(CLASSES.index(name) for name in finding.change.classes)
    return (first, finding.change.subject, finding.since, finding.change.old or "", finding.example)
