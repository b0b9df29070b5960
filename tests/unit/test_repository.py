"""What holds for every file of the repository."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

import bedrock_atlas

ROOT = Path(__file__).parents[2]
MADE = {"__pycache__", "_data", "build", "dist", "node_modules"}
HIDDEN = {".ci", ".github", ".editorconfig", ".gitattributes", ".gitignore"}
HIDDEN |= {".pre-commit-config.yaml", ".pre-commit-hooks.yaml"}


def repository() -> list[Path]:
    """Every file that belongs to the repository, sorted; what is made by running things left out."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        at_top = Path(folder) == ROOT
        kept = [name for name in folders if name not in MADE and not name.endswith(".egg-info")]
        folders[:] = [name for name in kept if not name.startswith(".") or (at_top and name in HIDDEN)]
        found += [Path(folder, name) for name in names if not name.startswith(".") or (at_top and name in HIDDEN)]
    return sorted(found)


FILES = repository()
MARKDOWN = [path for path in FILES if path.suffix == ".md"]


def offences(pattern: str, paths: list[Path]) -> list[str]:
    """Each line of the files that matches, as path:line: text."""
    regex = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if regex.search(line)
    ]


def test_no_file_has_a_path_of_the_building_machine():
    """What is written here says nothing about where it was written."""
    assert offences(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/", FILES) == []


def test_no_document_has_a_temporary_path():
    """Documents and catalog files name no temporary folder."""
    written = [path for path in FILES if path.suffix in {".md", ".yaml", ".yml", ".toml"}]
    assert offences(r"(?<![\w.])/(?:tmp|var/folders)/", written) == []


def test_nothing_is_left_to_do():
    """No file carries a note to finish it later."""
    marks = "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"])
    assert offences(rf"\b(?:{marks})\b", FILES) == []


def test_no_module_exceeds_300_lines():
    """A module that grows beyond 300 lines is two."""
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in FILES
        if path.suffix == ".py" and path.is_relative_to(ROOT / "src")
    }
    assert {name: count for name, count in lines.items() if count > 300} == {}


KINDS = {"models": "model", "policies": "policy"}  # other files are a kind of their own
DATA = [path for path in FILES if path.relative_to(ROOT).parts[0] in {"catalog", "policies"} and path.suffix == ".yaml"]


