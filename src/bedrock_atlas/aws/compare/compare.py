"""Compare the catalog with what AWS said: pure, offline, three-valued.

A fact is present, absent or not observed, and only the first two compare. An addition counts at once; a removal when
two snapshots far enough apart agree, since one failed call must not withdraw a Region. One cause is one drift: a model
that is gone is not also twenty profiles that are gone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bedrock_atlas.aws.compare.drift import EVERYWHERE, Change, Comparison, Drift, NewModel
from bedrock_atlas.aws.compare.expected import IN_REGION
from bedrock_atlas.aws.compare.gather import Gathered
from bedrock_atlas.aws.compare.price_drift import compare_prices
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bedrock_atlas.aws.compare.drift import Destinations, Kind
    from bedrock_atlas.aws.compare.gather import Absence
    from bedrock_atlas.aws.compare.shape import SeenModel
    from bedrock_atlas.aws.observe.snapshot import Snapshot
    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["CONFIRM", "compare"]

CONFIRM = timedelta(hours=20)
"""How far apart two looks must be to confirm a removal: a daily job that starts a little late or early still does."""


def compare(
    catalog: Catalog, snapshots: Iterable[Snapshot], *, confirm: timedelta = CONFIRM, on: date | None = None
) -> Comparison:
    """Return every difference between a catalog and snapshots of one partition; their order does not matter.

    `on` is the date whose facts are compared, by default that of each look. Raises RequestError (no-snapshot,
    mixed-partitions) for snapshots that cannot be compared together.
    """
    found = sorted(snapshots, key=lambda one: one.taken)
    if not found:
        raise RequestError("there is no snapshot to compare", slug="no-snapshot")
    if len({one.partition for one in found}) > 1:
        names = ", ".join(sorted({one.partition for one in found}))
        raise RequestError(f"the snapshots are of several partitions: {names}", slug="mixed-partitions")
    return _Comparing(catalog, found, confirm, on).run()


class _Comparing:
    """One comparison on its way."""

    def __init__(self, catalog: Catalog, snapshots: Sequence[Snapshot], confirm: timedelta, on: date | None) -> None:
        """Gather what differs."""
        self.catalog, self.snapshots = catalog, snapshots
        self.newest = on or snapshots[-1].taken.date()
        gathered = Gathered(catalog, snapshots, confirm, on)
        self.models, self.profiles, self.lifecycles = gathered.models, gathered.profiles, gathered.lifecycles
        self.expected, self.added, self.absent = gathered.expected, gathered.added, gathered.absent
        self.drifts, self.unconfirmed = gathered.drifts, gathered.unconfirmed
        self.changes, self.notes = gathered.changes, gathered.notes
        self.new: dict[str, NewModel] = {}

    def run(self) -> Comparison:
        """Compare everything and put it in order."""
        self._new_models()
        self._removals()
        geographies = self._additions()
        self.drifts += self.lifecycles.drifts(self.expected)
        self._odd()
        prices, price_drifts = compare_prices(self.catalog, self.snapshots, self.newest)
        self.drifts += price_drifts
        observed = set(self.models) & set(self.profiles)
        return Comparison(
            self.newest,
            tuple(sorted(map(self._proposable, self.drifts))),
            tuple(sorted(self.unconfirmed)),
            tuple(sorted(change for change in self.changes if self._known(change))),
            self.lifecycles.to_write(self.expected),
            tuple(self.new[model_id] for model_id in sorted(self.new)),
            geographies,
            prices,
            tuple(sorted(observed)),
            self._blind(observed),
            tuple(sorted(set(self.notes + self.lifecycles.notes))),
        )

    def _new_models(self) -> None:
        """Gather the models that the catalog does not know; what they can do belongs to that one drift."""
        where: dict[str, dict[str, SeenModel]] = defaultdict(dict)
        variants: set[str] = set()
        for code, track in self.models.items():
            for model_id, seen in track.newest.entries.items():
                if model_id in self.catalog:
                    continue
                if model_id.count(":") > 1 and (model_id.rpartition(":")[0] in self.catalog or not seen.on_demand):
                    variants.add(model_id)
                else:
                    where[model_id][code] = seen
        if variants:
            self.notes.append(f"{len(variants)} IDs name a context window of a model and are no models of their own")
        for model_id, kind in list(self.added):
            if model_id in variants:
                del self.added[model_id, kind]
            elif model_id not in self.catalog:
                where[model_id].update()
        for model_id, seen_in in where.items():
            routes = [found for (model, _), found in self.added.items() if model == model_id]
            codes = sorted(set(seen_in) | {code for found in routes for code in found})
            days = [self._first_seen(code, model_id) for code in seen_in]
            days += [since for found in routes for _, since in found.values()]
            first = seen_in[min(seen_in)] if seen_in else None
            name = first.name if first else model_id.partition(".")[2]
            since = min(days)
            self.drifts.append(Drift(model_id, "model-added", new=name, since=since, regions=tuple(codes)))
            self.new[model_id] = NewModel(model_id, name, first, since)

    def _first_seen(self, code: str, model_id: str) -> date:
        return self.models[code].since(lambda look: model_id in look.entries)[0]

    def _removals(self) -> None:
        """Turn absences into drifts: of a whole model, of a whole profile, or of single sources."""
        for model in sorted({model for model, _ in self.absent}):
            gone = {kind: found for (one, kind), found in self.absent.items() if one == model}
            if self._model_absent(model, gone):
                every = [one for found in gone.values() for one in found.values()]
                codes = tuple(sorted({code for found in gone.values() for code in found}))
                self._remove(Drift(model, "model-absent", regions=codes), every)
            else:
                for kind, found in sorted(gone.items()):
                    self._rows_absent(model, kind, found)
            for kind, found in gone.items():
                self.changes += [
                    Change(model, kind, code, one.since, None)
                    for code, one in found.items()
                    if self._counts(model, kind, code)
                ]

    def _model_absent(self, model: str, gone: Mapping[str, Mapping[str, Absence]]) -> bool:
        """Check whether every way to call a model is gone and no Region lists it; all of its Regions were observed."""
        kinds = {
            kind for kind in (IN_REGION, *self.catalog.geographies) if self.expected.sources(model, kind, self.newest)
        }
        if any(self.expected.sources(model, kind, self.newest) - set(gone.get(kind, ())) for kind in kinds):
            return False
        return (
            not any(model in track.newest.entries for track in self.models.values())
            and not any(model == one.model for track in self.profiles.values() for one in track.newest.entries.values())
            and all(code in self.models for kind in kinds for code in gone[kind])
        )

    def _rows_absent(self, model: str, kind: str, found: Mapping[str, Absence]) -> None:
        if kind == IN_REGION:
            for code, one in found.items():
                self._remove(Drift(model, "on-demand-absent", "", code, "in_region", code, regions=(code,)), [one])
            return
        if set(found) >= self.expected.sources(model, kind, self.newest):
            self._remove(Drift(model, "profile-absent", kind, regions=tuple(sorted(found))), list(found.values()))
            return
        for code, one in found.items():
            self._remove(Drift(model, "source-absent", kind, code, "source", code, regions=(code,)), [one])

    def _remove(self, drift: Drift, absences: Sequence[Absence]) -> None:
        """File a removal: it counts when all it consists of is confirmed."""
        dated = replace(drift, since=max(one.since for one in absences))
        (self.drifts if all(one.confirmed for one in absences) else self.unconfirmed).append(dated)

    def _counts(self, model: str, kind: str, code: str) -> bool:
        """Check whether the removal of a source is among the drifts that count."""
        whole = {("model-absent", "", ""), ("profile-absent", kind, "")}
        part = ("on-demand-absent", "", code) if kind == IN_REGION else ("source-absent", kind, code)
        return any(
            drift.model == model and (drift.kind, drift.profile, drift.region) in {*whole, part}
            for drift in self.drifts
        )

    def _additions(self) -> dict[str, date]:
        """Turn what is new into drifts; gives the prefixes that the catalog does not know."""
        unknown: dict[str, tuple[date, set[str]]] = {}
        for (model, kind), found in sorted(self.added.items()):
            for code, (destinations, since) in found.items():
                if destinations is not None:
                    self.changes.append(Change(model, kind, code, since, destinations))
                if kind != IN_REGION and kind not in self.catalog.geographies:
                    first, codes = unknown.setdefault(kind, (since, set()))
                    unknown[kind] = (min(first, since), codes | {code})
            if model in self.new:
                continue
            if kind == IN_REGION:
                self.drifts += [
                    Drift(model, "on-demand-added", "", code, "in_region", "", code, since, (code,))
                    for code, (_, since) in found.items()
                ]
            elif self.expected.knows(model, kind, self.newest):
                self.drifts += [
                    Drift(
                        model,
                        "source-added",
                        kind,
                        code,
                        "source",
                        "",
                        _words(destinations),
                        since,
                        (code,),
                        _nameless(destinations),
                    )
                    for code, (destinations, since) in found.items()
                ]
            else:
                first_day = min(since for _, since in found.values())
                left = "".join({_nameless(destinations) for destinations, _ in found.values()})
                self.drifts.append(
                    Drift(model, "profile-added", kind, since=first_day, regions=tuple(sorted(found)), left=left)
                )
        self.drifts += [
            Drift("", "geography-added", prefix, new=prefix, since=since, regions=tuple(sorted(codes)))
            for prefix, (since, codes) in unknown.items()
        ]
        return {prefix: since for prefix, (since, _) in sorted(unknown.items())}

    def _odd(self) -> None:
        """Report fields and values that nobody has seen before, each once."""
        where: dict[tuple[str, str], set[str]] = defaultdict(set)
        for tracks, profile in ((self.models, False), (self.profiles, True)):
            for code, track in tracks.items():
                for odd in track.newest.odd(profile=profile):
                    where[odd.field, odd.value].add(code)
        left = "only the program can learn it"
        for (name, value), codes in where.items():
            kind: Kind = "unknown-value" if value else "unknown-field"
            self.drifts.append(
                Drift("", kind, fact=name, new=value, since=self.newest, regions=tuple(sorted(codes)), left=left)
            )

    def _known(self, change: Change) -> bool:
        destinations = change.destinations if isinstance(change.destinations, frozenset) else frozenset()
        return change.source in self.catalog.regions and destinations <= self.catalog.regions.keys()

    def _proposable(self, drift: Drift) -> Drift:
        """Say of a drift why it cannot be written down, where that is so."""
        if drift.left:
            return drift
        strange = [
            change for change in self.changes
            if change.model == drift.model and drift.kind.endswith("added") and not self._known(change)
            and (not drift.region or change.source == drift.region)
        ]  # fmt: skip
        if strange:
            codes = {one.source for one in strange} | {
                code for one in strange if isinstance(one.destinations, frozenset) for code in one.destinations
            }
            names = ", ".join(sorted(codes - self.catalog.regions.keys()))
            return replace(drift, left=f"regions.yaml does not know {names}")
        return drift

    def _blind(self, observed: set[str]) -> dict[str, str]:
        """Say of each Region that was asked and not observed why not, by the newest snapshot that asked."""
        blind: dict[str, str] = {}
        for snapshot in self.snapshots:
            for code, calls in snapshot.regions.items():
                if code not in observed:
                    states = {f"{call}: {answer.state}" for call, answer in calls.items() if answer.state != "observed"}
                    blind[code] = ", ".join(sorted(states)) or "not asked for both lists"
        return dict(sorted(blind.items()))


def _nameless(destinations: Destinations | None) -> str:
    return "AWS named no destination" if destinations is None else ""


def _words(destinations: Destinations | None) -> str:
    return (
        "every commercial Region"
        if destinations == EVERYWHERE
        else ", ".join(sorted(destinations or ())) or "nowhere it names"
    )
