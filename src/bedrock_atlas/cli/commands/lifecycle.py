"""`lifecycle`: what becomes LEGACY or reaches its end of life on Amazon Bedrock, and when.

The provider's own calendar is left out: it decides nothing on Bedrock. `show` has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import known, on_option, output_option, parse_days, split, subcommand
from bedrock_atlas.cli.selection import named_model
from bedrock_atlas.cli.tables import Record, print_records
from bedrock_atlas.listings.live import providers
from bedrock_atlas.loading import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, timedelta

    from bedrock_atlas.facts.model import Model

__all__ = ["command"]

COLUMNS = {"date": "DATE", "days": "DAYS", "event": "EVENT", "id": "MODEL", "name": "NAME", "status": "STATUS"}
EVENTS = {
    "legacy": "legacy",
    "legacy_seen": "seen as legacy",
    "public_extended_access": "public extended access",
    "end_of_life": "end of life",
    "end_of_life_not_before": "end of life no sooner than",
}


def _span(_: click.Context, __: click.Parameter, text: str | None) -> timedelta | None:
    return None if text is None else parse_days(text)


@subcommand(
    "lifecycle",
    "bedrock-atlas lifecycle --within 180d",
    "bedrock-atlas lifecycle --provider anthropic --event end_of_life -o csv",
    'bedrock-atlas lifecycle --model "Sonnet 4.5" -o json',
    "bedrock-atlas lifecycle --past --within 26w",
)
@click.option("--within", metavar="SPAN", callback=_span, help="Only so many days or weeks from the date: 180d, 26w.")
@click.option("--past", is_flag=True, help="What has happened by the date instead, latest first.")
@click.option("--provider", multiple=True, metavar="NAME", help="Only models of this provider.")
@click.option("--model", "names", multiple=True, metavar="NAME", help="Only this model.")
@click.option("--event", multiple=True, metavar="NAME", help=f"Only this event: {', '.join(EVENTS)}.")
@on_option
@output_option("table", "json", "csv")
@click.pass_obj
def command(  # one parameter an option
    catalog: str | None,
    /,
    *,
    on: date,
    output: str,
    within: timedelta | None,
    past: bool,
    provider: tuple[str, ...],
    names: tuple[str, ...],
    event: tuple[str, ...],
) -> None:
    """List what becomes LEGACY or reaches its end of life, soonest first.

    Where AWS only says "no sooner than", that date is listed as such. DAYS counts from the date the answer is for.
    """
    world = load_catalog(catalog)
    wanted = known(provider, providers(world), "provider")
    events = known(event, EVENTS, "event") or tuple(EVENTS)
    named = {named_model(world, name).id for name in split(names)}
    found = [
        (day, model, kind)
        for model in world
        if (not wanted or model.provider in wanted) and (not named or model.id in named)
        for kind, day in _events(model, past=past)
        if kind in events and (day <= on) == past and (within is None or abs(day - on) <= within)
    ]
    found.sort(key=lambda item: (item[0] - on if not past else on - item[0], item[1].id, item[2]))
    print_records([_record(*item, on) for item in found], COLUMNS, output)


def _events(model: Model, *, past: bool) -> Iterator[tuple[str, date]]:
    """Return a model's known dates; the bound on its end of life only while no date of it is known and none is past."""
    life = model.lifecycle
    for kind in EVENTS:
        day = getattr(life, kind)
        bound = kind == "end_of_life_not_before"
        if day is not None and not (bound and (past or life.end_of_life is not None)):
            yield kind, day


def _record(day: date, model: Model, kind: str, on: date) -> Record:
    return {
        "date": day.isoformat(),
        "days": (day - on).days,
        "event": EVENTS[kind],
        "id": model.id,
        "name": model.name,
        "provider": model.provider,
        "status": model.status(on),
    }
