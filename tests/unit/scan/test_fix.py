"""What a fix may write over, and what it must leave alone."""

from __future__ import annotations

import pytest

from bedrock_atlas.scan.fix import apply
from bedrock_atlas.scan.found import Found
from bedrock_atlas.scan.reader import Refused


def finding(replacement="acme.right"):
    return Found(
        "a.txt", 1, 3, "unknown-model", "no such model", id="acme.wrong", replacement=replacement, start=2, end=12
    )


def test_a_file_that_changed_is_left_alone(tmp_path):
    """Where the bytes are no longer those of the finding nothing is written and nothing is left beside the file."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"x acme.wrong y")
    assert apply(str(path), [finding()]) == 1
    assert path.read_bytes() == b"x acme.right y"
    with pytest.raises(Refused, match="it changed while it was scanned"):
        apply(str(path), [finding()])
    assert path.read_bytes() == b"x acme.right y"
    assert list(tmp_path.iterdir()) == [path]


def test_without_a_replacement_nothing_is_written(tmp_path):
    """A finding that no one ID mends touches no file, not even one that is gone."""
    assert apply(str(tmp_path / "gone"), [finding(None)]) == 0


def test_a_file_that_cannot_be_written_is_refused(tmp_path):
    """A file that is gone is told, and none is made in its place."""
    with pytest.raises(Refused, match="cannot be written"):
        apply(str(tmp_path / "gone"), [finding()])
    assert list(tmp_path.iterdir()) == []
