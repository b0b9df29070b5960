"""Proof by enumeration: every question of the world is settled, and every promise checked on every answer.

What a subject admits under one combination of attributes in one interval is a handful of bits, and thousands of
questions are settled by looking at them (`examine`). What is found is asked of `decide` once more, so that a
counterexample is a decision like any other. Subjects are examined in processes of their own where there are many; the
result is the same. A promise that nothing puts to the test is not proved.
"""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.examine import Examiner
from bedrock_atlas.analysis.kinds import Looked, TooManyQuestionsError
from bedrock_atlas.analysis.questions import Limits
from bedrock_atlas.analysis.seen import Seen
from bedrock_atlas.errors import Finding, Location
from bedrock_atlas.policy.constraints import names

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from datetime import date

    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.policy.rules import Invariant, Rule

    Told = Callable[[int, int], None]

__all__ = ["MOST_BLOCKS", "Counterexample", "Proof", "TooManyQuestionsError", "prove"]

MOST_BLOCKS = 1_000_000
"""Models and roles, times the combinations of attributes and the kinds of questions that rules tell apart: beyond it
takes hours."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A promise that does not hold: the question that shows it, with its decision.

    `promise` is the id of an invariant or of a built-in promise; `says` is what went wrong, in words.
    """

    promise: str
    says: str
    decision: Decision


@dataclass(slots=True)
class Proof:
    """What was found: how many questions were settled, what failed, and findings about rules and promises.

    `left_out` says in words what a part of a world could not show. `subjects` counts the models and roles there are,
    `settled` those that were examined: fewer when somebody stopped it.
    """

    questions: int = 0
    counterexamples: list[Counterexample] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    subjects: int = 0
    settled: int = 0

    def __bool__(self) -> bool:
        """Check whether all was examined, every promise held and was put to the test, and every rule is of use."""
        return not self.counterexamples and not self.findings and self.settled == self.subjects


def prove(
    world: QuestionSpace, *, roles_until: date | None = None, processes: int = 1, tell: Told | None = None
) -> Proof:
    """Check the built-in promises and the policy's own invariants over the whole world.

    `roles_until` extends the promise that every role resolves under all attributes, which always covers the first day.
    `tell` is called with the subjects settled and all of them, as they are. A KeyboardInterrupt ends the proof early
    with what is known by then. Raises TooManyQuestionsError beyond a million blocks.
    """
    subjects = world.subjects()
    _bounded(world, len(subjects))
    seen, settled = Seen(), 0
    parts = _apart(world, roles_until, processes) if processes > 1 else _in_turn(world, roles_until)
    try:
        for count, part in parts:
            seen.add(part)
            settled += count
            if tell is not None:
                tell(settled, len(subjects))
    except KeyboardInterrupt:
        parts.close()
    proof = Proof(seen.questions, list(_counterexamples(world, seen)), [], [], len(subjects), settled)
    if settled == len(subjects):
        proof.findings += _findings(world, seen)
        proof.left_out += _left_out(world, seen)
    return proof


def _bounded(world: QuestionSpace, subjects: int) -> None:
    combinations, policy = world.apart(), world.policy
    looked = Looked.of(policy.rules, [one.then for one in policy.invariants], None)
    kinds = looked.size(frozenset(filter(None, world.residencies())))
    if combinations * subjects * kinds > MOST_BLOCKS:
        asked = f" and {kinds:,} kinds of questions" if kinds > 1 else ""
        raise TooManyQuestionsError(
            f"{subjects:,} models and roles under {combinations:,} combinations of attributes{asked} that rules tell "
            f"apart, more than {MOST_BLOCKS:,} together\n  hint: name models or roles to leave the others out"
        )


def _in_turn(world: QuestionSpace, roles_until: date | None) -> Generator[tuple[int, Seen], None, None]:
    examiner = Examiner(world, roles_until)
    for role, model in world.subjects():
        examiner.subject(role, model)
        yield 1, examiner.take()


