"""What is done to rows and to the text of a model file, case by case."""

from __future__ import annotations

import copy
from datetime import date

import yaml

from bedrock_atlas.aws.compare.compare import compare
from bedrock_atlas.aws.compare.drift import Change, Comparison, Drift
from bedrock_atlas.aws.compare.rows import Add, Drop, End, Narrow, Span, plan
from bedrock_atlas.aws.compare.severity import Shift
from bedrock_atlas.aws.propose.model_text import edited_model
from bedrock_atlas.aws.propose.news import with_news
from tests.property.aws_edits import CATALOG, WORLD, key, listed, twice

DAY, LATER = date(2026, 11, 20), date(2026, 11, 21)
IE, GB = frozenset({"eu-west-1"}), frozenset({"eu-west-2"})
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"


def row(since=None, until=None, sources=IE):
    return Span("eu", sources, IE, since, until)


def change(places, since=DAY, source="eu-west-1"):
    return Change("a.b", "eu", source, since, places)


def test_a_row_that_no_longer_holds_ends():
    """The whole row gets a last day, and what takes its place begins on it."""
    assert plan([row()], [change(None)]) == [End(0, DAY)]
    assert plan([row()], [change(GB)]) == [End(0, DAY), Add(Span("eu", IE, GB, DAY, None))]


def test_a_row_that_began_on_that_very_day_is_corrected():
    """What was first written down on the day it turns out otherwise never held."""
    assert plan([row(since=DAY)], [change(GB)]) == [Drop(0), Add(Span("eu", IE, GB, DAY, None))]


def test_sources_that_part_ways_split_a_row():
    """The row keeps the sources that stay; the others have their history in a row of their own."""
    both = row(sources=IE | GB)
    assert plan([both], [change(None)]) == [Narrow(0, GB), Add(Span("eu", IE, IE, None, DAY))]


def test_a_row_of_the_past_is_left_alone():
    """A row that had ended, or begins later, says nothing about that day."""
    assert plan([row(until=DAY), row(since=LATER)], [change(None)]) == []


def test_the_date_of_aws_takes_the_place_of_the_first_sight():
    """`legacy_seen` becomes `legacy`, its day is kept in the evidence, and the comment beside it stays."""
    text = (
        "model: a.b\nname: B\nlifecycle:\n  legacy_seen: 2026-10-27  # by an answer\n"
        "evidence:\n  - {source: s, as_of: 2026-10-27, covers: [lifecycle]}\n"
    )
    new = edited_model(text, [], {"legacy": DAY}, {}, {}, ["eu"], LATER, 1)
    assert "  legacy: 2026-11-20  # by an answer\n" in new
    assert yaml.safe_load(new)["evidence"][0]["note"] == "legacy_seen was 2026-10-27"
    assert edited_model(new, [], {}, {}, {}, ["eu"], LATER, 1) == new


def test_what_moves_a_decision_stands_first_in_the_news():
    """The entry has the version, the two groups in their order, and stands above the older ones."""
    quiet, loud = Drift("a.quiet", "model-absent"), Drift("z.loud", "model-absent")
    shift = Shift("default", ("denied",), "z.loud", None, 1, "z.loud")
    text = with_news(
        "# News\n\nHead.\n\n## 2026.1.1\n\nOld.\n", "2026.11.21", [quiet, loud], {"z.loud": [shift]}, Comparison(DAY)
    )
    wanted = [
        "Head.",
        "## 2026.11.21",
        "### Changes that move a decision",
        "z.loud",
        "### New facts",
        "a.quiet",
        "## 2026.1.1",
    ]
    places = [text.index(word) for word in wanted]
    assert places == sorted(places)


def test_a_model_past_its_end_that_is_still_listed_is_one_contradiction():
    """Where AWS tells an end of life that has passed and lists the model all the same, its rows are not news."""
    world = copy.deepcopy(WORLD)
    for one in listed(world, SONNET).values():
        one["modelLifecycle"]["endOfLifeTime"] = "2026-11-01T00:00:00Z"
    found = {key(drift)[:5:4] for drift in compare(CATALOG, twice(world)).drifts}
    assert found == {("lifecycle-changed", "end_of_life"), ("lifecycle-changed", "status")}


def test_an_older_look_that_cannot_be_read_confirms_nothing():
    """A partial look of yesterday is no second witness of an absence."""
    world = copy.deepcopy(WORLD)
    world["eu-west-1"]["profiles"] = []
    today, yesterday = twice(world)
    broken = copy.deepcopy(world)
    broken["eu-west-1"]["profiles"] = [{"inferenceProfileId": "eu.broken"}]
    assert not compare(CATALOG, [today, twice(broken)[1]]).drifts
    assert compare(CATALOG, [today, yesterday]).drifts
