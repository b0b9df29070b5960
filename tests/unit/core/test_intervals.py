from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_atlas.facts.intervals import bounds, cut, holds, joined, read_day
from bedrock_atlas.facts.prices import LongContext
from bedrock_atlas.facts.values import Capability, Lifecycle, Row

FIRST, LAST = date(2026, 3, 1), date(2026, 6, 30)
END = LAST + timedelta(days=1)
DAY = timedelta(days=1)
days = st.dates(min_value=date(2025, 1, 1), max_value=date(2025, 3, 1))


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, [True, True, True, True]),
        (FIRST, None, [False, True, True, True]),
        (None, END, [True, True, True, False]),
        (FIRST, END, [False, True, True, False]),
        (END, FIRST, [False, False, False, False]),
    ],
)
def test_an_interval_is_half_open(since: date | None, until: date | None, expected: list[bool]):
    """The first day counts and the day `until` no longer does; None bounds nothing."""
    around = [FIRST - DAY, FIRST, LAST, END]
    assert [holds(since, until, day) for day in around] == expected
    row = Row("x", None, "in-region", "bedrock-runtime", ("eu-west-1",), frozenset(), since, until)
    for dated in (row, Capability("vision", since, until), LongContext(200_000, {}, since, until)):
        assert [dated.holds(day) for day in around] == expected


def test_the_bounds_are_the_days_that_are_known():
    """None is no day, and one day is told once."""
    assert bounds(None, END, FIRST, None, END) == {FIRST, END}
    assert bounds() == frozenset()


def test_a_bound_is_read_as_documents_write_it():
    """A day is ISO text, None stays none, and anything else is an error."""
    assert (read_day("2026-03-01"), read_day(None)) == (FIRST, None)
    with pytest.raises(ValueError, match="day"):
        read_day("2026-02-30")


@given(days, st.lists(days))
def test_intervals_part_the_time_without_gaps(begin: date, changes: list[date]):
    """They begin on the first day, follow on each other and go on for ever, and each begins on a day of change."""
    parts = cut(begin, changes)
    assert (parts[0][0], parts[-1][1]) == (begin, None)
    assert all(end == after for (_, end), (after, _) in pairwise(parts))
    assert {first for first, _ in parts[1:]} == {day for day in changes if day > begin}


@given(days, st.lists(days), st.data())
def test_neighbours_of_equal_value_become_one(begin: date, changes: list[date], data: st.DataObject):
    """Joined intervals tell the same of every day, without gaps, and no two neighbours tell the same."""
    parts = [(part, data.draw(st.sampled_from("abc"))) for part in cut(begin, changes)]
    found = joined(iter(parts))
    assert all(one != other for (_, one), (_, other) in pairwise(found))
    assert all(end == after for ((_, end), _), ((after, _), _) in pairwise(found))
    for part, value in parts:
        assert [told for (since, until), told in found if holds(since, until, part[0])] == [value]


@pytest.mark.parametrize(
    ("legacy", "seen", "expected"),
    [(None, None, None), (None, END, END), (FIRST, None, FIRST), (END, FIRST, END)],
)
def test_a_date_of_aws_decides_from_when_a_model_is_legacy(
    legacy: date | None, seen: date | None, expected: date | None
):
    """AWS's own date counts where there is one, the day it was first seen where there is none."""
    life = Lifecycle(legacy=legacy, legacy_seen=seen)
    assert life.legacy_from == expected
    assert expected is None or [life.status(expected - DAY), life.status(expected)] == ["ACTIVE", "LEGACY"]
