"""Read a catalog and policies into a State, all or nothing.

A folder of YAML is read by a process of its own: reading it takes half a second and tens of megabytes, which the
process that answers should not spend. That process runs this module and prints the compiled document or the findings.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bedrock_atlas
from bedrock_atlas.errors import CatalogError, Finding, SourceError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading import load_catalog, load_policy, shipped_policies
from bedrock_atlas.policy.binding import bind
from bedrock_atlas.policy.compose import compose
from bedrock_atlas.service.state import State
from bedrock_atlas.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.service.settings import Settings

__all__ = ["fingerprint", "keep_state", "kept_state", "load_state", "sources"]

PACKAGE = Path(bedrock_atlas.__file__).parent


def sources(settings: Settings) -> tuple[Path, ...]:
    """Return the files and folders a state is read from: the catalog first, then the policies."""
    compiled = PACKAGE / "_data" / "catalog.json"
    shipped = compiled if compiled.is_file() else PACKAGE.parents[1] / "catalog"
    policies = settings.policies or ("default",)
    return (Path(settings.catalog) if settings.catalog else shipped, *map(_policy_path, policies))


def _policy_path(policy: str) -> Path:
    """Return the file of a policy: that of a shipped one by its name, else the path itself."""
    if policy not in shipped_policies():
        return Path(policy)
    compiled = PACKAGE / "_data" / "policies" / f"{policy}.json"
    return compiled if compiled.is_file() else PACKAGE.parents[1] / "policies" / f"{policy}.yaml"


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
    paths = sources(settings)
    seen = fingerprint(paths)
    if paths[0].is_dir():
        document = await _read_apart(paths[0])
        state = await asyncio.to_thread(_state, paths[0], Catalog(document), settings)
    else:
        state = await asyncio.to_thread(lambda: _state(paths[0], _open(paths[0]), settings))
    state.seen = seen
    return state


def _open(path: Path) -> Catalog:
    try:
        return load_catalog(path)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _malformed(path, error) from error


def _state(path: Path, catalog: Catalog, settings: Settings) -> State:
    """Make every model's facts once, so that a damaged file is found now and not by a question."""
    day = datetime.now(UTC).date()
    try:
        for model in catalog:
            catalog.candidates(model.id, day)
        _ = catalog.names
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise _malformed(path, error) from error
    policies = [load_policy(name, catalog=catalog) for name in settings.policies or ("default",)]
    policy = compose(policies, policies[0].name)
    return State(catalog, policy, tuple(_document(path) for path in sources(settings)[1:]))


def _document(path: Path) -> dict[str, Any]:
    """Return a policy as plain data; it was read without findings a moment ago."""
    if path.suffix == ".json":
        document: dict[str, Any] = json.loads(path.read_bytes())
        return document
    from bedrock_atlas.source.policy_file import read_policy

    return read_policy(path).document or {}


def _malformed(path: Path, error: Exception) -> CatalogError:
    hint = "build it with `bedrock-atlas compile`"
    return CatalogError([Finding(str(path), 1, 1, "wrong-schema", f"not a whole catalog: {error!r}", hint)])


def keep_state(state: State, path: Path) -> None:
    """Write what a state was made from to a file, for a process that has to begin while the sources are broken."""
    text = json.dumps({"catalog": state.catalog.document, "policies": state.documents}, ensure_ascii=False)
    write_whole(path, text, lasting=False)


def kept_state(path: Path) -> State:
    """Make the state that was kept in a file; raises OSError when there is none."""
    kept = json.loads(path.read_bytes())
    catalog = Catalog(kept["catalog"])
    policies = [bind(document, catalog, document["policy"], lambda _: (1, 1))[0] for document in kept["policies"]]
    return State(catalog, compose(policies, policies[0].name), tuple(kept["policies"]))


async def _read_apart(folder: Path) -> dict[str, Any]:
    code = "import sys; from bedrock_atlas.service.reading import read_here; sys.exit(read_here(sys.argv[1]))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, str(folder), stdout=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL
    )
    out, _ = await process.communicate()
    try:
        said = json.loads(out)
    except ValueError:
        reason = f"reading the catalog ended with exit code {process.returncode}"
        raise CatalogError([Finding(str(folder), 1, 1, "unreadable-folder", reason)]) from None
    if "findings" in said:
        raise CatalogError(Finding(**one) for one in said["findings"])
    document: dict[str, Any] = said["document"]
    return document


def read_here(folder: str) -> int:
    """Print the compiled document of a folder, or its findings, as one JSON object; the work of the other process."""
    from bedrock_atlas.source.load import read

    try:
        said: dict[str, object] = {"document": read(Path(folder))}
    except SourceError as error:
        said = {"findings": [asdict(finding) for finding in error.findings]}
    sys.stdout.write(json.dumps(said, ensure_ascii=False))
    return 0
