"""`compile`: a folder of YAML as the one JSON file that answers read without a YAML parser."""

from __future__ import annotations

from pathlib import Path

import click

from bedrock_atlas.cli.command import subcommand
from bedrock_atlas.errors import RequestError

__all__ = ["command"]


@subcommand(
    "compile",
    "bedrock-atlas --catalog catalog compile --out catalog.json",
)
@click.option(
    "--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it here, not to stdout."
)
@click.pass_obj
def command(catalog: str | None, /, *, out: Path | None) -> None:
    """Compile a catalog folder to one JSON file, after checking all of it.

    The folder is the one of --catalog, or ./catalog. The same files give the same bytes.
    """
    folder = Path(catalog or "catalog")
    if not folder.is_dir():
        hint = "name the folder before the command: bedrock-atlas --catalog FOLDER compile"
        raise RequestError(f"`{folder}` is no folder", slug="no-folder", hint=hint)
    from bedrock_atlas.source.load import read, render

    text = render(read(folder))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
