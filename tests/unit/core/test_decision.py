"""What follows from an answer: obligations, warnings, prices, the ARN, the nearest miss and how long it holds."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.deciding import deciding
from bedrock_atlas.decision.decision import Verdict
from bedrock_atlas.decision.engine import rank
from bedrock_atlas.decision.reasons import detail
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.candidates import Group
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.facts.values import Obligation
from bedrock_atlas.loading import load_catalog, load_policy
from bedrock_atlas.policy.policy import Policy
from tests.unit.core.world import DOCUMENT, ON, SMALL

NONE = Policy("none", "no rules")
HEADER = Obligation("beta-header", "context-1m-2025-08-07")


@pytest.fixture
def small(ask):
    """Return a function that decides over the small catalog without rules."""

    def decided(text, on=ON, policy=NONE):
        return ask(text, on, policy, SMALL)

    return decided


def test_a_beta_capability_obliges_its_header(ask):
    """The 1M context of Sonnet 4.5 was a beta that obliged a header, until it ended; later models have it natively."""
    decision = ask("Sonnet 4.5, EU residency, 1M context", on=date(2026, 4, 29))
    assert decision.obligations[0] == HEADER
    ended = ask("Sonnet 4.5, EU residency, 1M context", on=date(2026, 4, 30))
    assert ended.id is None
    assert ended.histogram["request.capability"] == len(ended.verdicts)
    assert HEADER not in ask("Opus 4.8, 1M context").obligations


def test_citations_are_obliged_over_converse_alone(ask):
    """Visual analysis of PDFs obliges citations over Converse, or where the API is open, and not over InvokeModel."""
    kinds = {
        api: {obligation.kind for obligation in ask(f"Sonnet 4.6, visual PDF{api}").obligations}
        for api in ("", ", over converse", ", over invoke-model")
    }
    assert ["citations" in kinds[api] for api in kinds] == [True, True, False]


def test_obligations_are_those_of_what_is_asked(small):
    """A capability that is not needed obliges nothing."""
    assert [obligation.kind for obligation in small("Ruled").obligations] == ["allow-regions"]
    assert [obligation.kind for obligation in small("Ruled, needs pdf").obligations] == ["note", "allow-regions"]
    assert [
        obligation.kind
        for obligation in small("Ruled, from us-gov-west-1, needs pdf-visual, over messages").obligations
    ] == ["allow-regions"]


def test_regions_that_a_policy_must_leave_open(small):
    """A profile needs its destinations left open, the global one also the unspecified Region, in-Region none."""
    assert small("Ruled, EU or UK residency").obligations == (
        Obligation("allow-regions", regions=("eu-west-1", "eu-west-2")),
    )
    assert small("Ruled").obligations == (
        Obligation("allow-regions", "requests whose aws:RequestedRegion is unspecified",
                   regions=("eu-west-1", "eu-west-2", "us-east-1")),
    )  # fmt: skip
    assert small("Ruled, US residency").obligations == ()


def test_a_retention_mode_is_an_obligation(small):
    """A model that needs a retention mode obliges it, and a request for another one is denied."""
    assert small("Kept on mantle").obligations == (Obligation("retention-mode", "provider_data_share"),)
    assert small("Kept on mantle, retention provider_data_share").id == "acme.kept-mantle"
    denied = small("Kept on mantle, retention none")
    assert denied.histogram == {"request.retention": 1}
    assert denied.obligations == ()


def test_duties_of_rules_come_last_and_once(policy, small):
    """What several rules oblige is told once, after the obligations from the facts."""
    text = """\
policy: p
title: t
rules:
  - {id: a, oblige: [{kind: tag, value: a=b}, {kind: guardrail, value: g, api: converse}]}
  - {id: b, from: 2030-01-01, oblige: [{kind: tag, value: later}]}
"""
    obligations = small("Ruled, US residency", policy=policy(text, over=SMALL)).obligations
    assert [obligation.to_dict() for obligation in obligations] == [
        {"kind": "tag", "value": "a=b", "rule": "a"},
        {"kind": "guardrail", "value": "g", "api": "converse", "rule": "a"},
    ]


def test_a_legacy_model_is_a_warning(ask):
    """A LEGACY model is admitted with a warning that gives its dates."""
    warning = ask("Sonnet 4.5, EU residency").warnings[0]
    assert warning.slug == "legacy-model"
    assert "end of life 2027-04-08" in warning.message
    assert ask("Opus 5").warnings == ()


def test_legacy_may_only_have_been_seen(small):
    """When AWS's own date is not known, the day LEGACY was first reported is told as such."""
    (warning,) = small("Listed").warnings
    assert warning.message.startswith("reported LEGACY by 2026-06-01; AWS refuses")


def test_the_providers_calendar_is_a_warning(ask):
    """The provider's own dates are shown, with or without a route, and decide nothing."""
    before = ask("Opus 3", on=date(2025, 12, 1))
    assert before.id == "us.anthropic.claude-3-opus-20240229-v1:0"
    after = ask("Opus 3")
    assert after.id is None
    for decision in (before, after):
        assert "in the provider's own calendar deprecated on 2025-06-30" in decision.warnings[-1].message


