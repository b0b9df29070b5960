"""Each rule of a check has a sample that breaks it and one that does not, found by their names.

Samples of the rules of soundness lie in tests/samples/catalog and are held by the tests of the reader. A bad sample of
a review is laid over the good catalog as the file its first line names; policies are checked against that catalog.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from bedrock_atlas import load_catalog
from bedrock_atlas.check.catalogs import REVIEWS, review_catalog
from bedrock_atlas.check.pages import PAGES, kinds
from bedrock_atlas.check.policy_findings import POLICY_KINDS, review_policy
from bedrock_atlas.check.suppress import MARKERS
from bedrock_atlas.source.soundness import RULES

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "samples" / "check"
ON = date(2026, 11, 20)
ALSO = {
    "scopes-contradict": {"geography-left"},
    "version-future": {"news-missing"},
    "withdrawn-without-end": {"geography-idle"},
}
"""What must be wrong as well where something is."""
BAD = sorted(path for path in (SAMPLES / "bad").iterdir())


def reviewed(folder):
    return review_catalog(folder, on=ON, old=timedelta(days=365))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_sample(path, tmp_path):
    """A bad sample gives exactly the finding it is named after."""
    folder = tmp_path / "catalog"
    shutil.copytree(SAMPLES / "good", folder)
    first, _, rest = path.read_text("utf-8").partition("\n")
    target = folder / first.removeprefix("# as ")
    target.parent.mkdir(exist_ok=True)
    target.write_text(rest, "utf-8")
    found = reviewed(folder)
    assert {one.slug for one in found} == {path.stem} | ALSO.get(path.stem, set()), found
    severity = next((one.severity for one in REVIEWS if one.slug == path.stem), "warning")
    assert {one.severity for one in found if one.slug == path.stem} == {severity}


def test_good_sample():
    """The good catalog breaks no rule at all."""
    assert reviewed(SAMPLES / "good") == []


@pytest.mark.parametrize("slug", POLICY_KINDS)
def test_policies(slug):
    """The bad policy of a slug gives it and nothing else, at its line; the good one is clean."""
    catalog = load_catalog(SAMPLES / "good")
    bad = SAMPLES / "policies" / "bad" / f"{slug}.yaml"
    found = review_policy(str(bad), catalog, on=ON)
    assert {(one.slug, one.path) for one in found} == {(slug, str(bad))}
    assert review_policy(str(bad.parents[1] / "good" / bad.name), catalog, on=ON) == []


def test_every_rule_has_its_sample_and_its_page():
    """No rule is without a sample and a page; the rules stand in the order of their slugs."""
    assert {path.stem for path in BAD} == {one.slug for one in REVIEWS} | MARKERS.keys()
    assert [one.slug for one in REVIEWS] == sorted(one.slug for one in REVIEWS)
    assert PAGES.keys() == kinds().keys()
    sound = {path.stem.partition("--")[0] for path in (ROOT / "tests/samples/catalog/bad").glob("*.yaml")}
    assert {one.slug for one in RULES} <= sound


def test_the_shipped_catalog_is_clean():
    """The catalog that ships has no error on the day of its version."""
    made = date(*map(int, load_catalog(ROOT / "catalog").version.split(".")))
    found = review_catalog(ROOT / "catalog", on=made, old=timedelta(days=365))
    assert [one for one in found if one.severity == "error"] == []
