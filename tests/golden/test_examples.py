"""The examples that --help shows are true: each one is run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from bedrock_atlas.cli import run
from bedrock_atlas.cli.root import COMMANDS
from bedrock_atlas.loading import load_catalog

ON = date(*map(int, load_catalog().version.split("."))).isoformat()
UNDATED = {"compile", "completion", "serve", "test"}
ASKING = {"doctor", "mcp", "sync"}
"""These ask AWS or are asked over stdin, and are run against their other side by tests of their own."""
GROUPS = {"iam": ("policy", "scp", "check", "explain", "prove")}
NAMES = [f"{name} {one}".strip() for name in COMMANDS if name not in ASKING for one in GROUPS.get(name, ("",))]
ROOT = Path(__file__).parents[2]


def examples(name, capfd):
    """Return the command lines below `Examples:` in a command's help, each with the exit code it states."""
    assert run([*name.split(), "--help"]) == 0
    shown = capfd.readouterr().out.partition("\nExamples:\n")[2]
    return [
        (words, int(code or 0))
        for words, code in re.findall(r"^  (bedrock-atlas .*?)(?:  # exit (\d))?$", shown, re.MULTILINE)
    ]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Make a repository of its own with our data in it, as an organisation has one."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in ("catalog", "policies"):
        shutil.copytree(ROOT / part, folder / part)
    for path in (ROOT / "tests" / "samples" / "iam").glob("*.json"):
        shutil.copy(path, folder)
    identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@localhost"]
    for words in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "the data"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_true(name, capfd, checkout, monkeypatch):
    """Every example in a command's help ends as it says; one without a date is asked for the catalog's own."""
    found = examples(name, capfd)
    monkeypatch.chdir(checkout)
    assert found
    for line, code in found:
        words = shlex.split(line.partition(" > ")[0])[1:]
        dated = [] if "--on" in words or name in UNDATED else ["--on", ON]
        assert run([*words, *dated]) == code, line
        printed = capfd.readouterr().out
        assert printed or "--out" in words or code == 2, line
