"""Pairs of a small world and a promise, each made from a number: few enough parts that every question can be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bedrock_atlas.facts.values import Obligation
from bedrock_atlas.policy.approval import Approval
from bedrock_atlas.policy.constraints import AllOf, AnyOf, Not, Test
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.rules import Entry, Invariant, Preference, Role, Rule, Waiver

FIRST, LAST = date(2026, 1, 1), date(2026, 9, 1)
DAYS = [FIRST + timedelta(days) for days in range((LAST - FIRST).days)]
DATED = [str(FIRST + timedelta(days)) for days in (10, 31, 45, 60, 61, 90, 120, 121)]
REGIONS = {"eu-west-1": "IE", "eu-west-2": "GB", "us-east-1": "US", "us-gov-west-1": "US"}
RESIDENCIES = {"eu": ["IE"], "uk": ["GB"], "us": ["US"]}
PREFIXES = ("global", "eu", "us", "us-gov")
MODELS = ("acme.one", "acme.two", "other.three")
NEEDS = ("context-1m", "pdf", "vision")
APIS = ("converse", "invoke-model", "messages")
MODES = ("none", "default", "aws_review", "provider_data_share")
ATTRIBUTES = {"data": ("personal", "public", "secret"), "stage": ("dev", "prod")}


def pair(number):
    """Return (document, policy with one invariant) for a number: the same for the same number, always."""
    random = Random(number)  # noqa: S311  # no secret
    document = {
        "schema": 2,
        "version": "2026.1.1",
        "digest": "sha256:0",
        "regions": {code: {"name": code, "country": country, "partition": "aws-us-gov" if "gov" in code else "aws"}
                    for code, country in REGIONS.items()},
        "geographies": {prefix: {"title": prefix} for prefix in PREFIXES},
        "residencies": {name: {"title": name, "aliases": [], "countries": countries}
                        for name, countries in RESIDENCIES.items()},
        "premiums": {"rule": {"title": "a rule", "factors": {"global": "1", "geographic": "1.1"}, "evidence": []}},
        "models": {model: entry(random) for model in MODELS},
    }  # fmt: skip
    return document, policy(random)


def policy(random):
    """Return a policy of a few rules, a role of several entries and one promise."""
    attributes = {name: ATTRIBUTES[name] for name in random.choice(((), ("data",), ("data", "stage")))}
    approved = tuple(approval(random) for _ in range(random.randint(1, 2)))
    return Policy(
        name="small",
        title="made from a number",
        rules=tuple(rule(random, f"r{place}", attributes, approved) for place in range(random.randint(0, 3))),
        attributes=attributes,
        roles={"any": Role("any", role(random, approved))},
        invariants=(promise(random, attributes, approved),),
        approvals={"list": approved},
    )


def role(random, approved):
    """Return the entries of a role: models, and perhaps one ID alone or a list of approvals."""
    entries = [Entry(model) for model in random.sample(MODELS, random.randint(2, 3))]
    if random.random() < 0.25:
        place = random.randrange(len(entries))
        source = random.choice((None, None, "eu-west-1"))
        entries[place] = Entry(entries[place].model, random.choice(("", "eu", "global", "us-gov")), source)
    if random.random() < 0.2:
        entries[1:] = [Entry(one.model, approval=one) for one in approved]
    return tuple(dict.fromkeys(entries))


def approval(random):
    """Return a model that is approved for a time."""
    since, until = (date.fromisoformat(day) for day in sorted(random.sample(DATED, 2)))
    return Approval(random.choice(MODELS), until, "MRC-1", random.choice((None, since)))


def entry(random):
    """Return one model: rows, a lifecycle, dates of a Region, a price, capabilities, retention modes, each perhaps."""
    found = {"name": "A model", "rows": [], "evidence": [], "capabilities": []}
    for kind in random.sample(("in-region", "mantle", *PREFIXES), random.randint(1, 4)):
        gov = kind == "us-gov"
        sources = ["us-gov-west-1"] if gov else sorted(random.sample(sorted(REGIONS)[:3], random.randint(1, 3)))
        reached = (
            [] if kind in {"in-region", "mantle"} else sorted(random.sample(sorted(REGIONS)[:3], random.randint(1, 3)))
        )
        since, until = sorted(random.sample(DATED, 2)) if random.random() < 0.3 else (None, None)
        seen = random.choice(DATED) if since is None and random.random() < 0.2 else None
        found["rows"].append([kind, sources, "commercial" if kind == "global" else reached, since, until, seen, None])
    life = zip(("start_of_life", "legacy", "end_of_life"), sorted(random.sample(DATED, 3)), strict=True)
    found["lifecycle"] = {name: day for name, day in life if random.random() < 0.5}
    known(random, found)
    if random.random() < 0.3:
        own = dict(zip(("legacy", "end_of_life"), sorted(random.sample(DATED, 2)), strict=True))
        found["lifecycle"]["elsewhere"] = [{"in": random.sample(sorted(REGIONS), 1), **own}]
    if random.random() < 0.7:
        found["price"] = {
            "base": "global",
            "input": random.choice(("1.00", "9.00")),
            "output": "5.00",
            "premium": "rule",
        }
        if random.random() < 0.4:
            found["price"]["long_context"] = {"above": 200_000, "input": random.choice(("4.00", "18.00"))}
            found["price"]["long_context"] |= {"from": random.choice(DATED)} if random.random() < 0.3 else {}
    for name in NEEDS:
        if random.random() < 0.6:
            since = {"from": random.choice(DATED)} if random.random() < 0.3 else {}
            found["capabilities"].append({"capability": name, **since, "oblige": []})
    if random.random() < 0.4:
        found["retention"] = [{"mode": random.choice(MODES)}]
        if random.random() < 0.5:
            found["retention"].append({"mode": random.choice(MODES), "since": random.choice(DATED)})
    return found


def known(random, found):
    """Add to a model what is known of it beside: a promise of life, limits, modalities, evidence, each perhaps."""
    if random.random() < 0.3:
        found["lifecycle"]["end_of_life_not_before"] = random.choice(DATED)
    if random.random() < 0.5:
        found["limits"] = {"context_window": random.choice((100_000, 200_000))}
        found["modalities"] = {"input": ["image", "text"], "output": ["text"]}
    if random.random() < 0.6:
        found["evidence"] = [{"source": "a page", "as_of": random.choice(DATED), "covers": ["lifecycle"]}]


def test(random, approved):
    """Return one test of a condition."""
    some = random.choice((
        ("destinations_within", frozenset({"eu-west-1"})),
        ("destinations_within", frozenset({"eu-west-1", "eu-west-2"})),
        ("destinations_in_countries", frozenset({"IE", "US"})),
        ("scope_in", frozenset({"global"})), ("geography_in", frozenset({"eu", "us"})),
        ("source_in", frozenset({"eu-west-1", "us-east-1"})), ("endpoint_in", frozenset({"bedrock-runtime"})),
        ("model_in", frozenset({"acme.one"})), ("provider_in", frozenset({"acme"})),
        ("id_in", frozenset({"acme.one", "eu.acme.two", "global.other.three"})),
        ("status_in", frozenset({"ACTIVE"})), ("status_in", frozenset({"LEGACY", "EOL"})),
        ("days_to_eol_under", random.choice((1, 30, 31, 60))), ("days_since_launch_under", random.choice((1, 30, 31))),
        ("guaranteed_days", random.choice((1, 30, 60))), ("end_of_life_not_before", date(2026, 4, 1)),
        ("evidence_not_older_than", random.choice((30, 60, 90))), ("approved_in", frozenset(approved)),
        ("price_at_most", {"input": Decimal("2.00")}), ("price_at_most", {"input": Decimal("5.00")}),
        ("premium_at_most", Decimal("1.00")), ("context_window_at_least", 200_000),
        ("modalities", {"input": frozenset({"image"})}), ("opt_in", frozenset({"eu-west-2"})),
        ("source_regions_at_least", random.choice((1, 2, 3))), ("source_regions_at_least", 2),
        ("capability", frozenset({"vision"})), ("retention_in", frozenset({"none"})),
        ("retention_at_most", random.choice(MODES)),
    ))  # fmt: skip
    return Test(*some, "…")


def condition(random, approved, deep=2):
    """Return a condition: a test, or `not`, `any_of` or a mapping of conditions."""
    shape = random.random() if deep else 0
    if shape < 0.5:
        return test(random, approved)
    if shape < 0.75:
        return Not(condition(random, approved, deep - 1))
    return random.choice((AnyOf, AllOf))(tuple(condition(random, approved, deep - 1) for _ in range(2)))


def where(random, attributes):
    """Return what selects by attributes: nothing, or some values of one."""
    if not attributes or random.random() < 0.4:
        return ()
    name = random.choice(sorted(attributes))
    return ((name, frozenset(random.sample(attributes[name], random.randint(1, len(attributes[name]) - 1)))),)


def ask(random):
    """Return the questions that a rule is for: all of them, or those of which one or two parts have certain values."""
    if random.random() < 0.6:
        return ()
    known = {"residency": sorted(RESIDENCIES), "source": sorted(REGIONS), "api": APIS, "needs": NEEDS,
             "endpoint": ("bedrock-runtime", "bedrock-mantle"), "retention": MODES, "role": ("any",)}  # fmt: skip
    parts = random.sample(sorted(known), random.choice((1, 1, 2)))
    return tuple((part, frozenset(random.sample((*known[part], "stated", "unstated"), random.randint(1, 2))))
                 for part in sorted(parts))  # fmt: skip


def waivers(random, attributes):
    """Return the exceptions to a rule: none, or one for some attributes or a model, up to a day."""
    if random.random() < 0.75:
        return ()
    since, until = (date.fromisoformat(day) for day in sorted(random.sample(DATED, 2)))
    models = frozenset(random.sample(MODELS, random.choice((0, 1, 1))))
    return (Waiver("W-1", until, random.choice((None, since)), where(random, attributes), models),)


def rule(random, rule_id, attributes, approved):
    """Return a rule that removes, orders the models of a role or obliges."""
    since, until = sorted(random.sample(DATED, 2)) if random.random() < 0.3 else (None, None)
    ends = [day and date.fromisoformat(day) for day in (since, until)]
    effect = random.choice(("require", "forbid", "forbid", "forbid", "prefer", "oblige"))
    unless = tuple(filter(None, [where(random, attributes) if random.random() < 0.2 else ()]))
    made = Rule(rule_id, effect, where(random, attributes), "", *ends, unless=unless, ask=ask(random))
    if effect == "prefer":
        by = random.choice((Preference("newest"), Preference("longest_to_eol"), Preference("models", MODELS[1:2]),
                            Preference("price"), Preference("geographies", ("eu",))))  # fmt: skip
        return replace(made, preferences=(by,))
    made = replace(made, waivers=waivers(random, attributes))
    if effect == "oblige":
        duty = Obligation("tag", random.choice("ab"), random.choice(("", "converse")), rule=rule_id)
        return replace(made, obligations=(duty,), condition=random.choice((None, condition(random, approved))))
    return replace(made, condition=condition(random, approved))


def promise(random, attributes, approved):
    """Return a promise about all questions or some."""
    about = list(where(random, attributes))
    for name, values in (("residency", sorted(RESIDENCIES)), ("source", sorted(REGIONS)), ("role", ["any"]),
                         ("model", MODELS[:2]), ("endpoint", ["bedrock-mantle"])):  # fmt: skip
        if random.random() < 0.15 and not (name == "model" and "role" in dict(about)):
            about.append((name, frozenset(random.sample(values, random.randint(1, min(2, len(values)))))))
    if random.random() < 0.15:
        return Invariant("promise", tuple(about), None, answers=True)
    return Invariant("promise", tuple(about), condition(random, approved))
