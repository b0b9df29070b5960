"""Edits of YAML by position: what is not meant keeps its bytes."""

from __future__ import annotations

import pytest
import yaml

from bedrock_atlas.aws.propose.edit import YamlFile, quoted, wrapped

TEXT = """\
# head — with a dash that is three bytes
model: a.b   # the ID
lifecycle:
  start_of_life: 2025-01-01
  # the end, é
  end_of_life: 2027-01-01   # from the card
flow: {one: 1, three: 3}
profiles:
  us-gov: []
  eu:
    - {from: [eu-west-1], to: [eu-west-1]}   # first
    # about the second
    - {from: [eu-west-2], to: [eu-west-2],
       since: 2026-01-01}
# before the evidence
evidence:
  - {source: s, as_of: 2026-01-01}
"""
ORDER = ("start_of_life", "legacy", "end_of_life")


def test_without_an_edit_the_text_is_the_same():
    """Nothing is dumped."""
    assert YamlFile(TEXT).render() == TEXT


EU = ("profiles", "eu")
EDITS = {
    "replace a value": (
        lambda one: one.replace(("lifecycle", "end_of_life"), "2028-02-02"),
        ("  end_of_life: 2027-01-01 ", "  end_of_life: 2028-02-02 "),
    ),
    "a key in a block": (
        lambda one: one.insert(("lifecycle",), "legacy", "2026-05-05", ORDER),
        ("start_of_life: 2025-01-01\n", "start_of_life: 2025-01-01\n  legacy: 2026-05-05\n"),
    ),
    "a key between two in braces": (
        lambda one: one.insert(("flow",), "two", "2", ("one", "two", "three")),
        ("{one: 1, three", "{one: 1, two: 2, three"),
    ),
    "a key before all in braces": (
        lambda one: one.insert(("flow",), "none", "0", ("none", "one", "three")),
        ("{one: 1", "{none: 0, one: 1"),
    ),
    "the end of a row": (
        lambda one: one.insert((*EU, 0), "until", "2026-02-02", ("from", "to", "until")),
        ("to: [eu-west-1]}   # first", "to: [eu-west-1], until: 2026-02-02}   # first"),
    ),
    "a row": (
        lambda one: one.append(EU, "{from: [x]}", 2),
        ("since: 2026-01-01}\n", "since: 2026-01-01}\n    - {from: [x]}\n"),
    ),
    "the first row": (
        lambda one: one.append(("profiles", "us-gov"), "{from: [x]}", 2),
        ("us-gov: []\n", "us-gov: \n    - {from: [x]}\n"),
    ),
    "no row": (
        lambda one: one.remove_item(EU, 1),
        ("\n    - {from: [eu-west-2], to: [eu-west-2],\n       since: 2026-01-01}", ""),
    ),
    "evidence": (
        lambda one: one.insert_item(("evidence",), 0, "{source: new}"),
        ("evidence:\n", "evidence:\n  - {source: new}\n"),
    ),
    "a section": (
        lambda one: one.insert((), "price", "{input: 1.00}", ("model", "lifecycle", "price", "flow", "profiles")),
        ("# from the card\n", "# from the card\nprice: {input: 1.00}\n"),
    ),
}


@pytest.mark.parametrize(("edit", "texts"), EDITS.values(), ids=EDITS)
def test_an_edit_touches_its_place_alone(edit, texts):
    """Each edit equals the one replacement a person would make, behind multi-byte text too."""
    old, new = texts
    assert TEXT.count(old) == 1
    sheet = YamlFile(TEXT)
    edit(sheet)
    assert sheet.render() == TEXT.replace(old, new)
    yaml.safe_load(sheet.render())


def test_a_long_item_is_broken_after_commas():
    """No line is longer than the width, and the lines read back as one item."""
    item = "{from: [" + ", ".join(f"ap-southeast-{number}" for number in range(30)) + "], since: 2026-01-01}"
    text = wrapped(item, 4)
    assert max(map(len, text.splitlines())) <= 120
    assert len(yaml.safe_load(text)[0]["from"]) == 30


@pytest.mark.parametrize(
    "text", ["Claude 9", "New: one", "it's", "yes", "# no comment", "a, b", "{x}", "3.30", "Größe", "- x", "a  b "]
)
def test_text_reads_back_as_it_was(text):
    """Whatever a name holds, YAML reads that name."""
    assert yaml.safe_load(quoted(text)) == text
