"""The command line: `main` runs one command and turns every way it can end into an exit code.

0 yes or clean, 1 a meaningful no, 2 bad input. Errors go to stderr in the words of the exception itself; a closed pipe
and Ctrl-C end quietly with the codes a shell gives them. Nothing heavy is imported before a command needs it: start-up
is most of what `resolve` costs.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from bedrock_atlas.errors import AtlasError, SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

BAD_INPUT = 2
INTERRUPTED = 130
CLOSED_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (the process's own by default) and give its exit code."""
    from bedrock_atlas.cli.root import root

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = root.main(arguments, prog_name="bedrock-atlas", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except AtlasError as error:
        return _report(error)
    except OSError as error:
        click.echo(f"error: {error.filename or 'cannot read or write'}: {error.strerror}", err=True)
        return BAD_INPUT
    return code if isinstance(code, int) else 0


def _report(error: AtlasError) -> int:
    if isinstance(error, SourceError):
        count = len(error.findings)
        click.echo(f"{error}\n{count} {'finding' if count == 1 else 'findings'}", err=True)
    else:
        click.echo(f"error: {error}", err=True)
    return BAD_INPUT
