"""Where nothing says where: the question comes back instead of the first geography by the alphabet."""

from __future__ import annotations

from datetime import date

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.diff import diff
from bedrock_atlas.analysis.forecast import forecast
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.analysis.table import rows
from bedrock_atlas.decision.deciding import deciding
from bedrock_atlas.decision.request import Request
from bedrock_atlas.loading import load_policy
from tests.unit.core.world import ON

INTERNAL = {"environment": "dev", "data": "internal", "team": "support"}
HAIKU = "anthropic.claude-haiku-5-5"


@pytest.fixture
def company(catalog):
    """Return a function that decides under the company's policy for internal data."""
    policy = load_policy("company", catalog=catalog)

    def decided(text, on=ON):
        return decide(catalog, policy, Request.asked(text, catalog, policy, attributes=INTERNAL), on=on)

    return decided


def test_the_question_comes_back(company):
    """Of geographies that rank alike none answers, and they are named in the catalog's order."""
    decision = company("Haiku 5.5")
    assert (decision.id, bool(decision), decision.routes) == (None, False, ())
    assert decision.choices == tuple(f"{prefix}.{HAIKU}" for prefix in ("us", "eu", "jp", "au"))
    assert decision.blocking_rules == ("request.geography",)
    assert decision.summary().startswith("say from where or for whom: us.")
    assert "geographies must be chosen [request.geography]" in decision.explain()
    assert decision.to_dict()["choices"] == list(decision.choices)
    assert decision.told == f"us.{HAIKU} or eu.{HAIKU} or jp.{HAIKU} or au.{HAIKU}"


@pytest.mark.parametrize(
    "said", ["Haiku 5.5, from eu-west-1", "Haiku 5.5, EU residency", f"eu.{HAIKU}", "role fast, from eu-west-1"]
)
def test_whoever_says_where_is_answered(said, company):
    """A source Region, a residency or a profile settles it."""
    decision = company(said)
    assert (decision.id, decision.choices) == (f"eu.{HAIKU}", ())


def test_a_role_asks_before_it_falls_back(company):
    """A role whose first model asks back does not fall to the next one."""
    decision = company("role fast")
    assert (decision.model.id, decision.id, decision.tried) == (HAIKU, None, ())
    assert "request.geography" in deciding(decision)


def test_a_global_route_needs_no_place(ask):
    """Where a route to everywhere ranks first there is nothing to ask."""
    assert ask("Haiku 5.5").id == f"global.{HAIKU}"
    assert ask("Haiku 5.5").choices == ()


def test_the_analyses_know_it(catalog):
    """A proof, a table, a forecast and a diff tell a question that comes back from one that goes dark."""
    text = "policy: p\ntitle: t\nroles: {r: [Haiku 5.5]}\nrules: [{id: n, forbid: {scope_in: [global]}}]\n"
    near, free = bound(text, catalog), load_policy("default", catalog=catalog)
    part = Limits(models=(HAIKU,), residencies=(None,), sources=(None,))
    old, new = (QuestionSpace(catalog, one, ON, part) for one in (free, near))
    assert prove(QuestionSpace(catalog, near, ON, Limits(roles=("r",), residencies=(None,), sources=(None,))))
    assert "request.geography" in next(rows(new))["rules"]
    (change,) = diff(old, new).found[:1]
    assert change.change.classes == ("asks-back",)
    assert change.change.new.startswith("us.")
    assert diff(new, old).found[0].change.classes == ("settled",)
    assert [step.old for step in forecast(new)] in ([], [f"us.{HAIKU} or eu.{HAIKU} or jp.{HAIKU} or au.{HAIKU}"])


