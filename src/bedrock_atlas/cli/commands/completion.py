"""`completion`: the script that makes a shell complete commands, options and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli import COMPLETION, PROGRAM
from bedrock_atlas.cli.command import subcommand

if TYPE_CHECKING:
    from click.shell_completion import ShellComplete

__all__ = ["command"]


@subcommand(
    "completion",
    "bedrock-atlas completion bash > ~/.bash_completion.d/bedrock-atlas",
    "bedrock-atlas completion zsh > ~/.zfunc/_bedrock-atlas",
    "bedrock-atlas completion fish > ~/.config/fish/completions/bedrock-atlas.fish",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    It completes commands and options, and the names of models, Regions and residencies.
    """
    from click.shell_completion import BashComplete, FishComplete, ZshComplete

    kinds: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
    script = kinds[shell](ctx.find_root().command, {}, PROGRAM, COMPLETION)
    click.echo(script.source())
