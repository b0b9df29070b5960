"""What AWS sends, read as facts: times in every form, odd profiles, and what nobody has seen before."""

from __future__ import annotations

import copy
import dataclasses
from datetime import UTC, datetime

import pytest

from bedrock_atlas.aws.compare.compare import compare
from bedrock_atlas.aws.compare.shape import parse_time, read_model, read_profile
from bedrock_atlas.errors import RequestError
from tests.aws_world import profile_of
from tests.property.aws_edits import CATALOG, WORLD, key, snapshot, twice

MOMENT = datetime(2026, 10, 8, 12, 30, tzinfo=UTC)
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"


@pytest.mark.parametrize(
    "value",
    [
        "2026-10-08T12:30:00Z",
        "2026-10-08T12:30:00+00:00",
        "2026-10-08 12:30:00+00:00",
        "2026-10-08T14:30:00+02:00",
        "2026-10-08T12:30:00",
        MOMENT,
        MOMENT.replace(tzinfo=None),
        MOMENT.timestamp(),
        int(MOMENT.timestamp()),
        str(int(MOMENT.timestamp())),
        MOMENT.timestamp() * 1000,
    ],
)
def test_a_time_is_read_in_every_form(value):
    """Text, datetime and epoch in seconds or milliseconds give one moment, always with a zone."""
    assert parse_time(value) == MOMENT


@pytest.mark.parametrize(
    "value", [None, "", "soon", True, [], {}, 1e30, float("nan"), "2026-13-01", "99999999999999999999"]
)
def test_what_is_no_time_is_none(value):
    """Whatever cannot be a moment is no moment, and no crash."""
    assert parse_time(value) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"inferenceProfileId": None}, "no `inferenceProfileId`"),
        (
            {"inferenceProfileArn": f"arn:aws:bedrock:us-east-1:1:inference-profile/eu.{SONNET}"},
            "its ARN names us-east-1",
        ),
        ({"models": []}, "name 0 models"),
        ({"models": None}, "name 0 models"),
        ({"models": [{"modelArn": "arn:aws:bedrock:eu-west-1::foundation-model/other.model"}]}, "does not end with"),
        ({"models": [{}]}, "name 0 models"),
        ({"models": [{"modelArn": f"arn:aws:bedrock:eu-west-1::foundation-model/{SONNET}"}, {}]}, "name 1 models"),
        (
            {"models": [{"modelArn": f"arn:aws:bedrock:eu-west-1::foundation-model/{one}"} for one in (SONNET, "a.b")]},
            "name 2 models",
        ),
    ],
)
def test_a_profile_that_cannot_be_placed_is_refused(change, words):
    """A profile without an ID, of another Region or of no one model says why."""
    entry = profile_of("eu", SONNET, "X", "eu-west-1", "aws", ["eu-west-1"]) | change
    with pytest.raises(ValueError, match=words):
        read_profile(entry, "eu-west-1")


def test_a_global_profile_goes_everywhere():
    """The Region-less ARN of a global profile means every commercial Region, whatever stands beside it."""
    seen = read_profile(profile_of("global", SONNET, "X", "eu-west-1", "aws", ["", "eu-west-1"]), "eu-west-1")
    assert (seen.everywhere, seen.prefix, seen.source) == (True, "global", "eu-west-1")


def test_a_model_with_nothing_but_its_id_is_read():
    """Every field but the ID may be missing, or be something else than promised."""
    for entry in (
        {"modelId": "a.b"},
        {"modelId": "a.b", "modelLifecycle": "x", "inferenceTypesSupported": 3, "inputModalities": {}},
    ):
        seen = read_model(entry)
        assert (seen.id, seen.status, seen.dates, seen.on_demand) == ("a.b", "", {}, False)


def test_an_unknown_value_and_field_are_drift_of_their_own():
    """A status and a field that nobody has seen are reported once, with their Regions, and left to the program."""
    world = copy.deepcopy(WORLD)
    for lists in world.values():
        for one in lists["models"]:
            if one["modelId"] == SONNET:
                one["modelLifecycle"]["status"] = "FROZEN"
                one["tokenizer"] = {"size": [1, 2]}
        for one in lists["profiles"]:
            one["status"] = "DRAINING"
    found = {(drift.kind, drift.fact, drift.new): drift for drift in compare(CATALOG, twice(world)).drifts}
    assert set(found) == {
        ("unknown-field", "tokenizer", ""),
        ("unknown-field", "tokenizer.size", ""),
        ("unknown-value", "modelLifecycle.status", "FROZEN"),
        ("unknown-value", "status", "DRAINING"),
        ("lifecycle-changed", "status", "FROZEN"),
    }
    assert all(drift.left for drift in found.values())
    assert len(found["unknown-value", "status", "DRAINING"].regions) > 10


