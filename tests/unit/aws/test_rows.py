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
from bedrock_atlas.loading import load_catalog
from tests.aws_world import world_of
from tests.property.aws_edits import CATALOG, WORLD, key, listed, snapshot, twice

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


def test_a_row_that_parts_keeps_what_its_days_mean():
    """What was first seen does not become a beginning, and the day it was last proved stays."""
    both = Span("eu", IE | GB, IE, None, None, date(2026, 2, 13), date(2026, 10, 27))
    ended = Span("eu", IE, IE, None, DAY, date(2026, 2, 13), date(2026, 10, 27))
    assert plan([both], [change(None)]) == [Narrow(0, GB), Add(ended)]
    assert plan([row()], [change(None)]) == [End(0, DAY)]
    assert plan([Span("eu", IE, IE, None, None, DAY)], [change(None)]) == [Drop(0)]


KEPT = (
    "model: a.b\nname: B\nlifecycle:\n  legacy_seen: 2026-10-27\n  elsewhere:\n"
    "    - {in: [us-gov-west-1], end_of_life: 2027-07-30}\n"
    "profiles:\n  eu:\n"
    "    - {from: [eu-west-1, eu-west-2], to: [eu-west-1], seen: 2026-02-13, last_seen: 2026-10-27}\n"
    "    - {from: [eu-west-3], to: [eu-west-1], seen: 2026-02-13, last_seen: 2026-10-27}\n"
    "evidence:\n  - {source: s, as_of: 2026-10-27, covers: [lifecycle, profiles]}\n"
)


def test_an_edit_keeps_what_the_file_knows_of_regions_and_first_sights():
    """`elsewhere`, `seen` and `last_seen` outlive an edit of the calendar and of the rows beside them."""
    gone = [change(None), change(None, source="eu-west-3")]
    new = yaml.safe_load(edited_model(KEPT, gone, {"legacy": DAY, "end_of_life": LATER}, {}, {}, ["eu"], LATER, 1))
    assert new["lifecycle"] == {
        "legacy": DAY,
        "end_of_life": LATER,
        "elsewhere": [{"in": ["us-gov-west-1"], "end_of_life": date(2027, 7, 30)}],
    }
    sight = {"to": ["eu-west-1"], "seen": date(2026, 2, 13), "last_seen": date(2026, 10, 27)}
    assert new["profiles"]["eu"] == [
        {"from": ["eu-west-2"]} | sight,
        {"from": ["eu-west-3"]} | sight | {"until": DAY},
        {"from": ["eu-west-1"]} | sight | {"until": DAY},
    ]


def test_a_region_with_dates_of_its_own_does_not_move_the_model():
    """What AWS tells there is held to those dates: alike it is no news, else a person must decide."""
    catalog, model = load_catalog(), "anthropic.claude-3-7-sonnet-20250219-v1:0"

    def told(**dates):
        world = world_of(catalog, date(2026, 4, 20), ["eu-west-2"])
        (one,) = listed(world, model).values()
        one["modelLifecycle"] = {"status": "LEGACY"} | dates
        found = compare(catalog, [snapshot(world)])
        assert model not in found.lifecycles
        return [(one.new, one.left) for one in found.drifts if one.model == model and one.kind == "lifecycle-changed"]

    assert told() == []
    assert told(endOfLifeTime="2027-07-30T00:00:00Z") == [
        ("2027-07-30", "eu-west-2 has dates of its own, a person must decide")
    ]


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
