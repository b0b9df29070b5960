"""Where nothing says where: the question comes back instead of the first geography by the alphabet."""

from __future__ import annotations

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.diff import diff
from bedrock_atlas.analysis.forecast import forecast
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.analysis.table import rows
from bedrock_atlas.decision.decision import deciding
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
