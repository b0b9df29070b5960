from __future__ import annotations

import pytest

from bedrock_atlas.cli.tables import aligned, cell, print_records

COLUMNS = {"name": "NAME", "price": "PRICE", "where": "WHERE"}
RECORDS = [
    {"name": "a|b", "price": "3.00", "where": ["x", "y"], "more": True},
    {"name": "longer", "price": None, "where": []},
]


def test_aligned_text(capfd):
    """Piped, columns are aligned, numbers to the right, and no line ends with a space."""
    print_records(RECORDS, COLUMNS, "table", ["[1] a note"])
    assert capfd.readouterr().out == ("NAME    PRICE  WHERE\na|b      3.00  x, y\nlonger      -  -\n\n[1] a note\n")


def test_csv(capfd):
    """CSV has the keys as its heading, lists with spaces, nothing for what is not known, and no notes."""
    print_records(RECORDS, COLUMNS, "csv", ["[1] a note"])
    assert capfd.readouterr().out == "name,price,where\na|b,3.00,x y\nlonger,,\n"


def test_json_has_every_key(capfd):
    """JSON has the keys that the table leaves out too."""
    print_records(RECORDS[:1], COLUMNS, "json")
    assert capfd.readouterr().out == (
        '[\n  {\n    "name": "a|b",\n    "price": "3.00",\n    "where": [\n      "x",\n      "y"\n    ],\n'
        '    "more": true\n  }\n]\n'
    )


def test_markdown_escapes_bars(capfd):
    """A bar in a cell does not become a column."""
    print_records(RECORDS[:1], COLUMNS, "markdown")
    assert capfd.readouterr().out == "| NAME | PRICE | WHERE |\n| --- | --- | --- |\n| a\\|b | 3.00 | x, y |\n"


def test_empty_table_is_its_heading():
    """A table without rows is its heading, so that a reader sees what was asked for."""
    assert aligned([["NAME", "PRICE"]]) == ["NAME  PRICE"]


@pytest.mark.parametrize(
    ("value", "text"), [(True, "yes"), (False, "no"), (None, "-"), ("", "-"), ([], "-"), (0, "0"), ([1, 2], "1, 2")]
)
def test_cell(value, text):
    """Every kind of value has one way to be read; zero is not nothing."""
    assert cell(value) == text
