"""`matrix`: which model has a profile in which geography on a date.

A cell says that the profile exists. It is no promise of residency, which depends on the source Region: `profiles
--residency` and `resolve` answer that.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import known, on_option, output_option, subcommand
from bedrock_atlas.cli.selection import STATUSES, model_options, named_model, select_models
from bedrock_atlas.cli.tables import Record, print_records
from bedrock_atlas.listings.live import live_routes, profile_exists
from bedrock_atlas.loading import load_catalog

if TYPE_CHECKING:
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model

__all__ = ["command"]


@subcommand(
    "matrix",
    "bedrock-atlas matrix --provider anthropic",
    "bedrock-atlas matrix --provider anthropic --on 2025-12-01 --geographies global,us,eu,jp,apac --hide-retired",
    'bedrock-atlas matrix --model "Sonnet 4.5" --model "Haiku 4.5" -o markdown',
)
@model_options
@click.option("--model", "names", multiple=True, metavar="NAME", help="Only these models, in the order given.")
@click.option(
    "--geographies", multiple=True, metavar="LIST", help="The columns: global,us,eu  [default: all with a Yes]"
)
@click.option("--hide-retired", is_flag=True, help="Leave out models that their provider has retired from its own API.")
@on_option
@output_option("table", "json", "csv", "markdown")
@click.pass_obj
def command(  # one parameter an option
    catalog: str | None,
    /,
    *,
    on: date,
    output: str,
    provider: tuple[str, ...],
    status: tuple[str, ...],
    names: tuple[str, ...],
    geographies: tuple[str, ...],
    hide_retired: bool,
) -> None:
    """Print models against geographies: where there is a profile on a date.

    Yes means that the inference profile exists; where a request may land is another question, for `profiles`.
    Models stand by provider and tier, newest first; one without any profile is left out unless it is named. A number
    after the name points to a note: LEGACY or EOL, or the dates of the provider's own calendar.
    """
    world = load_catalog(catalog)
    named = dict.fromkeys(named_model(world, name).id for name in names)
    statuses = status or (STATUSES if named else ())
    chosen = [model for model in select_models(world, on, provider, statuses) if not named or model.id in named]
    chosen.sort(key=(lambda model: list(named).index(model.id)) if named else _place)
    if hide_retired:
        chosen = [model for model in chosen if not _retired(model, on)]
    rows = [(model, _cells(world, model, on)) for model in chosen]
    rows = [(model, cells) for model, cells in rows if names or any(cells.values())]
    prefixes = known(geographies, world.geographies, "geography") or tuple(
        prefix for prefix in world.geographies if any(cells[prefix] for _, cells in rows)
    )
    notes: dict[str, int] = {}
    records = [
        _record(model, {prefix: cells[prefix] for prefix in prefixes}, on, notes, output) for model, cells in rows
    ]
    columns = {"name": "MODEL", "id": "BASE ID", **{prefix: prefix for prefix in prefixes}}
    if output == "csv":
        columns["notes"] = "notes"
    lines = [f"{'* ' if output == 'markdown' else ''}[{number}] {note}" for note, number in notes.items()]
    print_records(records, columns, output, lines)


def _cells(catalog: Catalog, model: Model, on: date) -> dict[str, bool]:
    routes = live_routes(catalog, model, on)
    return {prefix: profile_exists(model, routes, prefix, on) for prefix in catalog.geographies}


def _record(model: Model, cells: dict[str, bool], on: date, notes: dict[str, int], output: str) -> Record:
    """Return one row; in a table the name carries the numbers of its notes, and new notes get the next number."""
    own = _notes(model, on)
    if output == "json":
        return {"id": model.id, "name": model.name, "geographies": cells, "notes": own}
    words = {prefix: "Yes" if there else "No" for prefix, there in cells.items()}
    if output == "csv":
        return {"id": model.id, "name": model.name, **words, "notes": "; ".join(own)}
    marks = "".join(f" [{notes.setdefault(note, len(notes) + 1)}]" for note in own)
    return {"id": model.id, "name": model.name + marks, **words}


def _notes(model: Model, on: date) -> list[str]:
    life, provider = model.lifecycle, model.provider_lifecycle
    found = []
    if model.status(on) == "EOL":
        found.append(f"reached its end of life on {life.end_of_life}")
    if model.status(on) == "LEGACY":
        since = f"LEGACY since {life.legacy}" if life.legacy else f"reported LEGACY by {life.legacy_seen}"
        found.append(since + (f", end of life {life.end_of_life}" if life.end_of_life else ""))
    own = [("deprecated", provider.deprecated), ("retired", provider.retirement)]
    dates = " and ".join(f"{what} on {day}" for what, day in own if day is not None)
    if dates:
        found.append(f"in the provider's own calendar {dates}")
    return found


def _retired(model: Model, on: date) -> bool:
    retirement = model.provider_lifecycle.retirement
    return retirement is not None and retirement <= on


def _place(model: Model) -> tuple[str, str, int, str]:
    born = model.lifecycle.start_of_life or date.min
    return (model.provider, model.tier, -born.toordinal(), model.id)
