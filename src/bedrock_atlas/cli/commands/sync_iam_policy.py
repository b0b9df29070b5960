"""`sync iam-policy`: the exact rights that the job needs."""

from __future__ import annotations

import click

from bedrock_atlas.cli.command import subcommand
from bedrock_atlas.cli.tables import dump

__all__ = ["command"]


@subcommand("iam-policy", "bedrock-atlas sync iam-policy --prices", "bedrock-atlas sync iam-policy --doctor")
@click.option("--application", is_flag=True, help="What `observe --application` adds.")
@click.option("--availability", is_flag=True, help="What `observe --availability` adds.")
@click.option("--prices", is_flag=True, help="What `observe --prices` adds.")
@click.option("--doctor", is_flag=True, help="What `doctor` needs.")
@click.option("--probe", is_flag=True, help="What `doctor --probe` adds; it implies --doctor.")
def command(*, application: bool, availability: bool, prices: bool, doctor: bool, probe: bool) -> None:
    """Print the IAM policy with the exact actions; all of them read, but for --probe."""
    from bedrock_atlas.aws.observe.iam import policy

    wanted = {"application": application, "availability": availability, "prices": prices}
    dump(policy(**wanted, doctor=doctor or probe, probe=probe))
