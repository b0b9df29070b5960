"""The two sides of a diff, with a real git repository: what is named is each side's own."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bedrock_atlas.cli import run as command
from tests.unit.cli.world import DOCUMENT

OLD = "policy: company\ntitle: t\nrules: [{id: near, require: {geography_in: [eu]}}]\n"
NEW = OLD.replace("[eu]", "[eu, global]")
ASKED = ("--model", "Sonnet 4.5", "--residency", "none", "--from", "none", "--on", "2026-11-20")


def git(*arguments):
    """Run git as somebody."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Return a repository without a catalog, with a policy that was committed and then changed."""
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    for folder in ("policies", "conf"):
        Path(folder).mkdir()
    Path("policies/company.yaml").write_text(OLD, "utf-8")
    Path("conf/bedrock.yaml").write_text(OLD, "utf-8")
    git("add", ".")
    git("commit", "-qm", "first")
    for name in ("policies/company.yaml", "conf/bedrock.yaml"):
        Path(name).write_text(NEW, "utf-8")
    return tmp_path


@pytest.fixture
def run(capfd):
    """Return a function that runs diff and gives (exit code, IDs before and after, what was told aside)."""

    def compared(*arguments):
        code = command(["diff", *arguments, *ASKED, "-o", "json"])
        out, err = capfd.readouterr()
        changes = json.loads(out)["changes"] if out else []
        return code, [(one["old"], one["new"]) for one in changes], err

    return compared


MOVED = [("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "global.anthropic.claude-sonnet-4-5-20250929-v1:0")]


@pytest.mark.parametrize("name", ["policies/company.yaml", "./policies/../policies/company.yaml", "company",
                                  "conf/bedrock.yaml"])  # fmt: skip
def test_a_path_is_read_in_the_revision(name, repository, run):  # noqa: ARG001  # the folder we are in
    """A policy by path or name is that of the revision, wherever in the repository it lies."""
    assert run("git:HEAD", ".", "--policy", name) == (0, MOVED, "")
    assert run(".", "git:HEAD", "--policy", name)[1] == [MOVED[0][::-1]]


def test_an_absolute_path_of_the_repository_is_one_of_its_own(repository, run):
    """What lies in the folder of a side is that side's; an absolute path elsewhere is the same for both."""
    elsewhere = repository.parent / "elsewhere.yaml"
    elsewhere.write_text(NEW, "utf-8")
    assert run("git:HEAD", ".", "--policy", str(elsewhere)) == (0, [], "")
    assert run("git:HEAD", ".", "--policy", str(repository / "policies/company.yaml"))[1] == MOVED


def test_below_the_top_of_a_repository_paths_begin_here(repository, monkeypatch, run):
    """In a folder of the repository a relative path begins in that folder, at the revision too."""
    monkeypatch.chdir(repository / "conf")
    shutil.copytree(repository / "policies", "policies")
    Path("policies/bedrock.yaml").write_text(OLD, "utf-8")
    assert run("git:HEAD", str(repository), "--policy", str(repository / "conf/bedrock.yaml"))[1] == MOVED


def test_a_policy_that_one_side_lacks_is_a_difference(repository, run):  # noqa: ARG001  # the folder we are in
    """A new policy is compared with what held without it, and so is one that goes; that is told aside."""
    shutil.copy("conf/bedrock.yaml", "policies/new.yaml")
    Path("policies/new.yaml").write_text(OLD.replace("company", "new"), "utf-8")
    code, changes, told = run("git:HEAD", ".", "--policy", "policies/new.yaml")
    assert (code, changes) == (0, [MOVED[0][::-1]])
    assert told == "warning: OLD lacks policy `policies/new.yaml`: its answers are those without it\n"
    assert run(".", "git:HEAD", "--policy", "new")[1:] == (
        MOVED, "warning: NEW lacks policy `new`: its answers are those without it\n",
    )  # fmt: skip


def test_a_policy_that_both_sides_lack_is_an_error(repository, run):  # noqa: ARG001  # the folder we are in
    """A word that neither side knows is bad input."""
    code, _, told = run("git:HEAD", ".", "--policy", "compnay")
    assert code == 2
    assert "unknown-policy" in told
    assert run("git:HEAD", ".", "--policy", "policies/compnay.yaml")[0] == 2


def test_a_file_that_lies_here_serves_two_places_that_have_none(repository, run):
    """Two folders that lack a path are both asked under the file that lies here."""
    for name in ("a", "b"):
        (repository / name / "policies").mkdir(parents=True)
    Path("a.yaml").write_text(OLD, "utf-8")
    assert run("a", "b", "--policy", "a.yaml") == (0, [], "")


def test_a_name_that_one_side_alone_knows_is_asked_of_both(repository, capfd):  # noqa: ARG001  # the folder we are in
    """A role that is new has no route on the other side; a name that neither knows is bad input."""
    Path("policies/company.yaml").write_text(OLD + "roles: {smart: [Sonnet 4.5]}\n", "utf-8")
    asked = ["diff", "git:HEAD", ".", "--policy", "company", "--on", "2026-11-20", "--model"]
    assert command([*asked, "smart"]) == 0
    assert "smart: no route -> " in capfd.readouterr().out
    assert command([*asked, "smrat"]) == 2


def test_a_run_that_compares_nothing_is_bad_input(tmp_path, capfd):
    """A diff of no questions at all says so and ends with 2."""
    document = {**DOCUMENT, "models": {}}
    (tmp_path / "none.json").write_text(json.dumps(document), "utf-8")
    assert command(["diff", str(tmp_path / "none.json"), str(tmp_path / "none.json"), "--on", "2026-11-20"]) == 2
    assert "no question was compared" in capfd.readouterr().err


def test_a_revision_that_is_none_is_bad_input(repository, run):  # noqa: ARG001  # the folder we are in
    """A word that git does not know as a revision is told in git's words."""
    code, _, told = run("git:nowhere", ".", "--policy", "company")
    assert code == 2
    assert "git cannot read this revision" in told
