"""What counts as a drift, what it means for decisions, and what is kept of a look that failed."""

from __future__ import annotations

import copy
import dataclasses
import shutil
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bedrock_atlas.aws.compare.as_observed import as_observed, lifecycle_with
from bedrock_atlas.aws.compare.compare import compare
from bedrock_atlas.aws.compare.severity import Shift, changed_decisions, level_of
from bedrock_atlas.aws.observe.snapshot import CallResult, Snapshot
from bedrock_atlas.aws.propose.propose import propose
from bedrock_atlas.facts.catalog import Catalog
from tests.aws_prices import product
from tests.property.aws_edits import CATALOG, FOLDER, TAKEN, WORLD, drop_profile, profiles, snapshot, twice
from tests.unit.aws.test_prices import priced

SONNET = "anthropic.claude-sonnet-4-6"
PROFILE = f"eu.{SONNET}"


@pytest.mark.parametrize("state", ["denied", "not-opted-in", "throttled", "unreachable", "malformed"])
def test_a_call_that_failed_removes_nothing(state):
    """A Region that did not answer shows nothing: what it listed before is not gone, and it is told as unseen."""

    def blinded(one):
        calls = one.regions["eu-west-1"] | {"inference-profiles": CallResult(state, (), "no")}
        return dataclasses.replace(one, regions={**one.regions, "eu-west-1": calls})

    found = compare(CATALOG, [blinded(one) for one in twice(WORLD)])
    assert (found.drifts, found.unconfirmed, found.changes) == ((), (), ())
    assert found.blind == {"eu-west-1": f"inference-profiles: {state}"}


def test_a_profile_is_gone_when_every_region_says_so_twice():
    """A profile is gone once every Region of it was seen twice without; one seen once leaves it unconfirmed."""
    world, half = copy.deepcopy(WORLD), copy.deepcopy(WORLD)
    codes = sorted(profiles(WORLD, SONNET)["eu"])
    for code in codes:
        drop_profile(world, code, PROFILE)
    for code in codes[1:]:
        drop_profile(half, code, PROFILE)
    gone = compare(CATALOG, twice(world))
    assert [(drift.kind, drift.profile) for drift in gone.drifts] == [("profile-absent", "eu")]
    waiting = compare(CATALOG, [snapshot(world), snapshot(half, TAKEN - timedelta(hours=24))])
    assert ([drift.kind for drift in waiting.drifts], waiting.changes) == ([], ())
    assert [drift.kind for drift in waiting.unconfirmed] == ["profile-absent"]


def test_a_destination_more_is_an_error_of_every_policy_it_widens():
    """A profile that may go to one more country is a drift, and the decisions that widen by it are errors."""
    world = copy.deepcopy(WORLD)
    for one in profiles(world, SONNET)["eu"].values():
        one["models"].append({"modelArn": f"arn:aws:bedrock:us-east-1::foundation-model/{SONNET}"})
    found = compare(CATALOG, [snapshot(world)])
    assert {(drift.kind, drift.new) for drift in found.drifts} == {("destination-added", "us-east-1")}
    shifts = changed_decisions(CATALOG, as_observed(CATALOG, found), found, ["eu-residency"])[SONNET]
    assert {shift.level for shift in shifts} == {"error"}
    assert {name for shift in shifts for name in shift.classes} <= {"denied", "id-changed", "widened"}


def shift(*classes):
    return Shift("default", classes, "a", "b", 1, "a")


def test_what_widens_is_an_error():
    """A route lost, another ID or a wider one is an error; whatever else changes is a warning, nothing a note."""
    levels = {name: shift(name).level for name in ("denied", "id-changed", "widened", "narrowed", "price", "allowed")}
    assert [name for name, level in levels.items() if level == "error"] == ["denied", "id-changed", "widened"]
    assert shift("price", "widened").level == "error"
    assert [level_of(some) for some in ([shift("price"), shift("denied")], [shift("price")], [])] == [
        "error", "warning", "note",
    ]  # fmt: skip


def test_the_date_of_aws_replaces_the_first_sight():
    """Once AWS tells since when a model is LEGACY, the day it was first seen is no longer said."""
    known = {"legacy_seen": "2026-10-27", "end_of_life": "2027-04-08"}
    assert lifecycle_with(known, {"legacy": "2026-10-08"}) == {"end_of_life": "2027-04-08", "legacy": "2026-10-08"}
    assert lifecycle_with(known, {"end_of_life": "2027-05-01"}) == known | {"end_of_life": "2027-05-01"}


def test_a_price_of_a_name_that_two_models_have_is_nobodys():
    """The price list knows models by name alone: a name that two models share tells the price of neither."""
    products = [product("Claude Sonnet 4.6", "us-east-1", "input", Decimal(99), is_global=True)]
    assert compare(CATALOG, [priced(products)]).drifts
    document = copy.deepcopy(CATALOG.document)
    document["models"]["acme.twin"] = document["models"][SONNET] | {"rows": []}
    assert not compare(Catalog(document), [priced(products)]).drifts


def test_a_failed_call_keeps_no_items():
    """Half a list would read like a withdrawal, so what came before a failure is not written down."""
    failed = CallResult("throttled", ({"modelId": "a.b"},), "too many", 1, 2)
    assert failed.to_dict() == {"state": "throttled", "pages": 1, "retries": 2, "error": "too many"}


def test_a_region_counts_when_both_lists_were_read():
    """The share of Regions that were observed is of those in which both lists came."""
    whole = snapshot(WORLD).regions["eu-west-1"]
    half = {**whole, "inference-profiles": CallResult("denied", error="no")}
    one = Snapshot(TAKEN, "aws", {"eu-west-1": whole, "eu-west-2": half})
    assert (one.share(), one.share(["eu-west-1"]), one.share([])) == (0.5, 1.0, 0.0)


def test_a_version_only_ever_grows(tmp_path):
    """A proposal made on an older day than the catalog's version gets the day after that version."""
    folder = tmp_path / "catalog"
    shutil.copytree(FOLDER, folder)
    world = copy.deepcopy(WORLD)
    for one in profiles(world, SONNET)["eu"].values():
        one["models"].append({"modelArn": f"arn:aws:bedrock:us-east-1::foundation-model/{SONNET}"})
    found = dataclasses.replace(compare(CATALOG, [snapshot(world)]), on=date(2020, 1, 1))
    (line,) = [one for one in propose(folder, found, {}).texts["catalog.yaml"].splitlines() if "version:" in one]
    old = date(*map(int, CATALOG.version.split(".")))
    assert date(*map(int, line.partition(":")[2].split("."))) == old + timedelta(days=1)
