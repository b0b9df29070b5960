"""Whether a question has one answer: it has none where nothing is left, nor where it is asked back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.decision.engine import rank

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.candidates import Group
    from bedrock_atlas.policy.program import Program
    from bedrock_atlas.policy.rules import Pick

__all__ = ["settled"]


def settled(lines: Iterable[tuple[Program, int]], request: Request, pick: Pick | None = None) -> bool:
    """Check whether a question is answered; `lines` are its models as they are tried, with the routes left as bits.

    The first model that has routes left answers or asks back; of a pick of the cheapest that whose route costs least.
    """
    left = [(program, bits, group) for program, bits in lines if (group := rank(program, request, bits)) is not None]
    if pick is not None and pick.by == "cheapest":
        mix = pick.mix
        left.sort(key=lambda one: _cost(one[0], one[1], one[2], request, mix))
    return bool(left) and not _asked_back(*left[0], request)


def _asked_back(program: Program, bits: int, group: Group, request: Request) -> bool:
    return not request.says_where and bool(program.peers.get(group, 0) & bits)


def _cost(program: Program, bits: int, group: Group, request: Request, mix: tuple[tuple[str, Decimal], ...]) -> Decimal:
    """Return what a token mix costs by a model: by its answer, or the least of what is to be chosen between."""
    if not _asked_back(program, bits, group, request):
        return group.cost(mix)
    return min(one.cost(mix) for one in program.ranking_anywhere if one.mask & bits)
