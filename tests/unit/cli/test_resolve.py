from __future__ import annotations

import json
from datetime import date

import pytest

from bedrock_atlas import Request, decide, load_catalog, load_policy
from bedrock_atlas.iam.answer import answer_data

EU_ID = "eu.anthropic.claude-lyric-4-5-20250929-v1:0"
ASK = '"Lyric 4.5, EU residency" --on 2026-11-20'


def test_yes_prints_the_explanation(cli, world):
    """A yes prints the decision's own explanation, nothing else, and exits with 0."""
    catalog = load_catalog(world)
    decision = decide(
        catalog, load_policy(catalog=catalog), Request.parse("Lyric 4.5, EU residency", catalog), on=date(2026, 11, 20)
    )
    assert cli(f"resolve {ASK}") == (0, decision.explain(), "")


def test_json_is_the_dict(cli, world):
    """`-o json` is Decision.to_dict, key order included."""
    catalog = load_catalog(world)
    decision = decide(
        catalog, load_policy(catalog=catalog), Request.parse("Lyric 4.5, EU residency", catalog), on=date(2026, 11, 20)
    )
    assert cli(f"resolve {ASK} -o json").out == json.dumps(answer_data(decision), indent=2, ensure_ascii=False) + "\n"


def test_id_is_one_line(cli):
    """`-o id` prints the ID alone, for scripts."""
    assert cli(f"resolve {ASK} -o id") == (0, f"{EU_ID}\n", "")


def test_markdown_begins_with_the_id(cli):
    """`-o markdown` prints the answer for a pull request."""
    assert cli(f"resolve {ASK} -o markdown").out.startswith(f"**`{EU_ID}`**\n")


def test_a_no_exits_with_1(cli):
    """A no is an answer: it is explained on stdout and exits with 1."""
    result = cli('resolve "Opus 9, UK residency" --on 2026-11-20')
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith("no route: 0 of ")


def test_a_no_has_no_id(cli):
    """With `-o id` a no leaves stdout empty, so that no script takes words for an ID."""
    result = cli('resolve "Opus 9, UK residency" --on 2026-11-20 -o id')
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("no route: 0 of ")


def test_date_decides(cli):
    """`--on` moves the answer in time: before the release there is none."""
    assert cli('resolve "Opus 9" --on 2026-09-21 -o id').code == 1
    assert cli('resolve "Opus 9" --on 2026-09-22 -o id').out == "global.anthropic.claude-opus-9\n"


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_environment_never_changes_the_answer(cli, monkeypatch, name):
    """A Region in the environment that cannot invoke the answer is named on stderr; the answer stays."""
    without = cli(f"resolve {ASK}")
    monkeypatch.setenv(name, "us-east-1")
    with_region = cli(f"resolve {ASK}")
    assert with_region.out == without.out
    assert with_region.err == (
        f"warning: {name} is `us-east-1`, which cannot invoke {EU_ID}; the answer holds from eu-central-1, eu-west-1\n"
    )


def test_environment_that_fits_is_silent(cli, monkeypatch):
    """A Region in the environment from which the answer holds is not mentioned."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert cli(f"resolve {ASK}").err == ""
