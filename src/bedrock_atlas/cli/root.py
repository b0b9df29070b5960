"""The root command: global options and subcommands that are imported when they are asked for."""

from __future__ import annotations

from importlib import import_module

import click

from bedrock_atlas import __version__
from bedrock_atlas.errors import did_you_mean

__all__ = ["COMMANDS", "root"]

COMMANDS = (
    "resolve", "show", "models", "profiles", "regions", "matrix", "lifecycle", "snippet", "pin", "export",
    "diagnose", "test", "prove", "table", "diff", "forecast", "check", "scan", "iam",
    "sync", "doctor", "serve", "mcp", "site",
    "compile", "completion",
)  # fmt: skip


class LazyGroup(click.Group):
    """A group that knows its subcommands by name and imports the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # the signature is click's
        """Return the names in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        """Import the module of that name and give its command; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"bedrock_atlas.cli.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return which command was probably meant when there is none of that name."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            hint = did_you_mean(name, COMMANDS)
            raise click.UsageError(f"no command `{name}`{hint and f'; {hint}'}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="COMMAND ...",
)
@click.option(
    "--catalog",
    multiple=True,
    metavar="PATH",
    help="A catalog instead of the shipped one (a folder of YAML, a compiled JSON file or git:REVISION), or overlays "
    "over it.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def root(ctx: click.Context, catalog: tuple[str, ...]) -> None:
    """Which Amazon Bedrock ID to invoke, from where, where the data goes, what it costs and until when.

    Exit codes: 0 yes, 1 a meaningful no (no route, drift), 2 bad input, 3 AWS could not be observed.
    """
    ctx.obj = catalog
