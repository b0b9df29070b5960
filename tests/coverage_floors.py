"""The floor of branch coverage that each room is held to; coverage itself knows one figure for all.

Run after the tests were measured, it prints a line a room, and what is not covered in those below their floor.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from coverage import Coverage

from tests.unit.test_imports import CORE, PACKAGE

WHOLE = {*CORE, "__init__", "ask", "loading"}
FLOOR = 85.0


class Room(NamedTuple):
    """What of a room is covered: lines and branches together; `missing` names what is not, file by file."""

    name: str
    covered: int
    all: int
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """Return the covered share in percent; an empty room is covered."""
        return 100 * self.covered / self.all if self.all else 100.0

    @property
    def floor(self) -> float:
        """Return the share it is held to, in percent."""
        return 100.0 if self.name in WHOLE else FLOOR


def rooms(report: dict[str, Any]) -> list[Room]:
    """Return the rooms of a JSON report of coverage, by name; raises LookupError for a file it does not speak of."""
    parts: dict[str, list[tuple[int, int, str]]] = {}
    seen = set()
    for path, file in report["files"].items():
        inner = Path(path).resolve().relative_to(PACKAGE)
        seen.add(inner)
        found = file["summary"]
        covered = found["covered_lines"] + found["covered_branches"]
        gaps = [*map(str, file["missing_lines"]), *(f"{one}->{other}" for one, other in file["missing_branches"])]
        missing = f"{inner}: {', '.join(gaps)}" if gaps else ""
        name = inner.parts[0].removesuffix(".py")
        parts.setdefault(name, []).append((covered, found["num_statements"] + found["num_branches"], missing))
    unseen = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")} - seen
    if unseen:
        raise LookupError(f"not measured: {', '.join(sorted(map(str, unseen)))}")
    return [
        Room(name, sum(one[0] for one in files), sum(one[1] for one in files), tuple(one[2] for one in files if one[2]))
        for name, files in sorted(parts.items())
    ]


def told(found: list[Room]) -> str:
    """Return the table, and below it what is missing in rooms that are below their floor."""
    lines = [f"{'room':<12}{'lines and branches':>20}{'covered':>10}{'floor':>8}"]
    lines += [f"{room.name:<12}{room.all:>20}{room.share:>9.2f}%{room.floor:>7.0f}%" for room in found]
    for room in found:
        if room.share < room.floor:
            lines += ["", f"{room.name} is below its floor:", *(f"  {one}" for one in room.missing)]
    return "\n".join(lines)


def main() -> int:
    """Print the table of what was measured last; 1 when a room is below its floor."""
    measured = Coverage()
    measured.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        measured.json_report(outfile=str(path))
        found = rooms(json.loads(path.read_text("utf-8")))
    sys.stdout.write(told(found) + "\n")
    return int(any(room.share < room.floor for room in found))


if __name__ == "__main__":
    sys.exit(main())
