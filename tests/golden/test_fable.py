"""The worked example of docs/policies.md: the day AWS withdrew `eu.anthropic.claude-fable-5`, as a pull request."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bedrock_atlas.cli import run

ROOT = Path(__file__).parents[2]
FILE = "catalog/models/anthropic/claude-fable-5.yaml"


@pytest.fixture(scope="module")
def pull_request(tmp_path_factory):
    """Make a repository whose main has the profile without its end, and whose working tree has the end."""
    folder = tmp_path_factory.mktemp("fable")
    for part in ("catalog", "policies"):
        shutil.copytree(ROOT / part, folder / part)
    after = (folder / FILE).read_text("utf-8")
    head, eu, rest = after.partition("  eu:\n")
    assert eu
    section, end, tail = rest.partition("\n  au:")
    before = head + eu + section.replace(", until: 2026-07-02", "") + end + tail
    assert before != after
    (folder / FILE).write_text(before, "utf-8")
    identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@localhost"]
    for words in (["init", "-q", "-b", "main"], ["add", "."], [*identity, "commit", "-q", "-m", "before"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    (folder / FILE).write_text(after, "utf-8")
    return folder


def shown(page, command):
    """Return what the page shows below a command."""
    return page.split(f"$ {command}\n", 1)[1].split("```", 1)[0]


def test_the_page_tells_what_diff_prints(pull_request, monkeypatch, capfd):
    """The command of the page prints what the page shows and stops the merge."""
    page = (ROOT / "docs" / "policies.md").read_text("utf-8")
    monkeypatch.chdir(pull_request)
    command = "bedrock-atlas diff git:main . --on 2026-06-15 --fail-on denied"
    assert run(command.split()[1:]) == 1
    assert capfd.readouterr().out == shown(page, command)


def test_under_the_company_policy_it_is_also_a_widening(pull_request, monkeypatch, capfd):
    """Where nothing asks for a place, the answer falls from eu. to a wider ID, and the diff says so."""
    monkeypatch.chdir(pull_request)
    words = "diff git:main . --policy company --on 2026-06-15 --fail-on widened --model smart --model Fable_5"
    assert run([word.replace("_", " ") for word in words.split()]) == 1
    assert "residency widened" in capfd.readouterr().out