def test_one_entry_that_cannot_be_read_proves_no_absence():
    """A Region with a broken entry still shows what it shows, and removes nothing."""
    world = copy.deepcopy(WORLD)
    world["eu-west-1"]["profiles"] = [{"inferenceProfileId": "eu.broken"}]
    found = compare(CATALOG, twice(world))
    assert not found.drifts
    assert not found.unconfirmed
    assert found.notes


def test_an_empty_list_is_never_believed_at_once():
    """A Region that lists nothing with status 200 withdraws nothing until a second look agrees."""
    world = copy.deepcopy(WORLD)
    world["eu-west-1"] = {"models": [], "profiles": []}
    once = compare(CATALOG, [snapshot(WORLD, datetime(2026, 11, 20, tzinfo=UTC)), snapshot(world)])
    assert not once.drifts
    assert once.unconfirmed
    assert {drift.kind for drift in compare(CATALOG, twice(world)).drifts} <= {"source-absent", "on-demand-absent"}


def test_a_look_in_between_that_disagrees_confirms_nothing():
    """Absent, present, absent again is one day of absence and not two."""
    world = copy.deepcopy(WORLD)
    world["eu-west-1"]["profiles"] = []
    days = [datetime(2026, 11, 19 + day, 3, tzinfo=UTC) for day in range(3)]
    shown = [snapshot(world, days[0]), snapshot(WORLD, days[1]), snapshot(world, days[2])]
    assert not compare(CATALOG, shown).drifts
    gone = [snapshot(world, day) for day in days]
    first = {change.since for change in compare(CATALOG, gone).changes}
    assert first == {days[0].date()}


def test_regions_that_differ_about_a_date_are_left_to_a_person():
    """Where two Regions tell two dates and neither is the catalog's, nobody chooses; where one is, it stands."""
    world, agreed = copy.deepcopy(WORLD), copy.deepcopy(WORLD)
    codes = [code for code, lists in world.items() if any(one["modelId"] == SONNET for one in lists["models"])]
    for index, code in enumerate(codes):
        for one in world[code]["models"]:
            if one["modelId"] == SONNET:
                one["modelLifecycle"]["endOfLifeTime"] = f"2028-0{1 + index % 2}-01T00:00:00Z"
    for one in agreed[codes[0]]["models"]:
        if one["modelId"] == SONNET:
            one["modelLifecycle"]["endOfLifeTime"] = "2028-01-01T00:00:00Z"
    (drift,) = compare(CATALOG, twice(world)).drifts
    assert (drift.new, bool(drift.left)) == ("2028-01-01, 2028-02-01", True)
    kept = compare(CATALOG, twice(agreed))
    assert not kept.drifts
    assert any("Regions differ about end_of_life" in note for note in kept.notes)


def test_a_region_that_the_catalog_does_not_know_is_left_to_a_person():
    """A source or destination of a Region without a country is reported, and no row is made of it."""
    world = copy.deepcopy(WORLD)
    world["xx-moon-1"] = {"models": [], "profiles": [profile_of("eu", SONNET, "X", "xx-moon-1", "aws", ["xx-moon-1"])]}
    found = compare(CATALOG, twice(world))
    assert {key(drift)[0] for drift in found.drifts} == {"source-added"}
    assert "regions.yaml does not know xx-moon-1" in found.drifts[0].left
    assert not found.changes


def test_snapshots_of_two_partitions_do_not_compare():
    """Commercial and GovCloud answers are two questions."""
    other = dataclasses.replace(snapshot(WORLD), partition="aws-us-gov")
    with pytest.raises(RequestError, match="several partitions"):
        compare(CATALOG, [snapshot(WORLD), other])
    with pytest.raises(RequestError, match="no snapshot"):
        compare(CATALOG, [])


def test_variants_of_a_context_window_are_no_models():
    """IDs that AWS lists with a window behind a second colon are counted in a note."""
    world = copy.deepcopy(WORLD)
    variant = copy.deepcopy(world["us-east-1"]["models"][0])
    variant |= {"modelId": f"{SONNET}:200k", "inferenceTypesSupported": ["PROVISIONED"]}
    world["us-east-1"]["models"].append(variant)
    found = compare(CATALOG, twice(world))
    assert not found.drifts
    assert found.notes == ("1 IDs name a context window of a model and are no models of their own",)
