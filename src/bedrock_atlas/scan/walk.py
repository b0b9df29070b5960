"""Which files a scan looks into: all below the given paths but what git ignores and what others wrote.

Symlinks are not followed, so no loop can catch it and nothing is seen twice; a file that is named itself is looked into
whatever it is called and wherever it lies. Folders and files come sorted by name: the same tree gives the same output.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from bedrock_atlas.scan.ignore import Ignore, read_ignore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["VENDORED", "Walk"]

VENDORED = frozenset({
    ".git", ".hg", ".svn", ".jj", ".bzr", ".venv", "venv", "site-packages", "node_modules", "bower_components",
    "vendor", "third_party", ".terraform", ".serverless", ".aws-sam", "cdk.out", ".tox", ".nox", ".eggs", ".gradle",
    "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".ipynb_checkpoints", ".next",
})  # fmt: skip
"""Folders that hold what others wrote or what a tool made; they are passed over below a path, never as a path."""
_BINARY = re.compile(
    r"\.(?:7z|a|avif|bin|bmp|bz2|class|dll|dylib|eot|exe|gif|gz|ico|jar|jpe?g|mo|mp[34]|o|otf|parquet|pdf|pickle|pkl|png"
    r"|pyc|safetensors|so|tar|tgz|tiff?|ttf|wasm|webm|webp|whl|woff2?|xz|zip|zst)$",
    re.IGNORECASE,
)


class Walk:
    """One walk: `problem` is told each path that cannot be looked into, with the reason."""

    def __init__(
        self,
        problem: Callable[[str, str], None],
        exclude: Iterable[tuple[Path, Sequence[str]]] = (),
        *,
        ignored: bool = False,
        top: Path | None = None,
    ) -> None:
        """Take patterns to exclude, in the form of .gitignore, each group with the folder that it is relative to.

        With `ignored` what git ignores and vendored folders are looked into too. Above `top`, which is resolved,
        nothing is read.
        """
        self._problem, self._ignored, self._top = problem, ignored, str(top) if top else None
        self._exclude = [(f"{folder.resolve()}/", Ignore(lines)) for folder, lines in exclude if lines]

    def files(self, paths: Iterable[str]) -> Iterator[str]:
        """Return every file below the paths, once, in order."""
        seen: set[str] = set()
        for path in paths:
            if os.path.isdir(path):  # noqa: PTH112  # a Path for each of 20,000 files costs more than reading them
                yield from self._folder(os.path.normpath(path), seen, self._above(path))
            elif os.path.normpath(path) not in seen:
                seen.add(os.path.normpath(path))
                yield path

    def _above(self, path: str) -> list[tuple[str, Ignore]]:
        """Return what the folders above a path ignore, up to the top of its repository."""
        rules: list[tuple[str, Ignore]] = []
        folder = os.path.realpath(path)
        while not self._ignored:
            top = folder == self._top or os.path.exists(os.path.join(folder, ".git"))  # noqa: PTH110, PTH118  # as above
            if folder != os.path.realpath(path) and (found := read_ignore(folder)):
                rules.insert(0, (os.path.relpath(folder, os.path.realpath(path)), found))
            parent = os.path.dirname(folder)  # noqa: PTH120  # as above
            if top or parent == folder:
                return rules if top else []
            folder = parent
        return rules

    def _folder(self, path: str, seen: set[str], rules: list[tuple[str, Ignore]]) -> Iterator[str]:
        """Walk a folder with a stack of its own: a tree may be deeper than Python's."""
        root = os.path.realpath(path)
        above = [(os.path.normpath(os.path.join(root, up)), ignore) for up, ignore in rules]  # noqa: PTH118
        stack = [(path, root, above)]
        while stack:
            folder, real, inherited = stack.pop()
            own = None if self._ignored else read_ignore(folder)
            here = [*inherited, (real, own)] if own else inherited
            below = []
            for entry in self._entries(folder):
                shown, full = entry.path.removeprefix("./"), f"{real.rstrip('/')}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if not (self._vendored(entry) or self._left_out(full, here, folder=True)):
                        below.append((shown, full, here))
                elif self._is_text(entry) and shown not in seen and not self._left_out(full, here):
                    seen.add(shown)
                    yield shown
            stack += reversed(below)

    def _is_text(self, entry: os.DirEntry[str]) -> bool:
        return entry.is_file(follow_symlinks=False) and entry.name != ".git" and not _BINARY.search(entry.name)

    def _vendored(self, entry: os.DirEntry[str]) -> bool:
        if self._ignored:
            return entry.name == ".git"
        return entry.name in VENDORED or os.path.exists(f"{entry.path}/pyvenv.cfg")  # noqa: PTH110  # as above

    def _left_out(self, full: str, rules: list[tuple[str, Ignore]], *, folder: bool = False) -> bool:
        """Check whether a path is ignored; the nearest file that speaks of it decides."""
        for base, ignore in self._exclude:
            if full.startswith(base) and ignore.verdict(full[len(base) :], folder=folder):
                return True
        for base, ignore in reversed(rules):
            verdict = ignore.verdict(full[len(base.rstrip("/")) + 1 :], folder=folder)
            if verdict is not None:
                return verdict
        return False

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._problem(folder, (error.strerror or "cannot be listed").lower())
            return []
