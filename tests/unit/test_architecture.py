"""docs/architecture.md says what is: its picture, its table of laws and the places that it names."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.unit.test_imports import AROUND, CORE, PACKAGE, allowed

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PROPERTY = ROOT / "tests" / "property"


def drawn():
    """Return the arrows of the data that no other arrows imply: (room, what it imports)."""
    below = {room: allowed(room) - {room, "__init__"} for room in (*CORE, *AROUND)}

    def reached(room):
        return below[room].union(*map(reached, below[room]))

    return {
        (room, one) for room, others in below.items() for one in others
        if not any(one in reached(other) for other in others)
    }  # fmt: skip


def section(title):
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_the_picture_is_that_of_the_imports():
    """The arrows of the picture are those by which the imports are held; what follows from others is left out."""
    picture = PAGE.partition("```mermaid\n")[2].partition("```")[0]
    assert set(re.findall(r"^  (\w+) --> (\w+)$", picture, re.MULTILINE)) == drawn()


def test_every_room_is_described():
    """The table of rooms has each of them once."""
    table = section("The rooms").rpartition("```")[2]
    rooms = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)))
    assert sorted(rooms) == sorted({*CORE, *AROUND})


def test_every_law_has_its_test_and_every_test_its_law():
    """The table of laws names exactly the tests of tests/property, slow ones too, each in the file where it is."""
    rows = re.findall(r"^\| .*?\| `(test_\w+)` \| ([\w, ]+) \|$", section("The laws"), re.MULTILINE)
    told = [(name, test) for test, names in rows for name in names.split(", ")]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-qm", "", "-p", "no:cacheprovider", "tests/property"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    collected = set(re.findall(r"^tests/property/test_(\w+)\.py::(test_\w+)", done.stdout, re.MULTILINE))
    assert len(told) == len(set(told))
    assert set(told) == collected


def test_no_law_is_skipped():
    """What is collected is run: no law is marked to be passed over, or to fail."""
    marks = re.compile(r"mark\.(?:skip|xfail)|pytest\.(?:skip|xfail|importorskip)")
    assert [path.name for path in PROPERTY.glob("test_*.py") if marks.search(path.read_text("utf-8"))] == []


def test_what_the_page_names_is_there():
    """Files, tables and functions that the page sends its reader to exist."""
    for text in re.findall(r"`([\w/.]+(?:\.py|\.yaml|\.md|/))`", PAGE):
        assert any((folder / text).exists() for folder in (ROOT, PACKAGE, ROOT / "catalog")), text
    for name, text in re.findall(r"`(\w+)` of\s+`([\w/]+\.py)`", PAGE):
        path = next(folder / text for folder in (ROOT, PACKAGE) if (folder / text).exists())
        assert re.search(rf"\b{name}\b", path.read_text("utf-8")), (name, text)
    for names, files in re.findall(r"^\| \d\. .* \| (`.*?) \| (`.*?) \|$", PAGE, re.MULTILINE):
        source = "".join((PACKAGE / one).read_text("utf-8") for one in re.findall(r"`(.*?)`", files))
        for name in re.findall(r"`(?:\w+\.)?(\w+)`", names):
            assert f"def {name}(" in source, name
