"""`profiles plan`: what to do so that the account's own inference profiles are what an overlay declares."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import on_option, output_option, subcommand
from bedrock_atlas.cli.policy_options import chosen, policy_option
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from datetime import date

__all__ = ["command"]

STEPS, NOT_SEEN = 1, 3


@subcommand(
    "plan",
    "bedrock-atlas --catalog acme profiles plan --snapshot today.json --policy company",
    "bedrock-atlas --catalog acme profiles plan --snapshot today.json --policy company -o cli > profiles.sh",
)
@click.option(
    "--snapshot", "snapshots", multiple=True, required=True, metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A snapshot of `sync observe --application`; repeatable, the newest look at a Region counts.",
)  # fmt: skip
@policy_option
@on_option
@output_option("text", "json", "cli", "terraform")
@click.pass_obj
def command(
    catalog: tuple[str, ...], /, *, snapshots: tuple[Path, ...], policy: tuple[str, ...], on: date, output: str
) -> None:
    """Say how to come from the application inference profiles that are there to those that are declared.

    An overlay declares them below `profiles`, by role or model; the policy decides what each copies. Steps: create,
    keep, tag, replace (create, switch, delete: AWS has no update), orphan (made from a declaration that is gone),
    forbidden (it leads where the policy does not admit), collision (its name is taken). Profiles that were not made
    from a declaration are left alone. Nothing is changed: run the script, or apply the blocks.

    Exits with 0 when all are kept, 1 when something is to be done, 3 when a Region was not seen.
    """
    from bedrock_atlas.aws.observe.snapshot import load_snapshot
    from bedrock_atlas.aws.profiles.declared import declarations
    from bedrock_atlas.aws.profiles.existing import account
    from bedrock_atlas.aws.profiles.plan import plan
    from bedrock_atlas.aws.profiles.render import FORMATS

    known, rules = chosen(catalog, policy)
    if not known.document.get("profiles"):
        hint = "declare them in overlay.yaml, below `profiles`, and give its folder with --catalog"
        raise RequestError("no application profile is declared", slug="nothing-declared", hint=hint)
    steps = plan(declarations(known, rules, on), account(known, map(load_snapshot, snapshots), on))
    click.echo(FORMATS[output](steps), nl=False)
    if output in {"cli", "terraform"}:
        for step in steps:
            if step.kind in {"collision", "not-seen"} or (step.kind == "forbidden" and step.creates is None):
                click.echo(f"note: {step.kind}: {step.name} from {step.source}: {step.why}", err=True)
    if any(step.kind == "not-seen" for step in steps):
        raise click.exceptions.Exit(NOT_SEEN)
    if any(step.kind != "keep" for step in steps):
        raise click.exceptions.Exit(STEPS)
