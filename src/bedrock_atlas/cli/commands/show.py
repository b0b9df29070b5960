"""`show`: everything the catalog knows of one model, with the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.card import to_text
from bedrock_atlas.cli.command import on_option, output_option, subcommand
from bedrock_atlas.cli.completing import models
from bedrock_atlas.cli.selection import named_model
from bedrock_atlas.cli.tables import dump
from bedrock_atlas.listings.card import card
from bedrock_atlas.loading import load_catalog

if TYPE_CHECKING:
    from datetime import date

__all__ = ["command"]


@subcommand(
    "show",
    'bedrock-atlas show "Sonnet 4.5"',
    "bedrock-atlas show eu.anthropic.claude-haiku-4-5-20251001-v1:0 -o json",
    'bedrock-atlas show "Fable 5" --on 2026-06-15',
)
@click.argument("model", nargs=-1, required=True, shell_complete=models)
@on_option
@output_option("text", "json")
@click.pass_obj
def command(catalog: tuple[str, ...], /, *, on: date, output: str, model: tuple[str, ...]) -> None:
    """Show everything known of a model, with the evidence.

    MODEL is any name, ID, profile ID or ARN. Prices are USD per million tokens, limits are tokens. What holds on the
    date is what `resolve` decides over; the rest says since or until when.
    """
    known = load_catalog(catalog)
    sheet = card(known, named_model(known, " ".join(model)), on)
    if output == "json":
        dump(sheet)
    else:
        click.echo(to_text(sheet))
