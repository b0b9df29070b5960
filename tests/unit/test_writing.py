from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from bedrock_atlas.writing import replacing, write_whole

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 255  # bytes a name may have on the file systems of today


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("lasting", [True, False])
@pytest.mark.parametrize("before", [0o600, 0o640, 0o755, 0o666])
def test_a_file_keeps_its_mode(tmp_path: Path, before: int, lasting: bool):
    """What replaces a file has its mode, whatever the umask is, and nothing is left beside it."""
    path = tmp_path / "s.json"
    path.write_text("old", "utf-8")
    path.chmod(before)
    write_whole(path, "new \u00e9\r\n", lasting=lasting)
    assert (mode(path), path.read_bytes()) == (before, "new \u00e9\r\n".encode())
    assert [one.name for one in tmp_path.iterdir()] == ["s.json"]


def test_a_new_file_has_the_usual_mode(tmp_path: Path):
    """A file that was not there is made as any other is."""
    (tmp_path / "usual").touch()
    write_whole(tmp_path / "new", "text")
    assert mode(tmp_path / "new") == mode(tmp_path / "usual")


def test_nobody_else_reads_what_is_not_finished(tmp_path: Path):
    """The unfinished text of a private file is private, and stands under a name that begins with a dot."""
    path = tmp_path / "s.json"
    path.touch(0o600)
    with replacing(path) as new:
        new.write(b"secret")
        (part,) = set(tmp_path.iterdir()) - {path}
        assert part.name.startswith(".s.json.")
        assert mode(part) == 0o600


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_interruption_leaves_the_old_file(tmp_path: Path, error: type[BaseException]):
    """Whatever ends the writing early, the old file stays as it was, alone."""
    path = tmp_path / "s.json"
    path.write_text("old", "utf-8")

    def interrupted() -> None:
        with replacing(path) as new:
            new.write(b"half")
            raise error

    with pytest.raises(error):
        interrupted()
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_writers_do_not_meet(tmp_path: Path):
    """Two that write one file at once each write their own, and the last one stands whole."""
    path = tmp_path / "s.json"
    with replacing(path) as first:
        first.write(b"first")
        with replacing(path) as second:
            second.write(b"second")
        assert path.read_bytes() == b"second"
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_replaced(tmp_path: Path):
    """The file that a link leads to stays; the link makes room for the new file."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", "utf-8")
    link.symlink_to(target)
    write_whole(link, "new")
    assert (target.read_text("utf-8"), link.is_symlink(), link.read_text("utf-8")) == ("old", False, "new")


def test_a_name_of_any_length(tmp_path: Path):
    """The longest name there can be leaves room for the name of the unfinished file."""
    path = tmp_path / ("\u20ac" * (LONGEST // 3))
    write_whole(path, "new")
    assert path.read_text("utf-8") == "new"


def test_a_folder_that_cannot_be_written(tmp_path: Path):
    """Where no file can be made there is an OSError, and nothing else happens."""
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "s.json", "new")
    with pytest.raises(OSError, match=os.strerror(21)):
        write_whole(tmp_path, "new")
    assert list(tmp_path.iterdir()) == []
