"""A decision as JSON data: the one form that the command line, the service and clients share, with keys in fixed order.

Money is an exact string and a date an ISO string; None stands where there is nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.decision.explain import line
from bedrock_atlas.decision.ranking import ranked_by
from bedrock_atlas.decision.reasons import detail
from bedrock_atlas.facts.prices import money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.decision.decision import Decision, Verdict
    from bedrock_atlas.facts.prices import Price

__all__ = ["to_dict"]


def to_dict(decision: Decision) -> dict[str, object]:
    """Return the answer as JSON data: money as exact strings, dates as ISO strings, None where there is nothing."""
    life = decision.lifecycle
    answer: dict[str, object] = {"decision": bool(decision), **_invoked(decision)}
    advice = decision.advice
    miss = decision.verdict_on(advice.alternatives)
    answer |= {
        "lifecycle": {
            "status": decision.status,
            "legacy": _iso(life.legacy),
            "public_extended_access": _iso(life.public_extended_access),
            "end_of_life": _iso(life.end_of_life),
            "end_of_life_not_before": _iso(life.end_of_life_not_before),
            "days_to_end_of_life": life.days_to_end_of_life(decision.on),
        },
        "successor": decision.model.successor or None,
        **_beside(decision),
        "valid_until": _iso(decision.valid_until),
        "on": decision.on.isoformat(),
        "request": decision.request.to_dict(),
        "catalog": {"version": decision.catalog.version, "digest": decision.catalog.digest},
        "policies": [{"name": one.name, "digest": one.digest} for one in decision.policy.sources],
        "summary": line(decision, advice),
        "rules": decision.histogram,
        "blocking_rules": list(decision.blocking_rules),
        "nearest": _verdict_dict(decision, miss) if miss else None,
        "alternatives": [one.to_dict() for one in advice.alternatives],
        "beyond": advice.beyond or None,
        "share": decision.share,
        "ranked_by": ranked_by(decision),
        "retries": [_invoked(one) | _beside(one) for one in decision.retries],
        "tried": [{"model": one.model.id, "summary": line(one)} for one in decision.tried],
        "verdicts": [_verdict_dict(decision, one) for one in decision.verdicts],
    }
    return answer


def _invoked(decision: Decision) -> dict[str, object]:
    """Return what is invoked and where that leads; None where nothing is."""
    group = decision.group
    return {
        "id": decision.id,
        "arn": decision.arn,
        "model": decision.model.id,
        "scope": group.scope if group else None,
        "geography": group.geography if group else None,
        "endpoint": group.endpoint if group else None,
        "invoke_from": list(decision.invoke_from),
        "destinations": {route.source: sorted(route.destinations) for route in decision.routes},
        "countries": list(decision.countries),
        "price": _price_dict(decision.price),
    }


def _beside(decision: Decision) -> dict[str, object]:
    """Return what a caller must know and do beside."""
    return {
        "warnings": [{"slug": one.slug, "message": one.message} for one in decision.warnings],
        "obligations": [one.to_dict() for one in decision.obligations],
    }


def _verdict_dict(decision: Decision, verdict: Verdict) -> dict[str, object]:
    return {
        "id": verdict.route.id,
        "endpoint": verdict.route.endpoint,
        "source": verdict.route.source,
        "admitted": verdict.admitted,
        "rules": list(verdict.rules),
        "detail": detail(decision, verdict),
    }


def _price_dict(price: Price | None) -> dict[str, object] | None:
    if price is None:
        return None
    tier = price.long_context
    return {
        "usd_per_mtok": _amounts(price.usd_per_mtok),
        "long_context": tier
        and {"above": tier.above, "until": _iso(tier.until), "usd_per_mtok": _amounts(tier.usd_per_mtok)},
        "premium": None if price.premium is None else money(price.premium),
        "rule": price.rule,
        "evidence": [
            {
                "source": one.source, "url": one.url, "package": one.package, "as_of": one.as_of.isoformat(),
                "note": one.note,
            }
            for one in price.evidence
        ],
        "disputed": price.dispute
        and {
            "taken": price.dispute.taken,
            "other": price.dispute.other,
            "why": price.dispute.why,
            "usd_per_mtok": _amounts(price.dispute.usd_per_mtok),
        },
    }  # fmt: skip


def _amounts(usd_per_mtok: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: money(usd) for name, usd in usd_per_mtok.items()}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
