"""What AWS checks for the answer of a decision, as JSON data: the key `authorizations`.

Checks that differ by the source Region alone are one, with `${Region}` in its place where several Regions may call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.facts.values import MANTLE
from bedrock_atlas.iam.authorizations import ACCOUNT, INVOKE, STREAM, authorizations

if TYPE_CHECKING:
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.facts.values import Route

__all__ = ["answer_data", "authorizations_data"]

_REGION = "${Region}"


def answer_data(decision: Decision) -> dict[str, object]:
    """Return a decision as JSON data with `authorizations`, the last key."""
    return decision.to_dict() | {"authorizations": authorizations_data(decision)}


def authorizations_data(decision: Decision) -> list[dict[str, object]]:
    """Return every check of a call of the answer, any of which refuses it; empty when there is no answer.

    `from` are the source Regions from which it is made; `inference_profile_arn` is null for a call without a profile.
    """
    routes = decision.routes
    many = len(routes) > 1
    found: dict[tuple[str, str, str | None], set[str]] = {}
    for route in routes:
        for resource, region, through in _checks(route, many=many):
            found.setdefault((resource, region, through), set()).add(route.source)
    return [
        {
            "actions": [INVOKE, STREAM] if ":bedrock:" in resource else ["bedrock-mantle:CreateInference"],
            "resource": resource,
            "requested_region": region,
            "inference_profile_arn": through,
            "from": sorted(sources),
        }
        for (resource, region, through), sources in found.items()
    ]


def _checks(route: Route, *, many: bool) -> list[tuple[str, str, str | None]]:
    """Return (resource, requested Region, profile) of each check, the source Region left open where there are many."""

    def opened(arn: str) -> str:
        return arn.replace(f":{route.source}:", f":{_REGION}:", 1) if many else arn

    found = []
    for check in authorizations(route, ACCOUNT):
        through = check.context.get("bedrock:inferenceprofilearn") if route.endpoint != MANTLE else None
        region = str(check.context["aws:requestedregion"])
        own = many and region == route.source
        profile = opened(through) if isinstance(through, str) else None
        found.append((opened(check.resource) if own else check.resource, _REGION if own else region, profile))
    return found
