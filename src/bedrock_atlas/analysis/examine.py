"""One subject under one combination of attributes in one interval: what is promised, looked up in the bits.

The bits are the engine's own (the same programs and the same look-ups as in `decide`), but what it promises under every
policy is not taken from it: destinations are compared with the countries of the catalog again, and dates with the
calendar. Rules are examined on the way: one that never rejects what nothing else rejects is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from bedrock_atlas.analysis.covers import Covers
from bedrock_atlas.analysis.narrowest import Line, conditions, narrowest
from bedrock_atlas.analysis.promises import Promise, residency_bits, source_bits
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.intervals import cut
from bedrock_atlas.facts.values import MANTLE, RUNTIME
from bedrock_atlas.policy.constraints import PROMISES, change_dates
from bedrock_atlas.policy.entries import by_entry
from bedrock_atlas.policy.program import Selection
from bedrock_atlas.policy.rules import Entry

if TYPE_CHECKING:
    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.policy.program import Program

__all__ = ["Broken", "Examiner", "Seen"]

RESIDENCY, SOURCE, END_OF_LIFE, ROLES = PROMISES


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
    counterexample. `about` and `reached` hold invariants that a question is about, or an answer comes under;
    `answering` the subjects that ever answer; the rest rules, all by their place in the policy or their id.
    """

    questions: int = 0
    broken: dict[int | str, Broken] = field(default_factory=dict)
    about: set[int] = field(default_factory=set)
    reached: set[int] = field(default_factory=set)
    answering: set[tuple[str | None, str]] = field(default_factory=set)
    in_force: set[str] = field(default_factory=set)
    rejecting: set[str] = field(default_factory=set)
    useful: set[str] = field(default_factory=set)
    cut: bool = False

    def add(self, other: Seen) -> None:
        """Put what was seen elsewhere to this."""
        self.questions += other.questions
        self.cut = self.cut or other.cut
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


