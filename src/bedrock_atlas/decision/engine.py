"""The heart: candidates → judge → rank → conclude.

`decide` is a pure function of catalog, policy, request and date. A policy only removes routes, orders routes and
attaches obligations; what the request itself demands holds under every policy, the empty one included. Every rule is
judged on every route, so no verdict depends on the order of rules. (Not `decide.py`: a module of that name would hide
the public function.)
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bedrock_atlas.decision.decision import Decision
from bedrock_atlas.decision.picked import cost
from bedrock_atlas.facts.words import IN_REGION
from bedrock_atlas.policy.constraints import ASKED_BACK
from bedrock_atlas.policy.entries import by_entry

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.decision import Means
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.candidates import Candidates, Group
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.policy.program import Program, Selection
    from bedrock_atlas.policy.rules import Entry, Pick

__all__ = ["answer", "decide", "demands", "others"]


def decide(catalog: Catalog, policy: Policy, request: Request, *, on: date, means: Means) -> Decision:
    """Answer one request on one date; `means` is what the decision is lent to tell of itself.

    Everybody takes `bedrock_atlas.advice.answer.decide`, which lends them and says what is raised.
    """
    selection = policy.judging(request, catalog)
    if request.role is None:
        return answer(catalog, policy, request, request.model, selection, on, means)
    role = policy.role(request.role, catalog)
    if role.pick is not None and role.pick.by == "cheapest":
        return _cheapest(catalog, policy, request, selection, on, means, role.pick)
    tried: list[Decision] = []
    entries = iter(policy.entries(request.role, selection, catalog, on, request.key))
    for entry in entries:
        decision = answer(catalog, policy, request, entry.model, selection, on, means, entry)
        if decision.group is not None or decision.offered:
            break
        tried.append(decision)
    else:
        decision = tried.pop()
    later: tuple[Decision, ...] = ()
    if role.alternatives:
        others = (answer(catalog, policy, request, one.model, selection, on, means, one) for one in entries)
        later = tuple([one for one in others if one.group is not None])
    return replace(decision, tried=tuple(tried), later=later)


def others(decision: Decision) -> tuple[Decision, ...]:
    """Return how the models of a pick that a decision leaves out would answer; empty where nothing was picked."""
    catalog, policy, request, on = decision.catalog, decision.policy, decision.request, decision.on
    if decision.pick is None or request.role is None:
        return ()
    selection = policy.judging(request, catalog)
    told = {one.entry for one in (*decision.tried, decision)}
    return tuple(
        answer(catalog, policy, request, one.model, selection, on, decision.means, one)
        for one in policy.entries(request.role, selection, catalog, on)
        if one not in told
    )


def _cheapest(  # noqa: PLR0913, PLR0917  # the question with all that it is judged by, and what is lent
    catalog: Catalog, policy: Policy, request: Request, selection: Selection, on: date, means: Means, pick: Pick
) -> Decision:
    """Return the answer of the model whose route costs least for the mix; of equals the first in order."""
    entries = policy.entries(request.role or "", selection, catalog, on)
    decisions = [answer(catalog, policy, request, one.model, selection, on, means, one) for one in entries]
    open_ = [one for one in decisions if one.offered]
    tried = [one for one in decisions if not one.offered]
    best = min(open_, key=lambda one: cost(one, pick)) if open_ else tried.pop()
    return replace(best, tried=tuple(tried))


def answer(  # noqa: PLR0913, PLR0917  # the question with all that it is judged by, and what is lent
    catalog: Catalog,
    policy: Policy,
    request: Request,
    model_id: str,
    selection: Selection,
    on: date,
    means: Means,
    entry: Entry | None = None,
) -> Decision:
    """Answer a request with one model, `entry` being the line of the role that it is asked as (None: for itself)."""
    candidates = catalog.candidates(model_id, on)
    program = selection.program(candidates, on)
    rejections = judge(candidates, program, policy.within(catalog, request.residency), request)
    if entry is not None:
        rejections = by_entry(entry, candidates, on, program.lasting, rejections)
    rejected = 0
    for _, bits in rejections:
        rejected |= bits
    admitted = candidates.full & ~rejected
    group = rank(program, request, admitted) if admitted else None
    if group is not None and not request.says_where and program.peers.get(group, 0) & admitted:
        rejections, admitted, group = (*rejections, (ASKED_BACK, admitted)), 0, None
    return Decision(catalog, policy, request, on, candidates, program, rejections, admitted, group, means, entry=entry)


def judge(
    candidates: Candidates, program: Program, allowed: frozenset[str], request: Request
) -> tuple[tuple[str, int], ...]:
    """Put every rule to every route: the rules that reject something, each with the bits of what it rejects.

    `allowed` holds the Regions of the residency that is asked, and counts only when one is.
    """
    judged = [*program.rejections, *demands(candidates, allowed, request)]
    return tuple([verdict for verdict in judged if verdict[1]])


def demands(candidates: Candidates, allowed: frozenset[str], request: Request) -> list[tuple[str, int]]:
    """Return what the request itself asks of every route, each with the bits that it rejects, under any policy."""
    judged = [("request.endpoint", candidates.endpoint(request.endpoint))]
    if request.residency:
        judged.append(("request.residency", candidates.destinations(allowed)))
    if request.source is not None:
        judged.append(("request.source", candidates.source(request.source)))
    else:
        home = "aws-us-gov" if request.profile == "us-gov" else "aws"
        judged.append(("request.partition", candidates.partition(home)))
    if request.profile is not None:
        judged.append(("request.profile", candidates.profile(request.profile if request.profile != IN_REGION else "")))
    if request.needs:
        judged.append(("request.capability", candidates.capabilities(request.needs)))
    if request.retention is not None:
        judged.append(("request.retention", candidates.retention(request.retention)))
    return judged


def rank(program: Program, request: Request, admitted: int) -> Group | None:
    """Return the most preferred ID that has an admitted route; None when nothing is admitted."""
    for group in program.ranking_within if request.residency else program.ranking_anywhere:
        if group.mask & admitted:
            return group
    return None
