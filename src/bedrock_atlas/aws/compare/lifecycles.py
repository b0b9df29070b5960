"""The lifecycle as AWS reports it, Region by Region, against the catalog's calendar.

Regions can differ (AWS extends a model here and not there). A date that some Region confirms stands; where none does
and they differ among themselves a person must decide. A date that AWS does not tell says nothing. Regions with dates
of their own are held to those and never move the model's calendar.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bedrock_atlas.aws.compare.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bedrock_atlas.aws.compare.expected import Expected
    from bedrock_atlas.aws.compare.looks import Track
    from bedrock_atlas.aws.compare.shape import SeenModel
    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["Lifecycles"]

_ORDER = ("start_of_life", "legacy", "public_extended_access", "end_of_life")


class Lifecycles:
    """What AWS tells of the calendars of known models; `told` holds the dates that differ, where all Regions agree."""

    def __init__(self, catalog: Catalog, tracks: Mapping[str, Track[SeenModel]], on: date | None) -> None:
        """Gather the newest word of every Region."""
        self._catalog = catalog
        self._seen: dict[str, dict[str, SeenModel]] = defaultdict(dict)
        self._day: dict[str, date] = {}
        for code, track in tracks.items():
            for model_id, seen in track.newest.entries.items():
                if model_id in catalog:
                    self._seen[model_id][code] = seen
                    self._day[model_id] = max(self._day.get(model_id, track.day), on or track.day)
        self.notes: list[str] = []
        self.told: dict[str, dict[str, date]] = {}
        self._disputed: list[Drift] = []
        for model_id, seen_in in sorted(self._seen.items()):
            self._compare(model_id, seen_in)

    def _compare(self, model_id: str, seen_in: Mapping[str, SeenModel]) -> None:
        known = self._catalog.document["models"][model_id].get("lifecycle", {})
        elsewhere = {code: part for part in known.get("elsewhere", ()) for code in part["in"]}
        for name in _ORDER:
            apart = elsewhere.keys() if name != "start_of_life" else ()
            for code in sorted(seen_in.keys() & set(apart)):
                own, told = elsewhere[code].get(name, ""), seen_in[code].dates.get(name)
                if told is not None and own != told.isoformat():
                    left = f"{code} has dates of its own, a person must decide"
                    self._disputed.append(self._drift(model_id, name, own, told.isoformat(), left))
            days = {one.dates[name] for code, one in seen_in.items() if name in one.dates and code not in apart}
            texts = sorted(day.isoformat() for day in days)
            if not days or (known.get(name) in texts and len(days) == 1):
                continue
            if known.get(name) in texts:
                self.notes.append(f"{model_id}: Regions differ about {name}: {', '.join(texts)}")
            elif len(days) == 1:
                self.told.setdefault(model_id, {})[name] = days.pop()
            else:
                left = "the Regions differ, a person must decide"
                words = ", ".join(texts)
                self._disputed.append(self._drift(model_id, name, known.get(name, ""), words, left))

    def _drift(self, model_id: str, name: str, old: str, new: str, left: str = "") -> Drift:
        codes = tuple(sorted(self._seen[model_id]))
        return Drift(model_id, "lifecycle-changed", "", "", name, old, new, self._day[model_id], codes, left)

    def drifts(self, expected: Expected) -> list[Drift]:
        """Return every date and status that differs; a status that follows from a date is no drift of its own."""
        found = list(self._disputed)
        for model_id, dates in self.told.items():
            known = self._catalog.document["models"][model_id].get("lifecycle", {})
            found += [self._drift(model_id, name, known.get(name, ""), day.isoformat()) for name, day in dates.items()]
        for model_id, seen_in in self._seen.items():
            apart = self._catalog.model(model_id).elsewhere
            statuses = {one.status for code, one in seen_in.items() if one.status and code not in apart}
            mine = expected.status(model_id, self._day[model_id])
            if not statuses or mine in statuses:
                continue
            left = (
                "" if (mine, statuses) == ("ACTIVE", {"LEGACY"}) else "AWS gives no date for it, a person must find one"
            )
            found.append(self._drift(model_id, "status", mine, ", ".join(sorted(statuses)), left))
        return found

    def to_write(self, expected: Expected) -> dict[str, dict[str, date]]:
        """Return model → key of `lifecycle` → date: the dates told, and `legacy_seen` where LEGACY has no date."""
        result = {model_id: dict(dates) for model_id, dates in self.told.items()}
        for drift in self.drifts(expected):
            if drift.fact == "status" and not drift.left:
                result.setdefault(drift.model, {})["legacy_seen"] = self._day[drift.model]
        return result
