"""Each file of tests/samples/catalog/bad is laid over the good catalog; beside it stands all that is then said.

Its first line names the file it stands in for. With BEDROCK_ATLAS_GOLDEN=write the expected findings are written anew.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from bedrock_atlas.errors import CatalogError
from bedrock_atlas.source.load import digest, read
from bedrock_atlas.source.soundness import RULES

SAMPLES = Path(__file__).parents[2] / "samples" / "catalog"
BAD = sorted((SAMPLES / "bad").glob("*.yaml"))


def findings_of(sample, tmp_path):
    folder = tmp_path / "catalog"
    shutil.copytree(SAMPLES / "good", folder)
    target = sample.read_text().splitlines()[0].removeprefix("# as ")
    shutil.copyfile(sample, folder / target)
    with pytest.raises(CatalogError) as caught:
        read(folder)
    return caught.value.findings, str(folder.parent) + "/"


@pytest.mark.parametrize("sample", BAD, ids=lambda path: path.stem)
def test_bad_sample(sample, tmp_path):
    """A bad file gives exactly the findings beside it, the one it is named after among them."""
    findings, prefix = findings_of(sample, tmp_path)
    rendered = "\n".join(map(str, findings)).replace(prefix, "") + "\n"
    golden = sample.with_suffix(".txt")
    if os.environ.get("BEDROCK_ATLAS_GOLDEN") == "write":
        golden.write_text(rendered)
    assert rendered == golden.read_text()
    assert sample.stem.partition("--")[0] in {finding.slug for finding in findings}


def test_every_rule_has_a_bad_sample():
    """No rule is without a file that breaks it."""
    assert {rule.slug for rule in RULES} <= {path.stem.partition("--")[0] for path in BAD}


def test_rules_are_sorted_and_say_what_must_hold():
    """The rules stand in the order of their slugs, each with a sentence."""
    assert [rule.slug for rule in RULES] == sorted(rule.slug for rule in RULES)
    assert all(rule.about.endswith(".") for rule in RULES)


def test_good_catalog():
    """The good catalog compiles to exactly the document beside it: sets written out, money and dates as text."""
    document = read(SAMPLES / "good")
    assert document == json.loads((SAMPLES / "good.json").read_text())
    assert document["digest"] == digest(document)