class Examiner:
    """Examines the subjects of a world one by one; `seen` grows."""

    def __init__(self, world: QuestionSpace, roles_until: date | None) -> None:
        """Lay out the promises; `roles_until` is how long every role must resolve beyond the first day."""
        self.world, self.roles_until, self.seen = world, roles_until, Seen()
        self.whole = Promise(world)
        self.promises = [Promise(world, one) for one in world.policy.invariants]
        within = {name: world.policy.within(world.catalog, frozenset({name})) for name in self.whole.names}
        self.covers = Covers(within)
        self.bare = None in world.residencies() and None in world.sources()
        self.checked: dict[Candidates, list[tuple[int, str, str, dict[str, Any]]]] = {}
        self.failing: dict[object, Request | None] = {}

    def subject(self, role: str | None, model: str) -> None:
        """Examine every question about one subject."""
        world, members = self.world, self.world.policy.members(role, model)
        size = (
            len(world.endpoints(role, model)) * len(world.keys(role)) * len(world.residencies()) * len(world.sources())
        )
        self.failing.clear()
        for attributes, count in world.alike():
            rules = world.policy.selection(attributes).rules
            selection = Selection(
                rules, attributes
            )  # its programs are of use for this subject alone: all of them fill gigabytes
            meant = [number for number, one in enumerate(self.promises) if one.about(role, model, attributes)]
            self.seen.about |= set(meant)
            days = set(world.policy.change_dates(world.catalog, role, model, attributes))
            for number in meant:
                then = self.promises[number].invariant.then  # type: ignore[union-attr]  # each of these has one
                days |= {day for one in members if then for day in change_dates(then, world.catalog.model(one))}
            intervals = cut(world.since or date.min, days)
            self.seen.questions += size * count * len(intervals)
            for begin, _ in intervals:
                self.seen.in_force |= {rule.id for rule in rules if rule.active(begin)}
                for key in world.keys(role):
                    self.block(Request(model, key=key, role=role, attributes=attributes), selection, meant, begin)

    def take(self) -> Seen:
        """Return what was seen since the last time."""
        taken, self.seen = self.seen, Seen()
        taken.cut = self.covers.cut
        return taken

    def block(self, asked: Request, selection: Selection, meant: list[int], day: date) -> None:
        """Examine every question that differs from `asked` in its parts, on the first day of an interval."""
        policy, catalog = self.world.policy, self.world.catalog
        entries = (
            policy.entries(asked.role, selection, catalog, day, asked.key) if asked.role else (Entry(asked.model),)
        )
        lines: list[Line] = []
        for entry in entries:
            candidates = catalog.candidates(entry.model, day)
            program = selection.program(candidates, day)
            admitted = candidates.full
            for _, bits in (*program.rejections, *by_entry(entry, candidates, day)):
                admitted &= ~bits
            lines.append(Line(candidates, admitted, day))
            self.rules(program, candidates)
            if admitted:
                self.built_in(lines, asked, day)
        if any(one.admitted & self.whole.reach(one.candidates) for one in lines):
            self.seen.answering.add((asked.role, asked.model))
        for number in meant:
            if self.promises[number].invariant.answers:  # type: ignore[union-attr]  # each of these has one
                self.answered(number, lines, asked, day)
            else:
                self.holding(number, lines, asked, day)
        if asked.role and self.bare:
            within = day == self.world.since or (self.roles_until is not None and day < self.roles_until)
            home = [one.admitted & source_bits(one.candidates, None) for one in lines]
            if within and not any(
                bits & ~one.candidates.endpoint(RUNTIME) for bits, one in zip(home, lines, strict=True)
            ):
                self.fail(ROLES, "", asked, day)

    def holding(self, number: int, lines: list[Line], asked: Request, day: date) -> None:
        """Look for a question whose admitted routes break an invariant."""
        promise = self.promises[number]
        for place, line in enumerate(lines):
            within = line.admitted & promise.reach(line.candidates)
            if not within:
                continue
            if not any(one.admitted & promise.reach(one.candidates) for one in lines[:place]):
                self.seen.reached.add(number)
            bad = within & promise.broken(line.candidates, day)
            if bad and not self.seen.beaten(number, 0, day):
                found = narrowest(promise, self.covers, lines[: place + 1], bad, asked)
                if found is not None:
                    request, route = found
                    self.fail(number, f"{route.id} from {route.source} is admitted", request, day)

    def answered(self, number: int, lines: list[Line], asked: Request, day: date) -> None:
        """Look for a question without an answer; a question that asks for more may always have none."""
        self.seen.reached.add(number)
        promise, key = self.promises[number], (number, asked, *((one.candidates, one.admitted) for one in lines))
        if key not in self.failing:
            self.failing[key] = self.unanswered(promise, lines, asked)
        request = self.failing[key]
        if request is not None:
            self.fail(number, "", request, day)

    def unanswered(self, promise: Promise, lines: list[Line], asked: Request) -> Request | None:
        """Return the shortest question that is meant and has no answer; None when all have one."""
        names = [None] * promise.open + sorted(promise.names & promise.within if promise.within else promise.names)
        found = (
            replace(asked, residency=frozenset() if name is None else frozenset({name}), source=source, endpoint=end)
            for end in promise.ends_of(asked.role, asked.model)
            for name in names
            for source in promise.sources
            if not any(
                one.admitted
                & ~one.candidates.endpoint(end)
                & source_bits(one.candidates, source)
                & residency_bits(self.world, one.candidates, frozenset() if name is None else frozenset({name}))
                for one in lines
            )
        )
        return min(found, key=lambda one: (conditions(one), len(str(one)), str(one)), default=None)

    def built_in(self, lines: list[Line], asked: Request, day: date) -> None:
        """Check what holds under every policy: the residency, the Region that is called and the calendar."""
        *earlier, (candidates, admitted, _) = lines
        for bits, promise, says, parts in self.let_through(candidates):
            request = replace(asked, **parts)
            named = (request.residency, request.source)
            if bits & admitted and not any(self.left(one, *named) for one in earlier):
                self.fail(promise, says, request, day)
        for source, bits in candidates.split(lambda route: route.source).items():
            end = candidates.model.lifecycle_in(source).end_of_life
            if end is not None and day >= end and bits & admitted:
                self.ended(lines, bits & admitted, replace(asked, source=source), day)

    def ended(self, lines: list[Line], bits: int, asked: Request, day: date) -> None:
        """Tell of routes that are admitted although their model has ended in the source Region that is asked for.

        Where a world has no questions from there, those that leave it open may show it.
        """
        *earlier, (candidates, _, _) = lines
        route = next(candidates.pick(bits))
        for source in (None, asked.source):
            open_to = source in self.whole.sources and bits & source_bits(candidates, source)
            if open_to and not any(self.left(one, frozenset(), source) for one in earlier):
                end = candidates.model.lifecycle_in(route.source).end_of_life
                says = f"{candidates.model.id} ended in {route.source} on {end}"
                self.fail(END_OF_LIFE, says, replace(asked, source=source, endpoint=route.endpoint), day)
                return

    def left(self, line: Line, names: frozenset[str], source: str | None) -> int:
        """Return the bits of the routes that a question with these residencies and source Region leaves a model."""
        return line.admitted & residency_bits(self.world, line.candidates, names) & source_bits(line.candidates, source)

    def let_through(self, candidates: Candidates) -> list[tuple[int, str, str, dict[str, Any]]]:
        """Return what the engine lets through against the catalog: bits, promise, what is wrong, parts of a question.

        Each residency is asked alone, and all together.
        """
        known = self.checked.get(candidates)
        if known is not None:
            return known
        found: list[tuple[int, str, str, dict[str, Any]]] = []
        places = candidates.split(lambda route: route.destinations)
        for names in (*(frozenset({name}) for name in sorted(self.whole.names)), self.whole.names):
            passed = residency_bits(self.world, candidates, names) if names else 0
            for reached, bits in places.items() if passed else ():
                outside = self.outside(reached, names) if bits & passed else ()
                if outside:
                    route = next(candidates.pick(bits & passed))
                    says = f"{route.id} may be processed in {min(outside)}"
                    found.append((bits & passed, RESIDENCY, says, {"residency": names}))
        sources = candidates.split(lambda route: route.source)
        for source in self.whole.sources:
            passed = source_bits(candidates, source) & ~sources.get(source, 0) if source else 0
            if passed:
                route = next(candidates.pick(passed))
                found.append((passed, SOURCE, f"{route.id} is invoked from {route.source}", {"source": source}))
        return self.checked.setdefault(candidates, found)

    def outside(self, reached: frozenset[str], names: frozenset[str]) -> list[str]:
        """Return the Regions that lie neither in a country of these residencies nor are named by them."""
        policy, catalog = self.world.policy, self.world.catalog
        countries, named = set[str](), set[str]()
        for name in names:
            own = policy.residencies.get(name)
            countries |= (own or catalog.residencies[name]).countries
            named |= own.regions if own else frozenset()
        return [code for code in reached if catalog.regions[code].country not in countries and code not in named]

    def rules(self, program: Program, candidates: Candidates) -> None:
        """See which rules reject something here, and which reject what nothing else would."""
        own = [(rule, bits) for rule, bits in program.rejections if rule not in self.seen.useful]
        if not own:
            return
        self.seen.rejecting |= {rule for rule, _ in own}
        for endpoint in (RUNTIME, MANTLE):
            once, again = candidates.endpoint(endpoint), 0
            for _, bits in program.rejections:
                again |= once & bits
                once |= bits
            self.seen.useful |= {rule for rule, bits in own if bits & ~again & ~candidates.endpoint(endpoint)}

    def fail(self, promise: int | str, says: str, request: Request, day: date) -> None:
        """Note a counterexample; `says` is empty where the decision itself says it."""
        text = str(request)
        self.seen.fail(promise, Broken(conditions(request), day, len(text), text, says, request))
