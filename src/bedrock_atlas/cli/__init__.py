"""The command line: every way a command can end becomes an exit code.

0 yes or clean, 1 a meaningful no, 2 bad input, 3 AWS could not be observed. Errors go to stderr in the words of the
exception itself; a closed pipe and Ctrl-C end quietly with the codes a shell gives them. Start-up is most of what
`resolve` costs, so nothing heavy is imported before a command needs it and no garbage is collected: a process this
short has none worth the time.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

import click

from bedrock_atlas.errors import AtlasError, ObservationError, SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMPLETION", "PROGRAM", "main", "run"]

PROGRAM = "bedrock-atlas"
COMPLETION = "_BEDROCK_ATLAS_COMPLETE"

BAD_INPUT = 2
NOT_OBSERVED = 3
INTERRUPTED = 130
CLOSED_PIPE = 141


def main() -> int:
    """Run the command line of this process, which does nothing else, and give its exit code."""
    gc.disable()
    try:
        return run(sys.argv[1:])
    finally:
        gc.freeze()


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    from bedrock_atlas.cli.root import root

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _invoke(root, list(arguments))
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except (click.ClickException, AtlasError, OSError) as error:
        _report(error)
        return NOT_OBSERVED if isinstance(error, ObservationError) else BAD_INPUT
    return 0


def _invoke(command: click.Group, arguments: list[str]) -> None:
    """Run the command; its own `main` would swallow a closed pipe, and is only used where a shell asks to complete."""
    if COMPLETION in os.environ:
        command.main(arguments, prog_name=PROGRAM, complete_var=COMPLETION)
    with command.make_context(PROGRAM, arguments) as context:
        command.invoke(context)


def _report(error: click.ClickException | AtlasError | OSError) -> None:
    if isinstance(error, click.ClickException):
        error.show()
    elif isinstance(error, SourceError):
        count = len(error.findings)
        click.echo(f"{error}\n{count} {'finding' if count == 1 else 'findings'}", err=True)
    elif isinstance(error, OSError):
        click.echo(f"error: {error.filename or 'cannot read or write'}: {error.strerror}", err=True)
    else:
        click.echo(f"error: {error}", err=True)
