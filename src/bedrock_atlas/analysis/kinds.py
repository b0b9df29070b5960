"""Kinds of questions: those that every rule and every promise takes alike, so that one program is for all of them.

Most rules look at nothing of a question but its attributes, and then all questions are of one kind. A rule that is for
some questions only (`ask`), or whose tests depend on what is asked, splits each part that it looks at by what it tells
apart. Within a kind, what a question adds only takes routes away; that is what a proof rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from bedrock_atlas.errors import AtlasError
from bedrock_atlas.facts.values import MANTLE, RUNTIME
from bedrock_atlas.facts.words import API_WORDS, CAPABILITIES, RETENTION_MODES, retention_rank
from bedrock_atlas.policy.asked import STATED, UNSTATED, Asked, wanted
from bedrock_atlas.policy.case import COUNTS, LONG
from bedrock_atlas.policy.constraints import arguments, looks_at, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Endpoint
    from bedrock_atlas.facts.words import Api
    from bedrock_atlas.policy.constraints import Condition
    from bedrock_atlas.policy.rules import Rule, Selectors

__all__ = ["ALL", "MOST_KINDS", "Beside", "Kind", "Looked", "TooManyQuestionsError", "Words", "kinds", "words"]

Value = TypeVar("Value", bound=str | None)

MOST_KINDS = 4096
_APIS: tuple[Api | None, ...] = (None, *sorted(set(API_WORDS.values()), key=lambda one: (len(one), one)))
_MODES: tuple[str | None, ...] = (None, *sorted(RETENTION_MODES, key=lambda one: (len(one), one)))


class TooManyQuestionsError(AtlasError):
    """The world has more questions than can be asked in reasonable time; the message says what to leave out."""


class Beside(NamedTuple):
    """What a question asks for beside subject, place and attributes; None and empty leave it open."""

    api: Api | None = None
    needs: frozenset[str] = frozenset()
    retention: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        """Write it as in a question; empty where all is open."""
        said = [f"over {self.api}"] * bool(self.api) + [f"needs {one}" for one in sorted(self.needs)]
        said += [f"retention {self.retention}"] * bool(self.retention) + [f"key {self.key}"] * bool(self.key)
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Words:
    """Which sets of words a part may hold: none at all, or some, without those `barred` and with one of each hit.

    `sets` lists them where they are told apart one by one, and then nothing else counts.
    """

    empty: bool = True
    filled: bool = True
    barred: frozenset[str] = frozenset()
    hits: tuple[frozenset[str], ...] = ()
    sets: frozenset[frozenset[str]] | None = None

    def holds(self, said: frozenset[str]) -> bool:
        """Check whether a set is one of them."""
        if self.sets is not None:
            return said in self.sets
        if not said:
            return self.empty
        return self.filled and not said & self.barred and all(said & hit for hit in self.hits)

    def least(self, able: frozenset[str]) -> frozenset[str] | None:
        """Return one of the smallest of these words that are all able; None where there is no such set."""
        left = able - self.barred
        if self.empty:
            return frozenset()
        if not self.filled or not left or not all(left & hit for hit in self.hits):
            return None
        hits = self.hits or (left,)
        chosen = (frozenset(one) for one in islice(product(*(sorted(left & hit) for hit in hits)), MOST_KINDS))
        return min(chosen, key=lambda one: (len(one), sum(map(len, one)), sorted(one)))

    def most(self, able: frozenset[str]) -> frozenset[str]:
        """Return the largest set of these words that are all able, where there is any."""
        left = able - self.barred
        return left if self.filled and all(left & hit for hit in self.hits) else frozenset()


class Kind(NamedTuple):
    """Questions that are taken alike: of each part the values that it may have; `sources` None: any or none.

    `apis`, `modes` and `sources` hold None where a question may leave them open; the rest as in Request.
    """

    sources: frozenset[str | None] | None = None
    endpoints: tuple[Endpoint, ...] = (RUNTIME, MANTLE)
    apis: tuple[Api | None, ...] = _APIS
    modes: tuple[str | None, ...] = _MODES
    needs: Words = Words()
    residency: Words = Words()

    def holds(self, request: Request) -> bool:
        """Check whether a question is of this kind."""
        return (
            (self.sources is None or request.source in self.sources)
            and request.endpoint in self.endpoints
            and request.api in self.apis
            and request.retention in self.modes
            and self.needs.holds(request.needs)
            and self.residency.holds(request.residency)
        )

    def least(self, model: Model, day: date) -> Beside | None:
        """Return the least that a question must ask for which the model withstands on a day; None where it cannot."""
        needs, modes = self.needs.least(_able(model, day)), self._withstood(model, day)
        if needs is None or not modes:
            return None
        return Beside(self.apis[0], needs, modes[0])

    def most(self, model: Model, day: date) -> Beside:
        """Return the most that a question can ask for which the model withstands on a day, where it withstands any.

        The least retention mode asks for most.
        """
        stated = [one for one in self._withstood(model, day) if one is not None]
        return Beside(self.apis[0], self.needs.most(_able(model, day)), min(stated, key=retention_rank, default=None))

    def _withstood(self, model: Model, day: date) -> list[str | None]:
        least = retention_rank(model.retention_on(day))
        return [one for one in self.modes if one is None or retention_rank(one) >= least]

    def said(self, regions: frozenset[str] | None) -> Asked:
        """Return what tests see of questions of this kind; `regions` are those of the residencies asked for."""
        long = any(hit == {LONG} for hit in self.needs.hits)
        return Asked(needs=frozenset({LONG}) if long else frozenset(), regions=regions)


def _able(model: Model, day: date) -> frozenset[str]:
    return frozenset(name for name in CAPABILITIES if model.has(name, day))


ALL = Kind()
"""Every question, where nothing is told apart."""


class Looked(NamedTuple):
    """What rules and promises look at in questions about one subject.

    `selectors` are the parts with the values that are meant, each once; `counts` are the numbers of Regions within the
    residency asked for that tests ask for, sorted, and `forbids` that a rule may reject where more of them are allowed.
    """

    selectors: Selectors = ()
    counts: tuple[int, ...] = ()
    forbids: bool = False

    @classmethod
    def of(cls, rules: Iterable[Rule], promised: Iterable[Condition | None], role: str | None) -> Looked:
        """Collect it from rules, of those for some roles from the ones for this role, and from what is promised."""
        subject = Asked(role=role)
        meant = [rule for rule in rules if wanted(tuple(one for one in rule.ask if one[0] == "role"), subject)]
        conditions = [one for one in (*(rule.condition for rule in meant), *promised) if one is not None]
        looks = frozenset[str]().union(*map(looks_at, conditions))
        found = {one for rule in meant for one in rule.ask if one[0] != "role"}
        if "needs" in looks:
            found.add(("needs", frozenset({LONG})))
        counts = {count for one in conditions for count in arguments(one, COUNTS)} if "residency" in looks else ()
        forbids = any(
            rule.effect == "forbid" or "not (" in names(rule.condition)
            for rule in meant
            if rule.condition is not None and "residency" in looks_at(rule.condition)
        )
        return cls(tuple(sorted(found, key=_written)), tuple(sorted(counts)), forbids)

    def values(self, part: str) -> list[frozenset[str]]:
        """Return the sets of values by which a part is told apart."""
        return [values for name, values in self.selectors if name == part]

    def size(self, residencies: frozenset[str]) -> int:
        """Count the kinds of questions at most; those that a count of Regions tells apart are one here.

        Raises TooManyQuestionsError beyond MOST_KINDS of one part.
        """
        scalars = (("endpoint", (RUNTIME, MANTLE)), ("api", _APIS), ("retention", _MODES))
        sets = (("needs", frozenset(CAPABILITIES)), ("residency", residencies))
        return prod(
            (
                2 ** len(self.values("source")),
                *(len(_alike(values, self.values(part))) for part, values in scalars),
                *(len(words(self.values(part), known)) for part, known in sets),
            )
        )

    def beside(self, able: Iterable[frozenset[str]]) -> list[Beside]:
        """Return some of each kind of APIs, needs and retention modes, the plainest first.

        `able` are the capabilities that models of the subject have, each at some time: for each there is a question of
        every kind that it withstands. Of modes that are taken alike it is the one that most models withstand.
        """
        if not any(part in {"api", "needs", "retention"} for part, _ in self.selectors):
            return [Beside()]
        sets = list(dict.fromkeys(able))
        apart = words(self.values("needs"), frozenset().union(*sets))
        needs = dict.fromkeys(need for one in apart for set_ in sets if (need := one.least(set_)) is not None)
        modes = [
            None if None in group else max(filter(None, group), key=retention_rank)
            for group in _alike(_MODES, self.values("retention"))
        ]
        apis = [group[0] for group in _alike(_APIS, self.values("api"))]
        return [Beside(*parts) for parts in product(apis, needs, modes)]


def kinds(looked: Looked, sources: Sequence[str | None], able: frozenset[str], residency: list[Words]) -> list[Kind]:
    """Return the kinds of questions; `able` are the capabilities that some model of the subject ever has.

    Raises TooManyQuestionsError beyond MOST_KINDS.
    """
    ends = looked.values("endpoint")
    callers = looked.values("source")
    found = product(
        [frozenset(group) for group in _alike(sources, callers)] if callers else [None],
        _alike((RUNTIME, MANTLE), ends),
        _alike(_APIS, looked.values("api")),
        _alike(_MODES, looked.values("retention")),
        words(looked.values("needs"), able),
        residency,
    )
    some = list(islice(found, MOST_KINDS + 1))
    _bounded(len(some))
    return [Kind(*parts) for parts in some]


def words(selectors: Iterable[frozenset[str]], known: frozenset[str]) -> list[Words]:
    """Return the sets of known words in kinds that no selector tells apart, the empty set's first.

    Raises TooManyQuestionsError beyond MOST_KINDS.
    """
    apart = list(selectors)
    if not apart:
        return [Words()]
    empty = tuple(UNSTATED in one for one in apart)
    found = {empty: Words(filled=False)}
    for sign, barred, hits in _branches(apart, known):
        found[sign] = Words(sign == empty, True, barred, hits)
    return list(found.values())


def _branches(
    apart: list[frozenset[str]], known: frozenset[str]
) -> list[tuple[tuple[bool, ...], frozenset[str], tuple[frozenset[str], ...]]]:
    """Return which selectors mean a set that is not empty, with what it must not hold and what it must hold one of."""
    grown: list[tuple[tuple[bool, ...], frozenset[str], tuple[frozenset[str], ...]]] = [((), frozenset(), ())]
    for one in apart:
        named, before, grown = one & known, grown, []
        for sign, barred, hits in before:
            if STATED in one:
                grown.append(((*sign, True), barred, hits))
                continue
            if all(hit - barred - named for hit in hits) and known - barred - named:
                grown.append(((*sign, False), barred | named, hits))
            if named - barred:
                grown.append(((*sign, True), barred, (*hits, named)))
        _bounded(len(grown))
    return grown


def _alike(values: Sequence[Value], selectors: Sequence[frozenset[str]]) -> list[tuple[Value, ...]]:
    """Return the values in groups that no selector tells apart, in their order; None is a part left open."""
    found: dict[tuple[bool, ...], list[Value]] = {}
    for value in values:
        sign = tuple((UNSTATED if value is None else STATED) in one or value in one for one in selectors)
        found.setdefault(sign, []).append(value)
    return [tuple(group) for group in found.values()]


def _written(selector: tuple[str, frozenset[str]]) -> tuple[str, list[str]]:
    return selector[0], sorted(selector[1])


def _bounded(count: int) -> None:
    if count > MOST_KINDS:
        raise TooManyQuestionsError(
            f"rules tell more than {MOST_KINDS:,} kinds of questions apart by what they ask for\n"
            "  hint: let fewer rules be for certain questions (`ask`)"
        )
