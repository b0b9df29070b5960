"""`snippet`: code that calls the answer, with the obligations in place and the Region set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import on_option, subcommand
from bedrock_atlas.cli.policy_options import chosen
from bedrock_atlas.cli.question import question_options, read_question
from bedrock_atlas.decision.engine import decide
from bedrock_atlas.snippet import LANGUAGES, write_snippet

if TYPE_CHECKING:
    from datetime import date

__all__ = ["command"]

_HELP = f"Which client: {'; '.join(f'{name} ({title})' for name, title in LANGUAGES.items())}."


@subcommand(
    "snippet",
    'bedrock-atlas snippet "Sonnet 4.5, EU residency" --lang python',
    'bedrock-atlas snippet "Sonnet 4.5, 1M context" --on 2026-03-01 --lang boto3',
    'bedrock-atlas snippet "Opus 4.8, Japan only, visual PDF, over converse" --lang cli',
    'bedrock-atlas snippet "Haiku 4.5, on bedrock-mantle" --lang typescript',
    'bedrock-atlas snippet "Nova Lite, from eu-west-1" --lang boto3',
    'bedrock-atlas snippet "Nova Lite" --lang python  # exit 2',
)
@question_options
@click.option("--lang", "language", type=click.Choice(list(LANGUAGES)), required=True, metavar="NAME", help=_HELP)
@on_option
@click.pass_obj
def command(
    catalog: tuple[str, ...],
    /,
    *,
    on: date,
    language: str,
    policy: tuple[str, ...],
    **question: Any,  # noqa: ANN401  # ASK and its options
) -> None:
    """Print code that calls the answer, its obligations in place.

    Beta headers and citations stand where the client wants them; other obligations are comments. ASK and its options
    are those of `resolve`. The Region is the one asked for, else the first that may invoke the answer. Exits with 1
    when there is no route.
    """
    known, rules = chosen(catalog, policy)
    decision = decide(known, rules, read_question(known, rules, **question), on=on)
    if not decision:
        click.echo(decision.summary(), err=True)
        click.get_current_context().exit(1)
    click.echo(write_snippet(decision, language), nl=False)
