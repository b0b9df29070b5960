"""What a `.gitignore` says of a path: git's own rules, as pathspec reads them, with neighbouring patterns made one.

Decided against `git ls-files`: it needs git and a work tree, and its answer changes with the index, so the same folder
would be scanned differently from a tarball. Likewise the user's global excludes take no part.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Ignore", "read_ignore"]


class Ignore:
    """The patterns of one file, for paths below its folder."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Compile the patterns; a line that is no pattern is passed over, as git does."""
        from pathspec.patterns.gitignore import GitIgnorePatternError
        from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

        known: list[tuple[bool, str]] = []
        for line in lines:
            try:
                pattern = GitIgnoreSpecPattern(line)
            except GitIgnorePatternError:
                continue
            if pattern.include is not None and pattern.regex is not None:
                known.append((bool(pattern.include), re.sub(r"\(\?P<\w+>", "(?:", pattern.regex.pattern)))
        runs = [(include, [regex for _, regex in run]) for include, run in groupby(known, key=lambda one: one[0])]
        compiled = ((include, re.compile("|".join(regexes))) for include, regexes in reversed(runs))
        self._runs: tuple[tuple[bool, re.Pattern[str]], ...] = tuple(compiled)

    def verdict(self, path: str) -> bool | None:
        """Say whether a path below the folder is ignored; None when no pattern speaks of it. Folders end with `/`."""
        for include, regex in self._runs:
            if regex.match(path):
                return include
        return None


def read_ignore(folder: str, name: str = ".gitignore") -> Ignore | None:
    """Read the patterns of a folder; None when it has none that can be read."""
    path = Path(folder, name)
    try:
        if not path.is_file():
            return None
        lines = path.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    return Ignore(lines)
