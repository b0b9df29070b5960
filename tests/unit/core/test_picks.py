"""The newest and the cheapest of a tier: who answers, what the trace shows, what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import PolicyError, RequestError
from bedrock_atlas.loading import load_policy
from bedrock_atlas.policy.picks import read_pick
from tests.unit.core.world import ON

DAYS = (date(2025, 10, 1), date(2026, 5, 15), ON)
SAID = ("", ", EU residency", ", from eu-west-2", ", in Japan, 1M context")


@pytest.mark.parametrize("tier", ["sonnet", "haiku", "opus"])
@pytest.mark.parametrize("said", SAID)
def test_the_newest_is_the_first_that_answers(tier, said, catalog, ask):
    """All living models of the tier are tried, newest first, on every day."""
    members = [model for model in catalog if model.tier == tier]
    members.sort(key=lambda one: one.lifecycle.start_of_life or date.min, reverse=True)
    for day in DAYS:
        lives = {one.id: (one.lifecycle, *one.elsewhere.values()) for one in members}
        living = [one for one in members if any(life.status(day) in {"ACTIVE", "LEGACY"} for life in lives[one.id])]
        alone = {one.id: ask(f"{one.id}{said}", on=day) for one in living}
        told = [one.told for one in alone.values() if one.told]
        decision = ask(f"newest {tier}{said}", on=day)
        assert decision.told == (told[0] if told else None), day
        assert not living or {one.model.id for one in (*decision.tried, decision, *decision.others)} == alone.keys()


@pytest.mark.parametrize("said", SAID)
def test_the_cheapest_costs_least(said, catalog, ask):
    """No other living model of the tier has a route that costs less for the mix; a part unknown is never cheap."""
    mix = (("input", Decimal(1)), ("output", Decimal(9)))
    for day in DAYS:
        decision = ask(f"cheapest sonnet at 1:9{said}", on=day)
        costs = {}
        for model in catalog:
            one = ask(f"{model.id}{said}", on=day)
            if model.tier == "sonnet" and one.id is not None:
                usd = one.price.usd_per_mtok if one.price else {}
                costs[one.id] = sum(usd.get(name, Decimal("Infinity")) * weight for name, weight in mix)
        assert decision.id is None or costs[decision.id] == min(costs.values()), day
        assert decision.id is not None or not costs or decision.choices


def test_the_trace_shows_the_others(ask):
    """The other models stand in the text and in the data with their IDs, and what the mix costs there."""
    decision = ask("cheapest sonnet at 4:1, EU residency")
    assert "picked as     cheapest anthropic sonnet at 4:1, $19.80 for 4 in + 1 out" in decision.explain()
    assert "Claude Sonnet 4.6: eu.anthropic.claude-sonnet-4-6, $29.70 for 4 in + 1 out" in decision.explain()
    others = {one["model"]: one for one in decision.to_dict()["others"]}
    assert others["anthropic.claude-sonnet-4-6"] == {
        "model": "anthropic.claude-sonnet-4-6",
        "summary": "eu.anthropic.claude-sonnet-4-6",
        "price_of_mix": "29.70",
    }
    assert ask("Sonnet 4.6").others == ()


@pytest.mark.parametrize("text", ["newest Sonnet", "NEWEST anthropic sonnet", "newest  sonnet, EU residency",
                                  "cheapest haiku", "cheapest Haiku at 4:1, from eu-west-1"])  # fmt: skip
def test_a_pick_reads_back(text, catalog):
    """The canonical text of a pick is the same question, and so are its parts."""
    request = Request.parse(text, catalog)
    assert Request.parse(str(request), catalog) == request
    parts = {key: value for key, value in request.to_dict().items() if value}
    assert Request.of(catalog, **parts) == request


BAD = {
    "newest": "cannot read `newest`",
    "newest sonet": "did you mean `sonnet`?",
    "newest amazon sonnet": "`amazon` has no tier `sonnet`",
    "newest sonnet at 3:1": "cannot read",
    "cheapest sonnet at 0:0": "weighs nothing",
    "cheapest sonnet at -1:2": "cannot read",
}


@pytest.mark.parametrize(("text", "says"), BAD.items())
def test_what_is_no_pick_is_refused(text, says, catalog):
    """Tiers and providers that nobody knows, and mixes that weigh nothing, are errors under the words."""
    with pytest.raises(RequestError) as caught:
        Request.parse(text, catalog)
    assert says in str(caught.value)


def written(tmp_path, role):
    """Return the path of a policy with one role."""
    path = tmp_path / "p.yaml"
    path.write_text(f"policy: p\ntitle: t\nroles:\n  r: {role}\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("{newest: {tier: sonnet, provider: anthropic}}", "eu.anthropic.claude-sonnet-5-5"),
        ("{cheapest: {tier: haiku}}", "eu.anthropic.claude-haiku-5-5"),
        ("{cheapest: {tier: sonnet, mix: {input: 1, output: 1, cache_read: 10}}}", "eu.anthropic.claude-sonnet-5-5"),
    ],
)
def test_a_role_may_be_a_pick(role, expected, catalog, tmp_path):
    """A role of a policy is a tier instead of a list, the provider left out where one alone has the tier."""
    policy = load_policy(written(tmp_path, role), catalog=catalog)
    assert decide(catalog, policy, Request.parse("role r, EU residency", catalog, policy), on=ON).id == expected


@pytest.mark.parametrize(
    ("role", "slug"),
    [
        ("{newest: {tier: sonet}}", "unknown-tier"),
        ("{newest: {tier: sonnet, provider: amazon}}", "unknown-provider"),
        ("{newest: {tier: sonnet, mix: {input: 1}}}", "unknown-key"),
        ("{oldest: {tier: sonnet}}", "unknown-key"),
    ],
)
def test_a_bad_pick_is_found_at_its_place(role, slug, catalog, tmp_path):
    """What is wrong with a role that is a pick is a finding on its own line."""
    with pytest.raises(PolicyError) as caught:
        load_policy(written(tmp_path, role), catalog=catalog)
    assert slug in {one.slug for one in caught.value.findings}
    assert all(one.line == 4 for one in caught.value.findings)


def test_a_tier_of_several_providers_wants_a_name():
    """A tier that two providers have is refused until one is named."""
    entries = {
        "acme.a": {"tier": "pro", "release": "2026-01-01"},
        "other.b": {"tier": "pro"},
        "acme.c": {"tier": "pro"},
    }
    with pytest.raises(RequestError) as caught:
        read_pick("newest pro", entries)
    assert (caught.value.slug, "`newest acme pro`, `newest other pro`" in str(caught.value)) == ("ambiguous-tier", True)
    assert read_pick("newest acme pro", entries).models == ("acme.a", "acme.c")


def test_a_tier_that_has_ended_says_so(ask):
    """Where no model of the tier lives each of them is tried, so that the denial has its reasons."""
    decision = ask("newest haiku", on=date(2023, 1, 1))
    assert decision.id is None
    assert decision.tried or decision.status == "UPCOMING"


def test_the_newest_is_told_as_picked(ask):
    """A pick of the newest weighs nothing, and says what it is."""
    assert "picked as     newest anthropic haiku\n" in ask("newest haiku").explain()


def test_a_cheapest_that_asks_back_is_no_answer(policy, catalog):
    """A role of the cheapest that must be told where is not answered; with a place it is."""
    own = policy(
        "policy: p\ntitle: t\nroles: {cheap: {cheapest: {tier: haiku}}}\n"
        "rules: [{id: near, forbid: {geography_in: [global]}}]\n"
        "invariants: [{id: answers, where: {role: cheap}, then: answered}]\n"
    )
    part = Limits(roles=("cheap",), residencies=(None, "eu"), sources=(None,))
    (one,) = prove(QuestionSpace(catalog, own, ON, part)).counterexamples
    assert (one.promise, one.decision.request.residency) == ("answers", frozenset())
    assert one.says.startswith("say from where or for whom: ")
    placed = Limits(roles=("cheap",), residencies=("eu",), sources=(None,))
    assert prove(QuestionSpace(catalog, own, ON, placed)).counterexamples == []
