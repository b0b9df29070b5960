"""Proof by enumeration: every question of the world is put to `decide` and every promise is checked on the answer.

The engine's own residency check is not trusted: destinations are compared with the residency again, from the catalog's
countries. What a promise means is checked once for each distinct set of admitted routes, so the cost is that of
deciding. Rules are examined on the way: one that never rejects what nothing else rejects is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING

from bedrock_atlas.analysis.questions import Limits
from bedrock_atlas.decision.engine import decide
from bedrock_atlas.errors import AtlasError, Finding
from bedrock_atlas.facts.values import MANTLE, RUNTIME
from bedrock_atlas.policy.asked import asked
from bedrock_atlas.policy.case import Case
from bedrock_atlas.policy.constraints import holds, looks_at, names

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.policy.asked import Asked
    from bedrock_atlas.policy.program import Program
    from bedrock_atlas.policy.rules import Invariant, Rule

__all__ = ["MOST_QUESTIONS", "Counterexample", "Proof", "TooManyQuestionsError", "prove"]

MOST_QUESTIONS = 20_000_000


class TooManyQuestionsError(AtlasError):
    """The world has more questions than can be asked in reasonable time; the message says what to leave out."""


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
    """What was found: how many questions were asked, what failed, and findings about rules and promises."""

    questions: int = 0
    counterexamples: list[Counterexample] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Check whether every promise held and every rule is of use."""
        return not self.counterexamples and not self.findings


def prove(world: QuestionSpace, *, roles_until: date | None = None) -> Proof:
    """Check the built-in promises and the policy's own invariants over the whole world.

    `roles_until` extends the promise that every role resolves under all attributes, which always covers the first day.
    Raises TooManyQuestionsError beyond 20 million questions a day.
    """
    if world.size() > MOST_QUESTIONS:
        raise TooManyQuestionsError(_too_large(world))
    examiner = _Examiner(world, roles_until)
    for requests, intervals in world.blocks():
        for begin, _ in intervals:
            examiner.block(requests, begin)
    return examiner.proof()


def _too_large(world: QuestionSpace) -> str:
    parts = {
        "models and roles on their endpoints": sum(len(world.endpoints(*one)) for one in world.subjects()),
        "residencies": len(world.residencies()),
        "source Regions": len(world.sources()),
        "combinations of attributes": prod(len(values) for values in world.policy.attributes.values()),
    }
    told = " x ".join(f"{count} {what}" for what, count in parts.items())
    hint = "name models, residencies or source Regions to leave the others out"
    return f"{world.size():,} questions a day ({told}), more than {MOST_QUESTIONS:,}\n  hint: {hint}"