def test_an_unknown_price_is_a_warning(small):
    """An unknown price is told, never zero, and only where there is a route."""
    assert [one.slug for one in small("Ruled, US residency").warnings] == ["unknown-price"]
    assert small("Ruled, US residency").price is None
    assert small("Kept, UK residency").warnings == ()


def test_an_unknown_price_ranks_last(small):
    """With a residency, a route whose price is known wins over one whose price is not."""
    assert small("Ruled, US or EU or UK residency").id == "global.acme.ruled-v1:0"
    groups = SMALL.candidates("acme.ruled-v1:0", ON).groups
    costs = {group.id: group.cost((("input", 1),)) for group in groups}
    assert [id_ for id_, usd in costs.items() if usd.is_infinite()] == ["acme.ruled-v1:0"]


def test_a_mix_with_a_component_that_is_not_known_has_no_price():
    """A part of a mix without a known price counts as unknown, not as free of charge."""
    groups = {group.id: group for group in SMALL.candidates("acme.odd-v1:0", ON).groups}
    assert groups["us.acme.odd-v1:0"].cost((("cache_read", 2),)) == Decimal("0.20")
    assert groups["us.acme.odd-v1:0"].cost((("cache_read", 2), ("input", 1))).is_infinite()
    assert groups["us-gov.acme.odd-v1:0"].cost((("input", 1),)).is_infinite()
    assert isinstance(groups["us.acme.odd-v1:0"], Group)


ARNS = {
    "Ruled, US residency": "arn:aws:bedrock:us-east-1::foundation-model/acme.ruled-v1:0",
    "Ruled": "arn:aws:bedrock:${Region}:${Account}:inference-profile/global.acme.ruled-v1:0",
    "us-gov.acme.ruled-v1:0": (
        "arn:aws-us-gov:bedrock:us-gov-west-1:${Account}:inference-profile/us-gov.acme.ruled-v1:0"
    ),
    "Rumour": None,
}


@pytest.mark.parametrize(("text", "arn"), ARNS.items())
def test_an_arn(text, arn, small):
    """The ARN names the Region where only one may call, and leaves open what the catalog cannot know."""
    assert small(text).arn == arn


def test_a_denial_has_nothing_of_a_route(small):
    """Without a route there is no ID, price, Region, country or obligation, and `bool` says so."""
    decision = small("Ruled, UK residency")
    assert not decision
    assert (decision.id, decision.price, decision.arn, decision.routes) == (None, None, None, ())
    assert (decision.invoke_from, decision.countries, decision.obligations) == ((), (), ())
    assert decision.answer() is None


def test_a_model_without_routes(small):
    """A model without any route is denied, and there is no nearest miss."""
    decision = small("Rumour")
    assert decision.nearest is None
    assert decision.summary() == "no route: the catalog knows none of this model"
    assert decision.valid_until is None
    assert decision.explain().startswith("no route: the catalog knows none of this model\n")


def test_what_comes_nearest(small, ask):
    """The nearest is the route of this model that is recommended instead, with what rejected it; no other model's."""
    nearest = small("Ruled, EU or UK residency, from us-east-1").nearest
    assert (nearest.route.id, nearest.rules, nearest.admitted) == ("eu.acme.ruled-v1:0", ("request.source",), False)
    assert small("Ruled").nearest is None
    replaced = ask("Sonnet 3.7, EU residency")
    assert replaced.alternatives
    assert replaced.nearest is None


def test_the_fewest_rules_are_in_the_way(small, ask):
    """As few rules are in the way as reject any route; a profile that was asked for is not in its own way."""
    near = small("Ruled, EU or UK residency, from us-east-1")
    assert {len(one.rules) for one in near.verdicts} == {1, 2}
    assert near.blocking_rules == ("request.source",)
    assert ask("eu.anthropic.claude-fable-5").blocking_rules == ("lifecycle.withdrawn",)
    assert small("Ruled").blocking_rules == ()


def test_an_answer_holds_until_it_changes(small):
    """`valid_until` is the first day of another answer: a row, a price, a status, a warning or an obligation."""
    assert small("Ruled", on=date(2026, 1, 1)).valid_until == date(2026, 1, 15)
    assert small("Ruled, EU residency", on=date(2026, 2, 1)).valid_until == date(2026, 5, 1)
    assert small("Ruled").valid_until == date(2027, 1, 15)
    assert small("Ruled", on=date(2027, 1, 15)).valid_until is None
    assert small("Listed", on=date(2026, 5, 1)).valid_until == date(2026, 6, 1)


def test_an_answer_ends_with_an_obligation(policy, small):
    """What the caller owes is part of the answer, so it holds until an obligation begins or ends."""
    rule = "{id: tag, from: 2026-11-25, until: 2026-12-01, oblige: [{kind: tag, value: a=b}]}"
    own = policy(f"policy: p\ntitle: t\nrules: [{rule}]\n", over=SMALL)
    days = [small("Ruled", on=date(2026, 11, day), policy=own).valid_until for day in (20, 25)]
    assert days == [date(2026, 11, 25), date(2026, 12, 1)]


