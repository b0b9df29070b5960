"""The gates of a commit, run for real over a copy of this repository: pre-commit with all that it starts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.unit.test_repository import FILES, ROOT

GIT = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.c",
       "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}  # fmt: skip
HOOKS = ["style", "format", "types", "catalog and policies", "what workflows give away", "workflows"]


@pytest.fixture
def clone(tmp_path):
    """Copy this repository as it is now, with the virtual environment that runs the tests as its own."""
    folder = tmp_path / "clone"
    for path in FILES:
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    for words in ("init -q -b main", "add .", "commit -qm all"):
        subprocess.run(["git", *words.split()], cwd=folder, env=os.environ | GIT, check=True)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def hooks(clone, home):
    """Run every hook on every file; return how each ended by its name, and all that was printed."""
    known = os.environ | GIT | {"PRE_COMMIT_HOME": str(home), "PYTHONPATH": str(clone / "src")}
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"]
    ran = subprocess.run(command, cwd=clone, env=known, capture_output=True, text=True, check=False)
    return dict(re.findall(r"^(\S.*?)\.{3,}(\w+)$", ran.stdout, re.MULTILINE)), ran.stdout + ran.stderr


def test_the_hooks_of_this_repository_are_a_configuration():
    """pre-commit itself accepts the file, and nothing in it is to be fetched."""
    command = [sys.executable, "-m", "pre_commit", "validate-config", ROOT / ".pre-commit-config.yaml"]
    subprocess.run(command, check=True)


def test_the_hooks_pass_here_and_each_stops_what_it_is_for(clone, tmp_path):
    """All pass over this repository; one planted fault for each, and each says so."""
    ended, printed = hooks(clone, tmp_path / "home")
    assert ended == dict.fromkeys(HOOKS, "Passed"), printed
    (clone / "src/bedrock_atlas/planted.py").write_text('"""Planted."""\n\nimport os\n\nWRONG: int =  "one"\n')
    default = clone / "policies/default.yaml"
    default.write_text(default.read_text("utf-8") + "unheard: of\n")
    workflow = clone / ".github/workflows/test.yml"
    text = re.sub(r"checkout@\w+ # \S+", "checkout@v6", workflow.read_text("utf-8"))
    workflow.write_text(text + "      - run: echo $UNQUOTED\n      - run: echo ${{ matrix.pyhton }}\n")
    ended, printed = hooks(clone, tmp_path / "home")
    assert ended == dict.fromkeys(HOOKS, "Failed"), printed
    for said in (
        "F401 ", "unformatted: File would be reformatted", "[assignment]", "unheard", "error[unpinned-uses]",
        "SC2086", 'property "pyhton" is not defined',
    ):  # fmt: skip
        assert said in printed, printed
