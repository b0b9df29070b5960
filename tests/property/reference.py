"""decide() in its most naive form: read the document, try every route, ask every question. Slow and plain on purpose.

It shares no code with the engine: it reads the compiled document, not the values made from it.
"""

from __future__ import annotations

from decimal import Decimal

FAR = "9999-12-31"
ORDER = ("none", "default", "aws_review", "provider_data_share")


def routes(document, model_id, day):
    """Return the model's routes as they stand on a day, one for each ID, endpoint and source."""
    model, found = document["models"][model_id], {}
    for kind, sources, destinations, since, until, seen, _ in model["rows"]:
        endpoint = "bedrock-mantle" if kind == "mantle" else "bedrock-runtime"
        base = model.get("mantle_id", model_id) if kind == "mantle" else model_id
        name = base if kind in {"in-region", "mantle"} else f"{kind}.{model_id}"
        for source in sources:
            everywhere = [code for code, region in document["regions"].items() if region["partition"] == "aws"]
            reached = everywhere if destinations == "commercial" else destinations or [source]
            first = since or seen
            begun = first is None or first <= day
            closeness = (0, until or FAR, 0) if begun else (-1, "", -int(first.replace("-", "")))
            old = found.get((name, endpoint, source))
            if old is None or closeness > old["closeness"]:
                found[name, endpoint, source] = {"kind": kind, "to": set(reached), "since": since, "until": until,
                                                 "seen": seen,
                                                 "closeness": closeness}  # fmt: skip
    return found


def calendar(model, source):
    """Return the dates of a model as they are in a source Region."""
    life = model.get("lifecycle", {})
    own = next((one for one in life.get("elsewhere", ()) if source in one["in"]), None)
    return life if own is None else {"start_of_life": life.get("start_of_life")} | own


def retention(model, day):
    """Return the least retention mode that a model accepts on a day."""
    return [one["mode"] for one in [{"mode": "none"}, *model.get("retention", ())] if one.get("since", "") <= day][-1]


def rejecting_rules(document, model_id, key, route, request, day):  # noqa: PLR0913, PLR0917  # plain on purpose
    """Return the ids of every rule that keeps a route out."""
    _, endpoint, source = key
    model = document["models"][model_id]
    life, countries = calendar(model, source), set()
    start = life.get("start_of_life") or model.get("release")
    for name in request.residency:
        countries |= set(document["residencies"][name]["countries"])
    able = {one["capability"] for one in model.get("capabilities", ())
            if (one.get("from") or "") <= day < (one.get("until") or FAR)}  # fmt: skip
    over = bool(life.get("end_of_life")) and day >= life["end_of_life"]
    partition = document["regions"][source]["partition"]
    questions = {
        "lifecycle.end-of-life": over,
        "lifecycle.start-of-life": not over and bool(start) and day < start,
        "lifecycle.not-yet": bool(route["since"]) and day < route["since"],
        "lifecycle.withdrawn": bool(route["until"]) and day >= route["until"],
        "request.endpoint": endpoint != request.endpoint,
        "request.residency": bool(request.residency)
        and any(document["regions"][code]["country"] not in countries for code in route["to"]),
        "request.source": request.source is not None and source != request.source,
        "request.partition": request.source is None
        and partition != ("aws-us-gov" if request.profile == "us-gov" else "aws"),
        "request.profile": request.profile is not None
        and ("in-region" if route["kind"] == "mantle" else route["kind"]) != request.profile,
        "request.capability": bool(request.needs - able),
        "request.retention": request.retention is not None
        and ORDER.index(request.retention) < ORDER.index(retention(model, day)),
        "lifecycle.unproven": not route["since"] and bool(route["seen"]) and day < route["seen"],
    }
    return {rule for rule, yes in questions.items() if yes}


def charged(model, day):
    """Return the entry of a model's prices as it stood on a day; None when there is none."""
    entry = model.get("price")
    for earlier in reversed(entry.get("earlier", ()) if entry else ()):
        if day < earlier["until"]:
            entry = entry | earlier
    return entry


def cost(document, model_id, kind, source, day):
    """Return the price of three tokens in and one out on a day; infinity when it is not known."""
    price = charged(document["models"][model_id], day)
    scope = {"in-region": "in-region", "mantle": "in-region", "global": "global"}.get(kind, "geographic")
    name = scope if kind in {"in-region", "mantle"} else kind
    if document["regions"][source]["partition"] == "aws-us-gov":
        name = scope = "us-gov"
    if price is None:
        return Decimal("Infinity")
    parts, factor = price.get("listed", {}).get(name), Decimal(1)
    if parts is None:
        factors = document["premiums"][price["premium"]]["factors"] if "premium" in price else {price["base"]: "1"}
        factor = factors.get(name) or factors.get(scope)
        parts = price
    usd = [Decimal(parts[part]) * weight for part, weight in (("input", 3), ("output", 1)) if part in parts]
    return sum(usd) * Decimal(factor) if usd and factor is not None else Decimal("Infinity")


def naive_decide(document, request, day):
    """Return (the chosen ID or None, {route: rules that rejected it})."""
    width = {"in-region": 0, "mantle": 0, "global": 2}
    found = routes(document, request.model, day)
    rules = {key: rejecting_rules(document, request.model, key, route, request, day) for key, route in found.items()}

    def rank(key):
        kind = found[key]["kind"]
        narrow = (cost(document, request.model, kind, key[2], day), width.get(kind, 1))
        return narrow if request.residency else (kind != "global", *narrow)

    return chosen(request, {key: rank(key) for key in found if not rules[key]}, rules), rules


def chosen(request, ranks, rules):
    """Return the ID of the best rank, the first by name; None where that is of several places and none is asked for.

    Every route that was admitted is then rejected by a rule of its own, which is put into `rules`.
    """
    best = {key for key, rank in ranks.items() if rank == min(ranks.values())}
    places = {key[0].partition(".")[0] for key in best}
    if len(places) > 1 and not request.residency and request.source is None and request.profile is None:
        for key in ranks:
            rules[key].add("request.geography")
        return None
    return min(best)[0] if best else None
