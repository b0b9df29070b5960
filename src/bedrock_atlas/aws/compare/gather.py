"""Gather what differs, Region by Region: what is new, what is missing, what goes elsewhere.

It says nothing yet about what that amounts to; `compare` draws the conclusions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.aws.compare.drift import EVERYWHERE, Change, Drift
from bedrock_atlas.aws.compare.expected import IN_REGION, Expected
from bedrock_atlas.aws.compare.lifecycles import Lifecycles
from bedrock_atlas.aws.compare.looks import model_tracks, profile_tracks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, timedelta

    from bedrock_atlas.aws.compare.drift import Destinations
    from bedrock_atlas.aws.compare.looks import Track
    from bedrock_atlas.aws.compare.shape import SeenModel, SeenProfile
    from bedrock_atlas.aws.observe.snapshot import Snapshot
    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["Absence", "Gathered"]


@dataclass(slots=True)
class Absence:
    """Something missing: since when, and whether it is confirmed."""

    since: date
    confirmed: bool


class Gathered:
    """Everything that differs between a catalog and snapshots, oldest first.

    `added` maps (model, `in-region` or prefix) → source → its destinations (None: not named) and the first day;
    `absent` maps the same to absences. `drifts`, `unconfirmed` and `changes` are those of destinations.
    """

    def __init__(self, catalog: Catalog, snapshots: Sequence[Snapshot], confirm: timedelta, on: date | None) -> None:
        """Look at every Region."""
        self.catalog, self.on = catalog, on
        self.models = model_tracks(snapshots, confirm)
        self.profiles = profile_tracks(snapshots, confirm)
        self.lifecycles = Lifecycles(catalog, self.models, on)
        self.expected = Expected(catalog, self.lifecycles.told)
        self.added: dict[tuple[str, str], dict[str, tuple[Destinations | None, date]]] = defaultdict(dict)
        self.absent: dict[tuple[str, str], dict[str, Absence]] = defaultdict(dict)
        self.drifts: list[Drift] = []
        self.unconfirmed: list[Drift] = []
        self.changes: list[Change] = []
        self.notes: list[str] = []
        for code, track in self.models.items():
            self._models(code, track)
        for code, profile_track in self.profiles.items():
            self._profiles(code, profile_track)

    def _models(self, code: str, track: Track[SeenModel]) -> None:
        """Compare what can be invoked by its own ID in one Region."""
        day = self.on or track.day
        wanted = {model for model, kind in self.expected.rows(code, day) if kind == IN_REGION}
        seen = {one.id for one in track.newest.entries.values() if one.on_demand}
        for model in seen - wanted:
            if model not in self.catalog or self.expected.alive(model, day):
                since, _ = track.since(lambda look, model=model: _on_demand(look.entries, model))  # type: ignore[misc]
                self.added[model, IN_REGION][code] = (frozenset(), since)
        for model in wanted - seen:
            found = track.absent(lambda look, model=model: _on_demand(look.entries, model))  # type: ignore[misc]
            if found:
                self.absent[model, IN_REGION][code] = Absence(*found)
        self.notes += [f"{code}: {problem}" for problem in track.newest.problems]

    def _profiles(self, code: str, track: Track[SeenProfile]) -> None:
        """Compare what profiles one Region lists, and where they go."""
        day = self.on or track.day
        wanted = {key: reached for key, reached in self.expected.rows(code, day).items() if key[1] != IN_REGION}
        seen = {(one.model, one.prefix): one for one in track.newest.entries.values()}
        for key in seen.keys() - wanted.keys():
            if key[0] not in self.catalog or self.expected.alive(key[0], day):
                since, _ = track.since(lambda look, key=key: f"{key[1]}.{key[0]}" in look.entries)  # type: ignore[misc]
                self.added[key][code] = (_reached(seen[key]), since)
        for key in wanted.keys() - seen.keys():
            found = track.absent(lambda look, key=key: f"{key[1]}.{key[0]}" in look.entries)  # type: ignore[misc]
            if found:
                self.absent[key][code] = Absence(*found)
        for key in wanted.keys() & seen.keys():
            destinations = _reached(seen[key])
            if destinations is not None and destinations != wanted[key]:
                self._destinations(code, track, key, wanted[key], destinations)
        self.notes += [f"{code}: {problem}" for problem in track.newest.problems]

    def _destinations(
        self, code: str, track: Track[SeenProfile], key: tuple[str, str], old: Destinations, new: Destinations
    ) -> None:
        """Compare where one profile may go from one source."""
        model, prefix = key
        name = f"{prefix}.{model}"
        held = {EVERYWHERE} if old == EVERYWHERE else set(old)
        shown = {EVERYWHERE} if new == EVERYWHERE else set(new)
        kept, begun = set(held), []
        for to in sorted(shown - held):
            since, _ = track.since(lambda look, to=to: _goes_to(look.entries, name, to))  # type: ignore[misc]
            self.drifts.append(Drift(model, "destination-added", prefix, code, "destination", "", to, since, (code,)))
            kept.add(to)
            begun.append(since)
        # whatever goes everywhere still goes to each Region it named
        for to in sorted(held - shown) if new != EVERYWHERE else ():
            found = track.absent(lambda look, to=to: _goes_to(look.entries, name, to))  # type: ignore[misc]
            if found is None:
                continue
            drift = Drift(model, "destination-absent", prefix, code, "destination", to, "", found[0], (code,))
            (self.drifts if found[1] else self.unconfirmed).append(drift)
            if found[1]:
                kept.discard(to)
                begun.append(found[0])
        if begun:
            destinations: Destinations = EVERYWHERE if EVERYWHERE in kept else frozenset(kept)
            self.changes.append(Change(model, prefix, code, max(begun), destinations))


def _on_demand(entries: Mapping[str, SeenModel], model: str) -> bool:
    return model in entries and entries[model].on_demand


def _reached(profile: SeenProfile) -> Destinations | None:
    return EVERYWHERE if profile.everywhere else profile.destinations


def _goes_to(entries: Mapping[str, SeenProfile], name: str, to: str) -> bool:
    if name not in entries:
        return False
    destinations = _reached(entries[name])
    return destinations is None or destinations == EVERYWHERE or to in destinations
