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
def command(catalog: str | tuple[str, ...] | None, /, *, out: Path | None) -> None:
    """Compile a catalog folder to one JSON file, after checking all of it.

    The folder is the one of --catalog, or ./catalog. The same files give the same bytes.
    """
    from bedrock_atlas.loading import load_catalog
    from bedrock_atlas.source.overlay import is_overlay

    if isinstance(catalog, tuple) or (catalog is not None and is_overlay(Path(catalog))):
        _write(load_catalog(catalog).document, out)
        return
    folder = Path(catalog or "catalog")
    if not folder.is_dir():
        hint = "name the folder before the command: bedrock-atlas --catalog FOLDER compile"
        raise RequestError(f"`{folder}` is no folder", slug="no-folder", hint=hint)
    from bedrock_atlas.source.load import read

    _write(read(folder), out)


def _write(document: dict[str, Any], out: Path | None) -> None:
    from bedrock_atlas.source.load import render

    text = render(document)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