def _apart(world: QuestionSpace, roles_until: date | None, processes: int) -> Generator[tuple[int, Seen], None, None]:
    """Examine subjects in several processes: each begins as a copy of this one, so nothing but numbers is sent."""
    subjects, size = world.subjects(), 4
    parts = [subjects[at : at + size] for at in range(0, len(subjects), size)]
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(processes, context, _begin, (world, roles_until))
    try:
        for done in as_completed([pool.submit(_examined, part) for part in parts]):
            yield done.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_EXAMINERS: list[Examiner] = []


def _begin(world: QuestionSpace, roles_until: date | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops us
    _EXAMINERS[:] = [Examiner(world, roles_until)]


def _examined(subjects: tuple[tuple[str | None, str], ...]) -> tuple[int, Seen]:
    (examiner,) = _EXAMINERS
    for role, model in subjects:
        examiner.subject(role, model)
    return len(subjects), examiner.take()


def _counterexamples(world: QuestionSpace, seen: Seen) -> Iterator[Counterexample]:
    invariants = world.policy.invariants
    found = [(invariants[key].id if isinstance(key, int) else key, one) for key, one in seen.broken.items()]
    for promise, one in sorted(found, key=lambda pair: (pair[0], pair[1][:4])):
        decision = decide(world.catalog, world.policy, one.request, on=one.day)
        yield Counterexample(promise, one.says or decision.summary(), decision)


def _findings(world: QuestionSpace, seen: Seen) -> Iterator[Finding]:
    """Say what was not put to the test, and which rules are of no use; a part of a world cannot show the latter."""
    policy, whole = world.policy, world.limits == Limits()
    place = next((rule.location for rule in policy.rules), Location(policy.name))
    if not seen.answering:
        yield place.finding("nothing-admitted", "no question has an answer", "what admits nothing proves nothing")
        return
    asked_bare = None in world.residencies() and None in world.sources()  # a role that fails then is a broken promise
    for role in (name for name, _ in world.subjects() if name and not asked_bare):
        if (role, "") not in seen.answering:
            message = f"role `{role}` never answers"
            yield policy.roles[role].location.finding("dark-role", message, "add a model that the rules admit")
    if whole:
        for rule in policy.rules:
            yield from _useless(rule, seen)
        for number, one in enumerate(policy.invariants):
            why = _untested(number, one, seen)
            if why:
                yield one.location.finding("idle-invariant", why)


def _left_out(world: QuestionSpace, seen: Seen) -> Iterator[str]:
    if world.limits != Limits():
        untested = (_untested(number, one, seen) for number, one in enumerate(world.policy.invariants))
        yield from (f"{why} in this part of the world" for why in untested if why)
    yield from sorted(seen.left_out)


def _untested(number: int, invariant: Invariant, seen: Seen) -> str:
    if number not in seen.about:
        return f"no question is meant by invariant `{invariant.id}`"
    if number not in seen.reached:
        return f"every question that invariant `{invariant.id}` is about is denied"
    return ""


def _useless(rule: Rule, seen: Seen) -> Iterator[Finding]:
    """Say of a rule that it is never in force, rejects nothing or only what others reject as well."""
    if rule.id not in seen.in_force:
        slug, message = "dead-rule", f"rule `{rule.id}` is never in force"
    elif rule.condition is None or rule.id in seen.useful or _about_launches(rule):
        return
    elif rule.obligations:
        slug, message = "dead-rule", f"rule `{rule.id}` never obliges: nothing admitted is as its `where` says"
    elif rule.id in seen.rejecting:
        slug, message = "shadowed-rule", f"whatever rule `{rule.id}` rejects, other rules reject as well"
    else:
        slug, message = "dead-rule", f"rule `{rule.id}` never rejects a route"
    yield rule.location.finding(slug, message, "remove it or widen it")


def _about_launches(rule: Rule) -> bool:
    """Check whether a rule waits for models that are yet to come: no catalog of today can show its use."""
    return rule.condition is not None and "days_since_launch_under" in names(rule.condition)
