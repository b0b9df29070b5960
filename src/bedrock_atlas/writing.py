"""Files written as a whole or not at all: a reader sees the old file or the new, and an interruption leaves the old.

The new text stands beside the old under a name that begins with a dot, which a catalog passes over, reaches the disk
and is put in place in one step. A link is replaced, not followed: who wants it followed resolves it first.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["replacing", "write_whole"]

_SHOWN = 40  # characters of the name, so that the longest one still leaves room for what is put around it


@contextmanager
def replacing(path: Path, *, lasting: bool = True) -> Iterator[IO[bytes]]:
    """Open a new file that takes the place of `path` when the block ends, and is gone where it raises.

    It has the mode of the file it replaces, else the usual one of a new file. One that is not `lasting` may be lost
    with the machine, and is not waited for. Raises OSError.
    """
    part = path.with_name(f".{path.name[:_SHOWN]}.{os.urandom(4).hex()}.part")
    exists = path.exists()
    mode = path.stat().st_mode & 0o777 if exists else 0o666  # from the beginning: what is private is never public
    try:
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as new:
            yield new
            if lasting:
                new.flush()
                os.fsync(new.fileno())
        if exists:
            shutil.copymode(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_whole(path: Path, text: str, *, lasting: bool = True) -> None:
    """Write a file in UTF-8, line ends as they are, as `replacing` does. Raises OSError."""
    with replacing(path, lasting=lasting) as new:
        new.write(text.encode())
