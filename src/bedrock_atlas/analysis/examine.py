"""One subject under one combination of attributes in one interval: what is promised, looked up in the bits.

The bits are the engine's own (the same programs and the same look-ups as in `decide`), but what it promises under every
policy is not taken from it: destinations are compared with the countries of the catalog again, and dates with the
calendar. Rules are examined on the way: one that never rejects what nothing else rejects is told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from bedrock_atlas.analysis.kinds import Looked
from bedrock_atlas.analysis.layout import Layout
from bedrock_atlas.analysis.narrowest import Line, conditions, narrowest
from bedrock_atlas.analysis.promises import residency_bits, source_bits
from bedrock_atlas.analysis.seen import Broken, Seen
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.intervals import cut
from bedrock_atlas.facts.values import MANTLE, RUNTIME
from bedrock_atlas.policy.constraints import PROMISES, change_dates
from bedrock_atlas.policy.entries import by_entry
from bedrock_atlas.policy.program import Selection
from bedrock_atlas.policy.rules import Entry

if TYPE_CHECKING:
    from bedrock_atlas.analysis.layout import Laid
    from bedrock_atlas.analysis.promises import Promise
    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.policy.program import Program

__all__ = ["Examiner"]

RESIDENCY, SOURCE, END_OF_LIFE, ROLES = PROMISES


class Examiner:
    """Examines the subjects of a world one by one; `seen` grows."""

    def __init__(self, world: QuestionSpace, roles_until: date | None) -> None:
        """Lay out the promises; `roles_until` is how long every role must resolve beyond the first day."""
        self.world, self.roles_until, self.seen, self.layout = world, roles_until, Seen(), Layout(world)
        self.checked: dict[Candidates, list[tuple[int, str, str, dict[str, Any]]]] = {}
        self.failing: dict[object, Request | None] = {}

    def subject(self, role: str | None, model: str) -> None:
        """Examine every question about one subject."""
        world, layout, members = self.world, self.layout, self.world.policy.members(role, model)
        size = len(world.endpoints(role, model)) * len(world.residencies()) * len(world.sources())
        self.failing.clear()
        for attributes, count in world.alike():
            rules = world.policy.selection(attributes).rules
            selection = Selection(
                rules, attributes
            )  # its programs are of use for this subject alone: all of them fill gigabytes
            asked = Request(model, role=role, attributes=attributes)
            promised = [one.then for one in layout.meant(asked)]
            days = set(world.policy.change_dates(world.catalog, role, model, attributes))
            days |= {day for one in members for then in promised if then
                     for day in change_dates(then, world.catalog.model(one))}  # fmt: skip
            intervals = cut(world.since or date.min, days)
            looked = Looked.of(rules, promised, role)
            self.seen.questions += (
                size * count * len(intervals) * len(looked.beside(world.able(role, model))) * len(world.keys(role))
            )
            for laid, example in layout.kinds(asked, looked):
                narrowed = selection.narrowed(example, self.within) if selection.look else selection
                meant = laid.about(asked)
                self.seen.about |= set(meant)
                for begin, _ in intervals:
                    self.seen.in_force |= {rule.id for rule in narrowed.rules if rule.active(begin)}
                    for key in world.keys(role):
                        self.block(replace(asked, key=key), narrowed, laid, meant, begin)

    def within(self, names: frozenset[str]) -> frozenset[str]:
        """Return the Regions that residencies allow together."""
        return self.world.policy.within(self.world.catalog, names)

    def take(self) -> Seen:
        """Return what was seen since the last time."""
        taken, self.seen = self.seen, Seen()
        taken.left_out = self.layout.left_out()
        return taken

    def block(self, asked: Request, selection: Selection, laid: Laid, meant: list[int], day: date) -> None:
        """Examine every question of a kind that differs from `asked` in its parts, on the first day of an interval."""
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
            self.rules(program, candidates, admitted)
            if admitted:
                self.built_in(laid, lines, asked)
        if any(one.admitted & laid.whole.reach(one.candidates) for one in lines):
            self.seen.answering.add((asked.role, asked.model))
        for number in meant:
            if laid.promises[number].answers:
                self.answered(number, laid.promises[number], lines, asked)
            else:
                self.holding(number, laid.promises[number], lines, asked)
        if asked.role and laid.whole.means(asked) and self.due(day) and not any(map(_bare, lines)):
            self.fail(ROLES, "", asked, day)

    def due(self, day: date) -> bool:
        """Check whether every role must resolve on a day."""
        return day == self.world.since or (self.roles_until is not None and day < self.roles_until)

    def holding(self, number: int, promise: Promise, lines: list[Line], asked: Request) -> None:
        """Look for a question whose admitted routes break an invariant."""
        for place, line in enumerate(lines):
            within = line.admitted & promise.reach(line.candidates)
            if not within:
                continue
            if not any(one.admitted & promise.reach(one.candidates) for one in lines[:place]):
                self.seen.reached.add(number)
            bad = within & promise.broken(line.candidates, line.day)
            if bad and not self.seen.beaten(number, 0, line.day):
                found = narrowest(promise, self.layout.covers, lines[: place + 1], bad, asked)
                if found is not None:
                    request, route = found
                    self.fail(number, f"{route.id} from {route.source} is admitted", request, line.day)

    def answered(self, number: int, promise: Promise, lines: list[Line], asked: Request) -> None:
        """Look for a question without an answer; a question that asks for more may always have none."""
        self.seen.reached.add(number)
        key = (promise, asked, *((one.candidates, one.admitted) for one in lines))
        if key not in self.failing:
            self.failing[key] = self.unanswered(promise, lines, asked)
        request = self.failing[key]
        if request is not None:
            self.fail(number, "", request, lines[0].day)

    def unanswered(self, promise: Promise, lines: list[Line], asked: Request) -> Request | None:
        """Return the shortest question that is meant and has no answer; None when all have one."""
        names = [frozenset[str](), *(frozenset({name}) for name in sorted(promise.names))]
        found = (
            request
            for end in promise.ends_of(asked.role, asked.model)
            for named in names
            for source in promise.sources
            for request in (replace(asked, residency=named, source=source, endpoint=end, api=promise.kind.apis[0]),)
            if promise.means(request)
            and not any(
                one.admitted
                & ~one.candidates.endpoint(end)
                & source_bits(one.candidates, source)
                & residency_bits(self.world, one.candidates, named)
                for one in lines
            )
        )
        return min(found, key=lambda one: (conditions(one), len(str(one)), str(one)), default=None)

    def built_in(self, laid: Laid, lines: list[Line], asked: Request) -> None:
        """Check what holds under every policy: the residency, the Region that is called and the calendar."""
        *earlier, (candidates, admitted, day) = lines
        least = laid.whole.kind.least(candidates.model, day)
        if least is None:
            return
        asked = replace(asked, api=least.api, needs=least.needs, retention=least.retention)
        for bits, promise, says, parts in self.let_through(candidates):
            request = replace(asked, **parts)
            named = (request.residency, request.source)
            if bits & admitted and laid.whole.means(request) and not any(self.left(one, *named) for one in earlier):
                self.fail(promise, says, request, day)
        for source, bits in candidates.split(lambda route: route.source).items():
            end = candidates.model.lifecycle_in(source).end_of_life
            over = bits & admitted if end is not None and day >= end else 0
            found = narrowest(laid.whole, self.layout.covers, lines, over, asked) if over else None
            if found is not None:
                self.fail(END_OF_LIFE, f"{candidates.model.id} ended in {source} on {end}", found[0], day)

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
        for names in (*(frozenset({name}) for name in sorted(self.layout.names)), self.layout.names):
            passed = residency_bits(self.world, candidates, names) if names else 0
            for reached, bits in places.items() if passed else ():
                outside = self.outside(reached, names) if bits & passed else ()
                if outside:
                    route = next(candidates.pick(bits & passed))
                    says = f"{route.id} may be processed in {min(outside)}"
                    found.append((bits & passed, RESIDENCY, says, {"residency": names}))
        sources = candidates.split(lambda route: route.source)
        for source in self.world.sources():
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

    def rules(self, program: Program, candidates: Candidates, admitted: int) -> None:
        """See which rules reject something here, which reject what nothing else would, and which oblige."""
        self.seen.useful |= {duty.rule for duty, bits in program.duties if bits & admitted}
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


def _bare(line: Line) -> int:
    """Return the bits of the routes that a question leaves which says nothing of where."""
    return line.admitted & source_bits(line.candidates, None) & ~line.candidates.endpoint(RUNTIME)
