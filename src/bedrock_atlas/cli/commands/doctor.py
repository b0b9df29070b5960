"""`doctor`: whether this machine and account are ready, and for this very question."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.cli.aws_options import aws_options, session_of
from bedrock_atlas.cli.command import on_option, output_option, subcommand
from bedrock_atlas.cli.policy_options import policy_option
from bedrock_atlas.cli.tables import dump
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError
from bedrock_atlas.loading import load_catalog, load_policy

if TYPE_CHECKING:
    from datetime import date

__all__ = ["command"]

_MARKS = {"ok": "✓", "warning": "!", "failed": "✗", "not allowed": "?"}


@subcommand(
    "doctor",
    "bedrock-atlas doctor",
    'bedrock-atlas doctor "Sonnet 4.6, EU residency, from eu-west-1" --probe',
)
@click.argument("ask", nargs=-1, metavar="[ASK]")
@click.option("--probe", is_flag=True, help="Invoke the answer once, for one token; this costs a fraction of a cent.")
@policy_option
@aws_options
@on_option
@output_option("text", "json")
@click.pass_obj
def command(  # one parameter an option
    catalog: tuple[str, ...],
    /,
    *,
    ask: tuple[str, ...],
    probe: bool,
    policy: tuple[str, ...],
    profile: str | None,
    region: str | None,
    endpoint_url: str | None,
    on: date,
    output: str,
) -> None:
    """Check the AWS CLI, boto3, credentials, Regions, model access, invocation logging and the route of an ASK.

    Where an overlay declares application profiles, each is compared with what is there.

    Each line is ok, a warning, failed or not allowed to look, with the command that fixes it. Exits with 1 when
    something failed.
    """
    from bedrock_atlas.aws.doctor import Patient, examine

    text = " ".join(ask).strip()
    if probe and not text:
        raise RequestError(
            "a probe needs a question", slug="missing-model", hint='bedrock-atlas doctor "Haiku 4.5" --probe'
        )
    world = load_catalog(catalog)
    rules = load_policy(*policy, catalog=world)
    decision = decide(world, rules, Request.parse(text, world, rules), on=on) if text else None
    session = session_of(profile, None)
    patient = Patient(session, dict(os.environ), endpoint_url, decision, probe, region)
    lines: list[dict[str, str]] = []
    checks = examine(patient)
    if world.document.get("profiles"):
        from bedrock_atlas.aws.profiles.drift import examined, look

        regions = [entry["from"] for entry in world.document["profiles"].values()]
        seen = look(session, regions, endpoint_url, datetime.now(UTC))
        checks = chain(checks, examined(world, rules, seen, on))
    for line in checks:
        lines.append(line.to_dict())
        if output == "text":
            _print(line)
    if output == "json":
        dump(lines)
    if any(line["state"] == "failed" for line in lines):
        raise click.exceptions.Exit(1)


def _print(line: Any) -> None:  # noqa: ANN401  # a Line; its module is heavy
    click.echo(f"{_MARKS[line.state]} {line.state:11}  {line.check}: {line.message}")
    if line.fix:
        click.echo(f"{'':15}fix: {line.fix}")
