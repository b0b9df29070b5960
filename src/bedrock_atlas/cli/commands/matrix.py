"""`matrix`: which model can be called by which profile, and by its own ID, on a date.

A cell is no promise of residency, which depends on the source Region: `profiles --residency` and `resolve` answer that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import known, subcommand
from bedrock_atlas.cli.selection import STATUSES, Listing, listing, named_model
from bedrock_atlas.facts.values import MANTLE, RUNTIME
from bedrock_atlas.listings.live import columns
from bedrock_atlas.listings.matrix import in_order, matrix_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["command"]

_LEGEND = {
    "Mantle": "Mantle: on bedrock-mantle alone",
    "Both": "Both: on bedrock-runtime and on bedrock-mantle",
    "Listed": "Listed: AWS confirms the profile, from which Regions it can be called is not known",
}


@subcommand(
    "matrix",
    "bedrock-atlas matrix --provider anthropic",
    "bedrock-atlas matrix --provider anthropic --on 2025-12-01 --geographies global,us,eu,jp,apac --hide-retired",
    'bedrock-atlas matrix --model "Sonnet 4.5" --model "Haiku 4.5" -o markdown',
)
@click.option("--model", "names", multiple=True, metavar="NAME", help="Only these models, in the order given.")
@click.option(
    "--geographies", multiple=True, metavar="LIST", help="The columns: global,us,in-region  [default: all with a Yes]"
)
@click.option("--hide-retired", is_flag=True, help="Leave out models that their provider has retired from its own API.")
@listing("table", "json", "csv", "markdown")
def command(wanted: Listing, /, *, names: tuple[str, ...], geographies: tuple[str, ...], hide_retired: bool) -> None:
    """Print models against geographies: where there is a route on a date.

    Under a geography stands the inference profile, under in-region the base ID. Yes means that it can be called on
    bedrock-runtime, Mantle that it can on bedrock-mantle alone, Both on either, and Listed that AWS confirms the
    profile while its source Regions are not known. Where a request may land is another question, for `profiles`.

    Models stand by provider and tier, newest first; one without any route in the columns is left out unless it is
    named. A number after the name points to a note: LEGACY or EOL, or the dates of the provider's own calendar.
    """
    catalog, on = wanted.catalog, wanted.on
    named = list(dict.fromkeys(named_model(catalog, name).id for name in names))
    chosen = [model for model in wanted.models(STATUSES if named else ()) if not named or model.id in named]
    chosen = sorted(chosen, key=lambda model: named.index(model.id)) if named else in_order(chosen)
    if hide_retired:
        dates = ((model, model.provider_lifecycle.retirement) for model in chosen)
        chosen = [model for model, retired in dates if retired is None or retired > on]
    shown = known(geographies, columns(catalog), "geography") or columns(catalog)
    rows = [
        row | {"geographies": {column: row["geographies"][column] for column in shown}}
        for row in matrix_rows(catalog, chosen, on)
    ]
    rows = [row for row in rows if names or any(row["geographies"].values())]
    if wanted.output == "json":
        wanted.print(rows, {})
        return
    if not geographies:
        shown = tuple(column for column in shown if any(row["geographies"][column] for row in rows))
    lines, notes = _lines(rows, shown, marked=wanted.output != "csv")
    bullet = "* " if wanted.output == "markdown" else ""
    headings = {"name": "MODEL", "id": "BASE ID", **{column: column for column in shown}}
    if wanted.output == "csv":
        headings["notes"] = "notes"
    wanted.print(lines, headings, [f"{bullet}{note}" for note in notes])


def _lines(
    rows: Sequence[dict[str, Any]], shown: Sequence[str], *, marked: bool
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the lines of the table and the notes below it; when marked, a name carries the numbers of its notes."""
    numbers: dict[str, int] = {}
    lines = []
    for row in rows:
        marks = "".join(f" [{numbers.setdefault(note, len(numbers) + 1)}]" for note in row["notes"])
        words = {column: _word(row["geographies"][column]) for column in shown}
        name = row["name"] + marks if marked else row["name"]
        lines.append({"id": row["id"], "name": name, **words, "notes": "; ".join(row["notes"])})
    used = {line[column] for line in lines for column in shown}
    legend = [text for word, text in _LEGEND.items() if word in used]
    return lines, [*legend, *(f"[{number}] {note}" for note, number in numbers.items())]


def _word(endpoints: dict[str, int | None]) -> str:
    if RUNTIME not in endpoints:
        return "Mantle" if MANTLE in endpoints else "No"
    if endpoints[RUNTIME] is None:
        return "Listed"
    return "Both" if MANTLE in endpoints else "Yes"
