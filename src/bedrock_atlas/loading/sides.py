"""A side of a diff: a folder, a file or a git revision."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.loading.catalogs import load_catalog
from bedrock_atlas.loading.policies import load_policy
from bedrock_atlas.loading.revisions import PREFIX, revision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["open_side"]


def open_side(side: str, policies: Sequence[str], prefer_from: str | None = None) -> tuple[Catalog, Policy]:
    """Return the catalog and the policies of one side.

    `side` is a folder with catalog/ (and perhaps policies/) in it, a catalog folder, a compiled catalog (.json), one
    policy file (.yaml, over the shipped catalog), `shipped`, or `git:REVISION`. `policies` are names that are looked up
    in the side's policies/ folder first, then as files and among the shipped ones; `prefer_from` is the one that leads.
    Raises CatalogError, PolicyError or RevisionError.
    """
    if not side.startswith(PREFIX):
        return _open(Path(side) if side != "shipped" else None, policies, prefer_from)
    with revision(side) as folder:
        return _open(folder, policies, prefer_from)


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
