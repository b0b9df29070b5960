from __future__ import annotations

import csv
from datetime import date

import pytest

from bedrock_atlas.listings.lifecycle import event_records
from bedrock_atlas.loading import load_catalog


def events(cli, line):
    """Return (date, event, name) of each line."""
    rows = csv.DictReader(cli(f"lifecycle {line} -o csv").out.splitlines())
    return [(row["date"], row["event"], row["name"].removeprefix("Claude ")) for row in rows]


AHEAD = [
    ("2027-01-08", "public_extended_access", "Lyric 4.5"),
    ("2027-04-08", "end_of_life", "Lyric 4.5"),
    ("2027-09-22", "end_of_life_not_before", "Opus 9"),
]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("", AHEAD),
        ("--within 49d", AHEAD[:1]),
        ("--within 48d", []),
        ("--within 20w", AHEAD[:2]),
        ("--provider acme", []),
        ("--model lyric-4.5", AHEAD[:2]),
        ("--event end_of_life,end_of_life_not_before", AHEAD[1:]),
    ],
)
def test_ahead(cli, filters, expected):
    """What is ahead comes soonest first; each filter leaves the events it names."""
    assert events(cli, f"--on 2026-11-20 {filters}") == expected


def test_past(cli):
    """`--past` turns around: what has happened, latest first; a bound that passed is no event."""
    assert events(cli, "--on 2026-11-20 --past") == [
        ("2026-10-08", "legacy", "Lyric 4.5"),
        ("2026-07-10", "end_of_life", "Lyric 3"),
        ("2026-01-10", "legacy", "Lyric 3"),
    ]


def test_bound_gives_way_to_a_date(cli):
    """Where the end of life is known, "no sooner than" is not said."""
    assert ("2026-09-29", "end_of_life_not_before", "Lyric 4.5") not in events(cli, "--on 2026-01-01")


def test_line(cli):
    """A line counts the days and has the model's status on the date."""
    assert cli("lifecycle --on 2026-11-20 --within 60d").out == (
        "DATE        DAYS  EVENT                   MODEL                                     NAME              STATUS  "
        "IN\n"
        "2027-01-08    49  public extended access  anthropic.claude-lyric-4-5-20250929-v1:0  Claude Lyric 4.5  LEGACY  "
        " -\n"
    )


def test_a_start_is_told_while_it_is_ahead(cli):
    """A model that has not begun is an event ahead; that one has begun is none of the past."""
    assert ("2026-09-22", "start_of_life", "Opus 9") in events(cli, "--on 2026-09-21 --within 1d")
    assert events(cli, "--on 2026-09-22 --past --within 0d") == []


def test_an_event_of_the_day_has_happened(cli):
    """On the day itself an event is no longer ahead."""
    assert events(cli, "--on 2026-07-10 --past --within 0d") == [("2026-07-10", "end_of_life", "Lyric 3")]
    assert not [one for one in events(cli, "--on 2026-07-10") if one[0] == "2026-07-10"]


def test_regions_with_dates_of_their_own():
    """An end that comes in GovCloud alone, or another day, is an event of its own with its Regions."""
    catalog = load_catalog()
    found = [
        (one["date"], one["event"], one["status"], one["regions"])
        for one in event_records(catalog, date(2026, 5, 1))
        if one["model"] == "anthropic.claude-3-7-sonnet-20250219-v1:0"
    ]
    assert found == [
        ("2026-07-30", "end_of_life", "LEGACY", ["us-gov-east-1", "us-gov-west-1"]),
        ("2026-10-13", "legacy_seen", "ACTIVE", ["eu-west-2"]),
    ]
