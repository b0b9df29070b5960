"""One finding of a scan at its location, and what was written beside it to keep it quiet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.errors import Finding
from bedrock_atlas.report.suppression import Marker, accepted, settled
from bedrock_atlas.scan.rules import REFUSED_FOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

__all__ = ["Found", "Line"]


@dataclass(frozen=True, slots=True)
class Found(Finding):
    """A finding about an ID in a file.

    `id` is what stands there and `end_column` the column after it. `day` is the date the verdict turns on; `instead`
    holds the valid IDs, best first. `replacement` is what a fix writes over the bytes from `start` to `end` of the
    file: None when no one ID is right or the file is in an encoding that cannot be edited in place.
    """

    id: str = ""
    end_column: int = 0
    day: date | None = None
    instead: tuple[str, ...] = ()
    replacement: str | None = None
    start: int = 0
    end: int = 0

    @property
    def details(self) -> dict[str, object]:
        """Return what a report adds to a finding, as JSON data."""
        return {
            "id": self.id,
            "cause": REFUSED_FOR.get(self.slug),
            "day": self.day.isoformat() if self.day else None,
            "instead": list(self.instead),
            "replacement": self.replacement,
        }


class Line:
    """The findings and markers of one line, while it is read."""

    def __init__(self, path: str, number: int) -> None:
        """Begin with an empty line."""
        self.path, self.number = path, number
        self.found: list[Found] = []
        self.markers: list[Marker] = []

    def mark(self, text: str, column: int) -> None:
        """Note what is written to keep findings of the line quiet."""
        marker = accepted(text)
        if marker is not None:
            slugs, reasoned = marker
            named = tuple(slug for slug in slugs if slug)
            self.markers.append(Marker(self.path, self.number, column, self.number, named, reasoned))

    def settled(self) -> Iterator[Finding]:
        """Return what is not suppressed, and what is wrong with the markers themselves."""
        return settled(self.found, self.markers, where="here ") if self.markers else iter(self.found)
