from __future__ import annotations

from datetime import date

import pytest

from bedrock_atlas.catalog import load_catalog
from bedrock_atlas.examples import run_examples
from bedrock_atlas.policies import load_policy, shipped_policies
from bedrock_atlas.prove import prove
from bedrock_atlas.world import Limits, World

ON = date(2026, 11, 20)
CLAUDE = Limits(models=("anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-opus-5-5"),
                roles=("smart", "balanced", "fast"))  # fmt: skip


@pytest.mark.parametrize("name", shipped_policies())
def test_a_shipped_policy_keeps_its_promises(name):
    """Over every question of the catalog (the company's: of some models and all roles) every promise is kept."""
    catalog = load_catalog()
    limits = CLAUDE if name == "company" else Limits()
    proof = prove(World(catalog, load_policy(name, catalog=catalog), ON, limits))
    assert proof.counterexamples == []
    assert proof.findings == []


@pytest.mark.parametrize("name", shipped_policies())
def test_a_shipped_policy_has_examples_that_hold(name):
    """Each shipped policy has at least eight examples, and each is answered as it says."""
    catalog = load_catalog()
    outcomes = list(run_examples(catalog, load_policy(name, catalog=catalog)))
    assert len(outcomes) >= 8
    assert [one.failures for one in outcomes if not one.passed] == []
