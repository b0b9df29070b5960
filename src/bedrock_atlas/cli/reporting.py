"""What `check` and `scan` share: where their report goes, and the exit code that it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from bedrock_atlas import __version__
from bedrock_atlas.report import Report, counted, one_line, render

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.report import Kind

    Function = TypeVar("Function", bound=Callable[..., Any])

__all__ = ["LEVELS", "MOST", "report_options", "tell"]

LEVELS = ("error", "warning", "never")
MOST = 10_000
_PROBLEMS = 100


def report_options(function: Function) -> Function:
    """Add `--fail-on`, `--max-findings` and `--config`."""
    options = (
        click.option("--fail-on", type=click.Choice(LEVELS), help="What ends with exit code 1.  [default: error]"),
        click.option("--max-findings", type=click.IntRange(0), metavar="N",
                     help=f"Show so many at most, 0 for all; all are counted.  [default: {MOST}]"),
        click.option("--config", metavar="FILE", help="The settings to use.  [default: .bedrock-atlas.toml or "
                     "pyproject.toml, the nearest above]"),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def tell(
    command: str,
    output: str,
    *,
    findings: Sequence[Finding],
    errors: int,
    warnings: int,
    kinds: Mapping[str, Kind],
    problems: Sequence[tuple[str, str]],
    looked: str,
    notes: Sequence[str],
    remarks: int = 0,
) -> None:
    """Print the report on stdout, and on stderr what a form has no place for."""
    report = Report(command, __version__, findings, errors, warnings, kinds, problems, looked, notes, remarks)
    click.echo(render(report, output), nl=False)
    if output == "text":
        click.echo(report.summary)
    for path, reason in problems[:_PROBLEMS]:
        click.echo(f"error: {one_line(path)}: {reason}", err=True)
    if len(problems) > _PROBLEMS:
        click.echo(f"error: {counted(len(problems) - _PROBLEMS, 'more path')} could not be looked into", err=True)
    if report.hidden:
        notes = [*notes, f"{counted(report.hidden, 'more finding')} not shown; see --max-findings"]
    for note in notes:
        click.echo(f"note: {note}", err=True)