def bound(text, catalog):
    """Return the policy of a text."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "p.yaml")
        path.write_text(text, "utf-8")
        return load_policy(path, catalog=catalog)


ARN = "arn:aws:bedrock:{}::foundation-model/anthropic.claude-sonnet-4-6"


def test_the_arn_of_a_model_is_in_region(ask):
    """An in-Region ARN asks for that ID from that Region: it is answered so or not at all, never by `global.`."""
    london = ask(ARN.format("eu-west-2"))
    assert (london.id, london.invoke_from) == ("anthropic.claude-sonnet-4-6", ("eu-west-2",))
    assert ask(ARN.format("af-south-1")).id is None
    assert ask("arn:aws:bedrock:eu-west-2::foundation-model/anthropic.claude-opus-4-8").id is None
    assert "another ID than anthropic.claude-opus-4-8" in ask("Opus 4.8, in-region").explain()


FIRST = {
    "Sonnet 3.7, EU residency": "no route: Claude 3.7 Sonnet reached its end of life on 2026-04-28 (",
    "Opus 5.5, from us-gov-west-1": "no route: the catalog does not know from which Regions us-gov.",
    "us-gov.anthropic.claude-opus-5-5": "no route: the catalog does not know from which Regions us-gov.",
}


@pytest.mark.parametrize(("text", "first"), FIRST.items())
def test_the_first_line_names_the_cause(text, first, ask):
    """A model that ended and Regions that nobody knows are told before any count."""
    assert ask(text).summary().startswith(first)


def test_a_model_to_come_says_so_first(ask):
    """Before its start of life a model says when it starts."""
    assert ask("Opus 4.5", on=date(2025, 1, 1)).summary().startswith("no route: Claude Opus 4.5 starts on ")


def test_legacy_is_named_where_it_is_the_cause(catalog):
    """A LEGACY model that a rule refuses for it says LEGACY first."""
    policy = load_policy("company", catalog=catalog)
    settings = {"environment": "prod", "data": "internal", "team": "support"}
    request = Request.asked("Sonnet 4.5", catalog, policy, attributes=settings)
    assert decide(catalog, policy, request, on=ON).summary().startswith("no route: Claude Sonnet 4.5 is LEGACY since ")


def test_one_day_is_one_day(ask):
    """The last day but one is told in the singular."""
    assert "(in 1 day)" in ask("Sonnet 3.7, EU residency", on=date(2026, 4, 27)).explain()


def test_nothing_is_said_before_its_day(ask):
    """The provider's dates are told in words that hold before them and after."""
    (told,) = [one.message for one in ask("Opus 3", on=date(2025, 7, 1)).warnings if one.slug == "provider-lifecycle"]
    assert "retired on" not in told
    assert "retirement on" in told


def test_a_promise_to_answer_is_not_kept_by_asking_back(catalog, policy):
    """An invariant that must answer is broken by a question that comes back; one about routes counts offers."""
    text = (
        "policy: policy\ntitle: t\nroles: {r: [Haiku 5.5]}\nrules: [{id: n, forbid: {scope_in: [global]}}]\n"
        "invariants:\n  - {id: answers, where: {role: r}, then: answered}\n"
        "  - {id: europe, where: {role: r}, then: {geography_in: [eu]}}\n"
    )
    part = Limits(roles=("r",), residencies=(None,), sources=(None,))
    found = {one.promise: one for one in prove(QuestionSpace(catalog, policy(text), ON, part)).counterexamples}
    assert found.keys() == {"answers", "europe"}
    assert found["answers"].says.startswith("say from where or for whom: us.")
    assert found["europe"].says.endswith(" is admitted")


def test_a_role_of_the_cheapest_is_said_to_be_left_out(catalog, policy):
    """No order says which model of a cheapest pick answers, so that a proof tells what it did not show."""
    text = (
        "policy: policy\ntitle: t\nroles: {r: {cheapest: {tier: haiku}}}\n"
        "invariants: [{id: europe, where: {role: r}, then: {geography_in: [eu]}},"
        " {id: answers, where: {role: r, residency: [eu], source: [eu-west-1]}, then: answered}]\n"
    )
    proof = prove(QuestionSpace(catalog, policy(text), ON, Limits(roles=("r",))))
    assert "promises about what a role answers that picks the cheapest model" in proof.left_out
    assert not proof.counterexamples
