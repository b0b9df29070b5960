"""`sync propose`: the change to the catalog that would settle the differences."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import click

from bedrock_atlas.cli.command import subcommand, warn
from bedrock_atlas.cli.commands.sync_compare import DRIFT, TOO_LITTLE, compared, shared_options
from bedrock_atlas.errors import RequestError
from bedrock_atlas.loading import catalog_sources

__all__ = ["command"]


@subcommand(
    "propose",
    "bedrock-atlas --catalog catalog sync propose yesterday.json today.json",
    "bedrock-atlas --catalog catalog sync propose yesterday.json today.json --write",
)
@shared_options
@click.option("--write", is_flag=True, help="Change the files instead of printing a diff.")
@click.pass_obj
def command(catalog: tuple[str, ...], /, *, write: bool, **options: Any) -> None:  # noqa: ANN401  # those of compare
    """Print the change to the YAML files as a unified diff, or write it.

    Comments and all that does not change keep their bytes, rows end instead of being deleted, evidence, NEWS.md and the
    data version follow. What the files cannot say is named on stderr. Without --write it exits with 1 when there is
    something to change.
    """
    from bedrock_atlas.aws.propose.propose import propose

    folder = catalog_sources(catalog)[0]
    if not folder.is_dir():
        hint = "bedrock-atlas --catalog FOLDER sync propose ..."
        raise RequestError("a change needs the folder of YAML files", slug="no-folder", hint=hint)
    report, enough, _ = compared((str(folder),), **options)
    if not enough:
        warn(report.summary())
        raise click.exceptions.Exit(TOO_LITTLE)
    proposal = propose(folder, report.comparison, report.shifts)
    for reason in proposal.left:
        warn(f"left to a person: {reason}")
    if write:
        for name in proposal.write():
            click.echo(f"{folder}/{name}")
    else:
        click.echo(proposal.diff(_shown(folder if catalog else PurePath("catalog"))), nl=False)
        if proposal:
            raise click.exceptions.Exit(DRIFT)


def _shown(path: PurePath) -> str:
    """Return the folder as the diff names it: as given when that is a path below here, so that `git apply` finds it."""
    return "catalog" if path.is_absolute() or ".." in path.parts else path.as_posix()
