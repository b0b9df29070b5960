"""Read a catalog and policies into a State, all or nothing.

YAML is read by a process of its own: reading it takes half a second and tens of megabytes, which the process that
answers should not spend. That process runs this module and prints the compiled document or the findings.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import CatalogError, Finding, SourceError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading import (
    bind_policies,
    catalog_sources,
    open_catalog,
    policy_sources,
    read_catalog,
    read_policies,
)
from bedrock_atlas.loading.catalogs import whole
from bedrock_atlas.service.state import State
from bedrock_atlas.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bedrock_atlas.service.settings import Settings

__all__ = ["fingerprint", "keep_state", "kept_state", "load_state", "sources"]


def sources(settings: Settings) -> tuple[Path, ...]:
    """Return the files and folders a state is read from: the catalog with its overlays, then the policies."""
    return (*catalog_sources(settings.catalog), *policy_sources(settings.policies))


def fingerprint(paths: tuple[Path, ...]) -> frozenset[tuple[str, int, int, int]]:
    """Return what tells whether files have changed: each with its time, size and identity."""
    return frozenset(_stats(paths))


def _stats(paths: tuple[Path, ...]) -> Iterator[tuple[str, int, int, int]]:
    for path in paths:
        for file in path.rglob("*.yaml") if path.is_dir() else [path]:
            with contextlib.suppress(OSError):
                status = file.stat()
                yield (str(file), status.st_mtime_ns, status.st_size, status.st_ino)


async def load_state(settings: Settings) -> State:
    """Read everything anew; raises SourceError with every finding, and OSError."""
    seen = fingerprint(sources(settings))
    read = catalog_sources(settings.catalog)
    document = await _read_apart(settings.catalog) if any(path.is_dir() for path in read) else None
    state = await asyncio.to_thread(_state, document, read[0], settings)
    state.seen = seen
    return state


def _state(document: dict[str, Any] | None, path: Path, settings: Settings) -> State:
    """Make every model's facts once, so that a damaged file is found now and not by a question."""
    catalog = open_catalog(read_catalog(settings.catalog)[0] if document is None else document, path)
    day = datetime.now(UTC).date()
    with whole(path):
        for model in catalog:
            catalog.candidates(model.id, day)
        _ = catalog.names
    policy, documents = read_policies(*settings.policies, catalog=catalog, first_leads=True)
    return State(catalog, policy, documents)


def keep_state(state: State, path: Path) -> None:
    """Write what a state was made from to a file, for a process that has to begin while the sources are broken."""
    text = json.dumps({"catalog": state.catalog.document, "policies": state.documents}, ensure_ascii=False)
    write_whole(path, text, lasting=False)


def kept_state(path: Path) -> State:
    """Make the state that was kept in a file; raises OSError when there is none."""
    kept = json.loads(path.read_bytes())
    catalog = Catalog(kept["catalog"])
    return State(catalog, bind_policies(kept["policies"], catalog), tuple(kept["policies"]))


async def _read_apart(paths: tuple[str, ...]) -> dict[str, Any]:
    code = "import sys; from bedrock_atlas.service.reading import read_here; sys.exit(read_here(*sys.argv[1:]))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, *paths, stdout=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL
    )
    out, _ = await process.communicate()
    try:
        said = json.loads(out)
    except ValueError:
        reason = f"reading the catalog ended with exit code {process.returncode}"
        place = str(catalog_sources(paths)[0])
        raise CatalogError([Finding(place, 1, 1, "unreadable-folder", reason)]) from None
    if "findings" in said:
        raise CatalogError(Finding(**one) for one in said["findings"])
    document: dict[str, Any] = said["document"]
    return document


def read_here(*paths: str) -> int:
    """Print the document of a catalog, or its findings, as one JSON object; the work of the other process."""
    try:
        said: dict[str, object] = {"document": read_catalog(paths)[0]}
    except SourceError as error:
        said = {"findings": [asdict(finding) for finding in error.findings]}
    sys.stdout.write(json.dumps(said, ensure_ascii=False))
    return 0
