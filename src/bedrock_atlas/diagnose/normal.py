"""Text as it is compared: whatever wrote an error down, the same words come out.

Terminals colour and wrap, JSON escapes, HTML and URLs encode, editors curl apostrophes. All of that goes, line by line,
so that a place in the normal text still leads back to its line.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from typing import NamedTuple
from urllib.parse import unquote_plus

__all__ = ["Lines", "normal"]

_COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_MARGIN = " \t│┃|╷╵>*"
_ESCAPE = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|([nrtbf])|([\"'/]))")
_PERCENT = re.compile(r"(?<!\S)[^\s%]*%[0-9A-Fa-f]{2}\S*")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|quot|apos|amp|lt|gt|rsquo|lsquo|nbsp);")
_QUOTES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u2032\u00b4", "'") | dict.fromkeys("\u201c\u201d", '"'))


class Lines(NamedTuple):
    """Normal text and where each of its lines begins in it; line `n` of the text began at `starts[n - 1]`."""

    text: str
    starts: tuple[int, ...]

    def line(self, offset: int) -> int:
        """Return the number of the line, from 1, in which a character stands."""
        return max(1, bisect_right(self.starts, offset))

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds of the lines that a stretch touches."""
        first, last = self.line(start) - 1, self.line(max(start, end - 1))
        return self.starts[first], self.starts[last] if last < len(self.starts) else len(self.text)


def normal(text: str) -> Lines:
    """Return text with single spaces, straight quotes and nothing escaped, and where its lines begin."""
    parts, starts, at = [], [], 0
    for line in text.split("\n"):
        starts.append(at)
        words = _plain(line)
        if words:
            parts.append(words)
            at += len(words) + 1
    return Lines(" ".join(parts), tuple(starts))


def _plain(line: str) -> str:
    if "\x1b" in line:
        line = _COLOUR.sub("", line)
    if "%" in line:
        line = _PERCENT.sub(lambda found: unquote_plus(found[0], errors="replace"), line)
    if "&" in line and _ENTITY.search(line):
        line = html.unescape(line)
    if "\\" in line:
        line = _ESCAPE.sub(_unescaped, line)
    if not line.isascii():
        line = line.translate(_QUOTES)
    return " ".join(line.lstrip(_MARGIN).split())


def _unescaped(found: re.Match[str]) -> str:
    code, space, char = found.groups()
    if code is not None:
        return chr(int(code, 16))
    return " " if space else str(char)
