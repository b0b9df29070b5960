"""The naive reference, extended with policies: every rule is asked of every route, on the raw document.

Written from docs/policies.md; it shares no code with the engine but the values that a rule is written in.
"""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from bedrock_atlas.policy.constraints import AllOf, AnyOf, Not
from bedrock_atlas.policy.rules import Entry
from tests.property.reference import FAR, ORDER, calendar, rejecting_rules, retention, routes

COMPONENTS = ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h", "batch_input", "batch_output")
WIDTH = {"in-region": 0, "mantle": 0, "global": 2}
SCOPE = {"in-region": "in-region", "mantle": "in-region", "global": "global"}
UNKNOWN = Decimal("Infinity")
MIX = (("input", Decimal(3)), ("output", Decimal(1)))


def ended(one, day):
    """Check whether a day lies outside the bounds of a rule, an exception or an approval."""
    return (one.since is not None and day < one.since.isoformat()) or (
        one.until is not None and day >= one.until.isoformat()
    )


def price(document, model_id, kind, source):
    """Return (USD by component, factor over the base) of a route; nothing and None where it is not known."""
    entry = document["models"][model_id].get("price")
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


def long_price(document, model_id, kind, source, day):
    """Return what a long prompt costs by component on a day; nothing where it costs the same."""
    entry = document["models"][model_id].get("price", {})
    scope = SCOPE.get(kind, "geographic") if kind in {"in-region", "mantle"} else kind
    gov = document["regions"][source]["partition"] == "aws-us-gov"
    listed = entry.get("listed", {}).get("us-gov" if gov else scope)
    usd, factor = price(document, model_id, kind, source)
    tier = (listed or {}).get("long_context") if listed else entry.get("long_context")
    if not usd or not tier or day < tier.get("from", "") or day >= tier.get("until", FAR):
        return {}
    by = Decimal(1) if listed else factor
    return {part: Decimal(tier[part]) * by for part in COMPONENTS if part in tier}


def says(condition, document, model_id, key, route, day, request=None):  # noqa: C901, PLR0911, PLR0912, PLR0913, PLR0917  # plain on purpose
    """Check whether a condition holds for one route on one day."""
    around = (document, model_id, key, route, day, request)
    match condition:
        case AllOf(parts):
            return all(says(part, *around) for part in parts)
        case AnyOf(parts):
            return any(says(part, *around) for part in parts)
        case Not(part):
            return not says(part, *around)
    said, (_, endpoint, source), model = condition.argument, key, document["models"][model_id]
    life, usd = calendar(model, source), price(document, model_id, route["kind"], source)
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
            long = request is not None and "context-1m" in request.needs
            most = long_price(document, model_id, route["kind"], source, day) if long else {}
            return all(max(usd[0].get(part, UNKNOWN), most.get(part, UNKNOWN if most else Decimal(0))) <= limit
                       for part, limit in said.items())  # fmt: skip
        case "approved_in":
            return any(one.model == model_id and not ended(one, day) for one in said)
        case "id_in":
            return key[0] in said
        case "end_of_life_not_before":
            return (end or life.get("end_of_life_not_before") or "") >= said.isoformat()
        case "guaranteed_days":
            known = end or life.get("end_of_life_not_before")
            return known is not None and (date.fromisoformat(known) - today).days >= said
        case "evidence_not_older_than":
            read = {}
            for one in model.get("evidence", ()):
                for section in one.get("covers") or [""]:
                    read[section] = max(one["as_of"], read.get(section, ""))
            return bool(read) and (today - date.fromisoformat(min(read.values()))).days <= said
        case "context_window_at_least":
            return model.get("limits", {}).get("context_window", 0) >= said
        case "modalities":
            known = model.get("modalities", {})
            return not any(words - set(known.get(side, ())) for side, words in said.items())
        case "opt_in":
            return source in said
        case "source_regions_at_least":
            asked = request.residency if request else ()
            inside = {code for code, one in document["regions"].items()
                      if not asked or any(one["country"] in document["residencies"][name]["countries"]
                                          for name in asked)}  # fmt: skip
            alike = [(other, way) for other, way in routes(document, model_id, day).items() if other[:2] == key[:2]]
            return said <= len({other[2] for other, way in alike
                                if not ((way["since"] or "") > day or day >= (way["until"] or FAR))
                                and (not asked or (other[2] in inside and not way["to"] - inside))})  # fmt: skip
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


def meant(rule, request):
    """Check whether a rule is for a question: its `when` and `ask` fit, and none of its `unless` does."""
    given = dict(request.attributes)

    def fit(pairs):
        return all(given.get(name) in values for name, values in pairs)

    def asks(part, values):
        value = getattr(request, part)
        said = set(value) if isinstance(value, frozenset) else {value} - {None}
        return bool(said & values) or ("stated" in values and bool(said)) or ("unstated" in values and not said)

    return fit(rule.when) and not any(map(fit, rule.unless)) and all(asks(*one) for one in rule.ask)


def in_force(policy, request, day):
    """Return the rules that are for a request on a day, in the order of the policy."""
    return [rule for rule in policy.rules if not ended(rule, day) and meant(rule, request)]


def waived(rule, request, model_id, day):
    """Check whether an exception of a rule is for this question, model and day."""
    given = dict(request.attributes)
    return any(
        all(given.get(name) in values for name, values in one.when)
        and (not one.models or model_id in one.models)
        and not ended(one, day)
        for one in rule.waivers
    )


