"""`forecast`: when answers end and what they fall to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import on_option, output_option, parse_days, split, subcommand
from bedrock_atlas.cli.completing import regions, residencies
from bedrock_atlas.cli.policy_options import chosen, files_argument, lead_option

if TYPE_CHECKING:
    from datetime import date, timedelta

__all__ = ["command"]

_COLUMNS = {
    "day": "DAY",
    "subject": "SUBJECT",
    "attributes": "ATTRIBUTES",
    "old": "ANSWERS",
    "new": "FALLS TO",
    "then": "THEN",
}


@subcommand(
    "forecast",
    "bedrock-atlas forecast --on 2026-11-20",
    "bedrock-atlas forecast company --within 180d --on 2026-11-20",
    "bedrock-atlas forecast eu-residency --from eu-central-1 --on 2026-11-20 -o json",
)
@files_argument
@lead_option
@on_option
@click.option(
    "--within",
    "horizon",
    metavar="SPAN",
    callback=lambda _, __, text: text and parse_days(text),
    help="Only changes up to this many days or weeks ahead: 180d, 26w.",
)
@click.option(
    "--residency",
    multiple=True,
    metavar="NAME",
    shell_complete=residencies,
    help="For questions with this residency; several together allow the union.",
)
@click.option("--from", "source", metavar="REGION", shell_complete=regions, help="For questions from this Region.")
@output_option("table", "json", "csv", "markdown")
@click.pass_obj
def command(
    catalog: tuple[str, ...], /, *, policy: tuple[str, ...], on: date, horizon: timedelta | None,
    residency: tuple[str, ...], source: str | None, output: str,
) -> None:  # fmt: skip
    """Say for each role and each model a policy admits when its answer changes, soonest first.

    POLICY is a file or the name of a shipped policy; several apply together. Exits with 1 when a role is dark, that is,
    resolves to nothing, on the first day or goes dark within the horizon. Exceptions and approvals that end within 30
    days are warned of.
    """
    from bedrock_atlas.analysis.endings import endings
    from bedrock_atlas.analysis.forecast import forecast
    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.cli.tables import print_records
    from bedrock_atlas.decision.vocabulary import Vocabulary

    known, loaded = chosen(catalog, policy)
    words = Vocabulary(known.names, loaded)
    names = frozenset(words.residency(name) for name in split(residency))
    steps = forecast(QuestionSpace(known, loaded, on), residency=names, source=source and known.names.region(source))
    steps = [one for one in steps if horizon is None or one.day <= on + horizon]
    records: list[dict[str, object]] = [
        {
            "day": one.day.isoformat(),
            "subject": one.subject,
            "role": one.role,
            "attributes": " ".join(f"{name}={value}" for name, value in one.attributes),
            "old": one.old,
            "new": one.new,
            "summary": one.summary,
            "then": one.then,
            "asks": one.asks,
        }
        for one in steps
    ]
    columns = _COLUMNS | {"asks": "ASKS"} if any(one.asks for one in steps) else _COLUMNS
    print_records(records, columns, output)
    for ending in endings(loaded, on):
        click.echo(f"warning: {ending}", err=True)
    if any(one.role and one.new is None for one in steps):
        click.get_current_context().exit(1)
