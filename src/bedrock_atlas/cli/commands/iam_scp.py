"""`iam scp`: service control policies that deny what no policy admits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import on_option, output_option, subcommand
from bedrock_atlas.cli.iam_options import asked, partition_option
from bedrock_atlas.cli.policy_options import chosen, files_argument, set_option
from bedrock_atlas.cli.written import mode_of, mode_options, tell_written
from bedrock_atlas.iam.write.forms import FORMS, render

if TYPE_CHECKING:
    from datetime import date

__all__ = ["command"]


@subcommand(
    "scp",
    "bedrock-atlas iam scp japan-residency --on 2026-11-20",
    "bedrock-atlas iam scp eu-residency --open -o terraform",
    "bedrock-atlas iam scp company --set data=personal -o cloudformation",
)
@files_argument
@set_option
@partition_option
@mode_options
@on_option
@output_option(*FORMS)
@click.pass_obj
def command(
    catalog: tuple[str, ...],
    /,
    *,
    on: date,
    output: str,
    policy: tuple[str, ...],
    settings: tuple[str, ...],
    partition: str,
    closed: bool,
    opened: bool,
) -> None:
    """Write SCPs that deny every call over a route that POLICY does not admit, proved over every route.

    They are for accounts to which FullAWSAccess stays attached. A profile is allowed from its source Regions only;
    models, application profiles and Regions that the catalog does not know are denied, custom and imported models too.
    JSON is one document or a list of several.
    """
    from bedrock_atlas.iam.write.policies import service_control_policies

    mode = mode_of(closed=closed, opened=opened)
    known, rules = chosen(catalog, policy)
    universe = asked(known, rules, on, partition, settings)
    written = service_control_policies(known, universe, mode)
    click.echo(render(written.documents, "scp", output, rules.name.replace("+", "-")), nl=False)
    tell_written(written, universe, mode)
