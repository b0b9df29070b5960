"""The naive reference, extended with policies: every rule is asked of every route, on the raw document.

It shares no code with the engine but the values that a rule is written in.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bedrock_atlas.policy.constraints import AllOf, AnyOf, Not
from tests.property.reference import FAR, ORDER, calendar, charged, rejecting_rules, retention, routes

COMPONENTS = ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h", "batch_input", "batch_output")
WIDTH = {"in-region": 0, "mantle": 0, "global": 2}
SCOPE = {"in-region": "in-region", "mantle": "in-region", "global": "global"}
UNKNOWN = Decimal("Infinity")


def price(document, model_id, kind, source, day):
    """Return (USD by component, factor over the base) of a route on a day; nothing and None where it is not known."""
    entry = charged(document["models"][model_id], day)
    scope = SCOPE.get(kind, "geographic")
    name = scope if kind in {"in-region", "mantle"} else kind
    if document["regions"][source]["partition"] == "aws-us-gov":
        name = scope = "us-gov"
    if entry is None:
        return {}, None
    base = {part: Decimal(entry[part]) for part in COMPONENTS if part in entry}
    if name in entry.get("listed", {}):
        listed = {part: Decimal(usd) for part, usd in entry["listed"][name].items() if part != "long_context"}
        return listed, max((listed[part] / base[part] for part in listed if part in base), default=None)
    factors = document["premiums"][entry["premium"]]["factors"] if "premium" in entry else {entry["base"]: "1"}
    factor = factors.get(name, factors.get(scope))
    if factor is None or not base:
        return {}, None
    return {part: usd * Decimal(factor) for part, usd in base.items()}, Decimal(factor)


def says(condition, document, model_id, key, route, day):  # noqa: C901, PLR0911, PLR0912, PLR0913, PLR0917  # plain on purpose
    """Check whether a condition holds for one route on one day."""
    around = (document, model_id, key, route, day)
    match condition:
        case AllOf(parts):
            return all(says(part, *around) for part in parts)
        case AnyOf(parts):
            return any(says(part, *around) for part in parts)
        case Not(part):
            return not says(part, *around)
    said, (_, endpoint, source), model = condition.argument, key, document["models"][model_id]
    life, usd = calendar(model, source), price(document, model_id, route["kind"], source, day)
    start, end = life.get("start_of_life") or model.get("release"), life.get("end_of_life")
    today = date.fromisoformat(day)
    match condition.name:
        case "destinations_within" | "destinations_in_regions":
            return not route["to"] - said
        case "destinations_in_countries":
            return not {document["regions"][code]["country"] for code in route["to"]} - said
        case "source_in":
            return source in said
        case "scope_in":
            return SCOPE.get(route["kind"], "geographic") in said
        case "geography_in":
            return route["kind"] in said
        case "endpoint_in":
            return endpoint in said
        case "model_in":
            return model_id in said
        case "family_in" | "tier_in":
            return model.get(condition.name.removesuffix("_in"), "") in said
        case "provider_in":
            return model_id.split(".")[0] in said
        case "status_in":
            legacy = life.get("legacy") or life.get("legacy_seen") or FAR
            now = "EOL" if day >= (end or FAR) else "UPCOMING" if day < (start or "") else ""
            return (now or ("LEGACY" if day >= legacy else "ACTIVE")) in said
        case "days_to_eol_under":
            return end is not None and (date.fromisoformat(end) - today).days < said
        case "days_since_launch_under":
            return start is not None and (today - date.fromisoformat(start)).days < said
        case "price_at_most":
            return all(usd[0].get(part, UNKNOWN) <= limit for part, limit in said.items())
        case "premium_at_most":
            return usd[1] is not None and usd[1] <= said
        case "capability":
            return not said - {one["capability"] for one in model.get("capabilities", ())
                               if (one.get("from") or "") <= day < (one.get("until") or FAR)}  # fmt: skip
        case "retention_in":
            return retention(model, day) in said
        case "retention_at_most":
            return ORDER.index(retention(model, day)) <= ORDER.index(said)
    raise LookupError(condition.name)


def in_force(policy, request, day):
    """Return the rules that are for a request on a day, in the order of the policy."""
    given = dict(request.attributes)
    return [rule for rule in policy.rules
            if (rule.since is None or rule.since.isoformat() <= day)
            and (rule.until is None or day < rule.until.isoformat())
            and not [name for name, values in rule.when if given.get(name) not in values]]  # fmt: skip


def ranking(document, model_id, request, rules, day):
    """Return the sort key of a route: what the rules prefer, in order, then the default ranking."""

    def key(item):
        (id_, endpoint, source), route = item
        kind = route["kind"]
        usd, wide = price(document, model_id, kind, source, day)[0], WIDTH.get(kind, 1)

        def cost(mix):
            known = [usd[part] * weight for part, weight in mix if part in usd]
            return sum(known) if known else UNKNOWN

        default = (("input", Decimal(3)), ("output", Decimal(1)))
        stated = []
        for one in [one for rule in rules for one in rule.preferences]:
            place = one.values.index(kind) if kind in one.values else len(one.values)
            stated += {"price": [cost(one.mix or default)], "narrowest_scope": [wide], "widest_scope": [-wide],
                       "geographies": [place]}.get(one.by, [])  # fmt: skip
        rest = (cost(default), wide, id_, endpoint, document["regions"][source]["partition"])
        return (*stated, *rest) if request.residency else (*stated, kind != "global", *rest)

    return key


def naive_policy_decide(document, policy, request, model_id, day):
    """Return (the chosen ID or None, {route: rules that rejected it}) for one model."""
    rules, found, verdicts = in_force(policy, request, day), routes(document, model_id, day), {}
    for key, route in found.items():
        verdicts[key] = rejecting_rules(document, model_id, key, route, request, day)
        for rule in rules:
            if rule.condition is not None:
                held = says(rule.condition, document, model_id, key, route, day)
                if held != (rule.effect == "require"):
                    verdicts[key].add(rule.id)
    admitted = [(key, route) for key, route in found.items() if not verdicts[key]]
    chosen = min(admitted, key=ranking(document, model_id, request, rules, day))[0][0] if admitted else None
    return chosen, verdicts


def naive_models(document, policy, request, day):
    """Return the models to try for a request: its own, or those of its role in the order preferred."""
    if request.role is None:
        return [request.model]
    wanted = [one for rule in in_force(policy, request, day) for one in rule.preferences]

    def key(model_id):
        life = document["models"][model_id].get("lifecycle", {})
        start = date.fromisoformat(life.get("start_of_life", "0001-01-01")).toordinal()
        end = date.fromisoformat(life.get("end_of_life", FAR)).toordinal()
        place = {one.by: one.values.index(model_id) if model_id in one.values else len(one.values) for one in wanted}
        return [{"newest": -start, "longest_to_eol": -end, "models": place.get("models", 0)}.get(one.by, 0)
                for one in wanted]  # fmt: skip

    return sorted(policy.roles[request.role].models, key=key)