class _Examiner:
    def __init__(self, world: QuestionSpace, roles_until: date | None) -> None:
        self.world, self.roles_until = world, roles_until
        self.questions = 0
        self.failures: dict[str, Counterexample] = {}
        self.applied: set[str] = set()
        self.seen: dict[object, int] = {}
        self.useful: set[str] = set()
        self.rejecting: set[str] = set()
        self.in_force: set[str] = set()
        self.examined: set[Program] = set()
        self.starts = world.since

    def block(self, requests: list[Request], day: date) -> None:
        """Ask every question of a block on the first day of an interval."""
        catalog, policy = self.world.catalog, self.world.policy
        promised = [(one, *_asked(one)) for one in policy.invariants if _meant(one, requests[0])]
        self.questions += len(requests)
        for request in requests:
            decision = decide(catalog, policy, request, on=day)
            if decision.group is not None:
                self.admitted(decision, request, day)
            for invariant, sources, residencies, endpoints in promised:
                if (
                    (sources is None or request.source in sources)
                    and (residencies is None or request.residency & residencies)
                    and (endpoints is None or request.endpoint in endpoints)
                ):
                    self.promise(invariant, decision, day)
            if request.role is not None and _bare(request):
                self.role(decision, day)
            for one in (decision, *decision.tried):
                if one.program not in self.examined:
                    self.examined.add(one.program)
                    self.rules(one.program, one.candidates, request, day)

    def admitted(self, decision: Decision, request: Request, day: date) -> None:
        """Check what holds under every policy: the residency, the calendar and the Region that is called."""
        key = (decision.candidates, decision.admitted, request.residency, request.source)
        if self.seen.get(key) is not None:
            return
        self.seen[key] = 1
        catalog, model = self.world.catalog, decision.model
        countries = {country for name in request.residency for country in self.countries(name)}
        regions = {region for name in request.residency for region in self.regions(name)}
        for route in decision.candidates.pick(decision.admitted):
            outside = {
                code for code in route.destinations
                if catalog.regions[code].country not in countries and code not in regions
            }  # fmt: skip
            if request.residency and outside:
                self.fail("destinations-within-residency", f"{route.id} may be processed in {min(outside)}", decision)
            if request.source not in {None, route.source}:
                self.fail("invoked-from-source", f"{route.id} is invoked from {route.source}", decision)
            end = model.lifecycle_in(route.source).end_of_life
            if end is not None and day >= end:
                self.fail("nothing-past-end-of-life", f"{model.id} ended in {route.source} on {end}", decision)

    def countries(self, residency: str) -> frozenset[str]:
        """Return the countries of a residency, the policy's own first."""
        own = self.world.policy.residencies.get(residency)
        return (own or self.world.catalog.residencies[residency]).countries

    def regions(self, residency: str) -> frozenset[str]:
        """Return the Regions that a policy's own residency names beside its countries."""
        own = self.world.policy.residencies.get(residency)
        return own.regions if own else frozenset()

    def promise(self, invariant: Invariant, decision: Decision, day: date) -> None:
        """Check one invariant of the policy on one answer."""
        self.applied.add(invariant.id)
        if invariant.answers:
            if decision.group is None:
                self.fail(invariant.id, decision.summary(), decision)
            return
        policy, parts = self.world.policy, looks_at(invariant.then) if invariant.then else frozenset[str]()
        said = asked(parts, decision.request, lambda named: policy.within(self.world.catalog, named))
        key = (invariant.id, decision.candidates, day, said)
        bad = self.seen.get(key)
        if bad is None:
            bad = self.seen[key] = _violating(invariant, decision.candidates, day, said)
        if decision.admitted & bad:
            route = next(decision.candidates.pick(decision.admitted & bad))
            self.fail(invariant.id, f"{route.id} from {route.source} is admitted", decision)

    def role(self, decision: Decision, day: date) -> None:
        """Check that a role resolves: on the first day, and up to the day asked for."""
        within = day == self.starts or (self.roles_until is not None and day < self.roles_until)
        if decision.group is None and within:
            self.fail("every-role-resolves", decision.summary(), decision)

    def rules(self, program: Program, candidates: Candidates, request: Request, day: date) -> None:
        """See which rules reject something here, and which reject what nothing else would."""
        for rule in self.world.policy.selection(request.attributes).rules:
            if rule.active(day):
                self.in_force.add(rule.id)
        for endpoint in (RUNTIME, MANTLE):
            judged = [*program.rejections, ("request.endpoint", candidates.endpoint(endpoint))]
            for rule_id, bits in program.rejections:
                others = 0
                for other, rejected in judged:
                    others |= rejected if other != rule_id else 0
                self.rejecting.add(rule_id)
                if bits & ~others:
                    self.useful.add(rule_id)

    def fail(self, promise: str, says: str, decision: Decision) -> None:
        """Keep the shortest counterexample of each promise: the fewest conditions, then the earliest day."""
        old = self.failures.get(promise)
        if old is None or _length(decision) < _length(old.decision):
            self.failures[promise] = Counterexample(promise, says, decision)

    def proof(self) -> Proof:
        """Return the result; a part of the world cannot show that a rule or an invariant is of no use."""
        found = [self.failures[name] for name in sorted(self.failures)]
        if self.world.limits != Limits():
            return Proof(self.questions, found)
        findings = [finding for rule in self.world.policy.rules for finding in self.useless(rule)]
        for one in self.world.policy.invariants:
            if one.id not in self.applied:
                message = f"no question is meant by invariant `{one.id}`"
                findings.append(one.location.finding("idle-invariant", message))
        return Proof(self.questions, found, findings)

    def useless(self, rule: Rule) -> list[Finding]:
        """Say of a rule that it is never in force, rejects nothing or only what others reject as well."""
        if rule.id not in self.in_force:
            slug, message = "dead-rule", f"rule `{rule.id}` is never in force"
        elif rule.condition is None or rule.id in self.useful or _about_launches(rule):
            return []
        elif rule.id in self.rejecting:
            slug, message = "shadowed-rule", f"whatever rule `{rule.id}` rejects, other rules reject as well"
        else:
            slug, message = "dead-rule", f"rule `{rule.id}` never rejects a route"
        return [rule.location.finding(slug, message, "remove it or widen it")]


def _about_launches(rule: Rule) -> bool:
    """Check whether a rule waits for models that are yet to come: no catalog of today can show its use."""
    return rule.condition is not None and "days_since_launch_under" in names(rule.condition)


def _meant(invariant: Invariant, request: Request) -> bool:
    """Check whether the subject and attributes of a block are meant by an invariant."""
    given = {"model": request.model, "role": request.role, **dict(request.attributes)}
    return all(given[name] in values for name, values in invariant.where if name in given)


def _asked(invariant: Invariant) -> tuple[frozenset[str] | None, frozenset[str] | None, frozenset[str] | None]:
    """Return the sources, residencies and endpoints that an invariant is about, None for all.

    That there is an answer is promised on bedrock-runtime alone unless an endpoint is named.
    """
    where = dict(invariant.where)
    runtime = frozenset[str]((RUNTIME,)) if invariant.answers else None
    return (where.get("source"), where.get("residency"), where.get("endpoint", runtime))


def _bare(request: Request) -> bool:
    """Check whether a question asks for nothing but its subject."""
    return not request.residency and request.source is None and request.endpoint == RUNTIME


def _violating(invariant: Invariant, candidates: Candidates, day: date, said: Asked) -> int:
    model, condition = candidates.model, invariant.then
    if condition is None:
        return 0
    return candidates.reject(
        lambda route: not holds(condition, Case(route, model, model.price(route, day), day, said, candidates.routes))
    )


def _length(decision: Decision) -> tuple[int, date, int, str]:
    asked = str(decision.request)
    conditions = (decision.request.residency, decision.request.source, decision.request.endpoint == MANTLE)
    return (sum(map(bool, conditions)), decision.on, len(asked), asked)
