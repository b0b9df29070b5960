"""`compile`: a folder of YAML as the one JSON file that answers read without a YAML parser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
def command(catalog: tuple[str, ...], /, *, out: Path | None) -> None:
    """Compile a catalog folder to one JSON file, after checking all of it.

    The folder is the one of --catalog, or ./catalog. The same files give the same bytes.
    """
    from bedrock_atlas.loading import read_catalog

    paths = catalog or ("catalog",)
    if not any(Path(path).is_dir() for path in paths):
        hint = "name the folder before the command: bedrock-atlas --catalog FOLDER compile"
        raise RequestError(f"`{paths[-1]}` is no folder", slug="no-folder", hint=hint)
    _write(read_catalog(paths)[0], out)


def _write(document: dict[str, Any], out: Path | None) -> None:
    from bedrock_atlas.source.load import render

    text = render(document)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