def naive_duties(document, policy, request, model_id, day, reached):  # noqa: PLR0913, PLR0917  # plain on purpose
    """Return the duties by rule of an answer: `reached` are the routes of its ID that are admitted."""
    found = routes(document, model_id, day)
    return {
        duty
        for rule in in_force(policy, request, day)
        if not waived(rule, request, model_id, day)
        for duty in rule.obligations
        if not duty.api or request.api is None or duty.api == request.api
        if any(rule.condition is None or says(rule.condition, document, model_id, key, found[key], day, request)
               for key in reached)
    }  # fmt: skip


def ranking(document, model_id, request, rules):
    """Return the sort key of a route: what the rules prefer, in order, then the default ranking."""

    def key(item):
        (id_, endpoint, source), route = item
        kind = route["kind"]
        usd, wide = price(document, model_id, kind, source)[0], WIDTH.get(kind, 1)

        def cost(mix):
            return sum(usd.get(part, UNKNOWN) * weight for part, weight in mix)

        stated = []
        for one in [one for rule in rules for one in rule.preferences]:
            place = one.values.index(kind) if kind in one.values else len(one.values)
            stated += {"price": [cost(one.mix or MIX)], "narrowest_scope": [wide], "widest_scope": [-wide],
                       "geographies": [place]}.get(one.by, [])  # fmt: skip
        rest = (cost(MIX), wide, id_, endpoint, document["regions"][source]["partition"])
        return (*stated, *rest) if request.residency else (*stated, kind != "global", *rest)

    return key


def naive_policy_decide(document, policy, request, entry, day):
    """Return (the chosen ID or None, {route: rules that rejected it}) for one model, or one entry of a role."""
    model_id, verdicts = entry.model, {}
    rules, found = in_force(policy, request, day), routes(document, model_id, day)
    for key, route in found.items():
        verdicts[key] = rejecting_rules(document, model_id, key, route, request, day)
        prefix = "" if route["kind"] in {"in-region", "mantle"} else route["kind"]
        if entry.geography not in {None, prefix} or entry.source not in {None, key[2]}:
            verdicts[key].add("role.entry")
        if entry.approval is not None and ended(entry.approval, day):
            verdicts[key].add("role.approval")
        for rule in rules:
            if rule.effect in {"require", "forbid"} and not waived(rule, request, model_id, day):
                held = says(rule.condition, document, model_id, key, route, day, request)
                if held != (rule.effect == "require"):
                    verdicts[key].add(rule.id)
    admitted = [(key, route) for key, route in found.items() if not verdicts[key]]
    chosen = min(admitted, key=ranking(document, model_id, request, rules))[0][0] if admitted else None
    return chosen, verdicts


def naive_entries(document, policy, request, day):
    """Return the entries to try for a request: its own model, or those of its role in the order preferred."""
    if request.role is None:
        return [Entry(request.model)]
    wanted = [one for rule in in_force(policy, request, day) for one in rule.preferences]

    def lowest(entry, mix):
        """Return the lowest price among the routes of an entry that neither calendar nor rules reject."""
        _, verdicts = naive_policy_decide(document, policy, request, entry, day)
        own = {one.id for one in policy.rules} | {"role.entry", "role.approval"}
        found = routes(document, entry.model, day)
        costs = [UNKNOWN]
        for key, rejecting in verdicts.items():
            usd = price(document, entry.model, found[key]["kind"], key[2])[0]
            if not any(rule in own or rule.startswith("lifecycle.") for rule in rejecting):
                costs.append(sum(usd.get(part, UNKNOWN) * weight for part, weight in mix))
        return min(costs)

    def key(entry):
        life = document["models"][entry.model].get("lifecycle", {})
        start = date.fromisoformat(life.get("start_of_life", "0001-01-01")).toordinal()
        end = date.fromisoformat(life.get("end_of_life", FAR)).toordinal()
        places = [one.values.index(entry.model) if entry.model in one.values else len(one.values) for one in wanted]
        return [lowest(entry, one.mix or MIX) if one.by == "cheapest"
                else {"newest": -start, "longest_to_eol": -end, "models": place}.get(one.by, 0)
                for one, place in zip(wanted, places, strict=True)]  # fmt: skip

    role = policy.roles[request.role]
    number = int(hashlib.sha256(f"{request.role}:{request.key}".encode()).hexdigest()[:16], 16) * 100 // 2**64
    at = next((at for at in range(len(role.shares)) if number < sum(role.shares[: at + 1])), None)
    first = [] if at is None else [role.entries[at]]
    return first + sorted((one for one in role.entries if one not in first), key=key)


def naive_retries(document, policy, request, day):
    """Return the IDs of all admitted answers in order: of the models that are tried, those ranked best first."""
    told = []
    for entry in naive_entries(document, policy, request, day):
        _, verdicts = naive_policy_decide(document, policy, request, entry, day)
        found = routes(document, entry.model, day)
        left = [(key, found[key]) for key, rejecting in verdicts.items() if not rejecting]
        rank = ranking(document, entry.model, request, in_force(policy, request, day))
        told += [key[0] for key, _ in sorted(left, key=rank)]
    return list(dict.fromkeys(told))
