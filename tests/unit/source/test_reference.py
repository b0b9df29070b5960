from __future__ import annotations

from pathlib import Path

from bedrock_atlas.analysis.examples import run_examples
from bedrock_atlas.loading import load_catalog, load_policy
from bedrock_atlas.policy.constraints import CONSTRAINTS
from bedrock_atlas.source.reference import renew

PAGE = Path(__file__).parents[3] / "docs" / "policies.md"


def test_the_reference_is_fresh():
    """docs/policies.md holds what `python -m bedrock_atlas.source.reference` writes."""
    page = PAGE.read_text("utf-8")
    assert renew(page) == page


def test_the_reference_names_every_test():
    """Every test of the closed table has its row."""
    page = PAGE.read_text("utf-8")
    assert [name for name in CONSTRAINTS if f"| `{name}` |" not in page] == []


def test_the_policy_of_the_page_is_one(tmp_path):
    """The policy that the page shows first is read without a finding and its example holds."""
    block = PAGE.read_text("utf-8").split("```yaml\n", 1)[1].split("```", 1)[0]
    path = tmp_path / "shown.yaml"
    path.write_text(block, "utf-8")
    catalog = load_catalog()
    assert [one.failures for one in run_examples(catalog, load_policy(path, catalog=catalog))] == [()]
