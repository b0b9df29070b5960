"""Which rules made an answer what it is: what examples promise, and tables and logs tell."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.decision.decision import Decision

__all__ = ["deciding"]


def deciding(decision: Decision) -> tuple[str, ...]:
    """Return the rules that made the answer what it is, sorted.

    For a denial every rule that rejected something; else those that kept out an ID ranked before the chosen one.
    """
    if decision.group is None:
        return tuple(sorted({rule for one in (*decision.tried, decision) for rule, _ in one.rejections}))
    better = 0
    for group in takewhile(lambda one: one is not decision.group, decision.order):
        better |= group.mask
    rules = {rule for rule, bits in decision.rejections if bits & better}
    return tuple(sorted(rules.union(*(deciding(one) for one in decision.tried))))
