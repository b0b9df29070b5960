"""Whole exports of every target, as they stand in a repository that commits them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedrock_atlas.cli import run
from bedrock_atlas.export.table import NAMES, TARGETS

FOLDER = Path(__file__).parent / "exports"
COMPANY = ["--policy", "company", "--set", "environment=prod,data=internal,team=support"]
EU = ["--policy", "eu-residency", "--from", "eu-central-1"]
TWO = ["--from", "eu-central-1", "--from", "us-east-1"]
ASKED = {
    "claude-code": EU,
    "claude-gateway": [*COMPANY, "--from", "eu-central-1", "--from", "eu-west-1"],
    "litellm": [*COMPANY, *TWO, "--accept-open"],
    "opencode": EU,
    "terraform": [*COMPANY, *TWO],
    "cdk": [*COMPANY, "--role", "smart", *TWO],
    "opa": [*COMPANY, "--role", "fast", "--from", "eu-central-1"],
    "cedar": [*COMPANY, "--role", "fast", "--from", "eu-central-1"],
    "env": EU,
    "github-output": [*COMPANY, "--role", "smart", "--from", "eu-central-1"],
    "kubernetes": [*COMPANY, "--role", "fast", *TWO],
    "template": [*EU, "--template", "aider.template.yml"],
}
FILES = {
    "claude-gateway": "gateway.yaml", "litellm": "litellm.yaml", "opencode": "opencode.jsonc", "env": "bedrock.env",
    "github-output": "github-output.txt", "kubernetes": "kubernetes.yaml", "template": "aider.conf.yml",
}  # fmt: skip


@pytest.mark.parametrize("target", NAMES)
def test_an_export_is_what_it_was(target, capfd, monkeypatch, compare):
    """A target writes what its file holds, byte for byte, and a check of that file finds it current."""
    monkeypatch.chdir(FOLDER)
    name = FILES.get(target, f"{target}.json")
    code = run(["export", target, *ASKED[target], "--on", "2026-11-20"])
    assert code == 0
    compare(FOLDER / name, capfd.readouterr().out)
    assert run(["export", "--check", name, "--on", "2026-11-20"]) == 0


def test_every_target_is_held():
    """Each target that is registered has its file."""
    assert set(ASKED) == {*TARGETS, "template"}
