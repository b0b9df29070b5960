from __future__ import annotations

import json

import pytest

FULL = "--residency eu --from eu-west-1 --need vision --need pdf --endpoint runtime --api converse --retention none"


def asked(cli, line):
    """Return the request that a command line makes, without what is open."""
    result = cli(f"resolve {line} --on 2026-11-20 -o json")
    assert result.err == ""
    return {key: value for key, value in json.loads(result.out)["request"].items() if value}


def test_words_and_options_agree(cli):
    """Options alone, words alone and words refined by options make the same request."""
    words = '"Lyric 4.5, in the EU, from eu-west-1, needs vision and pdf, on runtime, over converse, retention none"'
    assert asked(cli, f"--model lyric-4.5 {FULL}") == asked(cli, words) == asked(cli, f'"Lyric 4.5, vision" {FULL}')


def test_unquoted_words_are_one_question(cli):
    """An ASK without quotes is the same ASK."""
    assert asked(cli, "Lyric 4.5, EU residency") == asked(cli, '"Lyric 4.5, EU residency"')


def test_several_residencies_allow_the_union(cli):
    """`--residency` twice, or with a comma, means either."""
    assert asked(cli, "lyric-4.5 --residency eu --residency uk")["residency"] == ["eu", "uk"]
    assert asked(cli, "lyric-4.5 --residency eu,uk")["residency"] == ["eu", "uk"]


def test_needs_add_up(cli):
    """A need in words and another as option are both needed."""
    assert asked(cli, '"Lyric 4.5, needs pdf" --need vision')["needs"] == ["pdf", "vision"]


def test_saying_it_twice_is_no_contradiction(cli):
    """An option may repeat what the ASK says, in another spelling too."""
    assert asked(cli, '"Lyric 4.5, EU residency" --residency europe --model lyric-4.5')["residency"] == ["eu"]


def test_profile_option(cli):
    """`--profile us` asks for the very profile, as its full ID does."""
    assert asked(cli, "lyric-4.5 --profile us") == asked(cli, "us.anthropic.claude-lyric-4-5-20250929-v1:0")


@pytest.mark.parametrize(
    ("line", "part", "said", "added"),
    [
        (
            '"Lyric 4.5" --model "Opus 9"',
            "model",
            "anthropic.claude-lyric-4-5-20250929-v1:0",
            "anthropic.claude-opus-9",
        ),
        ('"Lyric 4.5, EU residency" --residency us', "residency", "eu", "us"),
        ('"Lyric 4.5, EU residency" --residency eu,us', "residency", "eu", "eu or us"),
        ('"Lyric 4.5 from eu-west-1" --from us-east-1', "source Region", "eu-west-1", "us-east-1"),
        ('"Lyric 4.5 on runtime" --endpoint mantle', "endpoint", "bedrock-runtime", "bedrock-mantle"),
        ('"Opus 9 on mantle" --endpoint runtime', "endpoint", "bedrock-mantle", "bedrock-runtime"),
        ('"us.anthropic.claude-opus-9" --profile global', "profile", "us", "global"),
        ('"Opus 9 over converse" --api messages', "api", "converse", "messages"),
        ('"Opus 9, retention none" --retention default', "retention", "none", "default"),
    ],
)
def test_contradiction(cli, line, part, said, added):
    """Where words and options differ nothing is guessed: it is bad input that names both."""
    message = f"the question says {part} `{said}`, the options say `{added}`"
    assert cli(f"resolve {line}") == (2, "", f"error: {message}\n  hint: say it once\n")


def test_no_question(cli):
    """Without ASK and --model the error says how to ask."""
    hint = 'ask in words, such as "Sonnet 4.5, EU residency", or give --model'
    assert cli("resolve") == (2, "", f"error: no model is asked for\n  hint: {hint}\n")


def test_caret(cli):
    """A clause that is not understood has a caret under it."""
    assert cli('resolve "Lyric 4.5, on the moon"').err == (
        "error: unknown endpoint `the moon`\n  Lyric 4.5, on the moon\n             ^^^^^^^^^^^\n"
        "  hint: known: bedrock-runtime, bedrock-mantle\n"
    )


def test_ambiguous_name_lists_the_matches(cli):
    """A name that fits several models is refused with all of them."""
    result = cli("resolve Lyric")
    assert result.code == 2
    assert "hint: one of: Claude Lyric 3, Claude Lyric 4.5" in result.err
