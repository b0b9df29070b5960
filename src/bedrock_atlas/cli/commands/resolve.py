"""`resolve`: the question and its answer.

AWS_REGION and AWS_DEFAULT_REGION never change an answer, since the same question must mean the same everywhere; the
one that is set is compared with the answer and a mismatch said on stderr.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.advice.jointly import decide_jointly
from bedrock_atlas.cli.command import on_option, output_option, subcommand, warn
from bedrock_atlas.cli.policy_options import chosen
from bedrock_atlas.cli.question import question_options, read_questions
from bedrock_atlas.decision.application import stands_for
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.advice.jointly import Joint
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

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
    "bedrock-atlas resolve role smart,fast --policy company --set environment=prod,data=personal,team=research",
    'bedrock-atlas resolve "newest Haiku, EU residency" -o id',
    'bedrock-atlas resolve "Sonnet 3.7, EU residency"  # exit 1',
)
@question_options
@click.option("--locked", is_flag=True, help="Answer from the lock file, and only while what it says holds.")
@click.option("--lock", metavar="FILE", default="atlas.lock", show_default=True, help="The lock file for --locked.")
@click.option(
    "--as",
    "form",
    metavar="FORM",
    help="`application`: the ARN of the application inference profile of an "
    "overlay that stands for the answer; `application=NAME` where there are several.",
)
@on_option
@output_option("text", "json", "compact", "id", "markdown")
@click.pass_obj
def command(
    catalog: tuple[str, ...],
    /,
    *,
    on: date,
    output: str,
    policy: tuple[str, ...],
    locked: bool,
    lock: str,
    form: str | None,
    **question: Any,  # noqa: ANN401  # ASK and its options
) -> None:
    """Say which ID to invoke, from where, and why the others lose.

    ASK is a model and then, in any order and with commas between: a residency (EU residency, in Japan), a source Region
    (from eu-central-1), an endpoint (on bedrock-mantle), an API (over converse), capabilities (needs vision), a
    data-retention mode (retention provider_data_share). `newest sonnet` and `cheapest haiku at 4:1` ask for a tier,
    `role smart,fast` for several roles from one Region that has them all.
    Exits with 1 when there is no route, or when the lock no longer holds.
    """
    known, rules = chosen(catalog, policy)
    requests = read_questions(known, rules, **question)
    if len(requests) > 1:
        if form is not None:
            raise click.UsageError("--as answers one question at a time")
        _together(decide_jointly(known, rules, requests, on=on), output, locked=locked)
        return
    (request,) = requests
    decision = _from_lock(Path(lock), known, rules, request, on) if locked else decide(known, rules, request, on=on)
    if form is not None and decision:
        _as_application(decision, form, output)
        return
    if output == "json":
        from bedrock_atlas.cli.tables import dump
        from bedrock_atlas.iam.answer import answer_data

        dump(answer_data(decision))
    elif output == "compact":
        click.echo(json.dumps(decision.compact(), ensure_ascii=False, separators=(",", ":")))
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


def _together(joint: Joint, output: str, *, locked: bool) -> None:
    """Show the answer to several roles; with `-o id` an ID a line, in the order asked."""
    if locked:
        raise click.UsageError("--locked answers one question at a time")
    if output in {"compact", "markdown"}:
        raise click.UsageError("several roles are shown as text, json or id")
    if output == "json":
        from bedrock_atlas.cli.tables import dump

        dump(joint.to_dict())
    elif output == "text":
        click.echo(joint.explain(), nl=False)
    elif joint:
        click.echo("\n".join(one.id or "" for one in joint.decisions))
    else:
        click.echo(joint.summary(), err=True)
    if not joint:
        click.get_current_context().exit(1)


def _from_lock(path: Path, catalog: Catalog, policy: Policy, request: Request, on: date) -> Decision:
    """Return the pinned answer; ends with 1 where it does not hold. Raises LockError and RequestError (not-pinned)."""
    from bedrock_atlas.lock.file import read_lock
    from bedrock_atlas.lock.holding import held

    pinned = read_lock(path).answers.get(str(request))
    if pinned is None:
        hint = f'pin it with `bedrock-atlas pin "{request}"`'
        raise RequestError(f"`{request}` is not pinned in `{path}`", slug="not-pinned", hint=hint)
    now = held(pinned, catalog, policy, on=on)
    if now.decision is None:
        click.echo(f"the lock does not hold on {on}: {pinned.id} was pinned for `{request}`", err=True)
        for reason in now.reasons:
            click.echo(f"  {reason}", err=True)
        click.get_current_context().exit(1)
    return now.decision


def _as_application(decision: Decision, form: str, output: str) -> None:
    """Print the ARN that stands for the answer; ends with 1 when there is none, or more than one."""
    kind, _, name = form.partition("=")
    if kind != "application" or output not in {"text", "id"}:
        hint = "write `--as application` or `--as application=NAME`, without -o or with `-o id`"
        raise RequestError(f"`{form}` is no form of an answer as {output}", slug="unknown-form", hint=hint)
    found = stands_for(decision, name)
    if len(found) == 1:
        click.echo(next(iter(found)))
        return
    of = f"{decision.id}{f' named `{name}`' if name else ''} from {', '.join(decision.invoke_from)}"
    told = [f"  {arn}{f' ({one})' if one else ''}" for arn, one in found.items()]
    lines = [f"{len(found)} application profiles of {of}:", *told] if found else [f"no application profile of {of}"]
    click.echo("\n".join(lines), err=True)
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
