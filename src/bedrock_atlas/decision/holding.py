"""A given ID as the answer to a question, whatever ranks before it: what was pinned, judged anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bedrock_atlas.decision.engine import answer
from bedrock_atlas.policy.constraints import ASKED_BACK

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.decision import Decision, Means
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["hold"]


def hold(  # noqa: PLR0913  # a question with its answer given
    catalog: Catalog,
    policy: Policy,
    request: Request,
    model_id: str,
    id_: str,
    *,
    on: date,
    means: Means,
    sources: frozenset[str] = frozenset(),
) -> Decision:
    """Return the decision that an ID of a model answers a request, judged as every answer is.

    Where it is not admitted, or is none of the subject's, the decision is a denial. `sources` (empty: all) leaves it to
    these Regions. Raises RequestError for an unknown model or role.
    """
    selection = policy.judging(request, catalog)
    entries = policy.role(request.role, catalog).entries if request.role else ()
    mine = [one for one in entries if one.model == model_id]
    meant = bool(mine) or (request.role is None and request.model == model_id)
    found = [
        _held(answer(catalog, policy, request, model_id, selection, on, means, one), id_ if meant else "", sources)
        for one in mine or (None,)
    ]
    return next((one for one in found if one), found[0])


def _held(decision: Decision, id_: str, sources: frozenset[str]) -> Decision:
    admitted = decision.offered
    if sources:
        admitted &= decision.candidates.reject(lambda route: route.source in sources)
    groups = [group for group in decision.candidates.groups if group.id == id_ and group.mask & admitted]
    rejections = tuple(one for one in decision.rejections if one[0] != ASKED_BACK)
    return replace(decision, rejections=rejections, admitted=admitted, group=groups[0] if groups else None)
