"""Promises laid out over kinds of questions: which kinds a subject has, and which promises are about each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedrock_atlas.analysis.covers import Covers
from bedrock_atlas.analysis.kinds import ALL, Kind, Looked, kinds
from bedrock_atlas.analysis.named import Named
from bedrock_atlas.analysis.promises import Promise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.policy.rules import Invariant

__all__ = ["Laid", "Layout"]


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """One kind of questions: `whole` is all of it, `promises` the invariants of the policy over it, in their order."""

    whole: Promise
    promises: tuple[Promise, ...]

    def about(self, asked: Request) -> list[int]:
        """Return the places of the invariants that any question of the kind with this subject is meant by."""
        subject = (asked.role, asked.model, asked.attributes)
        return [number for number, one in enumerate(self.promises) if one.about(*subject)]


class Layout:
    """The kinds of questions of a world, each laid out once; `names` are its residencies."""

    __slots__ = ("_found", "_known", "_left_out", "_world", "covers", "names")

    def __init__(self, world: QuestionSpace) -> None:
        """Begin with every question there is."""
        self._world, self._left_out = world, set[str]()
        self.names = frozenset(one for one in world.residencies() if one is not None)
        self.covers = Covers({one: world.policy.within(world.catalog, frozenset({one})) for one in self.names})
        self._found: dict[Kind, Laid] = {}
        self._known: dict[object, list[tuple[Laid, Request]]] = {}

    def meant(self, asked: Request) -> list[Invariant]:
        """Return the invariants that any question with this subject and these attributes is meant by."""
        invariants = self._world.policy.invariants
        return [invariants[number] for number in self._laid(ALL).about(asked)]

    def kinds(self, asked: Request, looked: Looked) -> Iterator[tuple[Laid, Request]]:
        """Iterate over the kinds of questions about a subject, each with one that is of it.

        Raises TooManyQuestionsError where there are more than can be asked.
        """
        if looked == Looked():
            yield self._laid(ALL), asked
            return
        wanted = frozenset(values for one in self.meant(asked) for part, values in one.where if part == "residency")
        key = (asked.role, asked.model, looked, wanted)
        if key not in self._known:
            self._known[key] = list(self._apart(asked, looked, wanted))
        for laid, example in self._known[key]:
            yield laid, replace(example, attributes=asked.attributes)

    def _apart(
        self, asked: Request, looked: Looked, wanted: frozenset[frozenset[str]]
    ) -> Iterator[tuple[Laid, Request]]:
        world = self._world
        lines = (
            world.catalog.candidates(model, day)
            for model in world.policy.members(asked.role, asked.model)
            for day in world.days(model)
        )
        named = Named(self.covers, lines, self.names, None in world.residencies(), [one & self.names for one in wanted])
        residency = named.kinds(looked)
        if named.cut:
            self._left_out.add(TOGETHER)
        if looked.counts and looked.forbids and asked.role and not named.every:
            self._left_out.add(FORBIDDEN)
        able = frozenset[str]().union(*world.able(asked.role, asked.model))
        for kind in kinds(looked, world.sources(), able, residency):
            example = self._example(asked, kind, able)
            if example is not None:
                yield self._laid(kind), example

    def _example(self, asked: Request, kind: Kind, able: frozenset[str]) -> Request | None:
        needs, sets = kind.needs.least(able), kind.residency.sets
        names = min(sets, key=len) if sets else kind.residency.least(self.names)
        sources = [one for one in self._world.sources() if kind.sources is None or one in kind.sources]
        if needs is None or names is None:
            return None
        return replace(
            asked,
            residency=names,
            source=sources[0],
            endpoint=kind.endpoints[0],
            needs=needs,
            api=kind.apis[0],
            retention=kind.modes[0],
        )

    def _laid(self, kind: Kind) -> Laid:
        found = self._found.get(kind)
        if found is None:
            promises = tuple(Promise(self._world, one, kind) for one in self._world.policy.invariants)
            found = self._found[kind] = Laid(Promise(self._world, None, kind), promises)
        return found

    def left_out(self) -> set[str]:
        """Return what was not asked, in words."""
        return self._left_out | ({TOGETHER} if self.covers.cut else set())


TOGETHER = "residencies that are named together in more than 4,096 ways for one route"
FORBIDDEN = "some residencies named together for roles, where a rule forbids by the number of Regions"
