"""Proof in its most naive form: on every day every question that a request can say is asked, and every route looked at.

It reads the raw document, knows nothing of dates on which something may change and takes no part of a question for
granted. Days of which every verdict is the same are asked once, and so are questions of which every effect is. Sets of
routes are integers, a bit a route.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import chain, combinations, product

from bedrock_atlas.decision.request import Request
from bedrock_atlas.policy.constraints import names
from bedrock_atlas.policy.rules import Entry
from tests.property.reference import ORDER, rejecting_rules, retention, routes
from tests.property.reference_policy import ended, in_force, meant, naive_entries, ranking, says, waived

ENDPOINTS = ("bedrock-runtime", "bedrock-mantle")
NOTHING = Request("")


def subsets(words):
    """Return every subset, the empty one first."""
    sizes = (combinations(sorted(words), size) for size in range(len(words) + 1))
    return [frozenset(one) for one in chain.from_iterable(sizes)]


def conditions(request):
    """Count what a question asks for beside its subject and attributes."""
    parts = (request.source, request.endpoint != ENDPOINTS[0], request.profile, request.api, request.retention)
    return len(request.residency) + len(request.needs) + sum(map(bool, parts))


def length(request, day):
    """Return how long a counterexample is to read."""
    return (conditions(request), str(day), len(str(request)), str(request))


class World:
    """A document and a policy, asked on each of some days; `beside` are the (API, needs, retention mode) to ask for."""

    def __init__(self, document, policy, days, beside):
        """List every question: where, and beside it what else, the shortest first."""
        self.document, self.policy, self.days = document, policy, days
        (self.invariant,) = policy.invariants
        declared = sorted(policy.attributes)
        self.attributes = [
            tuple(zip(declared, one, strict=True)) for one in product(*map(policy.attributes.get, declared))
        ]
        self.places = [Request("", named, source, end) for named in subsets(document["residencies"])
                       for source in (None, *document["regions"]) for end in ENDPOINTS]  # fmt: skip
        self.beside = sorted((replace(NOTHING, api=api, needs=needs, retention=mode) for api, needs, mode in beside),
                             key=lambda one: length(one, ""))  # fmt: skip
        self.effects = cache(self._effects)
        self.routes = cache(lambda model, day: sorted(routes(document, model, day).items()))

    def broken(self, subjects=None):
        """Yield (request, day) for every question of different effect, and first day, that breaks the promise."""
        seen = set()
        for day in map(str, self.days):
            state = self._state(day)
            if state in seen:
                continue
            seen.add(state)
            admitted = cache(lambda entry, rules, named, long, day=day: self._admitted(entry, rules, named, long, day))
            for role, model in subjects or (*((None, one) for one in self.document["models"]), ("any", "")):
                for given in self.attributes:
                    yield from ((one, day) for one in self._asked(role, model, given, day, admitted))

    def _state(self, day):
        """Return all that is so on a day, of every route and of every rule and exception."""
        found = [day] if self.invariant.answers else []  # a rank may depend on the day
        for model, entry in self.document["models"].items():
            for key, route in self.routes(model, day):
                conditions_ = [one.condition for one in self.policy.rules] + [self.invariant.then]
                held = [
                    says(one, self.document, model, key, route, day, request)
                    for one in conditions_ if one is not None for request in self._looks(one)
                ]  # fmt: skip
                bare = rejecting_rules(self.document, model, key, route, Request(model), day)
                found.append((key, route["kind"], tuple(sorted(route["to"])), tuple(sorted(bare)), *held))
            found.append((self._able(model, day), retention(entry, day)))
            waivers = [one for rule in self.policy.rules for one in rule.waivers]
            found.append(tuple(ended(one, day) for one in (*self.policy.rules, *waivers)))
        approvals = [one.approval for one in self.policy.roles["any"].entries if one.approval]
        return (*found, *(ended(one, day) for one in approvals), self._order(day))

    def _order(self, day):
        every = [rule for rule in self.policy.rules if not ended(rule, day) and rule.preferences]
        return tuple(rule.id for rule in every)

    def _looks(self, condition):
        """Return questions that differ in what a condition can look at, the long prompt and the residencies."""
        written = names(condition)
        needs = [frozenset(), frozenset({"context-1m"})] if "price_at_most" in written else [frozenset()]
        named = subsets(self.document["residencies"]) if "source_regions" in written else [frozenset()]
        return [Request("", residency=one, needs=need) for one in named for need in needs]

    def _able(self, model, day):
        known = self.document["models"][model]["capabilities"]
        return frozenset(one["capability"] for one in known if (one.get("from") or "") <= day)

    def _effects(self, place, role, given, able, least):
        """Return (rules that are meant, models that withstand it, whether it is long, whether it is bare, shortest).

        `able` and `least` are the capabilities and the retention modes of the models. Questions of the same effect are
        one, the shortest.
        """
        found, apart = (
            {},
            any(part in {"api", "needs", "retention"} for rule in self.policy.rules for part, _ in rule.ask),
        )
        asked, request = None, None
        for one in self.beside:
            if apart or request is None:
                request = Request("", place.residency, place.source, place.endpoint, None, one.needs, one.api,
                                  one.retention, role, given)  # fmt: skip
                asked = tuple(meant(rule, request) for rule in self.policy.rules)
            mode = 3 if one.retention is None else ORDER.index(one.retention)
            fine = tuple(one.needs <= can and mode >= ORDER.index(need) for can, need in zip(able, least, strict=True))
            bare = not one.needs and one.retention is None
            found.setdefault((asked, fine, "context-1m" in one.needs, bare), one)
        return [(*effect, one) for effect, one in found.items()]

    def _asked(self, role, model, given, day, admitted):
        models = list(self.document["models"])
        able = tuple(self._able(one, day) for one in models)
        least = tuple(retention(self.document["models"][one], day) for one in models)
        profiles = (None, *self.document["geographies"])
        for place in self.places:
            at = Request(model, place.residency, place.source, place.endpoint, role=role, attributes=given)
            if not self.means(at):
                continue
            for rules, fine, long, bare, one in self.effects(place, role, given, able, least):
                if self.invariant.answers and not bare:
                    continue
                request = replace(at, api=one.api, needs=one.needs, retention=one.retention) if role else at
                entries = naive_entries(self.document, self.policy, request, day) if role else [Entry(model)]
                entries = [entry for entry in entries if fine[models.index(entry.model)]]
                lines = [admitted(entry, (rules, given), place.residency, long) for entry in entries]
                if self.invariant.answers:
                    if not self._settled(entries, lines, request, day):
                        yield replace(at, api=one.api, needs=one.needs, retention=one.retention)
                    continue
                for profile in profiles:
                    answer = next((left for line in lines if (left := self.left(line, place, profile))), [])
                    if any(answer):
                        yield replace(at, api=one.api, needs=one.needs, retention=one.retention, profile=profile)

    def _admitted(self, entry, rules, named, long, day):
        """Return (key, kind, whether it breaks the promise) of each route that rules, calendar and residency let be."""
        (wanted, given), model, found = rules, entry.model, []
        looked = Request(model, named, needs=frozenset({"context-1m"}) if long else frozenset(), attributes=given)
        ignored = {"request.endpoint", "request.partition", "request.capability"}
        for key, route in self.routes(model, day):
            around = (self.document, model, key, route, day, looked)
            prefix = "" if route["kind"] in {"in-region", "mantle"} else route["kind"]
            if (
                rejecting_rules(self.document, model, key, route, looked, day) - ignored
                or entry.geography not in {None, prefix}
                or entry.source not in {None, key[2]}
                or (entry.approval is not None and ended(entry.approval, day))
                or any(
                    says(rule.condition, *around) != (rule.effect == "require")
                    for rule, fits in zip(self.policy.rules, wanted, strict=True)
                    if fits and rule.effect in {"require", "forbid"} and not ended(rule, day)
                    and not waived(rule, looked, model, day)
                )
            ):  # fmt: skip
                continue
            found.append(
                (key, route["kind"], self.invariant.then is not None and not says(self.invariant.then, *around))
            )
        return tuple(found)

    def _settled(self, entries, lines, request, day):
        """Check whether the first model with a route answers, and does not ask back where."""
        for entry, line in zip(entries, lines, strict=True):
            left = [one for one in line if self.left([one], request, None)]
            if not left or request.residency or request.source:
                if left:
                    return True
                continue
            rank = ranking(self.document, entry.model, request, in_force(self.policy, request, day), day)
            found = dict(self.routes(entry.model, day))
            ranks = {key: rank((key, found[key])) for key, _, _ in left}
            best = [key for key, place in ranks.items() if place == min(ranks.values())]
            return len({key[0].partition(".")[0] for key in best}) == 1
        return False

    def left(self, line, place, profile):
        """Return of each route of a line that the place and the profile leave whether it breaks the promise."""
        home = "aws-us-gov" if profile == "us-gov" else "aws"
        return [
            bad for (_, end, source), kind, bad in line
            if end == place.endpoint and profile in {None, kind}
            and (source == place.source if place.source else self.document["regions"][source]["partition"] == home)
        ]  # fmt: skip

    def means(self, request):
        """Check whether a question is one that the promise is about."""
        given = {"model": {request.model}, "role": {request.role}, "source": {request.source},
                 "residency": request.residency, "endpoint": {request.endpoint},
                 **{name: {value} for name, value in request.attributes}}  # fmt: skip
        answers = self.invariant.answers
        if answers and "endpoint" not in dict(self.invariant.where) and request.endpoint != "bedrock-runtime":
            return False
        if answers and len(request.residency) > 1:
            return False
        return all(given[name] & values for name, values in self.invariant.where)
