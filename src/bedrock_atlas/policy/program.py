"""What the rules of a policy say of one model on one interval of days, worked out once and kept as bits.

Between two dates of the model and of the rules the outcome of every rule is the same, so a decision looks it up.
Decided against: generated code (as fast, hard to read) and judging rules one by one (slower with every rule).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bedrock_atlas.facts.intervals import bounds
from bedrock_atlas.policy.constraints import Case, change_dates, holds

if TYPE_CHECKING:
    from bedrock_atlas.facts.candidates import Candidates, Group
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Obligation
    from bedrock_atlas.policy.rules import Preference, Rule

__all__ = ["TOKEN_MIX", "Program", "Selection"]

TOKEN_MIX = (("input", Decimal(3)), ("output", Decimal(1)))

Key = tuple[Decimal | int | str | bool, ...]


class Program:
    """The outcome of a selection of rules for some candidates; the order of IDs is worked out when first asked for.

    `rejections` pairs rule ids with the bits of the routes they reject, the calendar's own first; `obligations` are
    those that hold on these days. `ranking_within` and `ranking_anywhere` are the IDs in order of preference with and
    without a residency.
    """

    __slots__ = ("_groups", "_preferences", "obligations", "ranking_anywhere", "ranking_within", "rejections")

    ranking_anywhere: tuple[Group, ...]
    ranking_within: tuple[Group, ...]

    def __init__(self, rules: tuple[Rule, ...], candidates: Candidates, day: date) -> None:
        """Judge every rule in force on the day over every candidate."""
        found = list(candidates.lifecycle)
        obligations: list[Obligation] = []
        preferences: list[Preference] = []
        for rule in rules:
            if not rule.active(day):
                continue
            obligations += rule.obligations
            preferences += rule.preferences
            bits = _rejected(rule, candidates, day)
            if bits:
                found.append((rule.id, bits))
        self.rejections = tuple(found)
        self.obligations = tuple(dict.fromkeys(obligations))
        self._preferences, self._groups = preferences, candidates.groups

    def __getattr__(self, name: str) -> tuple[Group, ...]:
        """Work out an order of the IDs; called once for each, since it is then a plain slot. Proofs need none."""
        if name not in _ENDS:
            raise AttributeError(name)
        order = tuple(sorted(self._groups, key=lambda one: _stated(self._preferences, one) + _ENDS[name](one)))
        setattr(self, name, order)
        return order


class Selection:
    """The rules that are for one combination of attributes; gives the program for candidates on a day."""

    __slots__ = ("_dated", "_programs", "rules")

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        """Keep the rules; programs are made when first needed."""
        self.rules = rules
        self._programs: dict[Candidates, tuple[tuple[date, ...], list[Program | None]]] = {}
        self._dated = bounds(*(day for rule in rules for day in (rule.since, rule.until)))

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
            program = programs[index] = Program(self.rules, candidates, day)
        return program

    def change_dates(self, model: Model) -> tuple[date, ...]:
        """Return the days on which these rules may change for a model, beside the model's own; sorted."""
        counted = {day for rule in self.rules if rule.condition for day in change_dates(rule.condition, model)}
        return tuple(sorted(self._dated | counted))


def _rejected(rule: Rule, candidates: Candidates, day: date) -> int:
    condition, model, wanted = rule.condition, candidates.model, rule.effect == "require"
    if condition is None:
        return 0
    return candidates.kept(
        rule, day, lambda route: holds(condition, Case(route, model, model.price(route, day), day)) != wanted
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
