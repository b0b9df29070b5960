"""`resolve --as application`: from an answer to the ARN of the account's own profile."""

from __future__ import annotations

import shlex

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.cli import run
from bedrock_atlas.decision.application import stands_for
from bedrock_atlas.decision.request import Request
from bedrock_atlas.loading import load_catalog, load_policy
from tests.unit.core.world import ON

ARN = "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/"
OVERLAY = f"""overlay: own
application_profiles:
  {ARN}abc: {{model: anthropic.claude-sonnet-4-6, geography: eu, name: search}}
  {ARN}def: {{model: anthropic.claude-sonnet-4-6, geography: eu}}
  {ARN}ghi: {{model: anthropic.claude-haiku-5-5, geography: eu, name: chat}}
"""


@pytest.fixture
def overlay(tmp_path, monkeypatch):
    """Write the overlay into an empty folder and go there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "overlay.yaml").write_text(OVERLAY)
    return tmp_path / "own"


def test_an_answer_has_its_arns(overlay):
    """All ARNs that copy the answer from one of its Regions stand for it, or those of one name; none for a denial."""
    catalog = load_catalog(overlay)
    policy = load_policy(catalog=catalog)

    def asked(text):
        return decide(catalog, policy, Request.parse(text, catalog, policy), on=ON)

    assert stands_for(asked("Sonnet 4.6, EU residency")) == {f"{ARN}abc": "search", f"{ARN}def": ""}
    assert stands_for(asked("Sonnet 4.6, EU residency"), "search") == {f"{ARN}abc": "search"}
    assert stands_for(asked("Sonnet 4.6, EU residency, from eu-west-1")) == {}
    assert stands_for(asked("Sonnet 4.6, from eu-central-1")) == {}
    assert stands_for(asked("Sonnet 4.6, UK residency, from eu-central-1")) == {}


LINES = [
    ("'Haiku 5.5, EU residency' --as application", 0, f"{ARN}ghi\n", ""),
    ("'Haiku 5.5, EU residency' --as application -o id", 0, f"{ARN}ghi\n", ""),
    ("'Sonnet 4.6, EU residency' --as application=search", 0, f"{ARN}abc\n", ""),
    ("'Sonnet 4.6, EU residency' --as application", 1, "", f"  {ARN}abc (search)\n  {ARN}def\n"),
    ("'Sonnet 4.6, EU residency, from eu-west-1' --as application", 1, "", "no application profile of eu.anthropic"),
    ("'Sonnet 3.7, EU residency' --as application", 1, "no route", ""),
    ("'Haiku 5.5' --as arn", 2, "", "`arn` is no form of an answer as text"),
    ("'Haiku 5.5' --as application -o json", 2, "", "`application` is no form of an answer as json"),
]


@pytest.mark.parametrize("asked", LINES, ids=[one[0] for one in LINES])
def test_an_answer_as_an_application_profile(overlay, capfd, monkeypatch, asked):
    """The ARN where there is one; else how many there are, and which; an ARN resolves to what it copies."""
    line, code, out, err = asked
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    assert run(["--catalog", str(overlay), "resolve", *shlex.split(line), "--on", "2026-11-20"]) == code
    found = capfd.readouterr()
    assert found.out == out if code == 0 else found.out.startswith(out)
    assert err in found.err
