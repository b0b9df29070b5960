"""Planted faults: small patches of the engine, each with the law that has to catch it.

A mutant is (what it gets wrong, the text of the core that is replaced, what stands there instead, the law). The laws
are those of `test_small_world.py`, which ask every question about a small catalog and so need no luck.
"""

from __future__ import annotations

from typing import NamedTuple

NAIVE = "test_the_engine_gives_the_naive_answer"
PRICES = "test_prices_are_the_naive_ones"
WITHIN = "test_admitted_routes_stay_within_the_residency"


HELD = "holds(self.since, self.until, on)"
LATE = "holds(self.since, self.until and self.until + self.until.resolution, on)"
ABLE = '"""Check whether the model has it on that date."""\n        return '
ACTIVE = '"""Check whether the rule is in force on a day."""\n        return '


class Mutant(NamedTuple):
    """One planted fault."""

    fault: str
    old: str
    new: str
    law: str


MUTANTS = (
    # the request
    Mutant(
        "the prefix is compared instead of the destinations",
        "lambda route: not route.destinations <= allowed",
        "lambda route: route.geography not in {'eu', 'us', 'au'}",
        WITHIN,
    ),
    Mutant(
        "one destination inside the residency is enough",
        "lambda route: not route.destinations <= allowed",
        "lambda route: not route.destinations & allowed",
        WITHIN,
    ),
    Mutant("the source Region is ignored", "candidates.source(request.source)", "0", NAIVE),
    Mutant("the endpoint is ignored", "candidates.endpoint(request.endpoint)", "0", NAIVE),
    Mutant("the profile asked for is ignored", "candidates.profile(request.profile)", "0", NAIVE),
    Mutant("needs are ignored", "candidates.capabilities(request.needs)", "0", NAIVE),
    Mutant("one of several needs is enough", "0 if all(", "0 if any(", NAIVE),
    Mutant("the retention mode is ignored", '{"", request.retention}', "{candidates.model.retention}", NAIVE),
    Mutant("GovCloud is reached without being asked for", "candidates.partition(home)", "0", NAIVE),
    # the calendar
    Mutant(
        "a model lives through its end of life",
        "on >= self.end_of_life:",
        "on > self.end_of_life:",
        NAIVE,
    ),
    Mutant("a model starts a day late", "on < self.start_of_life", "on <= self.start_of_life", NAIVE),
    Mutant(
        "a route ends a day late",
        "(None, route.until, day)",
        "(None, route.until and route.until + route.until.resolution, day)",
        NAIVE,
    ),
    Mutant("every interval ends a day late", "until is None or on < until", "until is None or on <= until", NAIVE),
    Mutant("every interval begins a day late", "since is None or on >= since", "since is None or on > since", NAIVE),
    Mutant("a withdrawn route is still there", '("lifecycle.withdrawn", self', '("x", 0 and self', NAIVE),
    Mutant("a row that ended wins over the one in force", "return max(begun,", "return min(begun,", NAIVE),
    Mutant("a capability ends a day late", ABLE + HELD, ABLE + LATE, NAIVE),
    Mutant(
        "a status changes without a date",
        "self.public_extended_access, self.end_of_life)",
        "self.public_extended_access)",
        NAIVE,
    ),
    # prices and ranking
    Mutant(
        "an unknown price counts as nothing",
        'Decimal("Infinity")',
        "Decimal(0)",
        NAIVE,
    ),
    Mutant(
        "GovCloud is priced like the commercial Regions",
        'return GOVCLOUD if partition == "aws-us-gov" else geography',
        "return geography",
        NAIVE,
    ),
    Mutant(
        "an unknown factor is taken for one",
        "premium.factor(scope, geography) if premium",
        "(premium.factor(scope, geography) or Decimal(1)) if premium",
        NAIVE,
    ),
    Mutant(
        "a premium is added instead of multiplied",
        "amount * factor for",
        "amount + factor for",
        PRICES,
    ),
    Mutant("the dearest comes first", "(group.cost(TOKEN_MIX), group.width", "(-group.cost(TOKEN_MIX), group.width",
           NAIVE),
    Mutant("global is not preferred", 'group.scope != "global"', 'group.scope == "global"', NAIVE),
    # rules
    Mutant("one rule is dropped", "for rule in rules:", "for rule in rules[1:]:", NAIVE),
    Mutant("`until` is ignored", ACTIVE + HELD, ACTIVE + HELD.replace("self.until", "None"), NAIVE),
    Mutant("a rule ends a day late", ACTIVE + HELD, ACTIVE + LATE, NAIVE),
    Mutant("`from` is ignored", ACTIVE + HELD, ACTIVE + HELD.replace("self.since", "None"), NAIVE),
    Mutant("`when` is ignored", "given.get(name) in values for", "True for", NAIVE),
    Mutant("`not` is ignored", "return not holds(", "return holds(", NAIVE),
    Mutant("`any_of` wants all", "return any(holds(", "return all(holds(", NAIVE),
    Mutant("require and forbid are exchanged", 'candidates.model, rule.effect == "require"',
           'candidates.model, rule.effect == "forbid"', NAIVE),
    Mutant(
        "an unknown price satisfies a limit",
        "name in known and known[name] <= limit",
        "known.get(name, 0) <= limit",
        NAIVE,
    ),
    Mutant(
        "an unknown premium satisfies a limit",
        "return case.price is not None and case.price.over_base is not None and case.price.over_base <= most",
        "return case.price is None or case.price.over_base is None or case.price.over_base <= most",
        NAIVE,
    ),
    Mutant("days to the end of life are off by one", "left < days", "left <= days", NAIVE),
    Mutant("the end of life nears a day early", "timedelta(days=days - 1)", "timedelta(days=days)", NAIVE),
    Mutant("days since launch are off by one", "- start).days < days", "- start).days <= days", NAIVE),
    Mutant(
        "counted days change on no date",
        "sorted(self._dated | counted)",
        "sorted(self._dated)",
        NAIVE,
    ),
    Mutant(
        "the dates of rules change nothing",
        "sorted(self._dated | counted)",
        "sorted(counted)",
        NAIVE,
    ),
    Mutant(
        "the last rule decides alone",
        "self.rejections = tuple(found)",
        "self.rejections = tuple(found[-1:])",
        NAIVE,
    ),
    Mutant(
        "only the first two rules count",
        "for rule in rules:",
        "for rule in rules[:2]:",
        NAIVE,
    ),
    Mutant(
        "obligations of rules that are not in force are told",
        "            if not rule.active(day):\n                continue\n            obligations += rule.obligations\n",
        "            obligations += rule.obligations\n            if not rule.active(day):\n                continue\n",
        "test_obligations_are_those_of_the_rules_in_force",
    ),
    Mutant(
        "composition keeps the first policy alone",
        "rules=tuple(rules.values())",
        "rules=policies[0].rules",
        "test_composition_is_a_union",
    ),
    # what reads the engine
    Mutant(
        "a role is answered by its last model",
        "if decision.group is not None:\n            break",
        "if False:\n            break",
        NAIVE,
    ),
    Mutant(
        "the proof looks at one question a block",
        "for request in requests:\n            decision",
        "for request in requests[:1]:\n            decision",
        "test_the_proof_sees_every_question",
    ),
    Mutant(
        "the table forgets to close a row",
        "begin = found.pop()[0][0]",
        "begin, end = found.pop()[0]",
        "test_the_table_holds_every_answer",
    ),
)  # fmt: skip
