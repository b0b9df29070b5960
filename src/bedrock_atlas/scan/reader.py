"""One file as chunks of bytes, with the line and column of every byte in it.

A chunk is a mebibyte: a file of one endless line costs no more memory than a short one. Neighbouring chunks overlap, so
an ID that lies across their border is seen whole in one of them. A pipe, a socket or a device is never opened to wait
for it. Columns count characters (code points), from 1, as editors and SARIF do.
"""

from __future__ import annotations

import codecs
import os
import stat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["CHUNK", "Chunk", "Refused", "chunks", "locations"]

CHUNK = 1 << 20
_OVERLAP = 1 << 10
_PROBE = 8 << 10
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_CONTINUATION = bytes(range(0x80, 0xC0))


class Refused(Exception):  # noqa: N818  # an answer in words, caught by the one caller
    """A file cannot be read; the message says why."""


class Chunk(NamedTuple):
    """Bytes of a file: `first` and `last` bound those that are this chunk's own, the rest overlaps its neighbours.

    `line` and `column` are those of byte 0. `plain` is False when the bytes were converted from UTF-16 or UTF-32, so
    that their offsets are not those of the file. `offset` is where byte 0 stands in the file.
    """

    data: bytes
    first: int
    last: int
    line: int
    column: int
    offset: int
    plain: bool


def chunks(path: str) -> Iterator[Chunk]:
    """Return a text file in chunks; nothing for a binary one. Raises Refused when it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        raise Refused(_why(error)) from error
    except ValueError as error:
        raise Refused("not a path: it holds a NUL byte") from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused("not a plain file")
        head = os.read(descriptor, min(status.st_size, CHUNK) + 1)
        whole = len(head) == status.st_size
        encoding = next((name for bom, name in _BOMS if head.startswith(bom)), None)
        if encoding is None and head.find(b"\0", 0, _PROBE) >= 0:
            return
        if whole and encoding is None:
            yield Chunk(head, 0, len(head), 1, 1, 0, plain=True)
        else:
            yield from _many(_blocks(descriptor, head, encoding), plain=encoding is None)
    except OSError as error:
        raise Refused(_why(error)) from error
    finally:
        os.close(descriptor)


def locations(chunk: Chunk, offsets: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Return line and column of each of these offsets of a chunk, which are in order."""
    data, line, column, at = chunk.data, chunk.line, chunk.column, 0
    for offset in offsets:
        line, column = _advance(data, at, offset, line, column)
        at = offset
        yield line, column


def _advance(data: bytes, start: int, end: int, line: int, column: int) -> tuple[int, int]:
    """Return line and column of `end` when those of `start` are known."""
    breaks = data.count(b"\n", start, end)
    if breaks:
        line, column, start = line + breaks, 1, data.rindex(b"\n", start, end) + 1
    return line, column + len(data[start:end].translate(None, _CONTINUATION))


def _blocks(descriptor: int, head: bytes, encoding: str | None) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding else None
    block = head
    while block:
        yield decoder.decode(block).encode() if decoder else block
        block = os.read(descriptor, CHUNK)


def _many(blocks: Iterator[bytes], *, plain: bool) -> Iterator[Chunk]:
    """Lay blocks end to end, each chunk beginning with the end of the one before."""
    data, first, line, column, offset = next(blocks, b""), 0, 1, 1, 0
    for block in blocks:
        last = max(first, len(data) - _OVERLAP)
        yield Chunk(data, first, last, line, column, offset, plain)
        keep = max(0, last - _OVERLAP)
        line, column = _advance(data, 0, keep, line, column)
        data, first, offset = data[keep:] + block, last - keep, offset + keep
    yield Chunk(data, first, len(data), line, column, offset, plain)


def _why(error: OSError) -> str:
    return (error.strerror or "cannot be read").lower()
