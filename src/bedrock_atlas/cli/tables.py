"""Records as a table, JSON, CSV or Markdown.

A record is a dict of plain values; the columns pick and name some of its keys, JSON has them all. Piped output is
aligned text, stable byte for byte; only on a terminal is rich imported and a box drawn.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Record", "aligned", "cell", "dump", "print_records"]

Record = dict[str, object]

_NUMBER = re.compile(r"-?[\d,.]+|-|")


def print_records(
    records: Sequence[Record], columns: Mapping[str, str], output: str, notes: Sequence[str] = ()
) -> None:
    """Print records as `table`, `json`, `csv` or `markdown`; `columns` maps keys to headings.

    Notes are lines that stand below a table; they are no part of JSON and CSV.
    """
    if output == "json":
        dump(records)
    elif output == "csv":
        _csv(records, columns)
    else:
        rows = [[cell(record.get(key)) for key in columns] for record in records]
        headings = list(columns.values())
        if output == "table" and sys.stdout.isatty():
            _boxed(headings, rows, notes)
        else:
            lines = _markdown(headings, rows) if output == "markdown" else aligned([headings, *rows])
            click.echo("\n".join([*lines, "", *notes] if notes else lines))


def dump(data: object) -> None:
    """Print data as JSON with an indent of two, characters as they are."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def cell(value: object, *, empty: str = "-", separator: str = ", ") -> str:
    """Return a value as people read it: yes and no, lists joined, and `empty` for None and nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return separator.join(map(str, value)) or empty
    return empty if value is None or value == "" else str(value)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines of aligned columns, two spaces apart; the first row is the heading, numbers stand to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    right = [_is_numeric(rows, index) for index in range(len(widths))]
    return [
        "  ".join(
            text.rjust(width) if number else text.ljust(width)
            for text, width, number in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]


def _is_numeric(rows: Sequence[Sequence[str]], index: int) -> bool:
    return len(rows) > 1 and all(_NUMBER.fullmatch(row[index]) for row in rows[1:])


def _csv(records: Sequence[Record], columns: Mapping[str, str]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(record.get(key), empty="", separator=" ") for key in columns] for record in records)


def _markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    body = [[text.replace("|", "\\|") for text in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in (headings, ["---"] * len(headings), *body)]


def _boxed(headings: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.ROUNDED, header_style="bold")
    for index, heading in enumerate(headings):
        number = _is_numeric([headings, *rows], index)
        table.add_column(Text(heading), justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(text, style=_STYLES.get(text, "")) for text in row))
    console = Console()
    console.print(table)
    for note in notes:
        console.print(Text(note))


_STYLES = {"ACTIVE": "green", "LEGACY": "yellow", "EOL": "red", "UPCOMING": "cyan", "Yes": "green", "No": "dim"}
