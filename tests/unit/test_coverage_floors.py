"""The floors of coverage: every room has one, and a room below it is told with what is missing."""

from __future__ import annotations

import pytest

from tests.coverage_floors import rooms, told
from tests.unit.test_imports import AROUND, CORE, PACKAGE


def report(**gaps):
    """Return a report in which every file has ten lines and no branch, all covered but the gaps by room."""

    def file(path):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        missing = list(range(1, gaps.get(room, 0) + 1))
        summary = {"covered_lines": 10 - len(missing), "covered_branches": 0, "num_statements": 10, "num_branches": 0}
        return {"summary": summary, "missing_lines": missing, "missing_branches": []}

    return {"files": {str(path): file(path) for path in PACKAGE.rglob("*.py")}}


def below(found):
    return [room.name for room in found if room.share < room.floor]


def test_every_room_has_a_floor():
    """The core and the way into it are covered whole, every other room by 85 percent, and none is left out."""
    found = rooms(report())
    assert {room.name for room in found} - {"__init__", "_data"} == {*CORE, *AROUND}
    whole = {room.name for room in found if room.floor == 100}
    assert whole == {*CORE, "__init__", "ask", "loading"}
    assert {room.floor for room in found if room.name not in whole} == {85}
    assert below(found) == []


def test_a_room_below_its_floor_is_told():
    """One line of the core is too much, one of ten elsewhere is not, two are; the lines are named."""
    found = rooms(report(facts=1, scan=1, cli=2))
    assert below(found) == ["cli", "facts"]
    text = told(found)
    assert "facts is below its floor:\n  facts/" in text
    assert ": 1, 2" in text
    assert "scan is below" not in text


def test_a_file_that_is_not_measured_is_told():
    """A file that no report speaks of does not count as covered."""
    one = report()
    one["files"].popitem()
    with pytest.raises(LookupError, match="not measured"):
        rooms(one)
