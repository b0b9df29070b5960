"""`lifecycle`: what becomes LEGACY or reaches its end of life on Amazon Bedrock, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import known, parse_days, split, subcommand
from bedrock_atlas.cli.selection import Listing, listing, named_model
from bedrock_atlas.listings.lifecycle import EVENTS, event_records

if TYPE_CHECKING:
    from datetime import timedelta

__all__ = ["command"]

COLUMNS = {"date": "DATE", "days": "DAYS", "event": "EVENT", "model": "MODEL", "name": "NAME", "status": "STATUS"}


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
@click.option("--model", "names", multiple=True, metavar="NAME", help="Only this model.")
@click.option("--event", multiple=True, metavar="NAME", help=f"Only this event: {', '.join(EVENTS)}.")
@listing("table", "json", "csv", by=("provider",))
def command(
    wanted: Listing, /, *, within: timedelta | None, past: bool, names: tuple[str, ...], event: tuple[str, ...]
) -> None:
    """List what becomes LEGACY or reaches its end of life, soonest first.

    Where AWS only says "no sooner than", that date is listed as such. DAYS counts from the date the answer is for.
    """
    providers = wanted.providers()
    events = known(event, EVENTS, "event")
    named = {named_model(wanted.catalog, name).id for name in split(names)}
    records = [
        record
        for record in event_records(
            wanted.catalog, wanted.on, past=past, within=None if within is None else within.days
        )
        if (not providers or record["provider"] in providers)
        and (not named or record["model"] in named)
        and (not events or record["event"] in events)
    ]
    if wanted.output == "table":
        records = [record | {"event": EVENTS[record["event"]]} for record in records]
    wanted.print(records, COLUMNS)
