from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

import bedrock_atlas
from bedrock_atlas import NoRoute, RequestError, load_catalog, load_policy, resolve
from bedrock_atlas.errors import (
    AtlasError,
    CatalogError,
    Finding,
    Location,
    ObservationError,
    SourceError,
    closest,
    did_you_mean,
    suggestion,
)
from tests.unit.core.world import ON, SMALL

FIRST = Finding("a.yaml", 3, 1, "bad-thing", "a thing is bad", "mend it")
SECOND = Finding("a.yaml", 12, 5, "odd-thing", "a thing is odd", severity="warning")


def test_a_finding_in_words():
    """A finding is its place, severity, slug and message; its hint stands on a line of its own."""
    assert str(FIRST) == "a.yaml:3:1: error[bad-thing]: a thing is bad\n  hint: mend it"
    assert str(SECOND) == "a.yaml:12:5: warning[odd-thing]: a thing is odd"


def test_a_location_in_words():
    """A location is a file, line and column; a finding there has it as its own, and locations sort as they stand."""
    where = Location("a.yaml", 3, 7)
    assert str(where) == "a.yaml:3:7"
    assert where.finding("odd", "it is odd", "mend it", "warning") == Finding(
        "a.yaml", 3, 7, "odd", "it is odd", "mend it", "warning"
    )
    assert sorted([Location("a.yaml", 10), where, Location("a.yaml", 3)]) == [
        Location("a.yaml", 3, 1), where, Location("a.yaml", 10, 1)
    ]  # fmt: skip


def test_findings_are_sorted_and_told_once():
    """An error of files holds each finding once, by path, line and column."""
    error = CatalogError([SECOND, FIRST, SECOND])
    assert error.findings == (FIRST, SECOND)
    assert str(error) == f"{FIRST}\n{SECOND}"
    assert isinstance(error, SourceError)
    assert isinstance(error, AtlasError)


def test_a_request_error_shows_where():
    """A request's error shows the text with a caret under the words at fault; an empty span still has one."""
    error = RequestError("no", slug="bad", hint="yes", text="abc def", span=(4, 7), matches=["x"])
    assert str(error) == "no\n  abc def\n      ^^^\n  hint: yes"
    assert (error.matches, error.span, error.text) == (("x",), (4, 7), "abc def")
    assert str(RequestError("no", slug="bad", text="abc", span=(3, 3))) == "no\n  abc\n     ^"
    assert str(RequestError("no", slug="bad", text="abc")) == "no"
    assert isinstance(error, ValueError)


def test_an_observation_error_keeps_its_cause():
    """What AWS refused is told with the Region and the error underneath."""
    cause = OSError("refused")
    error = ObservationError("AWS refused", region="eu-west-1", cause=cause)
    assert (str(error), error.region, error.cause) == ("AWS refused", "eu-west-1", cause)


def test_the_nearest_words():
    """The known words most like a word, best first, or none."""
    assert closest("opsu", ["opus", "sonnet", "haiku"]) == ("opus",)
    assert closest("zzz", ["opus", "sonnet"]) == ()
    assert len(closest("aaa", ["aab", "aac", "aad", "aae"], 2)) == 2


def test_the_hint_for_an_unknown_word():
    """The nearest known word is asked for; where none is near the hint is another, or there is none."""
    assert did_you_mean("opsu", ["opus", "opuss", "haiku"], "known: all") == "did you mean `opus`?"
    assert did_you_mean("zzz", ["opus", "haiku"], "known: opus, haiku") == "known: opus, haiku"
    assert did_you_mean("zzz", ["opus", "haiku"]) == ""
    assert suggestion(["a", "b"]) == "did you mean `a` or `b`?"
    assert suggestion(["a", "b"], ", ") == "did you mean `a`, `b`?"
    assert suggestion([]) == ""


def test_a_word_nobody_knows_is_an_error_with_the_nearest():
    """The hint names the nearest known word and `matches` all that are near; else the hint says what is known."""
    known = ["opus", "opuss", "haiku"]
    error = RequestError.unknown("no `opsu`", slug="unknown-word", word="opsu", known=known, otherwise="see the list")
    assert (error.slug, error.hint, error.matches) == ("unknown-word", "did you mean `opus`?", ("opus", "opuss"))
    assert str(error) == "no `opsu`\n  hint: did you mean `opus`?"
    error = RequestError.unknown("no `zzz`", slug="unknown-word", word="zzz", known=known, otherwise="see the list")
    assert (error.hint, error.matches) == ("see the list", ())


def test_resolve_gives_the_id():
    """`resolve` answers with the ID, by the shipped catalog and policy."""
    assert resolve("Sonnet 4.5, EU residency", on=ON) == "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"


def test_resolve_over_another_world():
    """`resolve` takes a catalog and a policy of the caller's."""
    policy = load_policy("eu-residency", catalog=load_catalog())
    assert resolve("Ruled, EU or UK residency", on=ON, catalog=SMALL) == "eu.acme.ruled-v1:0"
    with pytest.raises(NoRoute):
        resolve("Opus 5, from us-east-1", on=ON, policy=policy)


def test_resolve_raises_the_decision():
    """Without a route `resolve` raises the decision, whose summary is the message."""
    with pytest.raises(NoRoute) as caught:
        resolve("Sonnet 3.7, EU residency", on=ON)
    assert str(caught.value) == caught.value.decision.summary()
    assert "reached its end of life on" in str(caught.value)


def test_resolve_answers_for_today():
    """Without a date `resolve` is for today: the answer it gives with today's date."""
    for _ in range(2):  # midnight may pass once
        today = datetime.now(UTC).date()
        answer = resolve("Opus 5")
        if today == datetime.now(UTC).date():
            break
    assert answer == resolve("Opus 5", on=today)


def test_the_package_shows_its_names():
    """The public names are listed, loaded when used, and the version is one of them."""
    assert dir(bedrock_atlas) == sorted(bedrock_atlas.__all__)
    assert bedrock_atlas.decide is bedrock_atlas.decision.engine.decide
    assert date.fromisoformat("2026-11-20") == ON