@pytest.mark.parametrize("path", DATA, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_of_data_names_its_schema_on_the_first_line(path: Path):
    """Editors find the committed schema of every file of the catalog and of every policy."""
    first = path.read_text("utf-8").partition("\n")[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match, first
    schema = (path.parent / match[1]).resolve()
    kinds = [KINDS[part] for part in path.relative_to(ROOT).parts if part in KINDS]
    assert schema.name == f"{(kinds or [path.stem])[0]}.schema.json"
    assert schema.is_file()


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_within_the_repository_lead_somewhere(path: Path):
    """A relative link in a document names a file or folder that exists."""
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_python_versions_agree_everywhere():
    """Classifiers, requires-python, the linter, the Makefile and the workflow name the same versions."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))
    versions = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    prefix = "Programming Language :: Python :: "
    named = [line.removeprefix(prefix) for line in pyproject["project"]["classifiers"] if line.startswith(prefix)]
    assert [name for name in named if re.fullmatch(r"3\.\d+", name)] == versions
    assert pyproject["project"]["requires-python"] == f">={versions[0]}"
    assert pyproject["tool"]["ruff"]["target-version"] == f"py{versions[0].replace('.', '')}"
    newest_first = " ".join(f"python{version}" for version in reversed(versions))
    for name in ("Makefile", ".ci/run"):
        assert f"{newest_first} python3" in (ROOT / name).read_text("utf-8")


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_actions_are_of_three_owners_and_pinned_by_digest():
    """What a workflow or the action runs is one commit, its version beside it, the same wherever it is used."""
    texts = [path.read_text("utf-8") for path in (*WORKFLOWS, ROOT / "action.yml")]
    used = {action for text in texts for action in re.findall(r"uses: (.*)", text) if not action.startswith("$/")}
    own = r"(actions/[a-z-]+|github/codeql-action/[a-z-]+|pypa/[a-z-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    assert [action for action in used if not re.fullmatch(own, action)] == []
    assert len({action.partition("@")[0] for action in used}) == len(used)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read_unless_a_job_says_more(path: Path):
    """A workflow as a whole could change nothing, and none knows a secret."""
    text = path.read_text("utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    assert "secrets" not in text


def test_only_a_release_publishes_and_only_what_was_built_and_tested():
    """Files are uploaded to PyPI by one job, which builds nothing, after a release, from the environment `pypi`."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text("utf-8"))
    assert workflow[True] == {"release": {"types": ["published"]}}  # YAML 1.1 reads the key `on` as true
    publishing = [path.name for path in WORKFLOWS if "gh-action-pypi-publish" in path.read_text("utf-8")]
    assert publishing == ["publish.yml"]
    job = workflow["jobs"]["publish"]
    assert job["environment"] == "pypi"
    assert job["needs"] == ["test", "build"]
    assert job["permissions"] == {"attestations": "write", "id-token": "write"}
    assert [step["uses"].partition("@")[0] for step in job["steps"]] == [
        "actions/download-artifact",
        "actions/attest-build-provenance",
        "pypa/gh-action-pypi-publish",
    ]
    assert all("permissions" not in other for name, other in workflow["jobs"].items() if name != "publish")


def test_newer_versions_are_proposed_after_a_week():
    """Dependabot looks after the actions and the tools, and waits until a release has been out for seven days."""
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"github-actions", "pip"}
    assert [update["cooldown"]["default-days"] for update in updates] == [7, 7]


def test_every_tool_has_one_version():
    """Each tool that checks, tests, measures or releases is named with the version that is used."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    named = [tool for group in groups.values() for tool in group if not tool.startswith("bedrock-atlas[")]
    assert [tool for tool in named if not re.fullmatch(r"[\w-]+==[\d.]+(; python_version >= '3\.\d+')?", tool)] == []


def recipe(target: str) -> list[str]:
    """Return the commands of a target of the Makefile, for the virtual environment `.venv`."""
    text = (ROOT / "Makefile").read_text("utf-8")
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    assert found, target
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in found[1].splitlines()]


def test_a_commit_is_checked_as_make_does():
    """The hooks of this repository are the commands of `make lint` and `make types`, and its own check."""
    (local,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert local["repo"] == "local"
    entries = [hook["entry"] for hook in local["hooks"]]
    assert set(recipe("lint") + recipe("types")) == set(entries) - {
        ".venv/bin/bedrock-atlas check --no-prove catalog policies"
    }


def test_what_is_slow_is_run_too():
    """What is marked slow is left out of `make test` alone: `.ci/run` and the workflow run `make test-all` after it."""
    pytest_options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    assert pytest_options["addopts"][-2:] == ["-m", "not slow"]
    assert recipe("test-all") == [".venv/bin/python -m pytest -n $(WORKERS) -m slow"]
    for name in (".ci/run", ".github/workflows/test.yml"):
        runs = re.findall(r"^(?:      - run: )?make (test(?:-all)?)\b", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        assert runs == ["test", "test-all"], name


def test_the_changelog_names_the_version():
    """The version of the code has an entry that says what it brought."""
    assert f"## {bedrock_atlas.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_make_alone_lists_every_target():
    """`make` without a target prints the targets with what they do and does nothing."""
    done = subprocess.run(["make", "-C", ROOT], capture_output=True, text=True, check=True)
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony
    assert phony[1].split() == re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert re.findall(r"^  make ([\w-]+) ", done.stdout, re.MULTILINE) == phony[1].split()


def test_make_says_what_it_needs_when_python_is_too_old(tmp_path: Path):
    """Without a suitable Python `make try` fails with one clear line and a hint."""
    command = ["make", "-C", ROOT, "try", f"VENV={tmp_path}/venv", "PYTHON=no-such-python"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "bedrock-atlas needs Python 3.11 or newer with its venv module; none among: no-such-python" in done.stderr
    assert "  hint: " in done.stderr