def test_the_ranking_follows_the_residency(ask):
    """Without a residency the global profile comes first though it is dearer; with one the cheapest does."""
    document = copy.deepcopy(DOCUMENT)
    document["models"]["acme.ruled-v1:0"]["price"]["listed"] = {"global": {"input": "9.00", "output": "90.00"}}
    catalog = Catalog(document)
    assert ask("Ruled", policy=NONE, over=catalog).id == "global.acme.ruled-v1:0"
    assert ask("Ruled, EU or UK or US residency", policy=NONE, over=catalog).id == "eu.acme.ruled-v1:0"


def test_partitions_do_not_mix(small):
    """GovCloud is reached only from a GovCloud source or by its own profile, never by default."""
    assert "us-gov-west-1" not in small("Ruled, US residency").invoke_from
    assert small("Ruled, from us-gov-west-1").id == "us-gov.acme.ruled-v1:0"
    assert small("us-gov.acme.ruled-v1:0").invoke_from == ("us-gov-west-1",)
    assert small("Ruled").histogram["request.partition"] == 1


def test_a_profile_asked_by_its_id_is_the_only_candidate(small):
    """The very profile that is asked for answers, or none."""
    assert small("eu.acme.ruled-v1:0").id == "eu.acme.ruled-v1:0"
    denied = small("eu.acme.ruled-v1:0 from us-east-1")
    assert denied.id is None
    assert denied.histogram["request.profile"] == 4


def test_the_rules_that_decided(small, policy):
    """For a denial all rules that rejected something; for an answer those that kept out an ID ranked before it."""
    assert deciding(small("Ruled, UK residency")) == ("request.partition", "request.residency")
    assert deciding(small("Ruled, EU or UK residency")) == ("request.residency",)
    assert deciding(small("Ruled, EU or UK residency, from us-east-1")) == ("request.residency", "request.source")
    assert deciding(small("Ruled")) == ()
    near = policy("policy: p\ntitle: t\nrules: [{id: near, forbid: {scope_in: [global]}}]\n", over=SMALL)
    assert deciding(small("Ruled", policy=near)) == ("near",)


def test_a_removed_rule_may_admit(catalog):
    """A decision is made from the rules alone: without the request's residency the route is back."""
    policy = load_policy(catalog=catalog)
    request = Request.parse("Sonnet 4.5, EU residency, from eu-west-2", catalog)
    assert not decide(catalog, policy, request, on=ON)
    assert decide(catalog, policy, replace(request, residency=frozenset()), on=ON)


def test_nothing_ranks_when_nothing_is_admitted(small):
    """Ranking no routes gives no ID."""
    decision = small("Ruled")
    assert rank(decision.program, decision.request, 0) is None


def test_a_verdict_may_name_any_rule(small):
    """A rule that the policy does not have, or that removes nothing, is told by its id alone."""
    decision = small("Ruled")
    assert detail(decision, Verdict(decision.routes[0], ("long-gone",))) == "long-gone [long-gone]"


def test_what_is_told_of_every_route_is_true_of_every_route(small):
    """Where every route leaves the residency, each ID is told where it goes: they do not all go to the same places."""
    lines = small("Ruled, EU residency").explain().splitlines()
    assert not [line for line in lines if line.startswith("  every route: may be processed")]
    assert (
        "  eu.acme.ruled-v1:0: may be processed in eu-west-2 (Europe (London), GB), outside eu [request.residency]"
        in lines
    )
    assert "  acme.ruled-v1:0: may be processed in US, outside eu [request.residency]" in lines


def test_days_are_told_of_the_routes_that_have_them(ask):
    """Routes of one ID that begin or end on different days are told apart."""
    document = copy.deepcopy(DOCUMENT)
    document["models"]["acme.listed-v1:0"]["rows"] += [
        ["eu", ["us-east-1"], ["eu-west-1"], None, "2026-08-01", None, None],
        ["eu", ["eu-west-2"], ["eu-west-1"], "2026-12-01", None, None, None],
    ]
    lines = ask("Listed, EU residency", policy=NONE, over=Catalog(document)).explain().splitlines()
    assert [line for line in lines if line.startswith("  eu.")] == [
        "  eu.acme.listed-v1:0 from eu-west-1: withdrawn, gone from 2026-09-01 [lifecycle.withdrawn]",
        "  eu.acme.listed-v1:0 from eu-west-2: exists from 2026-12-01 [lifecycle.not-yet]",
        "  eu.acme.listed-v1:0 from us-east-1: withdrawn, gone from 2026-08-01 [lifecycle.withdrawn]",
    ]


def test_a_price_read_elsewhere_is_said():
    """An In-Region price that was read in one Region warns where another one is called."""
    catalog = load_catalog()
    decision = decide(
        catalog,
        Policy("none", "no rules"),
        Request.parse("Mistral Large 2402, from eu-west-3", catalog),
        on=date(2026, 11, 20),
    )
    assert [one.message for one in decision.warnings if one.slug == "price-note"] == [
        "read in us-east-1; another Region may cost more"
    ]
