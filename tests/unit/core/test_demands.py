"""How long an answer must stay as it is: days for which nothing known changes a route."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import PolicyError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.policy.approval import Approval
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.rules import Entry, Role, Rule, Waiver
from tests.property.test_small_world import DAYS, DOCUMENT, POLICIES, judged, questions
from tests.unit.core.world import ON, SMALL

HOLDS = Rule("steady", "require", answer_holds_for=90)


def asked(text, rule, on, over=SMALL, **parts):
    """Decide a question under one rule."""
    policy = Policy("p", "t", rules=(rule,), **parts)
    return decide(over, policy, Request.parse(text, over, policy), on=on)


def test_an_answer_that_changes_soon_is_none():
    """90 days before the end of life the last day on which the answer is given is the one with 90 days left."""
    end = date(2027, 1, 15)
    assert asked("Ruled, from us-east-1", HOLDS, end - timedelta(90)).id == "global.acme.ruled-v1:0"
    late = asked("Ruled, from us-east-1", HOLDS, end - timedelta(89))
    assert (late.id, "steady" in late.histogram) == (None, True)
    assert "needs answer_holds_for: 90 [steady]" in late.explain()
    early = asked("Ruled, from us-east-1", HOLDS, end - timedelta(120))
    assert early.valid_until == end - timedelta(89)


def test_a_role_falls_to_a_model_that_stays():
    """The models of a role that change too soon lose to one that does not."""
    roles = {"r": Role("r", (Entry("acme.ruled-v1:0"), Entry("acme.odd-v1:0")))}
    assert asked("role r, from us-east-1", HOLDS, date(2026, 12, 1), roles=roles).id == "us.acme.odd-v1:0"


def test_an_approval_that_ends_soon_is_a_change():
    """A model that is approved for fewer days loses, from the first day on which they are too few."""
    until = date(2026, 8, 1)
    lent = Entry("acme.odd-v1:0", approval=Approval("acme.odd-v1:0", until, "T-1"))
    roles = {"r": Role("r", (lent,))}
    before = asked("role r, from us-east-1", HOLDS, until - timedelta(90), roles=roles)
    assert (before.id, before.valid_until) == ("us.acme.odd-v1:0", until - timedelta(89))
    after = asked("role r, from us-east-1", HOLDS, until - timedelta(89), roles=roles)
    assert (after.id, after.histogram) == (None, {"request.source": 1, "steady": 2})


def test_an_exception_lets_a_change_through():
    """Where the rule does not count for a model the answer stands, and says so."""
    waiver = Waiver("T-2", date(2028, 1, 1), models=frozenset({"acme.ruled-v1:0"}))
    told = asked("Ruled, from us-east-1", replace(HOLDS, waivers=(waiver,)), date(2026, 12, 1))
    assert told.id == "global.acme.ruled-v1:0"
    assert [one.slug for one in told.warnings] == ["waived-rule"]


def test_a_capability_that_is_lost_is_a_change():
    """What a question may need is looked at for everybody: a capability that ends is a change of the model."""
    assert asked("Ruled, from us-east-1", HOLDS, date(2026, 4, 1)).id is None
    assert asked("Ruled, from us-east-1", HOLDS, date(2026, 6, 1)).id == "global.acme.ruled-v1:0"


def test_what_is_admitted_stays_as_it_is():
    """Over the small world: a route is rejected exactly when some day of those to come finds it another one."""
    catalog, base = Catalog(DOCUMENT), POLICIES[1]
    policy = replace(base, rules=(*base.rules, HOLDS, replace(HOLDS, id="late", since=date(2026, 7, 1))))
    for number, request in enumerate(questions(base)):
        if request.role is not None or number % 5:
            continue
        for day in DAYS[number % 7 :: 7]:
            free, bound = (judged(decide(catalog, one, request, on=day)) for one in (base, policy))
            for key, rules in free.items():
                mine = bound[key] - {"request.geography"}
                changes = not stays(catalog, base, request, key, day)
                rejected = {"steady", *(["late"] if day >= date(2026, 7, 1) else [])} if changes else set()
                assert mine == (rules - {"request.geography"}) | rejected, (str(request), key, day)


def stays(catalog, policy, request, key, day):
    """Check whether a route is the same on each day that is asked, in the most naive way."""

    def seen(on):
        bare = Request(request.model, source=key[2], endpoint=key[1], attributes=request.attributes)
        decision = decide(catalog, policy, bare, on=on)
        rules = judged(decision).get(key, {"gone"})
        if any(not rule.startswith("request.") for rule in rules):
            return None
        mine = [one for one in decision.candidates.groups if (one.id, one.endpoint) == key[:2]]
        group = next(one for one in mine if one.mask & decision.admitted)
        alone = replace(decision, group=group, admitted=decision.admitted & group.mask)
        route = next(one for one in decision.candidates.routes if (one.id, one.endpoint, one.source) == key)
        duties = frozenset(one for one in alone.obligations if one.rule)
        able = frozenset(one.name for one in decision.model.capabilities if one.holds(on))
        status = decision.model.lifecycle_in(key[2]).status(on)
        return (route.destinations, decision.model.price(route, on), status, duties), able

    now = seen(day)
    later = [seen(one) for one in DAYS if 0 < (one - day).days < HOLDS.answer_holds_for]
    return now is None or all(one is not None and one[0] == now[0] and now[1] <= one[1] for one in later)


def test_it_is_written_in_a_policy(policy, catalog):
    """It stands under `require`, beside tests of a route, and `prove` finds such a rule of use."""
    head = "policy: policy\ntitle: t\nrules:\n  - {{id: one, require: {}}}\n"
    (rule,) = policy(head.format("{answer_holds_for: 90, provider_in: [anthropic]}")).rules
    assert (rule.answer_holds_for, rule.condition.name) == (90, "provider_in")
    only = policy(head.format("{answer_holds_for: 90}"))
    assert only.rules[0].condition is None
    assert not prove(QuestionSpace(catalog, only, ON, Limits(models=("anthropic.claude-sonnet-4-6",)))).findings


@pytest.mark.parametrize(
    "demand", ["{answer_holds_for: 400000}", "{not: {answer_holds_for: 2}}", "{answer_holds_for: -1}"]
)
def test_what_cannot_be_demanded_is_refused(demand, policy):
    """A demand is a number, within bounds, and no test that may be negated."""
    with pytest.raises(PolicyError):
        policy(f"policy: policy\ntitle: t\nrules:\n  - {{id: one, require: {demand}}}\n")
