"""What an examination saw: the shortest counterexamples, and what was put to the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.request import Request

__all__ = ["Broken", "Seen"]


class Broken(NamedTuple):
    """A promise that a question breaks, ordered by what a person reads first: few conditions, early, short."""

    conditions: int
    day: date
    length: int
    text: str
    says: str
    request: Request


@dataclass(slots=True)
class Seen:
    """What was seen in a part of a world; parts put together in any order are the whole.

    `broken` maps the place of an invariant in the policy, or the id of a built-in promise, to its shortest
    counterexample. `about` and `reached` hold the places of invariants that a question is about, or an answer comes
    under; `answering` the subjects that ever answer; `left_out` says in words what was not asked; the rest are ids of
    rules.
    """

    questions: int = 0
    broken: dict[int | str, Broken] = field(default_factory=dict)
    about: set[int] = field(default_factory=set)
    reached: set[int] = field(default_factory=set)
    answering: set[tuple[str | None, str]] = field(default_factory=set)
    in_force: set[str] = field(default_factory=set)
    rejecting: set[str] = field(default_factory=set)
    useful: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)

    def add(self, other: Seen) -> None:
        """Put what was seen elsewhere to this."""
        self.questions += other.questions
        self.left_out |= other.left_out
        for promise, one in other.broken.items():
            self.fail(promise, one)
        self.about |= other.about
        self.reached |= other.reached
        self.answering |= other.answering
        self.in_force |= other.in_force
        self.rejecting |= other.rejecting
        self.useful |= other.useful

    def fail(self, promise: int | str, one: Broken) -> None:
        """Keep the shortest counterexample of a promise."""
        old = self.broken.get(promise)
        if old is None or one[:4] < old[:4]:
            self.broken[promise] = one

    def beaten(self, promise: int | str, conditions: int, day: date) -> bool:
        """Check whether no question with at least so many conditions on this day could be shorter than the known."""
        old = self.broken.get(promise)
        return old is not None and (old.conditions, old.day) < (conditions, day)
