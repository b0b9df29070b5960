"""Catalogs: a folder of YAML or a compiled file, the shipped one when none is named, with overlays over it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.errors import CatalogError, Finding
from bedrock_atlas.facts.catalog import SCHEMA, Catalog
from bedrock_atlas.loading.revisions import PREFIX, revision
from bedrock_atlas.loading.shipped import shipped_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bedrock_atlas.facts.entries import Document

__all__ = ["catalog_sources", "is_overlay", "load_catalog", "open_catalog", "read_catalog", "whole"]


def load_catalog(path: str | Path | Sequence[str | Path] | None = None) -> Catalog:
    """Load the catalog: the shipped one (None), a folder of YAML, a compiled JSON file or `git:REVISION`.

    A revision is that of the git repository around the current folder; RevisionError says why it cannot be read. Of
    several the last one counts, and folders with an `overlay.yaml` lie over it in the order given, over the shipped
    one when there is no other. That is read once a process. Raises CatalogError with every finding.
    """
    paths = (path,) if isinstance(path, str | Path) else tuple(path or ())
    return _load(paths) if paths else _shipped()


@cache
def _shipped() -> Catalog:
    return _load(())


def _load(paths: Sequence[str | Path]) -> Catalog:
    document, _ = read_catalog(paths)
    return open_catalog(document, catalog_sources(paths)[0])


def catalog_sources(paths: Sequence[str | Path] = ()) -> tuple[Path, ...]:
    """Return what a catalog is read from: the file or folder that is a whole one, then the overlays over it."""
    given = [Path(path) for path in paths]
    wholes = [path for path in given if not is_overlay(path)]
    return (wholes[-1] if wholes else shipped_catalog(), *filter(is_overlay, given))


def is_overlay(path: Path) -> bool:
    """Check whether a path is the folder of an overlay."""
    return (path / "overlay.yaml").exists() and not (path / "catalog.yaml").exists()


def read_catalog(paths: Sequence[str | Path] = ()) -> tuple[Document, tuple[str, ...]]:
    """Return the document of a catalog, and what each overlay changes in it, in words.

    `paths` are as for `load_catalog`, none for the shipped one. Raises CatalogError with every finding.
    """
    base, *overlays = catalog_sources(paths)
    if str(base).startswith(PREFIX):
        with revision(str(base)) as folder:
            document = _read_folder(folder / "catalog")
    else:
        document = _read_json(base) if base.suffix == ".json" else _read_folder(base)
    changes: list[str] = []
    for folder in overlays:
        from bedrock_atlas.source.overlay import lay_over

        with whole(base):
            document, told = lay_over(document, folder)
        changes += [f"{folder}: {change}" for change in told]
    return document, tuple(changes)


def open_catalog(document: Document, path: Path) -> Catalog:
    """Open a document that was read from a path; raises CatalogError when it is damaged."""
    with whole(path):
        return Catalog(document)


@contextmanager
def whole(path: Path) -> Iterator[None]:
    """Tell as a finding what goes wrong over a compiled file that is not a whole catalog; raises CatalogError."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        if path.suffix != ".json":
            raise
        raise _damaged(path, "wrong-schema", f"not a whole catalog: {error!r}") from error


def _read_folder(path: Path) -> Document:
    from bedrock_atlas.source.load import read

    return read(path)


def _read_json(path: Path) -> Document:
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise _damaged(path, "unreadable-file", f"cannot read the compiled catalog: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise _damaged(path, "bad-json", f"not JSON: {error.msg}", error.lineno, error.colno) from error
    except UnicodeDecodeError as error:
        raise _damaged(path, "bad-encoding", "not UTF-8") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise _damaged(path, "wrong-schema", f"not a compiled catalog of schema {SCHEMA}")
    return document


def _damaged(path: Path, slug: str, message: str, line: int = 1, column: int = 1) -> CatalogError:
    return CatalogError([Finding(str(path), line, column, slug, message, "build it with `bedrock-atlas compile`")])
