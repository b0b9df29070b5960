"""Policies over the small worlds: values that hypothesis can shrink, made without files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from bedrock_atlas.facts.values import Obligation
from bedrock_atlas.policy.approval import Approval
from bedrock_atlas.policy.constraints import AllOf, AnyOf, Not, Test
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.rules import Entry, Invariant, Preference, Role, Rule, Waiver
from tests.property.worlds import DAYS, MODELS, NEEDS, PREFIXES, REGIONS, requests

ATTRIBUTES = {"data": ("personal", "public"), "stage": ("dev", "prod")}


def some(values, most=3):
    """Draw a few of some values."""
    return st.frozensets(st.sampled_from(sorted(values)), min_size=1, max_size=most)


money = st.sampled_from([Decimal(text) for text in ("0.50", "5.00", "20.00", "60.00", "500.00")])
counts = st.sampled_from([1, 2, 30, 31, 90, 365])
bounds = st.sampled_from([date.fromisoformat(day) for day in DAYS])
starts = st.none() | bounds
approvals = st.builds(Approval, st.sampled_from(MODELS), bounds, st.just("MRC-1"), starts)
ARGUMENTS = {
    "destinations_within": some(REGIONS, 6),
    "destinations_in_regions": some(REGIONS, 6),
    "destinations_in_countries": some(set(REGIONS.values()), 5),
    "source_in": some(REGIONS),
    "scope_in": some({"in-region", "geographic", "global"}, 2),
    "geography_in": some(PREFIXES),
    "endpoint_in": some({"bedrock-runtime", "bedrock-mantle"}, 1),
    "model_in": some(MODELS, 1),
    "provider_in": some({"acme", "other"}, 1),
    "status_in": some({"UPCOMING", "ACTIVE", "LEGACY", "EOL"}, 2),
    "days_to_eol_under": counts,
    "days_since_launch_under": counts,
    "price_at_most": st.dictionaries(st.sampled_from(("input", "output")), money, min_size=1),
    "premium_at_most": money,
    "capability": some(NEEDS, 2),
    "approved_in": st.frozensets(approvals, min_size=1, max_size=2),
    "id_in": some({*MODELS, *(f"{prefix}.{model}" for prefix in PREFIXES for model in MODELS)}, 3),
    "guaranteed_days": counts,
    "end_of_life_not_before": st.sampled_from([date.fromisoformat(day) for day in DAYS]),
    "evidence_not_older_than": counts,
    "source_regions_at_least": st.integers(1, 3),
    "retention_in": some({"none", "provider_data_share"}, 1),
    "retention_at_most": st.sampled_from(("none", "default", "aws_review", "provider_data_share")),
}

tests = st.one_of(*(st.builds(Test, st.just(name), said, st.just("…")) for name, said in sorted(ARGUMENTS.items())))
conditions = st.recursive(
    tests,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=2).map(tuple))
        | st.builds(AllOf, st.lists(inner, min_size=1, max_size=2).map(tuple))
    ),
    max_leaves=3,
)
days = st.none() | st.sampled_from([date.fromisoformat(day) for day in DAYS])
whens = st.dictionaries(st.sampled_from(sorted(ATTRIBUTES)), st.just(None), max_size=1).flatmap(
    lambda names: st.tuples(
        *(st.tuples(st.just(name), some(ATTRIBUTES[name], 1)) for name in names)
    )
)  # fmt: skip
preferences = st.one_of(
    st.builds(
        Preference,
        st.sampled_from(("price", "narrowest_scope", "widest_scope", "newest", "longest_to_eol", "cheapest")),
    ),
    st.builds(Preference, st.sampled_from(("price", "cheapest")), mix=st.just((("input", Decimal(1)),))),
    st.builds(Preference, st.just("geographies"), st.permutations(PREFIXES).map(lambda order: tuple(order[:2]))),
    st.builds(Preference, st.just("models"), st.sampled_from(MODELS).map(lambda one: (one,))),
)


asks = st.dictionaries(
    st.sampled_from(("residency", "source", "api", "needs", "role")),
    st.sampled_from(
        (frozenset({"stated"}), frozenset({"unstated"}), frozenset({"eu", "eu-west-1", "converse", "any"}))
    ),
    max_size=1,
).map(lambda found: tuple(found.items()))
waivers = st.builds(Waiver, st.just("W-1"), bounds, starts, whens,
                    st.frozensets(st.sampled_from(MODELS), max_size=1))  # fmt: skip


@st.composite
def rules(draw, rule_id="r"):
    """Draw one rule of any effect."""
    since, until = draw(days), draw(days)
    if since is not None and until is not None and since > until:
        since, until = until, since
    rule = Rule(rule_id, draw(st.sampled_from(("require", "forbid", "forbid", "prefer", "oblige"))),
                draw(whens), "", since, until)  # fmt: skip
    rule = replace(rule, ask=draw(asks), unless=tuple(one for one in (draw(whens),) if one))
    if rule.effect == "prefer":
        return replace(rule, preferences=tuple(draw(st.lists(preferences, min_size=1, max_size=2))))
    rule = replace(rule, waivers=tuple(draw(st.lists(waivers, max_size=1))))
    if rule.effect == "oblige":
        duty = Obligation("tag", draw(st.sampled_from("ab")), draw(st.sampled_from(("", "converse"))), rule=rule_id)
        return replace(rule, obligations=(duty,), condition=draw(st.none() | conditions))
    return replace(rule, condition=draw(conditions))


keys = st.integers(0, 300).map(str)


@st.composite
def entries(draw):
    """Draw an entry of a role: a model, an ID of it, or what a list of approvals says of it."""
    model, approval = draw(st.sampled_from(MODELS)), draw(st.none() | approvals)
    return Entry(
        model,
        draw(st.none() | st.sampled_from(("", "eu", "global"))),
        draw(st.none() | st.sampled_from(sorted(REGIONS)[:2])),
        approval and replace(approval, model=model),
    )


@st.composite
def some_roles(draw):
    """Draw a role: entries in order, perhaps split by shares, perhaps with answers for retries."""
    own = tuple(draw(st.lists(entries(), min_size=1, max_size=3, unique=True)))
    ends = sorted(draw(st.sets(st.sampled_from((1, 20, 50, 99)), min_size=len(own) - 1, max_size=len(own) - 1)))
    shares = tuple(end - begin for begin, end in pairwise((0, *ends, 100))) if len(own) > 1 else ()
    return Role("any", own, draw(st.sampled_from(((), shares))), draw(st.integers(0, 3)))


@st.composite
def policies(draw, prefix="r", most=4):
    """Draw a policy; its rules are called after the prefix, so that two policies share none."""
    return Policy(
        name=prefix,
        title="generated",
        rules=tuple(draw(rules(f"{prefix}{number}")) for number in range(draw(st.integers(0, most)))),
        attributes=ATTRIBUTES,
        roles={"any": draw(some_roles())},
    )


@st.composite
def policy_requests(draw):
    """Draw a request with attributes, for a model or for the role."""
    request = replace(
        draw(requests()), attributes=tuple((name, draw(st.sampled_from(ATTRIBUTES[name]))) for name in ATTRIBUTES)
    )
    return request if draw(st.booleans()) else replace(request, model="", role="any", key=draw(keys))


@st.composite
def invariants(draw):
    """Draw a promise about all questions or some."""
    where = draw(st.sampled_from((
        (), (("data", frozenset({"public"})),), (("residency", frozenset({"eu"})),),
        (("source", frozenset({"eu-west-1"})),),
        (("model", frozenset(MODELS[:1])),), (("role", frozenset({"any"})),),
    )))  # fmt: skip
    if draw(st.integers(0, 3)):
        return Invariant("promise", where, draw(conditions))
    return Invariant("promise", where, None, answers=True)
