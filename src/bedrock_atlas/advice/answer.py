"""The public `decide`: the engine, and what a decision is lent to tell of itself and of what else answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.advice import alternatives
from bedrock_atlas.decision import as_data, engine, explain, holding
from bedrock_atlas.decision.decision import Decision, Means

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["decide", "hold"]


def decide(catalog: Catalog, policy: Policy, request: Request, *, on: date) -> Decision:
    """Answer one request on one date.

    Never raises for a request made by `Request.of` or `Request.parse` with this catalog and policy; a hand-made one
    that names an unknown model, role or attribute raises RequestError.
    """
    return engine.decide(catalog, policy, request, on=on, means=_MEANS)


def hold(  # noqa: PLR0913  # a question with its answer given
    catalog: Catalog,
    policy: Policy,
    request: Request,
    model_id: str,
    id_: str,
    *,
    on: date,
    sources: frozenset[str] = frozenset(),
) -> Decision:
    """Return the decision that an ID of a model answers a request, whatever ranks before it; a denial where it cannot.

    `sources` (empty: all) leaves it to these Regions. Raises RequestError for an unknown model or role.
    """

    def again(_: Decision, asked: Request, day: date) -> Decision:
        if asked != request:
            return decide(catalog, policy, asked, on=day)
        return hold(catalog, policy, request, model_id, id_, on=day, sources=sources)

    means = _MEANS._replace(again=again)
    return holding.hold(catalog, policy, request, model_id, id_, on=on, means=means, sources=sources)


def _again(decision: Decision, request: Request, on: date) -> Decision:
    return decide(decision.catalog, decision.policy, request, on=on)


_MEANS = Means(
    _again, alternatives.advise, engine.others, explain.summary, explain.text, as_data.to_dict, as_data.compact
)
