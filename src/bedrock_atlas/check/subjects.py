"""What the paths of a check are: catalog folders, overlay folders and policies.

A folder with `catalog.yaml` is a catalog, one with `overlay.yaml` an overlay; any other folder is looked into for
policy files. A file is a policy. What is none of these is an error: a path that silently checks nothing is worse than
none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.errors import Finding
from bedrock_atlas.loading import is_overlay, shipped_catalog, shipped_policies

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Subjects", "subjects"]


@dataclass(slots=True)
class Subjects:
    """What is to be checked; `findings` tells the paths that are nothing of the kind."""

    catalogs: list[Path] = field(default_factory=list)
    overlays: list[Path] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def subjects(paths: Iterable[str]) -> Subjects:
    """Sort paths into what they are; none at all means the shipped catalog, where it is YAML, and shipped policies."""
    found = Subjects()
    for path in paths:
        _sort(path, found)
    if not (found.catalogs or found.overlays or found.policies or found.findings):
        shipped = shipped_catalog()
        found.catalogs = [shipped] if shipped.is_dir() else []
        found.policies = list(shipped_policies())
    return found


def _sort(path: str, found: Subjects) -> None:
    folder = Path(path)
    if path in shipped_policies() and not folder.exists():
        found.policies.append(path)
    elif folder.is_dir():
        files = sorted(one for one in folder.glob("*.yaml") if one.is_file())
        if (folder / "catalog.yaml").exists():
            found.catalogs.append(folder)
        elif is_overlay(folder):
            found.overlays.append(folder)
        elif files:
            found.policies += map(str, files)
        else:
            hint = "a catalog has `catalog.yaml`, an overlay `overlay.yaml`, policies are `*.yaml`"
            found.findings.append(Finding(path, 1, 1, "nothing-to-check", "there is nothing to check here", hint))
    elif folder.exists() and path.endswith((".yaml", ".yml")):
        found.policies.append(path)
    else:
        message = "a policy is a YAML file" if folder.exists() else "there is no such file, folder or shipped policy"
        found.findings.append(Finding(path, 1, 1, "nothing-to-check", message))
