"""One finding of a scan at its place, and what was written beside it to keep it quiet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bedrock_atlas.scan.finder import Hit

__all__ = ["Found", "Line"]

_MARKER = re.compile(r"atlas: ignore\[([^\]]*)\](.*)")
_REASON = re.compile(r"\s*because\s+\S")


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
        self.markers: list[tuple[Hit, int]] = []

    def settled(self) -> Iterator[Finding]:
        """Return what is not suppressed, and what is wrong with the markers themselves."""
        if not self.markers:
            yield from self.found
            return
        used: set[str] = set()
        quiet = {slug for hit, _ in self.markers for slug in _slugs(hit)}
        for one in self.found:
            if one.slug in quiet:
                used.add(one.slug)
            else:
                yield one
        yield from self._markers(used)

    def _markers(self, used: set[str]) -> Iterable[Finding]:
        for hit, column in self.markers:
            for slug in _slugs(hit):
                if slug not in used:
                    message = f"nothing here is suppressed by `ignore[{slug}]`"
                    yield Finding(self.path, self.number, column, "unused-suppression", message, "remove it", "warning")
            if not _reason(hit):
                message, hint = "a suppression without a reason", "write `atlas: ignore[slug] because …`"
                yield Finding(self.path, self.number, column, "suppression-without-reason", message, hint, "warning")


def _slugs(hit: Hit) -> list[str]:
    found = _MARKER.match(hit.mention.text)
    return [slug.strip() for slug in found[1].split(",") if slug.strip()] if found else []


def _reason(hit: Hit) -> bool:
    found = _MARKER.match(hit.mention.text)
    return bool(found and _REASON.match(found[2]))
