"""`resolve`: the question and its answer.

AWS_REGION and AWS_DEFAULT_REGION never change an answer, since the same question must mean the same everywhere; the
one that is set is compared with the answer and a mismatch said on stderr.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.cli.command import on_option, output_option, subcommand, warn
from bedrock_atlas.cli.policy_options import chosen
from bedrock_atlas.cli.question import question_options, read_question
from bedrock_atlas.decision.engine import decide

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.decision import Decision

__all__ = ["command", "warn_of_environment"]


@subcommand(
    "resolve",
    'bedrock-atlas resolve "Sonnet 4.5, EU residency"',
    'bedrock-atlas resolve "Haiku 4.5, residency AU or NZ, from ap-southeast-6" -o id',
    'bedrock-atlas resolve --model "Opus 4.8" --residency japan --from ap-northeast-1 --need context-1m',
    'bedrock-atlas resolve "Fable 5, EU residency" --on 2026-06-15 -o json',
    'bedrock-atlas resolve "Sonnet 4.6, UK residency" -o markdown',
    'bedrock-atlas resolve "Sonnet 4.5, from eu-west-1" --policy eu-residency -o id',
    "bedrock-atlas resolve role smart --policy company --set environment=prod,data=personal,team=research",
    'bedrock-atlas resolve "Sonnet 3.7, EU residency"  # exit 1',
)
@question_options
@on_option
@output_option("text", "json", "id", "markdown")
@click.pass_obj
def command(
    catalog: tuple[str, ...],
    /,
    *,
    on: date,
    output: str,
    policy: tuple[str, ...],
    **question: Any,  # noqa: ANN401  # ASK and its options
) -> None:
    """Say which ID to invoke, from where, and why the others lose.

    ASK is a model and then, in any order and with commas between: a residency (EU residency, in Japan), a source Region
    (from eu-central-1), an endpoint (on bedrock-mantle), an API (over converse), capabilities (needs vision), a
    data-retention mode (retention provider_data_share). Exits with 1 when there is no route.
    """
    known, rules = chosen(catalog, policy)
    decision = decide(known, rules, read_question(known, rules, **question), on=on)
    if output == "json":
        from bedrock_atlas.cli.tables import dump
        from bedrock_atlas.iam.answer import answer_data

        dump(answer_data(decision))
    elif output == "markdown":
        from bedrock_atlas.decision.explain import markdown

        click.echo(markdown(decision), nl=False)
    elif output == "text":
        click.echo(_painted(decision), nl=False)
    else:
        click.echo(decision.summary(), err=not decision)
    warn_of_environment(decision)
    if not decision:
        click.get_current_context().exit(1)


def warn_of_environment(decision: Decision) -> None:
    """Say on stderr when the Region that the environment sets cannot invoke the answer."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        region = os.environ.get(name, "")
        if decision and region and region not in decision.invoke_from:
            warn(f"{name} is `{region}`, which cannot invoke {decision.id}; the answer holds from "
                 f"{', '.join(decision.invoke_from)}")  # fmt: skip


def _painted(decision: Decision) -> str:
    """Return the explanation, its first line coloured on a terminal that wants colours."""
    text = decision.explain()
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    first, _, rest = text.partition("\n")
    return f"{click.style(first, fg='green' if decision else 'red', bold=True)}\n{rest}"
