from __future__ import annotations

from pathlib import Path

from bedrock_atlas.constraints import CONSTRAINTS
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
