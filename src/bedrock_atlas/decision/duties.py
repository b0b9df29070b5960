"""What the caller owes for an answer to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.facts.values import Obligation
from bedrock_atlas.facts.words import retention_rank

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.candidates import Candidates, Group
    from bedrock_atlas.policy.program import Program

__all__ = ["duties"]


def duties(  # noqa: PLR0913, PLR0917  # an answer with all that its obligations follow from
    candidates: Candidates, program: Program, group: Group, admitted: int, request: Request, on: date
) -> tuple[Obligation, ...]:
    """Return the obligations of an answer: of capabilities, retention, Regions and the policy, each once."""
    model, mine, api = candidates.model, admitted & group.mask, request.api
    found = [
        obligation
        for known in model.capabilities
        if known.name in request.needs and known.holds(on)
        for obligation in known.obligations
        if not obligation.api or api in {None, obligation.api}
    ]
    retention = model.retention_on(on)
    if retention_rank(retention):
        found.append(Obligation("retention-mode", retention))
    if group.scope != "in-region":
        everywhere = "requests whose aws:RequestedRegion is unspecified" if group.scope == "global" else ""
        found.append(Obligation("allow-regions", everywhere, regions=candidates.reached(mine).destinations))
    found += [duty for duty, bits in program.duties if bits & mine and (not duty.api or api in {None, duty.api})]
    return tuple(dict.fromkeys(found))
