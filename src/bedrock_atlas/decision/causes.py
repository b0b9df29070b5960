"""The true cause of a denial, first: what is so of a whole model, or of the very ID that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.decision.alternative import listed
from bedrock_atlas.facts.prices import GOVCLOUD
from bedrock_atlas.policy.constraints import names

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.decision import Decision

__all__ = ["denied"]


def denied(decision: Decision) -> str:
    """Return that there is no route: its cause where it has one, and how many candidates each rule rejected."""
    total = len(decision.candidates.routes)
    if decision.request.role and decision.tried:
        tried = [one.model.name for one in (*decision.tried, decision)]
        return f"no route: none of {listed(tried)} has an admitted route for role {decision.request.role}"
    why = _silent(decision) or (_cause(decision) if total else _gone(decision))
    if not total:
        return f"no route: {why or 'the catalog knows none of this model'}"
    counts = ", ".join(f"{count} {rule}" for rule, count in decision.histogram.items())
    told = f"0 of {total} admitted"
    return f"no route: {why} ({told}: {counts})" if why else f"no route: {told} ({counts})"


def _gone(decision: Decision) -> str:
    """Return when a model without any route was retired; empty where that is not why it has none."""
    return f"{decision.model.name} was retired on {decision.lifecycle.end_of_life}" * (decision.status == "EOL")


def _silent(decision: Decision) -> str:
    """Return that nobody knows from where the profile that was asked for is invoked; empty where it is known."""
    model, request = decision.model, decision.request
    at = decision.catalog.regions[request.source].partition if request.source else ""
    profile = request.profile or (GOVCLOUD if at == "aws-us-gov" else "")
    known = {route.geography for route in decision.candidates.routes}
    if decision.status in {"EOL", "UPCOMING"} or profile not in model.profiles or profile in known:
        return ""
    return f"the catalog does not know from which Regions {profile}.{model.id} is invoked"


def _cause(decision: Decision) -> str:
    """Return what the calendar, or a rule about it, has against what was asked; empty where that is not all."""
    life, name, source = decision.lifecycle, decision.model.name, decision.request.source
    if ended := _ended(decision):
        where = f" in {source}" if source and decision.model.elsewhere else ""
        return f"{name} reached its end of life{where} on {ended}"
    if decision.status == "UPCOMING":
        return f"{name} starts on {life.start_of_life}"
    blocking = decision.blocking_rules
    gone = [one.route for one in decision.verdicts if one.rules == blocking == ("lifecycle.withdrawn",)]
    if gone:
        return f"{gone[0].id} was withdrawn on {max(one.until for one in gone if one.until)}"
    rules = [decision.policy.rule(one) for one in blocking] if decision.status == "LEGACY" else []
    told = [names(rule.condition) for rule in rules if rule is not None and rule.condition is not None]
    if any("status_in" in one or "days_to_eol" in one for one in told):
        end = f", end of life {life.end_of_life}" if life.end_of_life else ""
        return f"{name} is LEGACY since {life.legacy_from}{end}"
    return ""


def _ended(decision: Decision) -> date | None:
    """Return the day on which the last of the routes that was asked for ended; None where the calendar leaves one."""
    candidates, asked, over = decision.candidates, decision.candidates.full, 0
    for rule, bits in decision.rejections:
        if rule.startswith("request."):
            asked &= ~bits
        elif rule == "lifecycle.end-of-life":
            over = bits
    routes = candidates.pick(asked or candidates.full)
    ends = filter(None, (decision.model.lifecycle_in(route.source).end_of_life for route in routes))
    return None if (asked or candidates.full) & ~over else max(ends)
