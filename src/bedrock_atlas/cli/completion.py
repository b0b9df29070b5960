"""`completion`: the script that makes a shell complete commands, options and names."""

from __future__ import annotations

import click

from bedrock_atlas.cli import COMPLETION, PROGRAM
from bedrock_atlas.cli.command import subcommand

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
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover
        raise click.UsageError(f"no completion for {shell}", ctx)
    script = kind(ctx.find_root().command, {}, PROGRAM, COMPLETION)
    click.echo(script.source())
