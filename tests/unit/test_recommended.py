"""The questions that were once answered with more than was asked, on every surface that tells of them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bedrock_atlas import Request, decide, load_catalog, load_policy
from bedrock_atlas.analysis.forecast import forecast
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.aws.doctor import Patient, examine
from bedrock_atlas.cli import run

ON = date(2026, 11, 20)
CASES = {
    "Sonnet 4.6, Germany only": ("no route: 0 of 53 admitted (53 request.residency); no route inside de; ", None),
    "GPT 5.5, EU residency": ("no route: 0 of 39 admitted (", None),
    "eu.anthropic.claude-fable-5": ("no route: eu.anthropic.claude-fable-5 was withdrawn on 2026-07-02 (", None),
    "Sonnet 3.7, EU residency": (
        "no route: Claude 3.7 Sonnet reached its end of life on 2026-04-28 (", "eu.anthropic.claude-sonnet-5-5",
    ),
}  # fmt: skip
each = pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=CASES)


@each
def test_in_text(text, expected, capfd):
    """The first line begins with the cause, and what is recommended goes no further than was asked."""
    cause, instead = expected
    assert run(["resolve", text, "--on", "2026-11-20"]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith(cause)
    found = [line.split()[1] for line in lines if line.startswith("  instead ")]
    assert found[:1] == ([instead] if instead else [])
    assert not any(one.startswith(("global.", "us.")) for one in found)


@each
def test_in_json(text, expected, capfd):
    """As JSON the same stands under `summary`, `alternatives` and `beyond`."""
    cause, instead = expected
    assert run(["resolve", text, "--on", "2026-11-20", "-o", "json"]) == 1
    data = json.loads(capfd.readouterr().out)
    assert data["summary"].startswith(cause)
    assert [one["id"] for one in data["alternatives"]][:1] == ([instead] if instead else [])
    assert instead or data["beyond"]


@each
def test_by_the_doctor(text, expected):
    """The doctor's line on the route says the same, and its command asks nothing that goes further."""
    catalog = load_catalog()
    decision = decide(catalog, load_policy(), Request.parse(text, catalog), on=ON)
    session = pytest.importorskip("boto3").Session(region_name="eu-west-1")
    lines = examine(Patient(session, {}, "http://127.0.0.1:9", decision))
    line = next(line for line in lines if line.check == "route")
    cause, instead = expected
    assert line.state == "failed"
    assert line.message.startswith(cause)
    assert (instead or "with another question").partition(".")[2] in line.fix
    assert "global." not in line.fix


def test_by_a_scan(tmp_path, capfd):
    """A scan of the withdrawn profile says so and names no ID that goes further."""
    (tmp_path / "config.txt").write_text("eu.anthropic.claude-fable-5\n", "utf-8")
    assert run(["scan", str(tmp_path), "--on", "2026-11-20", "-o", "json"]) == 1
    (found,) = json.loads(capfd.readouterr().out)["findings"]
    assert found["message"] == "`eu.anthropic.claude-fable-5` was withdrawn on 2026-07-02"
    assert "instead: " not in found["hint"]


def test_by_a_forecast():
    """A forecast recommends what stays within the residency it was asked for, or nothing."""
    catalog = load_catalog()
    world = QuestionSpace(catalog, load_policy(), ON, Limits(models=("anthropic.claude-sonnet-4-5-20250929-v1:0",)))
    (gone,) = [step for step in forecast(world, residency=frozenset({"eu"})) if step.new is None]
    assert (str(gone.day), gone.then) == ("2027-04-08", "eu.anthropic.claude-sonnet-5-5")


def test_candidates_are_not_listed_by_the_alphabet():
    """Among profiles of one rank the catalog's order of geographies leads, not Australia."""
    catalog = load_catalog()
    policy = load_policy("company", catalog=catalog)
    settings = {"environment": "dev", "data": "internal", "team": "support"}
    decision = decide(catalog, policy, Request.asked("Haiku 5.5", catalog, policy, attributes=settings), on=ON)
    assert [one.partition(".")[0] for one in decision.choices] == ["us", "eu", "jp", "au"]
