"""The table of the guide that the product began with, in its newest revision, answered for its date."""

from __future__ import annotations

import csv

from bedrock_atlas.cli import run

# global, us, eu, jp, apac; one cell differs from the guide: AWS has had a jp. profile of Haiku 4.5 since its launch
GUIDE = {
    "anthropic.claude-sonnet-4-5-20250929-v1:0": "Yes Yes Yes Yes No",
    "anthropic.claude-sonnet-4-20250514-v1:0": "Yes Yes Yes No Yes",
    "anthropic.claude-3-7-sonnet-20250219-v1:0": "No Yes Yes No Yes",
    "anthropic.claude-opus-4-5-20251101-v1:0": "Yes Yes Yes No No",
    "anthropic.claude-opus-4-1-20250805-v1:0": "No Yes No No No",
    "anthropic.claude-opus-4-20250514-v1:0": "No Yes No No No",
    "anthropic.claude-3-opus-20240229-v1:0": "No Yes No No No",
    "anthropic.claude-haiku-4-5-20251001-v1:0": "Yes Yes Yes Yes No",
    "anthropic.claude-3-5-haiku-20241022-v1:0": "No Yes No No No",
    "anthropic.claude-3-haiku-20240307-v1:0": "No Yes Yes No Yes",
}
DEPRECATED = {
    "anthropic.claude-3-7-sonnet-20250219-v1:0": "2025-10-28",
    "anthropic.claude-3-opus-20240229-v1:0": "2025-06-30",
    "anthropic.claude-3-5-haiku-20241022-v1:0": "2025-12-19",
}
LINE = "matrix --provider anthropic --geographies global,us,eu,jp,apac --on 2025-12-01 -o csv"


def rows(capfd, *more):
    assert run([*LINE.split(), *more]) == 0
    return {row["id"]: row for row in csv.DictReader(capfd.readouterr().out.splitlines())}


def test_the_table_of_the_guide(capfd):
    """On its date the matrix is the guide's table, row for row and cell for cell but the one it had wrong."""
    table = rows(capfd, "--hide-retired")
    columns = ("global", "us", "eu", "jp", "apac")
    assert {model: " ".join(row[column] for column in columns) for model, row in table.items()} == GUIDE


def test_its_deprecation_notes(capfd):
    """The three models that the guide marks as deprecated carry those dates as the provider's own."""
    table = rows(capfd)
    for model, day in DEPRECATED.items():
        assert f"in the provider's own calendar deprecation on {day}" in table[model]["notes"]


def test_bedrock_had_more(capfd):
    """What the provider had retired by then and Bedrock still served is in the full matrix."""
    assert {"anthropic.claude-3-5-sonnet-20240620-v1:0", "anthropic.claude-3-5-sonnet-20241022-v2:0"} <= (
        rows(capfd).keys() - GUIDE.keys()
    )
