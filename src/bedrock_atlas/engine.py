"""The heart: candidates → judge → rank → conclude.

`decide` is a pure function of catalog, policy, request and date. A policy only removes routes, orders routes and
attaches duties; what the request itself demands holds under every policy, the empty one included. Every rule is
judged on every route, so no verdict depends on the order of rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.decision import Decision

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.candidates import Candidates, Group
    from bedrock_atlas.catalog import Catalog
    from bedrock_atlas.policy import Policy
    from bedrock_atlas.request import Request

__all__ = ["decide"]


def decide(catalog: Catalog, policy: Policy, request: Request, *, on: date) -> Decision:
    """Answer one request on one date.

    Never raises for a request made by `Request.of` or `Request.parse` with this catalog; a hand-made one that names an
    unknown model raises RequestError.
    """
    candidates = catalog.candidates(request.model, on)
    rejections = judge(candidates, request)
    rejected = 0
    for _, bits in rejections:
        rejected |= bits
    admitted = candidates.full & ~rejected
    group = rank(policy, candidates, request, admitted) if admitted else None
    return Decision(catalog, policy, request, on, candidates, rejections, admitted, group)


def judge(candidates: Candidates, request: Request) -> tuple[tuple[str, int], ...]:
    """Put every rule to every route: the rules that reject something, each with the bits of what it rejects."""
    judged = [*candidates.lifecycle, ("request.endpoint", candidates.endpoint(request.endpoint))]
    if request.residency:
        judged.append(("request.residency", candidates.residency(request.residency)))
    if request.source is not None:
        judged.append(("request.source", candidates.source(request.source)))
    else:
        home = "aws-us-gov" if request.profile == "us-gov" else "aws"
        judged.append(("request.partition", candidates.partition(home)))
    if request.profile is not None:
        judged.append(("request.profile", candidates.profile(request.profile)))
    if request.needs:
        judged.append(("request.capability", candidates.capabilities(request.needs)))
    if request.retention is not None and candidates.model.retention not in {"", request.retention}:
        judged.append(("request.retention", candidates.full))
    return tuple([verdict for verdict in judged if verdict[1]])


def rank(policy: Policy, candidates: Candidates, request: Request, admitted: int) -> Group | None:
    """Give the most preferred ID that has an admitted route; None when nothing is admitted."""
    for group in policy.order(candidates, request):
        if group.mask & admitted:
            return group
    return None
