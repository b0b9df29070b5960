"""Files as they come: long lines, borders between chunks, encodings, binaries and what is no file."""

from __future__ import annotations

import os

import pytest

from bedrock_atlas.scan.reader import CHUNK, Refused, chunks, locations

ID = "eu.anthropic.claude-3-haiku-20240307-v1:0"


def where(scan, data):
    return [(one.line, one.column, one.start, one.end) for one in scan(data)]


@pytest.mark.parametrize("shift", [-200, -44, -20, -3, -1, 0, 1, 20, 44, 200, 1024, -1024, -2048])
@pytest.mark.parametrize("filler", [b"x" * 10 + b" ", b"\n", "é ".encode()])
def test_an_id_across_a_border(scan, shift, filler):
    """An ID at any place near the border of two chunks is found once, at its line, column and offset."""
    start = CHUNK + shift
    before = (filler * (start // len(filler) + 1))[: start - 1] + b" "
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].translate(None, bytes(range(0x80, 0xC0)))) + 1
    assert where(scan, before + ID.encode() + b" " + filler * 300_000) == [(line, column, start, start + len(ID))]


def test_columns_count_characters(scan):
    """A column is that of the character, whatever its bytes; the end column is the one after the ID."""
    (found,) = scan(f"é€😀 {ID}")
    assert (found.line, found.column, found.end_column) == (1, 5, 5 + len(ID))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_marked_encodings(scan, encoding):
    """A file that begins with the mark of its encoding is read as text; only UTF-8 is ever edited in place."""
    text = "ä\nmodel: us.anthropic.claude-sonnet-4-6-v1:0\n"
    (found,) = scan(text.encode(encoding))
    assert (found.line, found.column) == (2, 8)
    assert (found.replacement is None) == (encoding != "utf-8-sig")


@pytest.mark.parametrize(
    "data", [b"\xfd\xff " + ID.encode(), f"ä {ID}".encode("latin-1"), ID.encode() + b"\n" * 9000 + b"\0"]
)
def test_unmarked_encodings(scan, data):
    """Bytes that are not UTF-8, or a NUL far into a file, hide no ID."""
    assert len(scan(data)) == 1


def test_binary_files_are_passed_over(scan):
    """A NUL near the beginning means a binary file."""
    assert scan(b"\x7fELF\0" + ID.encode()) == []


def test_no_file(tmp_path):
    """A pipe, a folder, a loop of symlinks, a missing file and an impossible name are refused, with a reason."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    reasons = {}
    for name in ("pipe", ".", "loop", "missing", "nul\0"):
        with pytest.raises(Refused) as caught:
            list(chunks(f"{tmp_path}/{name}"))
        reasons[name] = str(caught.value)
    assert reasons == {
        "pipe": "not a plain file",
        ".": "not a plain file",
        "loop": "too many levels of symbolic links",
        "missing": "no such file or directory",
        "nul\0": "not a path: it holds a NUL byte",
    }


def test_an_empty_file(tmp_path):
    """An empty file is one empty chunk."""
    (tmp_path / "empty").touch()
    (chunk,) = chunks(str(tmp_path / "empty"))
    assert (chunk.data, list(locations(chunk, []))) == (b"", [])
