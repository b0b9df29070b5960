"""Proof in its most naive form: on every day every question that a request can say is asked, and every route looked at.

It reads the raw document, knows nothing of dates on which something may change and takes no part of a question for
granted. Days of which every verdict is the same are asked once. Sets of routes are integers, a bit a route.
"""

from __future__ import annotations

from itertools import chain, combinations, product

from bedrock_atlas.decision.request import Request
from tests.property.reference import ORDER, rejecting_rules, retention, routes
from tests.property.reference_policy import naive_entries, says

ENDPOINTS = ("bedrock-runtime", "bedrock-mantle")


def subsets(names):
    """Return every subset, the empty one first."""
    sizes = (combinations(sorted(names), size) for size in range(len(names) + 1))
    return [frozenset(one) for one in chain.from_iterable(sizes)]


class World:
    """A document and a policy, asked on each of some days; questions may hold these needs and retention modes."""

    def __init__(self, document, policy, days, needs, modes):
        """List every question, plain ones and those that hold more."""
        self.document, self.policy, self.days = document, policy, days
        names = sorted(policy.attributes)
        self.attributes = [tuple(zip(names, one, strict=True)) for one in product(*map(policy.attributes.get, names))]
        prefixes = (None, *document["geographies"])
        self.plain = [Request("", names, source, end) for names in subsets(document["residencies"])
                      for source in (None, *document["regions"]) for end in ENDPOINTS]  # fmt: skip
        self.narrow = [Request("", one.residency, one.source, one.endpoint, profile, needed, None, mode)
                       for one in self.plain for profile in prefixes for needed in subsets(needs)
                       for mode in (None, *modes)]  # fmt: skip

    def states(self):
        """Return {what is so on a day, for one combination of attributes: the first day of it}."""
        found, invariant = {}, self.policy.invariants[0]
        for day in map(str, self.days):
            bare = {model: self._bare(model, day) for model in self.document["models"]}
            held = {model: self._held(model, day, invariant) for model in self.document["models"]}
            for attributes in self.attributes:
                rules = [rule for rule in self.policy.rules if _fits(rule, attributes, day)]
                lines = tuple(
                    self._line(model, day, bare[model], held[model], rules) for model in self.document["models"]
                )
                request = Request("", role="any", attributes=attributes)
                order = tuple(one.model for one in naive_entries(self.document, self.policy, request, day))
                found.setdefault((attributes, order, lines), day)
        return found

    def _bare(self, model, day):
        nothing = Request(model)
        ignored = {"request.endpoint", "request.partition"}
        return {key: (route, rejecting_rules(self.document, model, key, route, nothing, day) - ignored)
                for key, route in sorted(routes(self.document, model, day).items())}  # fmt: skip

    def _held(self, model, day, invariant):
        return {key: invariant.then is not None and not says(invariant.then, self.document, model, key, route, day)
                for key, route in routes(self.document, model, day).items()}  # fmt: skip

    def _line(self, model, day, bare, bad, rules):
        able = tuple(sorted(one["capability"] for one in self.document["models"][model]["capabilities"]
                            if (one.get("from") or "") <= day))  # fmt: skip
        admitted = tuple(
            (key, route["kind"], frozenset(route["to"]), bad[key]) for key, (route, rejected) in bare.items()
            if not rejected and not any(
                says(rule.condition, self.document, model, key, route, day) != (rule.effect == "require")
                for rule in rules if rule.condition is not None))  # fmt: skip
        return (model, able, retention(self.document["models"][model], day), admitted)

    def left(self, line, request):
        """Return the routes of a line that a request leaves: their keys, and whether one is bad."""
        _, able, least, admitted = line
        document = self.document
        if not request.needs <= set(able):
            return []
        if request.retention is not None and ORDER.index(request.retention) < ORDER.index(least):
            return []
        countries = {code for name in request.residency for code in document["residencies"][name]["countries"]}
        home = "aws-us-gov" if request.profile == "us-gov" else "aws"
        return [
            (key, bad) for key, kind, reached, bad in admitted
            if key[1] == request.endpoint
            and (request.profile is None or kind == request.profile)
            and (not request.residency or all(document["regions"][code]["country"] in countries for code in reached))
            and (key[2] == request.source if request.source else document["regions"][key[2]]["partition"] == home)
        ]  # fmt: skip

    def means(self, invariant, request):
        """Check whether a question is one that the promise is about."""
        given = {"model": {request.model}, "role": {request.role}, "source": {request.source},
                 "residency": request.residency, "endpoint": {request.endpoint},
                 **{name: {value} for name, value in request.attributes}}  # fmt: skip
        if invariant.answers and "endpoint" not in dict(invariant.where) and request.endpoint != "bedrock-runtime":
            return False
        return all(given[name] & values for name, values in invariant.where)

    def broken(self, narrow=True):
        """Yield (request, day) for every question and first day of a state that breaks the promise."""
        invariant = self.policy.invariants[0]
        asked = self.narrow if narrow and not invariant.answers else self.plain
        memo = {}
        for (attributes, order, lines), day in self.states().items():
            by_model = {line[0]: line for line in lines}
            for role, model in (*((None, one) for one in by_model), ("any", "")):
                members = [by_model[one] for one in (order if role else (model,))]
                key = (tuple(members), role, attributes)
                if key in memo:
                    continue
                memo[key] = True
                for one in asked:
                    request = Request(model, one.residency, one.source, one.endpoint, one.profile, one.needs, None,
                                      one.retention, role, attributes)  # fmt: skip
                    if not self.means(invariant, request):
                        continue
                    answer = next((left for left in (self.left(line, one) for line in members) if left), [])
                    if (not answer) if invariant.answers else any(bad for _, bad in answer):
                        yield request, day


def _fits(rule, attributes, day):
    given = dict(attributes)
    begun = rule.since is None or str(rule.since) <= day
    return (
        begun
        and (rule.until is None or day < str(rule.until))
        and all(given[name] in values for name, values in rule.when)
    )
