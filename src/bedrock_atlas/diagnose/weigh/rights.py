"""What the catalog knows of a resource that was denied: whose destination it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.diagnose.weigh.weighed import shown
from bedrock_atlas.iam.authorizations import authorizations

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.diagnose.case import Case
    from bedrock_atlas.diagnose.weigh.weighed import Finding
    from bedrock_atlas.facts.values import Route

__all__ = ["RIGHTS", "arns", "brought"]


def brought(case: Case) -> list[Route]:
    """Return the routes that lead to the resource which was denied: all that the text and the caller leave open."""
    region = case.seen.parts.get("region", "")
    everywhere = ":::foundation-model/" in case.seen.parts.get("resource", "")
    return [
        one
        for one in case.routes
        if one.endpoint == case.endpoint
        and (one.scope == "global" if everywhere else region in {"", *one.destinations} or one.source == region)
        and case.source in {None, one.source}
        and case.prefix in {None, one.geography}
    ]


def arns(case: Case) -> list[str]:
    """Return all resources that the call needs, where the catalog and the case leave one route; else the one denied."""
    routes, said = brought(case), case.seen.parts.get("resource", "")
    if len(routes) != 1 or case.model is None:
        return [said] if said else []
    return [one.resource for one in authorizations(routes[0], "ACCOUNT")]


def _denied(case: Case) -> Finding:
    action, resource = case.seen.parts.get("action", ""), case.seen.parts.get("resource", "")
    said = f"{action} was denied on {resource}" if resource else f"{action} was denied"
    return "certain", (said, *_brought(case))


def _brought(case: Case) -> tuple[str, ...]:
    region = case.seen.parts.get("region", "")
    everywhere = ":::foundation-model/" in case.seen.parts.get("resource", "")
    routes = [one for one in brought(case) if one.geography]
    if not routes or not (region or everywhere):
        return ()
    by_id: dict[str, set[str]] = {}
    for one in routes:
        by_id.setdefault(one.id, set()).add(one.source)
    what = "without a Region is how AWS names the destinations" if everywhere else f"{region} is a destination"
    return tuple(f"{what} of {name} from {shown(sources)}" for name, sources in sorted(by_id.items()))


def _deny_global(case: Case) -> Finding:
    if ":::foundation-model/" not in case.seen.parts.get("resource", ""):
        return None
    return "certain", _denied_words(case)


def _deny(case: Case) -> Finding:
    if ":::foundation-model/" in case.seen.parts.get("resource", ""):
        return None
    return "certain", _denied_words(case)


def _denied_words(case: Case) -> tuple[str, ...]:
    found = _denied(case)
    return found[1] if found else ()


def _bearer(case: Case) -> Finding:
    endpoint = case.seen.parts["action"].partition(":")[0]
    return "certain", (f"{case.seen.parts['action']} is the action of {endpoint} alone",)


RIGHTS: dict[str, Callable[[Case], Finding]] = {
    "bearer-rights": _bearer,
    "denied": _denied,
    "iam-deny": _deny,
    "iam-deny-global": _deny_global,
    "iam-missing-destination": _denied,
    "iam-missing-profile": _denied,
    "mantle-rights": _denied,
    "permissions-boundary": _denied,
    "scp-destination": _denied,
    "scp-global": _denied,
    "session-policy": _denied,
    "vpc-endpoint-policy": _denied,
}
