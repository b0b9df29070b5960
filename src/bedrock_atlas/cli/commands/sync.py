"""`sync`: does the catalog still say what AWS says? Its own subcommands are imported when they are asked for."""

from __future__ import annotations

from importlib import import_module

import click

__all__ = ["command"]

_COMMANDS = ("observe", "compare", "propose", "iam-policy")


class _LazyGroup(click.Group):
    """The four steps by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # the signature is click's
        """Return the names in the order in which they run."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        """Import the module of that name and give its command; None when there is none."""
        if cmd_name not in _COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        found: click.Command = import_module(f"bedrock_atlas.cli.commands.sync_{name}").command
        return found


@click.group("sync", cls=_LazyGroup, subcommand_metavar="COMMAND ...")
def command() -> None:
    """Ask AWS, compare the catalog with what it says, propose the change.

    Exit codes: 0 in sync, 1 drift, 2 bad input, 3 not enough could be observed.
    """
