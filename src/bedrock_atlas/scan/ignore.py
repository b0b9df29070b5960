r"""What a `.gitignore` says of a path, by git's own rules (https://git-scm.com/docs/gitignore), tested against git.

Decided against `git ls-files`: it needs git and a work tree, and its answer changes with the index, so the same folder
would be scanned differently from a tarball; likewise the user's global excludes take no part. Decided against pathspec:
its patterns also match what lies below a match, which cannot be told from the match itself where a folder is let in
again (`*`, `!*/`, `!*.py`).
"""

from __future__ import annotations

import os
import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Ignore", "read_ignore"]

_TOKEN = re.compile(
    r"(?s)\\(?P<escaped>.)|(?P<set>\[[!^]?\]?(?:\[:[a-z]+:\]|\\.|[^]\\])*\])|(?P<stars>\*+)|(?P<one>\?)|(?P<plain>.)"
)
_NAMED_SETS = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "upper": "A-Z", "lower": "a-z", "space": r"\s",
    "xdigit": "0-9a-fA-F", "punct": r"!-.:-@\[-`{-~", "blank": r" \t",
}  # fmt: skip
_NEVER = "(?!)"


class _Pattern(NamedTuple):
    """One line: whether it lets in again, whether it is for folders alone, and its regular expression."""

    negated: bool
    folders: bool
    regex: str


class Ignore:
    """The patterns of one file, for paths below its folder."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Compile the patterns, neighbours of one kind together."""
        patterns = [found for line in lines if (found := _pattern(_as_bytes(line))) is not None]
        runs = [(kind, [one.regex for one in run]) for kind, run in groupby(patterns, key=lambda one: one[:2])]
        compiled = ((negated, folders, re.compile("|".join(many))) for (negated, folders), many in reversed(runs))
        self._runs: tuple[tuple[bool, bool, re.Pattern[str]], ...] = tuple(compiled)

    def verdict(self, path: str, *, folder: bool = False) -> bool | None:
        """Check whether a path below the folder is ignored itself; None when no pattern speaks of it."""
        name = path if path.isascii() else _as_bytes(path)
        for negated, folders, regex in self._runs:
            if (folder or not folders) and regex.fullmatch(name):
                return not negated
        return None


def read_ignore(folder: str, name: str = ".gitignore") -> Ignore | None:
    """Read the patterns of a folder; None when it has none that can be read."""
    path = Path(folder, name)
    try:
        if not path.is_file():
            return None
        lines = path.read_text("utf-8", "surrogateescape").split("\n")
    except OSError:
        return None
    return Ignore(lines)


def _as_bytes(text: str) -> str:
    """Return a character for each byte: git matches bytes."""
    return os.fsencode(text).decode("latin-1")


def _pattern(line: str) -> _Pattern | None:
    """Read one line; None for a blank one, a comment and what is no pattern."""
    text = re.sub(r"(?<!\\)((?:\\\\)*) +$", r"\1", line.removesuffix("\r"))
    negated = text.startswith("!")
    text = text[1:] if negated else text
    if not text or (text.startswith("#") and not negated):
        return None
    if text.endswith("\\") and not text.endswith("\\\\"):
        return None
    folders = text.endswith("/")
    text = text.removesuffix("/")
    if not text:
        return None
    anchored = "/" in text
    return _Pattern(negated, folders, ("" if anchored else "(?:.*/)?") + _regex(text.removeprefix("/")))


def _regex(text: str) -> str:
    """Translate the pattern of a path."""
    parts = []
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if found["stars"]:
            parts.append(_stars(text, start, end))
        elif found["one"]:
            parts.append("[^/]")
        elif found["set"]:
            parts.append(_set(found["set"]))
        elif found["plain"] == "[":
            return _NEVER
        elif found["plain"] == "/" and parts and parts[-1] == _FOLDERS:
            continue
        else:
            parts.append(re.escape(found["escaped"] or found["plain"]))
    return "".join(parts)


_FOLDERS = "(?:.*/)?"  # `**/`: folders at any depth or none, the slash included


def _stars(text: str, start: int, end: int) -> str:
    """Translate stars: two of them alone between slashes stand for folders."""
    alone = (start == 0 or text[start - 1] == "/") and (end == len(text) or text[end] == "/")
    if end - start != 2 or not alone:  # noqa: PLR2004  # `**`
        return "[^/]*"
    if end == len(text):
        return ".+" if start else ".*"
    return _FOLDERS


def _set(text: str) -> str:
    """Translate a set of characters; it never holds a slash."""
    negated = text[1] in "!^"
    inner = text[2:-1] if negated else text[1:-1]
    for name, characters in _NAMED_SETS.items():
        inner = inner.replace(f"[:{name}:]", characters)
    body = re.sub(r"(?<!\\)([\[\]&~|])", r"\\\1", inner)
    pattern = f"(?!/)[{'^' if negated else ''}{body}]"
    try:
        re.compile(pattern)
    except re.error:
        return _NEVER
    return pattern
