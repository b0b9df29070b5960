"""Whether documents let exactly those routes pass that a policy admits: every route, both readings, stream or not.

A proof is an enumeration. What depends on a key that is not known is a difference too: equal means equal whatever the
caller's tags and addresses are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bedrock_atlas.facts.values import MANTLE
from bedrock_atlas.iam.authorizations import ACCOUNT, DIRECT_CALL, INVOKE, READINGS, STREAM, authorizations
from bedrock_atlas.iam.evaluator import together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.iam.authorizations import Authorization, Context, Reading
    from bedrock_atlas.iam.evaluator import Authority, Judgement
    from bedrock_atlas.iam.universe import Case, Universe

__all__ = ["Calls", "Difference", "Judged"]

Sort = Literal["too-tight", "too-loose"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One call over a route: the checks, how each went, and how all went together."""

    case: Case
    action: str
    reading: Reading
    checks: tuple[Authorization, ...]
    judgements: tuple[Judgement, ...]

    @property
    def verdict(self) -> Judgement:
        """Return how the call as a whole went."""
        return together(self.judgements)

    @property
    def decisive(self) -> Authorization:
        """Return the check that decided it."""
        return self.checks[self.judgements.index(self.verdict)]


@dataclass(frozen=True, slots=True)
class Difference:
    """One call on which documents and policy differ: too tight (admitted, not let through) or too loose."""

    sort: Sort
    judged: Judged


class Calls:
    """The calls over all routes of a universe, made once and judged against any number of documents.

    `known` are condition keys of every call. Over a route with a profile each action is asked under both readings.
    """

    def __init__(self, universe: Universe, account: str = ACCOUNT, known: Context = DIRECT_CALL) -> None:
        """Work out what AWS checks."""
        self.universe = universe
        self._calls: dict[str, list[tuple[Case, Reading, tuple[Authorization, ...]]]] = {}
        for action in (INVOKE, STREAM):
            self._calls[action] = [
                (case, reading, authorizations(case.route, account, action=action, reading=reading, known=known))
                for case in universe.cases
                for reading in (READINGS if case.route.geography else READINGS[:1])
                if action == INVOKE or case.route.endpoint != MANTLE
            ]

    def __len__(self) -> int:
        """Count the calls."""
        return sum(map(len, self._calls.values()))

    def judged(self, authority: Authority) -> Iterator[Judged]:
        """Judge every call."""
        for action, calls in self._calls.items():
            for case, reading, checks in calls:
                yield Judged(case, action, reading, checks, authority.judge_all(checks))

    def differences(self, authority: Authority) -> Iterator[Difference]:
        """Return every call on which documents and policy differ; streams are not asked again where they are alike."""
        alike = authority.plan(INVOKE) == authority.plan(STREAM)
        for action, calls in self._calls.items():
            if action == STREAM and alike:
                return
            for case, reading, checks in calls:
                judgements = authority.judge_all(checks)
                outcome = together(judgements).outcome
                if case.admitted and outcome != "allowed":
                    yield Difference("too-tight", Judged(case, action, reading, checks, judgements))
                elif not case.admitted and outcome != "denied":
                    yield Difference("too-loose", Judged(case, action, reading, checks, judgements))
