"""A side of a diff: a folder, a file or a git revision, read without touching the working tree.

A revision is read with `git archive` into a folder that is gone afterwards; git itself finds the repository.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.errors import AtlasError
from bedrock_atlas.loading.catalogs import load_catalog
from bedrock_atlas.loading.policies import load_policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["RevisionError", "open_side"]


class RevisionError(AtlasError):
    """A git revision that cannot be read."""


def open_side(side: str, policies: Sequence[str], prefer_from: str | None = None) -> tuple[Catalog, Policy]:
    """Return the catalog and the policies of one side.

    `side` is a folder with catalog/ (and perhaps policies/) in it, a catalog folder, a compiled catalog (.json), one
    policy file (.yaml, over the shipped catalog), `shipped`, or `git:REVISION`. `policies` are names that are looked up
    in the side's policies/ folder first, then as files and among the shipped ones; `prefer_from` is the one that leads.
    Raises CatalogError, PolicyError or RevisionError.
    """
    if not side.startswith("git:"):
        return _open(Path(side) if side != "shipped" else None, policies, prefer_from)
    with tempfile.TemporaryDirectory() as folder:
        _extract(side.removeprefix("git:"), Path(folder))
        return _open(Path(folder), policies, prefer_from)


def _open(path: Path | None, policies: Sequence[str], prefer_from: str | None) -> tuple[Catalog, Policy]:
    if path is not None and path.suffix in {".yaml", ".yml"}:
        catalog = load_catalog()
        return catalog, load_policy(path, *policies, catalog=catalog, prefer_from=prefer_from)
    whole = path is not None and (path / "catalog").is_dir()
    catalog = load_catalog(path / "catalog" if path is not None and whole else path)
    folder = path / "policies" if path is not None and whole else None
    return catalog, load_policy(*(_policy(name, folder) for name in policies), catalog=catalog, prefer_from=prefer_from)


def _policy(name: str, folder: Path | None) -> str | Path:
    own = folder / f"{name}.yaml" if folder is not None else None
    return own if own is not None and own.is_file() else name


def _extract(revision: str, folder: Path) -> None:
    present = _git("ls-tree", "--name-only", "--full-tree", revision, "catalog", "policies").decode().split()
    if "catalog" not in present:
        raise RevisionError(f"revision `{revision}` has no catalog/ folder")
    top = _git("rev-parse", "--show-toplevel").decode().strip()
    archive = _git("-C", top, "archive", "--format=tar", revision, *present)
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        for member in tar:  # not extractall: its filter came with Python 3.11.4
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None:
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607  # fixed words
    except OSError as error:
        raise RevisionError(f"cannot run git: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise RevisionError(f"git cannot read this revision: {said[-1] if said else 'no reason given'}")
    return done.stdout
