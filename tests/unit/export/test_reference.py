from __future__ import annotations

from pathlib import Path

import pytest

from bedrock_atlas.export.reference import renew
from bedrock_atlas.export.table import NAMES, TARGETS, registered

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "clients.md").read_text("utf-8")


def test_the_tables_are_fresh():
    """docs/clients.md holds what `python -m bedrock_atlas.export.reference` writes."""
    assert renew(PAGE) == PAGE


def test_a_target_without_its_table_is_told():
    """A page that lacks the place of a target is not renewed in silence."""
    with pytest.raises(ValueError, match="has no table of `cdk`"):
        renew(PAGE.replace("<!-- cdk -->", ""))


def test_every_client_is_set_up_in_five_lines():
    """Each target has a section of five steps with its own command in the first or second."""
    sections = PAGE.split("\n## ")[1:]
    for name in NAMES:
        (section,) = (one for one in sections if f"bedrock-atlas export {name} " in one)
        steps = [line for line in section.splitlines() if line[:2] in {f"{number}." for number in range(1, 10)}]
        assert [line[0] for line in steps] == ["1", "2", "3", "4", "5"]
        assert f"bedrock-atlas export {name} " in "".join(steps[:2])


def test_the_template_of_the_page_is_one():
    """The template that the page shows is the one whose export is held."""
    shown = PAGE.rpartition("```yaml\n")[2].partition("```")[0]
    assert shown == (ROOT / "tests" / "golden" / "exports" / "aider.template.yml").read_text("utf-8")


@pytest.mark.parametrize("name", TARGETS)
def test_every_door_says_what_is_behind_it(name):
    """Each door has a slug, a path and a sentence, and what is not plain values says where it is written."""
    for door in registered(name).doors:
        assert door.slug
        assert door.path
        assert door.about
        assert door.slug == "values" or door.url.startswith("https://")
