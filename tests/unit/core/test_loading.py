"""The ways from files to a catalog and policies that are not told with either: several sources, and sides of a diff."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bedrock_atlas.errors import PolicyError
from bedrock_atlas.loading import bind_policies, catalog_sources, policy_sources, read_policies, shipped_catalog
from bedrock_atlas.loading.catalogs import whole
from bedrock_atlas.loading.revisions import RevisionError
from bedrock_atlas.loading.sides import open_side

ROOT = Path(__file__).parents[3]
OVERLAY = ROOT / "tests" / "samples" / "overlay"
GOOD = ROOT / "tests" / "samples" / "check" / "good"
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
    assert open_side("git:HEAD", ["default"])[1].title == "Our own default"
    catalog, policy = open_side(".", ["default", "eu-residency"])
    assert policy.title.startswith("Another default; ")
    assert catalog.digest == open_side("git:HEAD", ["default"])[0].digest
    assert open_side("catalog", ["default"])[1].title != "Our own default"
    assert open_side("policies/default.yaml", [])[1].title == "Another default"
    assert open_side("shipped", ["default"])[0].digest != catalog.digest


@pytest.mark.parametrize(
    ("side", "said"),
    [("git:nonsense", "git cannot read this revision: "), ("git:bare", "revision `bare` has no catalog/ folder")],
)
@pytest.mark.usefixtures("repository")
def test_a_revision_that_cannot_be_read(side, said):
    """A revision that does not exist or has no catalog is told."""
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    for words in (["rm", "-rq", "catalog"], [*who, "commit", "-q", "-m", "bare"], ["tag", "bare"]):
        subprocess.run(["git", *words], check=True)
    with pytest.raises(RevisionError, match=said):
        open_side(side, ["default"])


def test_a_machine_without_git(monkeypatch):
    """Without git a revision cannot be read, and that is said."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RevisionError, match="cannot run git: No such file or directory"):
        open_side("git:HEAD", ["default"])
