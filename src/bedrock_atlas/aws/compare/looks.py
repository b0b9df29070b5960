"""What was seen of one call in one Region over several snapshots: the newest look, and how long it has been so.

A look counts only when AWS answered; an entry that cannot be read makes the look partial, and a partial look proves no
absence. Removals are believed when a second look, some hours older, agrees and nothing in between disagrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from bedrock_atlas.aws.compare.shape import Odd, SeenModel, SeenProfile, odd_parts, read_model, read_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, datetime, timedelta

    from bedrock_atlas.aws.observe.snapshot import Call, CallResult, Snapshot

__all__ = ["Look", "Track", "model_tracks", "profile_tracks"]

Entry = TypeVar("Entry", SeenModel, SeenProfile)


class Look(Generic[Entry]):
    """One observed answer: its entries by ID, whether all could be read, and what could not."""

    def __init__(self, taken: datetime, answer: CallResult, read: Callable[[Mapping[str, object]], Entry]) -> None:
        """Keep the answer; it is read when asked for."""
        self.taken = taken
        self._answer = answer
        self._read: Callable[[Mapping[str, object]], Entry] = read

    @cached_property
    def _parsed(self) -> tuple[dict[str, Entry], tuple[str, ...]]:
        entries: dict[str, Entry] = {}
        problems = []
        for item in self._answer.items:
            try:
                entry = self._read(item)
            except ValueError as error:
                problems.append(str(error))
            else:
                entries[entry.id] = entry
        return entries, tuple(problems)

    @property
    def entries(self) -> dict[str, Entry]:
        """Return the entries by ID."""
        return self._parsed[0]

    @property
    def problems(self) -> tuple[str, ...]:
        """Return what could not be read; empty when the look is whole."""
        return self._parsed[1]

    def odd(self, *, profile: bool) -> Iterator[Odd]:
        """Return fields and values that nobody has seen before."""
        for item in self._answer.items:
            yield from odd_parts(item, profile=profile)


@dataclass(frozen=True, slots=True)
class Track(Generic[Entry]):
    """All looks at one call in one Region, newest first; never empty."""

    looks: tuple[Look[Entry], ...]
    confirm: timedelta
    newest: Look[Entry] = field(init=False)

    def __post_init__(self) -> None:
        """Name the newest look."""
        object.__setattr__(self, "newest", self.looks[0])

    @property
    def day(self) -> date:
        """Return the day of the newest look."""
        return self.newest.taken.date()

    def since(self, value: Callable[[Look[Entry]], object]) -> tuple[date, bool]:
        """Return the day since which every look shows what the newest shows, and whether that is long enough."""
        shown, first = value(self.newest), self.newest
        for look in self.looks[1:]:
            if value(look) != shown:
                break
            first = look
        return first.taken.date(), self.newest.taken - first.taken >= self.confirm

    def absent(self, value: Callable[[Look[Entry]], bool]) -> tuple[date, bool] | None:
        """Judge an absence: None when the newest look cannot tell, else its first day and whether it is confirmed."""
        if self.newest.problems:
            return None
        return self.since(lambda look: not value(look) and not look.problems)


def model_tracks(snapshots: Iterable[Snapshot], confirm: timedelta) -> dict[str, Track[SeenModel]]:
    """Return Region → track of ListFoundationModels; a Region that was never observed is absent."""
    return _tracks(snapshots, "foundation-models", confirm, lambda _: read_model)


def profile_tracks(snapshots: Iterable[Snapshot], confirm: timedelta) -> dict[str, Track[SeenProfile]]:
    """Return Region → track of ListInferenceProfiles (SYSTEM_DEFINED)."""
    return _tracks(snapshots, "inference-profiles", confirm, lambda code: lambda item: read_profile(item, code))


def _tracks(
    snapshots: Iterable[Snapshot],
    call: Call,
    confirm: timedelta,
    reader: Callable[[str], Callable[[Mapping[str, object]], Entry]],
) -> dict[str, Track[Entry]]:
    looks: dict[str, list[Look[Entry]]] = {}
    for snapshot in sorted(snapshots, key=lambda one: one.taken, reverse=True):
        for code, calls in snapshot.regions.items():
            answer = calls.get(call)
            if answer is not None and answer.state == "observed":
                looks.setdefault(code, []).append(Look(snapshot.taken, answer, reader(code)))
    return {code: Track(tuple(found), confirm) for code, found in sorted(looks.items())}
