"""The policy of docs/policies.md that uses the whole language: its examples, its promises and what it warns of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bedrock_atlas.analysis.endings import endings
from bedrock_atlas.analysis.examples import run_examples
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.check.policy_findings import review_policy
from bedrock_atlas.loading import load_policy
from tests.unit.core.world import ON

DOCS = Path(__file__).parents[3] / "docs"
BANK = DOCS / "eu-bank.yaml"


def test_the_page_shows_the_policy():
    """The policy stands in the page whole, as in its file."""
    assert f"```yaml\n{BANK.read_text('utf-8')}```" in (DOCS / "policies.md").read_text("utf-8")


def test_the_examples_of_the_bank_hold(catalog):
    """Every example answers as promised, and nothing else is found in the file."""
    outcomes = list(run_examples(catalog, load_policy(BANK, catalog=catalog)))
    assert [one.failures for one in outcomes if not one.passed] == []
    assert review_policy(str(BANK), catalog, on=ON, promises=False) == []


@pytest.mark.parametrize("sources", [("eu-central-1",), pytest.param((), marks=pytest.mark.slow)], ids=["one", "all"])
def test_the_promises_of_the_bank_are_proved(sources, catalog):
    """Whatever is asked of any model or role no promise is broken, each is put to the test, and each rule is of use."""
    limits = Limits(sources=sources)
    proof = prove(QuestionSpace(catalog, load_policy(BANK, catalog=catalog), ON, limits))
    assert (proof.counterexamples, list(proof.findings), list(proof.left_out)) == ([], [], [])
    assert proof.questions > 1_000_000


def test_the_bank_is_warned_in_time(catalog):
    """Exceptions and approvals are told from thirty days before their end, and once they have ended."""
    own = load_policy(BANK, catalog=catalog)
    assert endings(own, date(2027, 1, 29)) == []
    assert [str(one) for one in endings(own, date(2027, 1, 30))] == [
        "the approval MRC-9 of anthropic.claude-sonnet-4-5-20250929-v1:0 on list `model-risk` ends on 2027-03-01, "
        "in 30 days",
        "the exception EX-204 to rule `lifetime` ends on 2027-03-01, in 30 days",
    ]
    assert str(endings(own, date(2027, 2, 28))[1]).endswith("in 1 day")
    assert str(endings(own, date(2027, 3, 1))[1]) == "the exception EX-204 to rule `lifetime` ended on 2027-03-01"
