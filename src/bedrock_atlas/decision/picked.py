"""What a pick weighs, and how the models that it passed over are told."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bedrock_atlas.facts.prices import money

if TYPE_CHECKING:
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.policy.rules import Pick

__all__ = ["cost", "of_mix"]

_UNKNOWN = Decimal("Infinity")


def cost(decision: Decision, pick: Pick) -> Decimal:
    """Return the price of a pick's mix for the answer, or for the least of what the caller is to choose between.

    It is infinity where a part of it is not known, or nothing is offered.
    """
    groups = [decision.group] if decision.group else [one for one in decision.order if one.mask & decision.offered]
    return min((one.cost(pick.mix) for one in groups), default=_UNKNOWN)


def of_mix(decision: Decision) -> str | None:
    """Return what a pick's mix costs by an answer, exact USD; None where none is weighed or its price is not known."""
    pick = decision.pick
    usd = cost(decision, pick) if pick is not None and pick.mix and decision.group is not None else _UNKNOWN
    return money(usd) if usd.is_finite() else None
