"""`site`: the page as static files with their JSON, for any web server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bedrock_atlas.cli.command import on_option, subcommand
from bedrock_atlas.errors import RequestError
from bedrock_atlas.loading import load_catalog, load_policy

if TYPE_CHECKING:
    from datetime import date

__all__ = ["command"]


@subcommand(
    "site",
    "bedrock-atlas site --out public",
)
@click.option(
    "--out", required=True, metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), help="Write them here."
)
@on_option
@click.pass_obj
def command(catalog: tuple[str, ...], /, *, out: Path, on: date) -> None:
    """Write the page and its facts as static files.

    Every view works as it does from the service but for the playground: it shows the answers of the date, for every
    model and residency under the default policy. A folder that holds something else is left alone.
    """
    try:
        from bedrock_atlas.service.site import MARK, site_files
    except ImportError as error:
        hint = "pip install 'bedrock-atlas[service]'"
        raise RequestError(f"the page needs the package `{error.name}`", slug="missing-package", hint=hint) from error
    index = out / "index.html"
    if out.is_dir() and any(out.iterdir()) and not (index.is_file() and MARK in index.read_text("utf-8")):
        hint = "name a new folder, or one that an earlier `site` wrote"
        raise RequestError(f"`{out}` holds other files", slug="foreign-folder", hint=hint)
    facts = load_catalog(catalog)
    count = size = 0
    for name, content in site_files(facts, load_policy(catalog=facts), on):
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        count, size = count + 1, size + len(content)
    click.echo(f"{count} files, {size / 1e6:.1f} MB in {out}")
