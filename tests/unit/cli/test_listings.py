"""`models`, `profiles` and `regions`: what they list, and that each filter leaves out what it says."""

from __future__ import annotations

import csv
import json

import pytest

LYRIC, OPUS = "anthropic.claude-lyric-4-5-20250929-v1:0", "anthropic.claude-opus-9"
OLD = "anthropic.claude-lyric-3-20240301-v1:0"
ON = "--on 2026-11-20"


def listed(cli, line, key="id"):
    """Return one column of a listing, read from its CSV and compared with its JSON."""
    as_csv = cli(f"{line} {ON} -o csv")
    as_json = cli(f"{line} {ON} -o json")
    assert (as_csv.code, as_csv.err, as_json.code) == (0, "", 0)
    column = [row[key] for row in csv.DictReader(as_csv.out.splitlines())]
    assert column == [record[key] for record in json.loads(as_json.out)]
    return column


@pytest.mark.parametrize(
    ("filters", "models"),
    [
        ("", ["acme.words-v1:0", "acme.vectors-v1:0", LYRIC, OPUS]),
        ("--provider anthropic", [LYRIC, OPUS]),
        ("--provider ACME,anthropic --status legacy", [LYRIC]),
        ("--status eol", [OLD]),
        ("--geography eu", [LYRIC]),
        ("--geography eu --geography us", [LYRIC]),
        ("--geography us-gov", [LYRIC]),
        ("--source eu-west-2", [LYRIC, OPUS]),
        ("--source us-gov-west-1", []),
        ("--capability vision", [LYRIC, OPUS]),
        ("--capability vision,pdf", [LYRIC, OPUS]),
        ("--capability pdf-visual", [LYRIC]),
        ("--capability context-1m", []),
    ],
)
def test_models(cli, filters, models):
    """Each filter of `models` leaves the models it names, on the date."""
    assert listed(cli, f"models {filters}") == models


def test_model_record(cli):
    """A model's line has its cheapest price, its profiles and the Regions that serve the base ID."""
    assert cli(f"models --provider anthropic --status legacy {ON}").out.splitlines()[1].split() == [
        LYRIC, "Claude", "Lyric", "4.5", "LEGACY", "2025-09-29", "2027-04-08", "200000", "3.00", "15.00",
        "global,", "us,", "eu,", "us-gov", "0",
    ]  # fmt: skip


def test_models_in_time(cli):
    """A model is listed from its start until its end of life."""
    assert OLD in cli("models --on 2026-07-09 -o csv").out
    assert OPUS not in cli("models --on 2026-07-09 -o csv").out


@pytest.mark.parametrize(
    ("filters", "profiles"),
    [
        ("--geography eu", [f"eu.{LYRIC}", f"eu.{LYRIC}"]),
        ("--geography eu --residency eu", [f"eu.{LYRIC}"]),
        ("--geography eu --residency eu,uk", [f"eu.{LYRIC}", f"eu.{LYRIC}"]),
        ("--source eu-west-2 --destination eu-west-1", [f"eu.{LYRIC}", f"global.{LYRIC}", f"global.{OPUS}"]),
        ("--residency us", [f"us.{LYRIC}", f"us.{OPUS}"]),
        ("--provider acme", []),
    ],
)
def test_profiles(cli, filters, profiles):
    """Each filter of `profiles` leaves the lines it names: one for each set of destinations."""
    assert listed(cli, f"profiles {filters}") == profiles


def test_profile_lines_say_where_a_request_may_land(cli):
    """From London `eu.` may land in London; the line says so."""
    assert cli(f"profiles --geography eu {ON}").out == (
        "PROFILE                                      STATUS  CALLED FROM              MAY LAND IN"
        "                         COUNTRIES\n"
        f"eu.{LYRIC}  LEGACY  eu-central-1, eu-west-1  eu-central-1, eu-west-1             DE, IE\n"
        f"eu.{LYRIC}  LEGACY  eu-west-2                eu-central-1, eu-west-1, eu-west-2  DE, GB, IE\n"
    )


def test_withdrawn_profiles_are_gone(cli):
    """A profile is listed until the day it was withdrawn."""
    assert f"us.{OLD}" in cli("profiles --on 2026-06-30 -o csv").out
    assert f"us.{OLD}" not in cli("profiles --on 2026-07-01 -o csv").out


@pytest.mark.parametrize(
    ("filters", "regions"),
    [
        ("--residency eu", ["eu-central-1", "eu-west-1"]),
        ("--country gb,de", ["eu-central-1", "eu-west-2"]),
        ("--partition aws-us-gov", ["us-gov-west-1"]),
        ("--country us --residency us --partition aws", ["us-east-1", "us-west-2"]),
    ],
)
def test_regions(cli, filters, regions):
    """Each filter of `regions` leaves the Regions it names."""
    assert listed(cli, f"regions {filters}", "region") == regions


def test_region_record(cli):
    """A Region's line has its name, country, partition, opt-in, callable models and residencies."""
    assert cli(f"regions --country us {ON}").out == (
        "REGION         NAME                    COUNTRY  PARTITION   OPT-IN  MODELS  RESIDENCIES\n"
        "us-east-1      US East (N. Virginia)   US       aws         no           4  us\n"
        "us-gov-west-1  AWS GovCloud (US-West)  US       aws-us-gov  -            0  us\n"
        "us-west-2      US West (Oregon)        US       aws         no           2  us\n"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("models --provider antropic", "unknown provider `antropic`\n  hint: did you mean `anthropic`?"),
        ("models --status dead", "unknown status `dead`\n  hint: known: active, eol, legacy, upcoming"),
        ("models --geography apac", "unknown geography `apac`\n  hint: known: eu, global, us, us-gov"),
        ("models --source eu-west-9", "unknown Region `eu-west-9`\n  hint: did you mean `eu-west-2`?"),
        ("models --capability visoin", "unknown capability `visoin`\n  hint: did you mean `vision`?"),
        ("profiles --residency mars", "unknown residency `mars`\n  hint: known: eu, uk, us"),
        ("regions --partition aws-gov", "unknown partition `aws-gov`\n  hint: did you mean `aws-us-gov`?"),
        ("matrix --geographies us,xx", "unknown geography `xx`\n  hint: known: eu, global, in-region, us, us-gov"),
        (
            "lifecycle --event birth",
            (
                "unknown event `birth`\n"
                "  hint: known: end_of_life, end_of_life_not_before, legacy, legacy_seen, public_extended_access,"
                " start_of_life"
            ),
        ),
        ("lifecycle --within 6m", "`6m` is no span of time\n  hint: write days or weeks: 180d, 26w"),
        ("models --on 2026-02-30", "there is no day `2026-02-30`\n  hint: write it as YYYY-MM-DD, such as 2026-11-20"),
        ("models --on 20261120", "`20261120` is no date\n  hint: write it as YYYY-MM-DD, such as 2026-11-20"),
        ("models --on tomorrow", "`tomorrow` is no date\n  hint: write it as YYYY-MM-DD, such as 2026-11-20"),
    ],
)
def test_unknown_words(cli, line, said):
    """A word nobody knows never filters silently: it is bad input with a hint."""
    assert cli(line) == (2, "", f"error: {said}\n")
