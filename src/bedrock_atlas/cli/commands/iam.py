"""`iam`: documents of IAM from a policy, and those that people have. Its subcommands are imported when asked for."""

from __future__ import annotations

from importlib import import_module

import click

__all__ = ["command"]

_COMMANDS = ("policy", "scp", "check", "explain", "prove")


class _LazyGroup(click.Group):
    """The subcommands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # the signature is click's
        """Return the names in the order in which people need them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        """Import the module of that name and give its command; None when there is none."""
        if cmd_name not in _COMMANDS:
            return None
        found: click.Command = import_module(f"bedrock_atlas.cli.commands.iam_{cmd_name}").command
        return found


@click.group("iam", cls=_LazyGroup, subcommand_metavar="COMMAND ...")
def command() -> None:
    """Write IAM policies and SCPs that admit what a policy admits, and judge documents that people have.

    Exit codes: 0 yes or clean, 1 a meaningful no (findings, a difference, refused), 2 bad input.
    """
