"""The judge: whether documents, level by level, let an authorisation pass. Three-valued and without memory.

An explicit Deny anywhere refuses; every level must have a statement that allows. Decided against: an order of levels
with early answers, since a Deny that only may apply must not hide one that does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bedrock_atlas.iam.document import FULL_ACCESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bedrock_atlas.iam.authorizations import Authorization
    from bedrock_atlas.iam.document import Document, Statement

__all__ = ["ALLOWED", "Authority", "Judgement", "Level", "Outcome", "together"]

Outcome = Literal["allowed", "denied", "depends"]


@dataclass(frozen=True, slots=True)
class Level:
    """The documents of one level: those attached to one part of an organisation, to one identity, and so on.

    Any of them may allow. SCPs without a statement that allows stand beside FullAWSAccess, as AWS attaches it.
    """

    name: str
    documents: tuple[Document, ...]

    @property
    def attached(self) -> tuple[Document, ...]:
        """Return the documents with what AWS attaches by itself."""
        bare = all(one.kind == "scp" and one.denies_only for one in self.documents)
        return (*self.documents, FULL_ACCESS) if bare else self.documents


@dataclass(frozen=True, slots=True)
class Judgement:
    """How it went: `statement` is the one that decided, None where a level has no statement that allows.

    `level` is where; `depends` names the keys that decide where the outcome is `depends`, empty otherwise.
    """

    outcome: Outcome
    level: str = ""
    statement: Statement | None = None
    depends: frozenset[str] = frozenset()


ALLOWED = Judgement("allowed")
"""Allowed where there is no document at all."""

_Plan = tuple[tuple[tuple[str, "Statement"], ...], tuple[tuple[str, tuple["Statement", ...]], ...]]


class Authority:
    """Levels of documents, ready to judge any number of authorisations."""

    def __init__(self, levels: Iterable[Level]) -> None:
        """Take the levels; what they say of an action is worked out when it is first asked for."""
        self.levels = tuple(levels)
        self._plans: dict[str, _Plan] = {}

    def plan(self, action: str) -> _Plan:
        """Return the statements about an action: (level, Deny) of all levels, and the Allows of each level."""
        found = self._plans.get(action)
        if found is None:
            about = [
                (level.name, [one for document in level.attached for one in document.statements if one.about(action)])
                for level in self.levels
            ]
            denies = tuple((name, one) for name, statements in about for one in statements if one.deny)
            allows = tuple((name, tuple(one for one in found if not one.deny)) for name, found in about)
            found = self._plans[action] = (denies, allows)
        return found

    def judge(self, authorization: Authorization) -> Judgement:
        """Judge one authorisation."""
        action, resource, context = authorization
        denies, levels = self.plan(action)
        depends: frozenset[str] = frozenset()
        first: tuple[str, Statement | None] = ("", None)
        for name, statement in denies:
            found = statement.fits(action, resource, context)
            if found is True:
                return Judgement("denied", name, statement)
            if found is not False:
                first = first if depends else (name, statement)
                depends |= found
        last = ALLOWED
        for name, allows in levels:
            judged = _allowed(name, allows, authorization)
            if judged.outcome == "denied":
                return judged
            if judged.outcome == "depends":
                first = first if depends else (name, judged.statement)
                depends |= judged.depends
            last = judged
        return Judgement("depends", *first, depends) if depends else last

    def judge_all(self, asked: Iterable[Authorization]) -> tuple[Judgement, ...]:
        """Judge several, which must all pass for a call to go through (see `together`)."""
        return tuple(map(self.judge, asked))


def together(judged: Sequence[Judgement]) -> Judgement:
    """Return the judgement of a call: the first refusal, else the first that depends, else allowed."""
    for outcome in ("denied", "depends"):
        for one in judged:
            if one.outcome == outcome:
                return one
    return judged[-1] if judged else ALLOWED


def _allowed(level: str, allows: tuple[Statement, ...], authorization: Authorization) -> Judgement:
    depends: frozenset[str] = frozenset()
    first = None
    for statement in allows:
        found = statement.fits(*authorization)
        if found is True:
            return Judgement("allowed", level, statement)
        if found is not False:
            first = first or statement
            depends |= found
    return Judgement("depends", level, first, depends) if depends else Judgement("denied", level)
