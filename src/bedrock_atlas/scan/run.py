"""A scan from paths to findings: walk, read, find, judge, one file after the other and nothing kept.

Findings come in the order of the files and of where they stand in them, as soon as their line is read. One process: the
automaton reads a gigabyte in seconds, and a pool of processes takes longer to start than most trees take to scan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.scan.found import Found, Line
from bedrock_atlas.scan.reader import Refused, chunks, locations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.scan.finder import Finder, Hit
    from bedrock_atlas.scan.judge import Judge
    from bedrock_atlas.scan.reader import Chunk

__all__ = ["Problem", "Scan"]

_MANY_ON_A_LINE = 10_000


class Problem(NamedTuple):
    """A path that could not be looked into, and why."""

    path: str
    reason: str


class Scan:
    """One scan. `files` counts what was looked at; `problems` is what could not be."""

    def __init__(self, finder: Finder, judge: Judge) -> None:
        """Take who finds and who judges."""
        self._finder, self._judge = finder, judge
        self.files = 0
        self.problems: list[Problem] = []

    def problem(self, path: str, reason: str) -> None:
        """Note a path that cannot be looked into; the scan goes on."""
        self.problems.append(Problem(path, reason))

    def run(self, paths: Iterable[str]) -> Iterator[Finding]:
        """Return the findings of every file."""
        for path in paths:
            self.files += 1
            try:
                yield from self.file(path)
            except Refused as error:
                self.problem(path, str(error))

    def file(self, path: str) -> Iterator[Finding]:
        """Return the findings of one file; raises Refused when it cannot be read."""
        line = Line(path, 0)
        for chunk in chunks(path):
            own = [hit for hit in self._finder.hits(chunk.data) if chunk.first <= hit.start < chunk.last]
            if not own:
                continue
            starts = locations(chunk, [hit.start for hit in own])
            for hit, (number, column) in zip(own, starts, strict=True):
                if number != line.number or len(line.found) > _MANY_ON_A_LINE:
                    yield from line.settled()
                    line = Line(path, number)
                self._note(line, hit, column, chunk)
        yield from line.settled()

    def _note(self, line: Line, hit: Hit, column: int, chunk: Chunk) -> None:
        if hit.mention.kind == "marker":
            line.mark(hit.mention.text, column)
            return
        judged = self._judge.judge(hit.mention)
        if judged is None:
            return
        replacement = judged.replacement if chunk.plain else None
        if replacement and b"%3" in chunk.data[hit.start : hit.end]:
            replacement = replacement.replace(":", "%3A")
        line.found.append(
            Found(
                path=line.path,
                line=line.number,
                column=column,
                slug=judged.slug,
                message=judged.message,
                hint=judged.hint,
                severity=judged.severity,
                id=hit.mention.id,
                end_column=column + hit.end - hit.start,
                day=judged.day,
                instead=judged.instead,
                replacement=replacement,
                start=chunk.offset + hit.start,
                end=chunk.offset + hit.end,
            )
        )
