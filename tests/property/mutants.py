"""Planted faults: small patches of the engine, each with the law that has to catch it.

A mutant is (what it gets wrong, the file, the text that is replaced, what stands there instead, the law).
"""

from __future__ import annotations

from typing import NamedTuple

LAWS, POLICY = "tests.property.test_laws", "tests.property.test_policy_laws"
NAIVE, NAIVE_POLICY = f"{LAWS}.test_the_engine_gives_the_naive_answer", f"{POLICY}.test_the_engine_gives_the_naive_answer"


class Mutant(NamedTuple):
    """One planted fault."""

    fault: str
    file: str
    old: str
    new: str
    law: str


MUTANTS = (
    # the request
    Mutant(
        "the prefix is compared instead of the destinations",
        "candidates.py",
        "lambda route: not route.destinations <= allowed",
        "lambda route: route.geography not in {'eu', 'us', 'au'}",
        f"{LAWS}.test_an_admitted_route_stays_within_the_residency",
    ),
    Mutant(
        "one destination inside the residency is enough",
        "candidates.py",
        "lambda route: not route.destinations <= allowed",
        "lambda route: not route.destinations & allowed",
        f"{LAWS}.test_an_admitted_route_stays_within_the_residency",
    ),
    Mutant("the source Region is ignored", "engine.py", "candidates.source(request.source)", "0", NAIVE),
    Mutant("the endpoint is ignored", "engine.py", "candidates.endpoint(request.endpoint)", "0", NAIVE),
    Mutant("the profile asked for is ignored", "engine.py", "candidates.profile(request.profile)", "0", NAIVE),
    Mutant("needs are ignored", "engine.py", "candidates.capabilities(request.needs)", "0", NAIVE),
    Mutant("one of several needs is enough", "candidates.py", "0 if all(", "0 if any(", NAIVE),
    Mutant("the retention mode is ignored", "engine.py", '{"", request.retention}', "{candidates.model.retention}", NAIVE),
    Mutant("GovCloud is reached without being asked for", "engine.py", "candidates.partition(home)", "0", NAIVE),
    # the calendar
    Mutant(
        "a model lives through its end of life",
        "facts.py",
        "on >= self.end_of_life:",
        "on > self.end_of_life:",
        NAIVE,
    ),
    Mutant("a model starts a day late", "facts.py", "on < self.start_of_life", "on <= self.start_of_life", NAIVE),
    Mutant("a route ends a day late", "candidates.py", "day >= route.until", "day > route.until", NAIVE),
    Mutant("a withdrawn route is still there", "candidates.py", '("lifecycle.withdrawn", self', '("x", 0 and self', NAIVE),
    Mutant("a row that ended wins over the one in force", "candidates.py", "return max(begun,", "return min(begun,", NAIVE),
    Mutant("a capability ends a day late", "facts.py", "on < self.until)", "on <= self.until)", NAIVE),
    Mutant(
        "a status changes without a date",
        "facts.py",
        "self.public_extended_access, self.end_of_life)",
        "self.public_extended_access)",
        f"{LAWS}.test_the_answer_is_constant_between_dates",
    ),
    # prices and ranking
    Mutant(
        "an unknown price counts as nothing",
        "candidates.py",
        'Decimal("Infinity")',
        "Decimal(0)",
        f"{LAWS}.test_no_admitted_route_is_cheaper_than_the_answer_to_a_residency",
    ),
    Mutant(
        "GovCloud is priced like the commercial Regions",
        "facts.py",
        'return GOVCLOUD if partition == "aws-us-gov" else geography',
        "return geography",
        NAIVE_POLICY,
    ),
    Mutant(
        "an unknown factor is taken for one",
        "entries.py",
        "premium.factor(scope, geography) if premium",
        "(premium.factor(scope, geography) or Decimal(1)) if premium",
        NAIVE_POLICY,
    ),
    Mutant(
        "a premium is added instead of multiplied",
        "entries.py",
        "amount * factor for",
        "amount + factor for",
        f"{LAWS}.test_every_price_is_base_times_the_stated_premium",
    ),
    Mutant("the dearest comes first", "program.py", "(group.cost(TOKEN_MIX), group.width", "(-group.cost(TOKEN_MIX), group.width",
           f"{LAWS}.test_no_admitted_route_is_cheaper_than_the_answer_to_a_residency"),
    Mutant("global is not preferred", "program.py", 'group.scope != "global"', 'group.scope == "global"', NAIVE),
    # rules
    Mutant("one rule is dropped", "program.py", "for rule in rules:", "for rule in rules[1:]:", NAIVE_POLICY),
    Mutant("`until` is ignored", "policy.py", "(self.until is None or on < self.until)", "True", NAIVE_POLICY),
    Mutant("a rule ends a day late", "policy.py", "on < self.until)", "on <= self.until)", NAIVE_POLICY),
    Mutant("`from` is ignored", "policy.py", "(self.since is None or on >= self.since)", "True", NAIVE_POLICY),
    Mutant("`when` is ignored", "policy.py", "given.get(name) in values for", "True for", NAIVE_POLICY),
    Mutant("`not` is ignored", "constraints.py", "return not holds(", "return holds(", NAIVE_POLICY),
    Mutant("`any_of` wants all", "constraints.py", "return any(holds(", "return all(holds(", NAIVE_POLICY),
    Mutant("require and forbid are exchanged", "program.py", 'rule.effect == "require"', 'rule.effect == "forbid"', NAIVE_POLICY),
    Mutant(
        "an unknown price satisfies a limit",
        "constraints.py",
        "name in known and known[name] <= limit",
        "known.get(name, 0) <= limit",
        NAIVE_POLICY,
    ),
    Mutant(
        "an unknown premium satisfies a limit",
        "constraints.py",
        "return case.price is not None and case.price.over_base is not None and case.price.over_base <= most",
        "return case.price is None or case.price.over_base is None or case.price.over_base <= most",
        NAIVE_POLICY,
    ),
    Mutant("days to the end of life are off by one", "constraints.py", "left < days", "left <= days", NAIVE_POLICY),
    Mutant("days since launch are off by one", "constraints.py", "- start).days < days", "- start).days <= days", NAIVE_POLICY),
    Mutant(
        "counted days change on no date",
        "program.py",
        "sorted(self._dated | counted)",
        "sorted(self._dated)",
        f"{POLICY}.test_the_answer_is_constant_between_dates",
    ),
    Mutant(
        "the dates of rules change nothing",
        "program.py",
        "sorted(self._dated | counted)",
        "sorted(counted)",
        f"{POLICY}.test_the_answer_is_constant_between_dates",
    ),
    Mutant(
        "the last rule decides alone",
        "program.py",
        "self.rejections = tuple(found)",
        "self.rejections = tuple(found[-1:])",
        f"{POLICY}.test_adding_a_rule_never_admits_a_route",
    ),
    Mutant(
        "the order of rules counts",
        "program.py",
        "for rule in rules:",
        "for rule in rules[:2]:",
        f"{POLICY}.test_the_order_of_rules_is_irrelevant",
    ),
    Mutant(
        "duties of rules that are not in force are told",
        "program.py",
        "            if not rule.active(day):\n                continue\n            duties += rule.obligations\n",
        "            duties += rule.obligations\n            if not rule.active(day):\n                continue\n",
        f"{POLICY}.test_obligations_are_those_of_the_rules_in_force",
    ),
    Mutant(
        "composition keeps the first policy alone",
        "policies.py",
        "rules=tuple(rules.values())",
        "rules=policies[0].rules",
        f"{POLICY}.test_composition_is_a_union",
    ),
    # what reads the engine
    Mutant(
        "a role is answered by its last model",
        "engine.py",
        "if decision.group is not None:\n            break",
        "if False:\n            break",
        NAIVE_POLICY,
    ),
    Mutant(
        "the proof looks at one question a block",
        "prove.py",
        "for request in requests:\n            decision",
        "for request in requests[:1]:\n            decision",
        f"{POLICY}.test_counterexamples_are_real_and_none_is_missed",
    ),
    Mutant(
        "the table forgets to close a row",
        "table.py",
        'merged[-1]["valid_to"] = end and end.isoformat()',
        "pass",
        f"{POLICY}.test_the_rows_of_a_table_are_its_answers",
    ),
)  # fmt: skip
