"""The ways from files to a catalog and policies that are not told with either: several sources, and sides of a diff."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from bedrock_atlas.check.catalogs import review_catalog
from bedrock_atlas.errors import CatalogError, PolicyError
from bedrock_atlas.facts.catalog import MOVE
from bedrock_atlas.loading import (
    bind_policies,
    catalog_sources,
    load_catalog,
    policy_sources,
    read_policies,
    shipped_catalog,
)
from bedrock_atlas.loading.catalogs import whole
from bedrock_atlas.loading.revisions import RevisionError
from bedrock_atlas.loading.sides import open_sides

ROOT = Path(__file__).parents[3]
OVERLAY = ROOT / "tests" / "samples" / "overlay"
GOOD = ROOT / "tests" / "samples" / "check" / "good"
DAY = date(2026, 11, 20)
OWN = "policy: default\ntitle: Our own default\n"


def test_what_a_catalog_is_read_from():
    """The whole one that is named last comes first, the shipped one when there is none, then overlays in order."""
    assert catalog_sources() == (shipped_catalog(),)
    assert catalog_sources([OVERLAY]) == (shipped_catalog(), OVERLAY)
    assert catalog_sources([OVERLAY, "one.json", GOOD]) == (GOOD, OVERLAY)


def test_what_policies_are_read_from():
    """A shipped name is its file, anything else a path, and none means the default."""
    assert [path.stem for path in policy_sources()] == ["default"]
    assert policy_sources(["eu-residency", "own.yaml"])[0].is_file()
    assert policy_sources(["eu-residency", "own.yaml"])[1] == Path("own.yaml")


def test_documents_make_the_policies_they_came_from(catalog):
    """What a service keeps and a client fetches binds to the same policy; one that does not fit is refused."""
    policy, documents = read_policies("company", "eu-residency", catalog=catalog)
    again = bind_policies(json.loads(json.dumps(documents)), catalog)
    assert (again.name, again.sources, again.roles) == (policy.name, policy.sources, policy.roles)
    with pytest.raises(PolicyError, match="unknown-model"):
        bind_policies([documents[0] | {"roles": {"smart": ["Opus 99"]}}], catalog)


def test_a_fault_of_ours_is_no_finding():
    """Only what goes wrong over a compiled file is told as a damaged one: a folder was checked before."""
    with pytest.raises(KeyError), whole(Path("catalog")):
        raise KeyError("of ours")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Make a git repository with a catalog and a policy of its own, and go there."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(GOOD, tmp_path / "catalog")
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "default.yaml").write_text(OWN, "utf-8")
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "the first"]):
        subprocess.run(["git", *words], check=True)
    return tmp_path


def test_a_side_is_a_folder_or_a_revision(repository):
    """A name is looked up in the side's own policies first, in a folder as in a revision of it."""
    (repository / "policies" / "default.yaml").write_text(OWN.replace("Our own", "Another"), "utf-8")
    then, now = open_sides("git:HEAD", ".", ["default", "eu-residency"])
    assert then.policy.title.startswith("Our own default; ")
    assert now.policy.title.startswith("Another default; ")
    assert then.catalog.digest == now.catalog.digest
    bare, file = open_sides("catalog", "policies/default.yaml", [])
    assert bare.policy.title not in {"Our own default", "Another default"}
    assert (bare.catalog.digest, file.policy.title) == (now.catalog.digest, "Another default")
    assert open_sides("shipped", ".", ["default"])[0].catalog.digest != now.catalog.digest


def test_a_catalog_of_format_1_is_one_error_that_says_how_to_move(repository):
    """A folder, a compiled file and a revision of it: one finding each, at the name that was given, and a page."""
    (repository / "old.json").write_text('{"schema": 1, "version": "2026.11.20"}', "utf-8")
    head = repository / "catalog" / "catalog.yaml"
    head.write_text(head.read_text("utf-8").replace("schema: 2", "schema: 1"), "utf-8")
    (repository / "catalog" / "models" / "amazon" / "old.yaml").write_text("retention: none\n", "utf-8")
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    for words in (["add", "."], [*who, "commit", "-q", "-m", "format 1"], ["tag", "old"]):
        subprocess.run(["git", *words], check=True)
    for named, place in (
        ("catalog", "catalog/catalog.yaml"),
        ("old.json", "old.json"),
        ("git:old", "git:old:catalog/catalog.yaml"),
    ):
        with pytest.raises(CatalogError) as caught:
            load_catalog(named)
        (finding,) = caught.value.findings
        assert (finding.path, finding.slug) == (place, "unknown-format")
        assert MOVE in finding.hint
    with pytest.raises(CatalogError, match=r"^git:old:catalog/catalog\.yaml:2:"):
        open_sides("git:old", "shipped", [])
    assert [one.slug for one in review_catalog(Path("catalog"), on=DAY, old=timedelta(365))] == ["unknown-format"]


def test_the_page_on_moving_exists():
    """What the hint names is a page of this project, and the page has it."""
    page, version = re.search(r"\((\S+\.md), (\S+)\)$", MOVE).groups()
    text = (ROOT / page).read_text("utf-8")
    assert f"## {version}\n" in text
    assert "To move a catalog of format 1: " in text


@pytest.mark.usefixtures("repository")
def test_a_revision_without_a_catalog():
    """A revision that has policies and no catalog is read over the shipped one; one that does not exist is told."""
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    for words in (["rm", "-rq", "catalog"], [*who, "commit", "-q", "-m", "bare"], ["tag", "bare"]):
        subprocess.run(["git", *words], check=True)
    bare, shipped = open_sides("git:bare", "shipped", ["default"])
    assert (bare.catalog.digest, bare.policy.title) == (shipped.catalog.digest, "Our own default")
    with pytest.raises(RevisionError, match="git cannot read this revision: "):
        open_sides("git:nonsense", ".", ["default"])


def test_a_machine_without_git(monkeypatch):
    """Without git a revision cannot be read, and that is said."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RevisionError, match="cannot run git: No such file or directory"):
        open_sides("git:HEAD", ".", ["default"])


@pytest.mark.usefixtures("repository")
def test_a_revision_without_a_catalog_is_no_catalog():
    """Asked for the facts of a revision that has none, or has none of our folders at all, it is told."""
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    for part in ("catalog", "policies"):
        Path("README").write_text(part)
        for words in (["rm", "-rq", part], ["add", "README"], [*who, "commit", "-q", "-m", "less"], ["tag", part]):
            subprocess.run(["git", *words], check=True)
        with pytest.raises(RevisionError, match=f"revision `{part}` has no catalog/ folder"):
            load_catalog(f"git:{part}")
