"""Each kind of finding has a file that shows it and one that does not, named after its slug.

The first line of a sample holds the options it is scanned with.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bedrock_atlas.cli import run
from bedrock_atlas.scan.rules import RULES

SAMPLES = Path(__file__).parents[2] / "samples" / "scan"
SLUGS = [rule.slug for rule in RULES]


def scanned(path, capfd):
    options = path.read_text("utf-8").partition("\n")[0].removeprefix("# ").split()
    run(["scan", str(path), *options])
    return capfd.readouterr().out.splitlines()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_bad_sample(rule, capfd):
    """The bad sample of a rule gives one finding, of its slug and severity, on the second line."""
    lines = [line for line in scanned(SAMPLES / "bad" / f"{rule.slug}.txt", capfd) if "hint: " not in line]
    assert len(lines) == 2
    assert ".txt:2:" in lines[0]
    assert f": {rule.severity}[{rule.slug}]: " in lines[0]


@pytest.mark.parametrize("slug", SLUGS)
def test_good_sample(slug, capfd):
    """The good sample of a rule is clean."""
    assert scanned(SAMPLES / "good" / f"{slug}.txt", capfd) == ["0 errors, 0 warnings in 1 file"]


def test_samples_and_rules_are_the_same():
    """No sample is without a rule, and the rules stand in the order of their slugs."""
    assert sorted(SLUGS) == SLUGS
    for kind in ("bad", "good"):
        assert sorted(path.stem for path in (SAMPLES / kind).iterdir()) == SLUGS
