"""What the rules of a policy say of one model on one interval of days, worked out once and kept as bits.

Between two dates of the model and of the rules the outcome of every rule is the same, so a decision looks it up.
Decided against: generated code (as fast, hard to read) and judging rules one by one (slower with every rule).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.facts.intervals import bounds
from bedrock_atlas.policy.asked import ANYTHING, Asked, asked, wanted
from bedrock_atlas.policy.case import Case
from bedrock_atlas.policy.constraints import change_dates, holds, looks_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.facts.candidates import Candidates, Group
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Obligation
    from bedrock_atlas.policy.asked import Question
    from bedrock_atlas.policy.rules import Attributes, Preference, Rule, Waiver

__all__ = ["TOKEN_MIX", "Program", "Selection", "Waived"]

_KEPT = 4096

TOKEN_MIX = (("input", Decimal(3)), ("output", Decimal(1)))

Key = tuple[Decimal | int | str | bool, ...]


class Waived(NamedTuple):
    """What an exception let through: the routes (as bits) that its rule would have rejected."""

    rule: str
    waiver: Waiver
    bits: int


class Program:
    """The outcome of a selection of rules for some candidates; the order of IDs is worked out when first asked for.

    `rejections` pairs rule ids with the bits of the routes they reject, the calendar's own first; `duties` pairs
    obligations that hold on these days with the bits of the routes on which they do; `waived` is what exceptions let
    through; `preferences` are those in force, the first counts most. `ranking_within` and `ranking_anywhere` are the
    IDs in order of preference with and without a residency.
    """

    __slots__ = ("_groups", "duties", "preferences", "ranking_anywhere", "ranking_within", "rejections", "waived")

    ranking_anywhere: tuple[Group, ...]
    ranking_within: tuple[Group, ...]

    def __init__(
        self,
        rules: tuple[Rule, ...],
        candidates: Candidates,
        day: date,
        attributes: Attributes = (),
        said: Asked = ANYTHING,
    ) -> None:
        """Judge every rule in force on the day over every candidate."""
        found = list(candidates.lifecycle)
        duties: dict[Obligation, int] = {}
        preferences: list[Preference] = []
        waived: list[Waived] = []
        for rule in rules:
            if not rule.active(day):
                continue
            preferences += rule.preferences
            waiver = _waiver(rule, candidates.model, day, attributes)
            bits = _concerned(rule, candidates, day, said)
            if waiver is not None:
                waived.append(Waived(rule.id, waiver, bits))
            elif rule.obligations:
                for one in rule.obligations:
                    duties[one] = duties.get(one, 0) | bits
            elif bits:
                found.append((rule.id, bits))
        self.rejections = tuple(found)
        self.duties = tuple(duties.items())
        self.waived = tuple(waived)
        self.preferences, self._groups = preferences, candidates.groups

    def __getattr__(self, name: str) -> tuple[Group, ...]:
        """Work out an order of the IDs; called once for each, since it is then a plain slot. Proofs need none."""
        if name not in _ENDS:
            raise AttributeError(name)
        order = tuple(sorted(self._groups, key=lambda one: _stated(self.preferences, one) + _ENDS[name](one)))
        setattr(self, name, order)
        return order


class Selection:
    """The rules that are for one combination of attributes; gives the program for candidates on a day.

    `look` reads of a question what the rules look at beside its attributes, None where they look at nothing.
    """

    __slots__ = ("_attributes", "_dated", "_narrowed", "_parts", "_programs", "_said", "look", "rules")

    def __init__(self, rules: tuple[Rule, ...], attributes: Attributes = (), said: Asked | None = None) -> None:
        """Keep the rules; programs are made when first needed. `said` is None as long as no question is known."""
        self.rules, self._attributes, self._said = rules, attributes, said or ANYTHING
        self._programs: dict[Candidates, tuple[tuple[date, ...], list[Program | None]]] = {}
        self._narrowed: dict[object, Selection] = {}
        self._parts = frozenset[str]().union(*map(_parts, rules)) if said is None else frozenset()
        self.look = attrgetter(*sorted(self._parts)) if self._parts else None
        waivers = [one for rule in rules for one in rule.waivers if one.fits(attributes)]
        limits = [(one.since, one.until) for one in rules] + [(one.since, one.until) for one in waivers]
        self._dated = bounds(*(day for pair in limits for day in pair))

    def narrowed(self, question: Question, within: Callable[[frozenset[str]], frozenset[str]]) -> Selection:
        """Return those of the rules that are for a question, for what it asks; `within` gives Regions of residencies.

        Of use only where `look` is not None.
        """
        key = self.look(question) if self.look else None
        found = self._narrowed.get(key)
        if found is None:
            said = asked(self._parts, question, within)
            rules = tuple(rule for rule in self.rules if wanted(rule.ask, said))
            found = Selection(rules, self._attributes, said)
            if len(self._narrowed) < _KEPT:
                self._narrowed[key] = found
        return found

    def program(self, candidates: Candidates, on: date) -> Program:
        """Return the outcome of the rules for candidates on a day that lies in their interval."""
        entry = self._programs.get(candidates)
        if entry is None:
            begin, end = candidates.since or date.min, candidates.until or date.max
            dates = tuple(day for day in self.change_dates(candidates.model) if begin < day < end)
            entry = self._programs.setdefault(candidates, (dates, [None] * (len(dates) + 1)))
        dates, programs = entry
        index = bisect_right(dates, on) if dates else 0
        program = programs[index]
        if program is None:
            day = dates[index - 1] if index else candidates.since or date.min
            program = programs[index] = Program(self.rules, candidates, day, self._attributes, self._said)
        return program

    def change_dates(self, model: Model) -> tuple[date, ...]:
        """Return the days on which these rules may change for a model, beside the model's own; sorted.

        Bounds of rules and of their exceptions, of approvals, and the days that conditions count.
        """
        counted = {day for rule in self.rules if rule.condition for day in change_dates(rule.condition, model)}
        return tuple(sorted(self._dated | counted))


def _parts(rule: Rule) -> frozenset[str]:
    looks = looks_at(rule.condition) if rule.condition else frozenset[str]()
    return looks | {part for part, _ in rule.ask}


def _waiver(rule: Rule, model: Model, day: date, attributes: Attributes) -> Waiver | None:
    """Return the exception by which a rule does not count for a model on a day; None when it does."""
    holding = (one for one in rule.waivers if one.fits(attributes) and one.holds(model.id, day))
    return next(holding, None)


def _concerned(rule: Rule, candidates: Candidates, day: date, said: Asked) -> int:
    """Return the routes that a rule rejects, or on which it obliges, as bits; none for one that prefers."""
    condition, model = rule.condition, candidates.model
    if condition is None:
        return candidates.full if rule.obligations else 0
    rejected = rule.effect != "require"
    return candidates.kept(
        rule,
        day,
        said,
        lambda route: (
            holds(condition, Case(route, model, model.price(route, day), day, said, candidates.routes)) == rejected
        ),
    )


def _stated(preferences: list[Preference], group: Group) -> Key:
    return tuple(part for one in preferences for part in _key(one, group))


def _key(preference: Preference, group: Group) -> Key:
    if preference.by == "price":
        return (group.cost(preference.mix or TOKEN_MIX),)
    if preference.by == "narrowest_scope":
        return (group.width,)
    if preference.by == "widest_scope":
        return (-group.width,)
    if preference.by == "geographies":
        order = preference.values
        return (order.index(group.geography) if group.geography in order else len(order),)
    return ()


def _within(group: Group) -> Key:
    return (group.cost(TOKEN_MIX), group.width, group.id, group.endpoint, group.partition)


def _anywhere(group: Group) -> Key:
    return (group.scope != "global", *_within(group))


_ENDS = {"ranking_within": _within, "ranking_anywhere": _anywhere}
