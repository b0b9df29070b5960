"""Why a rule rejected a route, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.decision.alternative import listed
from bedrock_atlas.policy.constraints import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedrock_atlas.decision.decision import Decision, Verdict
    from bedrock_atlas.facts.values import Route

__all__ = ["detail", "partial_leak", "reason"]


def detail(decision: Decision, verdict: Verdict) -> str:
    """Tell in words why each rule rejected a route; empty for an admitted one."""
    return "; ".join(reason(decision, [verdict.route], rule) for rule in verdict.rules)


def reason(decision: Decision, routes: Sequence[Route], rule: str) -> str:
    """Return why a rule rejected routes that differ at most by source Region, with the rule's id."""
    request, model, route = decision.request, decision.model, routes[0]
    life = model.lifecycle_in(route.source)
    missing = sorted(need for need in request.needs if not model.has(need, decision.on))
    reasons = {
        "request.source": f"invoked from {listed(one.source for one in routes)}, not {request.source}",
        "request.endpoint": f"on {route.endpoint}, not {request.endpoint}",
        "request.profile": f"another ID than {request.profile}.{model.id}",
        "role.entry": f"the role names {_entry(decision)} alone",
        "role.approval": _approval(decision),
        "request.partition": f"in partition {route.partition}",
        "request.retention": f"needs data-retention mode {model.retention_on(decision.on)}, not {request.retention}",
        "request.capability": f"the model has no {listed(missing)} on {decision.on}",
        "request.residency": _leak(decision, routes) if request.residency else "",
        "lifecycle.end-of-life": f"reached its end of life on {life.end_of_life}",
        "lifecycle.start-of-life": f"starts on {life.start_of_life}",
        "lifecycle.not-yet": f"exists from {route.since}",
        "lifecycle.unproven": f"first listed in the answers of {route.seen}; it may have been there before",
        "lifecycle.withdrawn": f"withdrawn, gone from {route.until}",
    }
    return f"{reasons.get(rule) or _demand(decision, rule)} [{rule}]"


def _entry(decision: Decision) -> str:
    """Return the ID that the role's entry names, with the Region where it names one."""
    entry = decision.entry
    if entry is None:
        return ""
    named = f"{entry.geography}.{entry.model}" if entry.geography else f"{entry.model} (In-Region)"
    return f"{named} from {entry.source}" if entry.source else named


def _approval(decision: Decision) -> str:
    """Return since when or until when the entry's approval holds."""
    approval = decision.entry.approval if decision.entry else None
    if approval is None:
        return ""
    if approval.since is not None and decision.on < approval.since:
        return f"its approval {approval.ticket} begins on {approval.since}"
    return f"its approval {approval.ticket} ended on {approval.until}"


def _demand(decision: Decision, rule_id: str) -> str:
    """Return what a policy's rule demands and why."""
    rule = decision.policy.rule(rule_id)
    if rule is None or rule.condition is None:
        return rule_id
    demand = "needs" if rule.effect == "require" else "forbids"
    return f"{demand} {names(rule.condition)}" + (f" ({rule.because})" if rule.because else "")


def _leak(decision: Decision, routes: Sequence[Route]) -> str:
    """Name the Regions outside where only some are; the countries where the whole route lies elsewhere."""
    asked = " or ".join(sorted(decision.request.residency))
    if routes[0].scope == "global":
        return f"may be processed in every commercial Region, not only in {asked}"
    partial = partial_leak(decision, routes[0])
    if partial:
        return f"may be processed in {listed(_region(decision, code) for code in sorted(partial))}, outside {asked}"
    countries = sorted(frozenset().union(*(route.countries for route in routes)))
    return f"may be processed in {listed(countries)}, outside {asked}"


def partial_leak(decision: Decision, route: Route) -> frozenset[str]:
    """Return the destinations outside the residency of a route that is partly inside; empty otherwise."""
    allowed = decision.policy.within(decision.catalog, decision.request.residency)
    return route.destinations - allowed if route.destinations & allowed else frozenset()


def _region(decision: Decision, code: str) -> str:
    region = decision.catalog.regions[code]
    return f"{code} ({region.name}, {region.country})"
