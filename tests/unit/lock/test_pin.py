"""`pin`, `pin --check` and `resolve --locked` as people type them."""

from __future__ import annotations

import json

import pytest

from bedrock_atlas.cli import run


@pytest.fixture
def cli(capfd, tmp_path, monkeypatch):
    """Return a function that runs a command line in an empty folder: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def ran(*words):
        code = run(words)
        return (code, *capfd.readouterr())

    return ran


ASK = "newest sonnet, EU residency"


def test_from_pin_to_answer(cli):
    """What was pinned in June is what is answered in November, and `pin` without words moves it on."""
    assert cli("pin", ASK, "--on", "2026-06-01")[0] == 0
    assert cli("resolve", ASK, "--locked", "--on", "2026-11-20", "-o", "id")[1] == "eu.anthropic.claude-sonnet-4-6\n"
    code, out, _ = cli("pin", "--check", "--on", "2026-11-20")
    assert (code, "which still holds" in out, out.splitlines()[-1]) == (1, True, "1 pinned, 1 moved")
    (moved,) = json.loads(cli("pin", "--check", "--on", "2026-11-20", "-o", "json")[1])["moved"]
    assert (moved["new"], moved["holds"]) == ("eu.anthropic.claude-sonnet-5-5", True)
    assert json.loads(cli("pin", "--on", "2026-11-20", "-o", "json")[1])["pinned"] == {
        "newest anthropic sonnet, residency eu": "eu.anthropic.claude-sonnet-5-5"
    }
    assert cli("pin", "--check", "--on", "2026-11-20")[:2] == (0, "1 pinned, 0 moved\n")


def test_what_no_longer_holds_is_not_answered(cli):
    """After the end of life of what was pinned there is no answer, and the reason stands on stderr."""
    cli("pin", "Sonnet 4.5, EU residency", "--on", "2026-06-01")
    code, out, err = cli("resolve", "Sonnet 4.5, EU residency", "--locked", "--on", "2027-06-01")
    assert (code, out) == (1, "")
    assert "the lock does not hold on 2027-06-01" in err
    assert "[lifecycle.end-of-life]" in err
    assert "which no longer holds" in cli("pin", "--check", "--on", "2027-06-01")[1]


def test_only_what_is_pinned_is_answered(cli):
    """A question that is not in the file, and a file that is not there, are bad input."""
    assert cli("resolve", "Sonnet 4.6", "--locked")[0] == 2
    cli("pin", ASK, "--on", "2026-06-01")
    code, _, err = cli("resolve", "Haiku 4.5", "--locked")
    assert (code, "is not pinned in `atlas.lock`" in err) == (2, True)


def test_a_question_without_an_answer_pins_nothing(cli, tmp_path):
    """One denied question and the file is not written; nor is it without questions, nor over somebody else's file."""
    code, _, err = cli("pin", ASK, "Sonnet 3.7, EU residency", "--on", "2026-11-20")
    assert (code, "reached its end of life" in err, list(tmp_path.iterdir())) == (1, True, [])
    assert cli("pin")[0] == 2
    assert cli("pin", "--check", ASK)[0] == 2
    (tmp_path / "atlas.lock").write_text("{}", "utf-8")
    assert cli("pin", ASK)[0] == 2
    assert (tmp_path / "atlas.lock").read_text("utf-8") == "{}"


def test_the_roles_of_a_policy_are_pinned(cli):
    """Without words and without a file every role is pinned, under each combination of what --set leaves open."""
    words = ("--policy", "company", "--on", "2026-11-20")
    given = ("--set", "environment=prod,data=personal,team=research")
    assert cli("pin", *words, *given)[1].endswith("3 answers pinned in atlas.lock\n")
    assert cli("resolve", "role smart", *words, *given, "--locked", "-o", "id")[1] == "eu.anthropic.claude-opus-5-5\n"
    code, out, _ = cli("pin", "--check", "--policy", "company", "--policy", "japan-residency", "--on", "2026-11-20")
    assert (code, "policy japan-residency is new" in out) == (1, True)
    assert cli("pin", "--lock", "two.lock", *words, "--set", "environment=prd")[0] == 2
