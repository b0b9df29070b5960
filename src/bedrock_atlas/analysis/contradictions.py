"""Rules that cannot both hold: where two such rules apply, no route is ever admitted.

Two rules are compared by what their tests say of one property of a route, without a catalog or a question, so that the
pair can be named. What only three rules together rule out, or rules with exceptions or for some questions, `prove`
finds by asking.
"""

from __future__ import annotations

from datetime import date
from itertools import combinations, product
from typing import TYPE_CHECKING

from bedrock_atlas.policy.constraints import AllOf, Test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.policy.rules import Rule

__all__ = ["contradicting_rules"]

_PROPERTY = {
    "destinations_within": "destinations",
    "destinations_in_regions": "destinations",
    "destinations_in_countries": "countries",
    "source_in": "source",
    "scope_in": "scope",
    "geography_in": "geography",
    "endpoint_in": "endpoint",
    "model_in": "model",
    "family_in": "family",
    "tier_in": "tier",
    "provider_in": "provider",
    "status_in": "status",
    "retention_in": "retention",
}
"""Tests that name the values one property of a route may have, all of them."""


def contradicting_rules(policy: Policy) -> Iterator[Finding]:
    """Return each pair of rules that apply together and that no route can satisfy, at the later one."""
    rules = [rule for rule in policy.rules if rule.effect in {"require", "forbid"} and not (rule.ask or rule.waivers)]
    for rule in rules:
        if any(_contradict(one, other) for one, other in combinations(_demands(rule), 2)):
            message = f"nothing is ever admitted where rule `{rule.id}` applies: its tests exclude each other"
            yield rule.location.finding("contradicting-rules", message, "remove one of its tests")
    for earlier, later in combinations(rules, 2):
        pairs = ((one, other) for one in _demands(earlier) for other in _demands(later))
        if any(_contradict(one, other) for one, other in pairs) and _together(policy, earlier, later):
            message = f"nothing is ever admitted where `{earlier.id}` and `{later.id}` apply: no route satisfies both"
            hint = "remove one of them, or give them a `when` under which they never meet"
            yield later.location.finding("contradicting-rules", message, hint)


def _demands(rule: Rule) -> list[tuple[str, frozenset[str], bool]]:
    """Return what a rule demands of single properties: its name, the values and whether they are the ones allowed.

    A forbidding rule demands something of one property only when it has a single test.
    """
    parts = rule.condition.parts if isinstance(rule.condition, AllOf) else (rule.condition,)
    if rule.effect == "forbid" and len(parts) > 1:
        return []
    tests = [part for part in parts if isinstance(part, Test) and part.name in _PROPERTY]
    return [(_PROPERTY[test.name], frozenset(test.argument), rule.effect == "require") for test in tests]


def _contradict(one: tuple[str, frozenset[str], bool], other: tuple[str, frozenset[str], bool]) -> bool:
    """Check whether no value satisfies two demands on one property."""
    (name, values, allowed), (second, others, also) = one, other
    if name != second or not (allowed or also):
        return False
    if allowed and also:
        return not values & others
    return values <= others if allowed else others <= values


def _together(policy: Policy, one: Rule, other: Rule) -> bool:
    """Check whether two rules apply to one question on one day."""
    begins = max(one.since or date.min, other.since or date.min)
    ends = min(one.until or date.max, other.until or date.max)
    names = sorted(policy.attributes)
    worlds = product(*(policy.attributes[name] for name in names))
    asked = (tuple(zip(names, values, strict=True)) for values in worlds)
    return begins < ends and any(one.fits(attributes) and other.fits(attributes) for attributes in asked)
