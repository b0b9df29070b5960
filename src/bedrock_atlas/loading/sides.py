"""Opening the two sides of a diff: folders, files or git revisions, without touching the working tree.

A policy that is named is each side's own: the one of that folder or of that revision, never one file for both. A
revision is read into a folder that is gone afterwards.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.loading.catalogs import load_catalog
from bedrock_atlas.loading.policies import load_policy
from bedrock_atlas.loading.revisions import PREFIX, here, revision
from bedrock_atlas.loading.shipped import shipped_policies
from bedrock_atlas.policy.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["Side", "open_sides"]

_YAML = (".yaml", ".yml")


class Side(NamedTuple):
    """One side opened; `lacks` are the policies that only the other one has."""

    catalog: Catalog
    policy: Policy
    lacks: tuple[str, ...]


class _Place(NamedTuple):
    """Where a side is: its catalog (None: the shipped one), the repository that its policies lie in, a policy file.

    `top` is where that repository is checked out, and `prefix` where in it relative paths begin.
    """

    catalog: Path | None
    repository: Path | None = None
    file: Path | None = None
    top: Path = Path()
    prefix: str = ""


def open_sides(old: str, new: str, policies: Sequence[str], prefer_from: str | None = None) -> tuple[Side, Side]:
    """Return both sides with the policies named, `default` where a side names none.

    A side is a repository (a folder with catalog/ or policies/ in it), a catalog folder, a compiled catalog (.json),
    one policy file (.yaml, over the shipped catalog), `shipped`, or `git:REVISION`. A path is read in the repository or
    revision of the side, a name in its policies/ first; other sides read files as they lie here. A policy that one
    side lacks is left out of it; one that both lack is an error. `prefer_from` names the policy whose preferences
    lead. Raises CatalogError, PolicyError or RevisionError.
    """
    with ExitStack() as stack:
        places = [_place(side, policies, stack) for side in (old, new)]
        found = [
            {name: _policy(name, place) for name in policies or (() if place.file else ("default",))}
            for place in places
        ]
        for name in policies:
            if not any(one[name] for one in found):
                for one in found:
                    one[name] = Path(name) if Path(name).is_file() else name  # its error says what is wrong
        before, after = (_open(place, own, prefer_from) for place, own in zip(places, found, strict=True))
        return before, after


def _place(side: str, policies: Sequence[str], stack: ExitStack) -> _Place:
    if side == "shipped":
        return _Place(None)
    if side.startswith(PREFIX):
        top, prefix = here()
        paths = [_inside(one, top, prefix) for one in policies if _is_path(one)]
        folder = stack.enter_context(revision(side, [one for one in paths if one]))
        return _repository(folder)._replace(top=top, prefix=prefix)
    path = Path(side)
    if path.suffix in _YAML:
        return _Place(None, file=path)
    known = (path / "catalog").is_dir() or (path / "policies").is_dir()
    return _repository(path) if known and not (path / "catalog.yaml").is_file() else _Place(path)


def _repository(folder: Path) -> _Place:
    return _Place(folder / "catalog" if (folder / "catalog").is_dir() else None, folder, top=folder.resolve())


def _policy(name: str, place: _Place) -> str | Path | None:
    """Return where a side has a policy, or its shipped name; None where it has it not."""
    repository = place.repository
    if _is_path(name):
        inside = _inside(name, place.top, place.prefix) if repository else None
        own = repository / inside if repository and inside else Path(name)
        return own if own.is_file() else None
    own = repository / "policies" / f"{name}.yaml" if repository else Path(name)
    if repository and own.is_file():
        return own
    return name if name in shipped_policies() or (not repository and own.is_file()) else None


def _is_path(name: str) -> bool:
    return "/" in name or name.endswith(_YAML)


def _inside(name: str, top: Path, prefix: str) -> str | None:
    """Return a path from the top of a repository on; None for one elsewhere, which is nobody's own."""
    path = top / prefix / name
    found = os.path.relpath(path.parent.resolve() / path.name, top) if path.is_absolute() else ".."
    return None if found.startswith("..") else Path(found).as_posix()


def _open(place: _Place, found: dict[str, str | Path | None], prefer_from: str | None) -> Side:
    catalog = load_catalog(place.catalog)
    own = [place.file] if place.file is not None else []
    named = [*own, *(one for one in found.values() if one is not None)]
    lacks = tuple(name for name, one in found.items() if one is None)
    if not named and lacks:
        return Side(catalog, Policy("none", "no policy"), lacks)
    return Side(catalog, load_policy(*named, catalog=catalog, prefer_from=prefer_from), lacks)
