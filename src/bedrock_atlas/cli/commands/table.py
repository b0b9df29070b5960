"""`table`: every answer as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.analysis.table import rows, to_csv, to_json_lines
from bedrock_atlas.cli.command import on_option, output_option, subcommand
from bedrock_atlas.cli.policy_options import chosen, files_argument, lead_option, limit_options, world

if TYPE_CHECKING:
    from datetime import date

__all__ = ["command"]


@subcommand(
    "table",
    "bedrock-atlas table eu-residency --model 'Sonnet 4.5' --on 2026-11-20",
    "bedrock-atlas table company --model smart --residency none --from none --on 2026-11-20 -o csv",
    "bedrock-atlas table --model 'Fable 5' --residency eu --all-time",
)
@files_argument
@lead_option
@on_option
@click.option("--all-time", is_flag=True, help="Every day of history too, not only from --on.")
@limit_options
@output_option("jsonl", "csv")
@click.pass_obj
def command(
    catalog: tuple[str, ...], /, *, policy: tuple[str, ...], on: date, all_time: bool, subjects: tuple[str, ...],
    within: tuple[str, ...], sources: tuple[str, ...], output: str,
) -> None:  # fmt: skip
    """Write every answer as a row: JSON Lines or CSV.

    POLICY is a file or the name of a shipped policy; several apply together. A row holds from `valid_from` up to, not
    including, `valid_to`; prices are USD per million tokens.
    """
    known, loaded = chosen(catalog, policy)
    asked = world(known, loaded, on, all_time=all_time, named=(subjects, within, sources))
    lines = to_csv(rows(asked)) if output == "csv" else to_json_lines(rows(asked))
    for line in lines:
        click.echo(line, nl=False)
