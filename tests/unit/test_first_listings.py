"""What daily records of AWS's answers first listed: from that day on a row answers, the day before it says why not.

Rows that one has to know by name; the counts of all rows are in test_facts_counts.py.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bedrock_atlas.loading import load_catalog

FABLE, SONNET = "anthropic.claude-fable-5", "anthropic.claude-sonnet-4-5-20250929-v1:0"
NOT_YET, UNPROVEN = "lifecycle.not-yet", "lifecycle.unproven"
FIRST = [
    (FABLE, "au", "ap-southeast-4", "2026-06-12", NOT_YET),
    (FABLE, "eu", "eu-central-2", "2026-06-10", UNPROVEN),
    (FABLE, "eu", "eu-south-1", "2026-06-10", UNPROVEN),
    (FABLE, "eu", "eu-south-2", "2026-06-10", UNPROVEN),
    (SONNET, "global", "me-south-1", "2026-02-13", UNPROVEN),
    ("anthropic.claude-haiku-4-5-20251001-v1:0", "au", "ap-southeast-6", "2026-03-14", NOT_YET),
    (SONNET, "au", "ap-southeast-6", "2026-03-14", NOT_YET),
    ("cohere.embed-v4:0", "eu", "eu-central-2", "2026-02-26", UNPROVEN),
    ("amazon.nova-2-lite-v1:0", "global", "ap-southeast-6", "2026-03-04", UNPROVEN),
    ("anthropic.claude-haiku-4-5-20251001-v1:0", "global", "af-south-1", "2026-02-13", UNPROVEN),
]


def refusals(model, prefix, source, on):
    """Return the rules of the calendar that refuse a profile from a Region on a day."""
    known = load_catalog().candidates(model, on)
    (index,) = (
        index for index, route in enumerate(known.routes) if (route.geography, route.source) == (prefix, source)
    )
    return [rule for rule, bits in known.lifecycle if bits >> index & 1]


@pytest.mark.parametrize(("model", "prefix", "source", "first", "before"), FIRST)
def test_a_row_answers_from_its_first_listing_on(model, prefix, source, first, before):
    """On the day of its first listing a row answers; before it is not there yet, or not proved to be."""
    day = date.fromisoformat(first)
    assert refusals(model, prefix, source, day) == []
    assert refusals(model, prefix, source, day - timedelta(1)) == [before]


@pytest.mark.parametrize(("prefix", "source"), [row[1:3] for row in FIRST if row[0] == FABLE])
def test_a_row_that_was_withdrawn_answers_up_to_its_last_listing(prefix, source):
    """The eu. and au. profiles of Fable 5 were last listed on 2026-07-01 and are withdrawn the day after."""
    assert refusals(FABLE, prefix, source, date(2026, 7, 1)) == []
    assert refusals(FABLE, prefix, source, date(2026, 7, 2)) == ["lifecycle.withdrawn"]
