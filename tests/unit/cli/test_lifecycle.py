from __future__ import annotations

import csv

import pytest


def events(cli, line):
    """Return (date, event, name) of each line."""
    rows = csv.DictReader(cli(f"lifecycle {line} -o csv").out.splitlines())
    return [(row["date"], row["event"], row["name"].removeprefix("Claude ")) for row in rows]


AHEAD = [
    ("2027-01-08", "public extended access", "Lyric 4.5"),
    ("2027-04-08", "end of life", "Lyric 4.5"),
    ("2027-09-22", "end of life no sooner than", "Opus 9"),
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
        ("2026-07-10", "end of life", "Lyric 3"),
        ("2026-01-10", "legacy", "Lyric 3"),
    ]


def test_bound_gives_way_to_a_date(cli):
    """Where the end of life is known, "no sooner than" is not said."""
    assert ("2026-09-29", "end of life no sooner than", "Lyric 4.5") not in events(cli, "--on 2026-01-01")


def test_line(cli):
    """A line counts the days and has the model's status on the date."""
    assert cli("lifecycle --on 2026-11-20 --within 60d").out == (
        "DATE        DAYS  EVENT                   MODEL                                     NAME              STATUS\n"
        "2027-01-08    49  public extended access  anthropic.claude-lyric-4-5-20250929-v1:0  Claude Lyric 4.5  LEGACY\n"
    )
