"""Listings as data, over a catalog small enough to know by heart."""

from __future__ import annotations

from datetime import date

import pytest

from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.listings.card import card
from bedrock_atlas.listings.history import history
from bedrock_atlas.listings.live import reach
from bedrock_atlas.listings.matrix import matrix
from tests.unit.cli.world import DOCUMENT

ON = date(2026, 11, 20)
CATALOG = Catalog(DOCUMENT)
LYRIC, OLD = "anthropic.claude-lyric-4-5-20250929-v1:0", "anthropic.claude-lyric-3-20240301-v1:0"


@pytest.mark.parametrize(
    ("model", "on", "expected"),
    [
        ("acme.words-v1:0", ON, {"in-region": {"bedrock-runtime": 1, "bedrock-mantle": 1}}),
        ("anthropic.claude-opus-9", ON,
         {"global": {"bedrock-runtime": 5}, "us": {"bedrock-runtime": 2}, "in-region": {"bedrock-mantle": 1}}),
        ("anthropic.claude-opus-9", date(2026, 9, 21), {}),
        (LYRIC, ON, {"global": {"bedrock-runtime": 5}, "us": {"bedrock-runtime": 2}, "eu": {"bedrock-runtime": 3},
                     "us-gov": {"bedrock-runtime": None}}),
        (LYRIC, date(2027, 4, 8), {}),
        (OLD, date(2026, 6, 30), {"us": {"bedrock-runtime": 2}}),
        (OLD, date(2026, 7, 1), {}),
    ],
)  # fmt: skip
def test_reach(model, on, expected):
    """A model is reached by what can be called on the day; unknown source Regions are None, never a number."""
    assert reach(CATALOG, CATALOG.model(model), on) == expected


def test_the_matrix_has_what_can_be_called():
    """A model that cannot be called has no row, the others stand by provider and tier, newest first."""
    said = matrix(CATALOG, ON)
    assert said["columns"] == ["global", "us", "eu", "us-gov", "in-region"]
    assert [row["name"] for row in said["rows"]] == ["Acme Vectors", "Acme Words", "Claude Lyric 4.5", "Claude Opus 9"]
    assert said["rows"][0]["geographies"]["global"] == {}


def test_the_history_has_a_card_without_evidence():
    """What a card says for all time the history says too, but for evidence."""
    told = history(CATALOG)
    assert told["change_dates"] == sorted({day.isoformat() for one in CATALOG for day in CATALOG.change_dates(one.id)})
    for model, record in zip(CATALOG, told["models"], strict=True):
        whole = card(CATALOG, model, ON)
        assert record["intervals"] == whole["intervals"]
        assert record["prices"] == [
            {key: value for key, value in price.items() if key != "evidence"} for price in whole["prices"]
        ]
        assert "evidence" not in record
        assert {key for key in record if record[key] != whole[key]} <= {"lifecycle", "capabilities", "prices"}


def test_an_interval_has_routes_as_the_engine_judges_them():
    """Routes of one ID, endpoint and destinations are one record; `source` and `commercial` are said as such."""
    routes = card(CATALOG, CATALOG.model(LYRIC), ON)["intervals"][-2]["routes"]
    assert {(one["id"].partition(".")[0], len(one["sources"]), str(one["destinations"])) for one in routes} == {
        ("global", 5, "commercial"),
        ("us", 2, "['us-east-1', 'us-west-2']"),
        ("eu", 2, "['eu-central-1', 'eu-west-1']"),
        ("eu", 1, "['eu-central-1', 'eu-west-1', 'eu-west-2']"),
    }
    words = card(CATALOG, CATALOG.model("acme.words-v1:0"), ON)["intervals"][-1]["routes"]
    assert [(one["endpoint"], one["destinations"]) for one in words] == [
        ("bedrock-mantle", "source"),
        ("bedrock-runtime", "source"),
    ]
