"""The public `decide`: the engine, and what a decision is lent to tell of itself and of what else answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.advice import alternatives
from bedrock_atlas.decision import as_data, engine, explain
from bedrock_atlas.decision.decision import Decision, Means

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["decide"]


def decide(catalog: Catalog, policy: Policy, request: Request, *, on: date) -> Decision:
    """Answer one request on one date.

    Never raises for a request made by `Request.of` or `Request.parse` with this catalog and policy; a hand-made one
    that names an unknown model, role or attribute raises RequestError.
    """
    return engine.decide(catalog, policy, request, on=on, means=_MEANS)


def _again(decision: Decision, request: Request, on: date) -> Decision:
    return decide(decision.catalog, decision.policy, request, on=on)


_MEANS = Means(_again, alternatives.advise, engine.others, explain.summary, explain.text, as_data.to_dict)
