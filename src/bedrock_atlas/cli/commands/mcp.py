"""`mcp`: the tools of coding agents, over stdio."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bedrock_atlas.cli.command import subcommand
from bedrock_atlas.cli.policy_options import attributes, lead, policy_option, set_option

__all__ = ["command"]


@subcommand(
    "mcp",
    "bedrock-atlas mcp < /dev/null",
    "bedrock-atlas mcp --policy company --set environment=prod --root . < /dev/null",
)
@click.option("--root", "roots", multiple=True, metavar="FOLDER", type=click.Path(exists=True, file_okay=False),
              help="A folder that `check_files` may read besides those the client names; repeatable.")  # fmt: skip
@policy_option
@set_option
@click.pass_obj
def command(
    catalog: tuple[str, ...], /, *, roots: tuple[str, ...], policy: tuple[str, ...], settings: tuple[str, ...]
) -> None:
    """Serve six read-only tools to a coding agent, by the Model Context Protocol over stdio.

    The policies hold for every answer; an agent may narrow further, not widen. It ends with its input.
    docs/agents.md has the set-up for the usual clients.
    """
    from bedrock_atlas.mcp.context import Context
    from bedrock_atlas.mcp.server import serve

    context = Context(
        lambda: datetime.now(UTC).date(), catalog, policy, attributes(settings), lead(), tuple(map(Path, roots))
    )
    serve(context, sys.stdin.buffer, sys.stdout.buffer)
