from __future__ import annotations

from datetime import date

import pytest

from bedrock_atlas.analysis.examples import run_examples
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.loading import load_catalog, load_policy, shipped_policies

ON = date(2026, 11, 20)
PART = Limits(residencies=(None, "au", "eu", "jp", "uk", "us"),
              sources=(None, "ap-southeast-6", "eu-central-1", "eu-west-2", "us-east-1"))  # fmt: skip
ROLES = Limits(models=("anthropic.claude-opus-5-5",), roles=("balanced", "fast", "smart"), residencies=(None, "eu"),
               sources=PART.sources)  # fmt: skip


@pytest.mark.parametrize("name", shipped_policies())
def test_a_shipped_policy_keeps_its_promises(name):
    """Over every model, with places that differ, every promise is kept; of the company's policy over every role."""
    catalog = load_catalog()
    proof = prove(QuestionSpace(catalog, load_policy(name, catalog=catalog), ON, ROLES if name == "company" else PART))
    assert proof.counterexamples == []


def test_no_rule_of_a_shipped_policy_is_useless():
    """Over the whole world each rule rejects what nothing else does; told of the policy whose rules count days."""
    catalog = load_catalog()
    assert prove(QuestionSpace(catalog, load_policy("production-lifecycle", catalog=catalog), ON))


@pytest.mark.parametrize("name", shipped_policies())
def test_a_shipped_policy_has_examples_that_hold(name):
    """Each shipped policy has at least eight examples, and each is answered as it says."""
    catalog = load_catalog()
    outcomes = list(run_examples(catalog, load_policy(name, catalog=catalog)))
    assert len(outcomes) >= 8
    assert [one.failures for one in outcomes if not one.passed] == []
