"""The catalog folder as read: which files there are, what stands in them, and all that is wrong with each alone.

Only regular files below the folder are opened, never through a symlink and never blocking, so a pipe or a device in a
checked-out catalog cannot hang or mislead a run. Names that begin with a dot belong to editors and are passed over.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import Finding
from bedrock_atlas.source.strict_yaml import MAX_BYTES, Document, Route, Value, read_bytes, refused
from bedrock_atlas.source.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bedrock_atlas.source.authoring import Kind

__all__ = ["Sheet", "Sheets", "gather", "read_file"]

_TABLES: tuple[Kind, ...] = ("catalog", "regions", "geographies", "residencies", "premiums")
_LEFT_ALONE = {"NEWS.md", "schema"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One valid file: `name` is its path below the catalog folder, with slashes.

    `value` is what it holds, in the form that authoring has for its kind and with the keys in schema order;
    `document` has the same as it was written.
    """

    kind: Kind
    name: str
    document: Document
    value: Value

    def rows(self) -> Iterator[tuple[Route, dict[str, Any]]]:
        """Return the rows of a model with their routes: in-Region, mantle, then the profiles as they stand."""
        for key in ("in_region", "mantle"):
            for index, row in enumerate(self.value.get(key, ())):
                yield (key, index), row
        for prefix, rows in self.value.get("profiles", {}).items():
            for index, row in enumerate(rows):
                yield ("profiles", prefix, index), row


@dataclass(frozen=True, slots=True)
class Sheets:
    """Every valid file of a catalog: the tables by kind (a broken one is absent) and the models, sorted by name."""

    tables: dict[Kind, Sheet]
    models: tuple[Sheet, ...]
    _expanded: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def all(self) -> Iterator[Sheet]:
        """Return every valid file."""
        yield from self.tables.values()
        yield from self.models

    def table(self, kind: Kind) -> dict[str, Any]:
        """Return the entries of a table by their names."""
        entries: dict[str, Any] = self.tables[kind].value[kind]
        return entries

    @property
    def sets(self) -> dict[str, list[str]]:
        """The named Region sets."""
        sets: dict[str, list[str]] = self.tables["regions"].value["sets"]
        return sets

    def expand(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the Regions that Region codes and set names stand for, sorted; an unknown name stands for itself."""
        key = tuple(words)
        if key not in self._expanded:
            sets = self.sets
            self._expanded[key] = tuple(sorted({code for word in key for code in sets.get(word, (word,))}))
        return self._expanded[key]


def gather(folder: Path) -> tuple[Sheets, list[Finding]]:
    """Read a catalog folder. Gives the valid files and what is wrong with the others, or with the folder.

    A catalog in another format is one finding and no files: what else differs follows from it.
    """
    findings: list[Finding] = []
    tables: dict[Kind, Sheet] = {}
    models: list[Sheet] = []
    for kind, name in _listing(folder, findings):
        document = _read(folder, name)
        value, problems = validate(document, kind)
        findings += document.findings
        findings += problems
        if document.findings or problems:
            continue
        sheet = Sheet(kind, name, document, value)
        if kind == "model":
            models.append(sheet)
        else:
            tables[kind] = sheet
    foreign = [finding for finding in findings if finding.slug == "unknown-format"]
    return (Sheets({}, ()), foreign) if foreign else (Sheets(tables, tuple(models)), findings)


def gather_models(folder: Path) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """Read the model files below a folder. Gives the valid ones and what is wrong with the others."""
    findings: list[Finding] = []
    sheets: list[Sheet] = []
    for kind, name in _models(folder, findings):
        document = _read(folder, name)
        value, problems = validate(document, kind)
        findings += [*document.findings, *problems]
        if not document.findings and not problems:
            sheets.append(Sheet(kind, name, document, value))
    return tuple(sheets), findings


def _listing(folder: Path, findings: list[Finding]) -> list[tuple[Kind, str]]:
    """Return kind and name of every catalog file; what does not belong becomes a finding."""
    found: list[tuple[Kind, str]] = []
    wanted = {f"{kind}.yaml": kind for kind in _TABLES}
    names = set()
    for entry in _entries(folder, "", findings):
        names.add(entry.name)
        if entry.name in wanted:
            found.append((wanted[entry.name], entry.name))
        elif entry.name == "models":
            found += _models(folder, findings)
        elif entry.name not in _LEFT_ALONE:
            findings.append(_stray(folder, entry.name))
    if names or not findings:
        missing = sorted({*wanted, "models"} - names)
        findings += [
            Finding(f"{folder}/{name}", 1, 1, "missing-file", f"the catalog has no `{name}`") for name in missing
        ]
    return found


def _models(folder: Path, findings: list[Finding]) -> Iterator[tuple[Kind, str]]:
    """Return every model file: one folder per provider, files with the suffix .yaml in it."""
    for provider in _entries(folder, "models", findings):
        if provider.is_file(follow_symlinks=False):
            findings.append(_stray(folder, f"models/{provider.name}"))
            continue
        for entry in _entries(folder, f"models/{provider.name}", findings):
            name = f"models/{provider.name}/{entry.name}"
            if entry.name.endswith(".yaml"):
                yield "model", name
            else:
                findings.append(_stray(folder, name))


def _entries(folder: Path, name: str, findings: list[Finding]) -> list[os.DirEntry[str]]:
    """Return what a folder holds, sorted by name; empty with a finding when it cannot be listed."""
    path = folder / name if name else folder
    try:
        if name and path.is_symlink():
            findings.append(
                Finding(str(path), 1, 1, "symlink", "a symlink is not followed", "put the files themselves here")
            )
            return []
        with os.scandir(path) as entries:
            return sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except FileNotFoundError:
        findings.append(Finding(str(path), 1, 1, "missing-folder", "there is no such folder"))
    except NotADirectoryError:
        findings.append(Finding(str(path), 1, 1, "not-a-folder", "a folder belongs here"))
    except OSError as error:
        findings.append(Finding(str(path), 1, 1, "unreadable", f"cannot list the folder: {error.strerror}"))
    return []


def _stray(folder: Path, name: str) -> Finding:
    """Report that a file has no place in a catalog."""
    hint = f"rename it to `{name.removesuffix('.yml')}.yaml`" if name.endswith(".yml") else "move or remove it"
    return Finding(str(folder / name), 1, 1, "stray-file", "this does not belong in a catalog", hint)


def _read(folder: Path, name: str) -> Document:
    """Read one file of the folder, or say why not."""
    return read_file(f"{folder}/{name}", follow=getattr(os, "O_NOFOLLOW", 0))


def read_file(path: str, *, follow: int = 0) -> Document:
    """Read one plain file, or say why not; with `follow` set to os.O_NOFOLLOW a symlink is refused."""
    try:
        descriptor = os.open(path, os.O_RDONLY | follow | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if follow and Path(path).is_symlink():
            return refused(path, "symlink", "a symlink is not followed", "put the file itself here")
        return refused(path, "unreadable", f"cannot open the file: {error.strerror}")
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return refused(path, "not-a-file", "a plain file belongs here")
        return read_bytes(os.read(descriptor, min(status.st_size, MAX_BYTES) + 1), path)
    except OSError as error:
        return refused(path, "unreadable", f"cannot read the file: {error.strerror}")
    finally:
        os.close(descriptor)
