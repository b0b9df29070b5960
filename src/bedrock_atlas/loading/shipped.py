"""Where the catalog and the policies are that ship with the package: JSON in an installation, YAML in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["shipped_catalog", "shipped_policies", "shipped_policy"]

_PACKAGE = Path(__file__).parents[1]


def shipped_catalog() -> Path:
    """Return where the shipped catalog is: the compiled file of an installation, the folder of a checkout."""
    compiled = _PACKAGE / "_data" / "catalog.json"
    return compiled if compiled.is_file() else _PACKAGE.parents[1] / "catalog"


def shipped_policies() -> tuple[str, ...]:
    """Return the names of the policies that ship with the package, sorted."""
    folder, suffix = _folder()
    return tuple(sorted(path.name.removesuffix(suffix) for path in folder.glob(f"*{suffix}")))


def shipped_policy(name: str) -> Path | None:
    """Return the file of a shipped policy; None when none has that name."""
    folder, suffix = _folder()
    return folder / f"{name}{suffix}" if name in shipped_policies() else None


@cache
def _folder() -> tuple[Path, str]:
    compiled = _PACKAGE / "_data" / "policies"
    return (compiled, ".json") if compiled.is_dir() else (_PACKAGE.parents[1] / "policies", ".yaml")
