"""From what changed to what is done to rows: one plan, carried out on the compiled document and on the YAML alike.

Nothing is deleted: a row that no longer holds ends, one whose sources part ways is split, what is new begins. A row
that began on the very day it ends never held; that is a correction, and it alone is taken out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bedrock_atlas.facts.intervals import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bedrock_atlas.aws.compare.drift import Change, Destinations

__all__ = ["Add", "Drop", "End", "Narrow", "Operation", "Span", "plan"]


@dataclass(frozen=True, slots=True)
class Span:
    """A row of the catalog: `kind` is `in-region` or a prefix, `destinations` are Regions or every commercial one.

    Its days are those of the row, `seen` in place of `since` where nobody knows when it began.
    """

    kind: str
    sources: frozenset[str]
    destinations: Destinations
    since: date | None
    until: date | None
    seen: date | None = None
    last_seen: date | None = None

    @property
    def known_from(self) -> date | None:
        """Return the first day on which the row is known to hold; None: as long as the model is there."""
        return self.since or self.seen

    def covers(self, day: date) -> bool:
        """Check whether the row holds on a day."""
        return holds(self.known_from, self.until, day)


@dataclass(frozen=True, slots=True)
class End:
    """The row at `index` holds until a day."""

    index: int
    day: date


@dataclass(frozen=True, slots=True)
class Drop:
    """The row at `index` never held."""

    index: int


@dataclass(frozen=True, slots=True)
class Narrow:
    """The row at `index` keeps these sources only."""

    index: int
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class Add:
    """A row is new."""

    span: Span


Operation = End | Drop | Narrow | Add


@dataclass(slots=True)
class _Plan:
    operations: list[Operation] = field(default_factory=list)
    begun: dict[tuple[str, Destinations, date], set[str]] = field(default_factory=lambda: defaultdict(set))


def plan(rows: Sequence[Span], changes: Iterable[Change]) -> list[Operation]:
    """Return what to do to the rows of one model; the order of the changes plays no part."""
    made = _Plan()
    wanted = {(change.kind, change.source): change for change in sorted(changes)}
    for index, row in enumerate(rows):
        hit = {source: wanted[row.kind, source] for source in row.sources if (row.kind, source) in wanted}
        _split(made, index, row, {source: change for source, change in hit.items() if row.covers(change.since)})
    for change in wanted.values():
        if change.destinations is not None:
            made.begun[change.kind, change.destinations, change.since].add(change.source)
    for (kind, destinations, day), sources in sorted(
        made.begun.items(), key=lambda item: (item[0][0], item[0][2], sorted(item[1]))
    ):
        made.operations.append(Add(Span(kind, frozenset(sources), destinations, day, None)))
    return made.operations


def _split(made: _Plan, index: int, row: Span, hit: dict[str, Change]) -> None:
    if not hit:
        return
    days: dict[date, set[str]] = defaultdict(set)
    for source, change in hit.items():
        days[change.since].add(source)
    rest = row.sources - hit.keys()
    if not rest and len(days) == 1:
        (day,) = days
        made.operations.append(Drop(index) if row.known_from == day else End(index, day))
        return
    made.operations.append(Narrow(index, rest) if rest else Drop(index))
    for day, sources in sorted(days.items()):
        if row.known_from != day:
            made.operations.append(Add(replace(row, sources=frozenset(sources), until=day)))
