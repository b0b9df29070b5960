"""Fixes as exact bytes: each ID is replaced where it stands, everything else is copied as it is.

The new file is written beside the old one and put in its place in one step, so a reader sees the one or the other. A
file that changed since it was scanned is left alone.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import IO, TYPE_CHECKING

from bedrock_atlas.scan.reader import Refused
from bedrock_atlas.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bedrock_atlas.scan.found import Found

__all__ = ["apply"]

_BLOCK = 1 << 20


def apply(path: str, found: Sequence[Found]) -> int:
    """Write the replacements of one file's findings and give their number. Raises Refused when it cannot be done."""
    edits = [one for one in found if one.replacement is not None]
    if not edits:
        return 0
    target = Path(os.path.realpath(path))
    if not os.access(target, os.W_OK):
        raise Refused("cannot be written")
    try:
        with target.open("rb") as old, replacing(target) as new:
            _rewrite(old, new, edits)
    except OSError as error:
        raise Refused(f"cannot be written: {(error.strerror or 'unknown error').lower()}") from error
    return len(edits)


def _rewrite(old: IO[bytes], new: IO[bytes], edits: Sequence[Found]) -> None:
    for edit in edits:
        _copy(old, new, edit.start - old.tell())
        written = old.read(edit.end - edit.start)
        if edit.replacement is None or written.replace(b"%3A", b":").replace(b"%3a", b":").decode() != edit.id:
            raise Refused("it changed while it was scanned; nothing was fixed in it")
        new.write(edit.replacement.encode())
    shutil.copyfileobj(old, new, _BLOCK)


def _copy(old: IO[bytes], new: IO[bytes], count: int) -> None:
    while count > 0 and (block := old.read(min(count, _BLOCK))):
        new.write(block)
        count -= len(block)
