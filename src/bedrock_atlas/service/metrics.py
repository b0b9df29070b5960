"""What the service counts, shared by its workers.

Every worker adds to its own row of doubles in one mapped file; whoever is asked for the metrics adds the rows up.
Adding costs a tenth of a microsecond, a prometheus-client counter three times that, and its own way of sharing among
processes thirty times; the client writes the text.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from datetime import UTC, date, datetime
from time import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.service.keeper import Keeper

__all__ = ["Metrics", "Tally"]

BUCKETS = (0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0)
STATUSES = (400, 401, 404, 405, 408, 413, 415, 422, 431, 500, 503)
ADMITTED, DENIED, SECONDS, RELOADED, FAILED, DROPPED, SOONEST = range(7)
FIRST_BUCKET = 7
FIRST_STATUS = FIRST_BUCKET + len(BUCKETS) + 1
WIDTH = FIRST_STATUS + len(STATUSES) + 1


class Tally:
    """The counts of one worker, in a row of the file that all workers share; in memory of its own without a file."""

    def __init__(self, path: str | None = None, workers: int = 1, worker: int = 0) -> None:
        """Open the file, making it as large as `workers` rows need."""
        size = WIDTH * 8 * workers
        if path is None:
            memory = mmap.mmap(-1, size)
        else:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.fstat(descriptor).st_size < size:
                    os.ftruncate(descriptor, size)
                memory = mmap.mmap(descriptor, size)
            finally:
                os.close(descriptor)
        self._all = memoryview(memory).cast("d")
        self._own = self._all[worker * WIDTH : (worker + 1) * WIDTH]
        self._ends: set[int] = set()

    def decision(self, *, admitted: bool, seconds: float) -> None:
        """Count a decision and how long it took from the request's headers to the answer's last byte."""
        own = self._own
        own[ADMITTED if admitted else DENIED] += 1
        own[SECONDS] += seconds
        own[FIRST_BUCKET + bisect_left(BUCKETS, seconds)] += 1

    def batch(self, admitted: int, denied: int) -> None:
        """Count the decisions of a batch; they share one answer, so none has a time of its own."""
        self._own[ADMITTED] += admitted
        self._own[DENIED] += denied

    def problem(self, status: int) -> None:
        """Count an answer that is a problem."""
        self._own[FIRST_STATUS + (STATUSES.index(status) if status in STATUSES else len(STATUSES))] += 1

    def reload(self, *, succeeded: bool) -> None:
        """Count a reload."""
        self._own[RELOADED if succeeded else FAILED] += 1

    def dropped(self) -> None:
        """Count a line that the decision log had no room for."""
        self._own[DROPPED] += 1

    def use(self, end_of_life: date | None) -> None:
        """Remember that a model with this end of life is asked for; None when it has none."""
        today = datetime.now(UTC).date().toordinal()
        if end_of_life is not None:
            self._ends.add(end_of_life.toordinal())
        self._own[SOONEST] = min((end for end in self._ends if end > today), default=0)

    def total(self, index: int) -> float:
        """Add up one column over all workers."""
        return sum(self._all[index::WIDTH])

    def soonest(self) -> date | None:
        """Return the soonest end of life ahead among the models asked for; None when there is none."""
        today = datetime.now(UTC).date().toordinal()
        ends = [int(end) for end in self._all[SOONEST::WIDTH] if end > today]
        return date.fromordinal(min(ends)) if ends else None


class Metrics:
    """The metrics as Prometheus reads them."""

    def __init__(self, tally: Tally, keeper: Keeper) -> None:
        """Take what is counted and what answers."""
        self._tally, self._keeper = tally, keeper
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def text(self) -> bytes:
        """Return the text format of Prometheus, version 0.0.4."""
        return generate_latest(self._registry)

    def describe(self) -> list[Metric]:
        """Tell the registry nothing beforehand: the names are those that `collect` gives."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Return every metric."""
        tally, keeper = self._tally, self._keeper
        policy = keeper.state.policy.name if keeper.ready else ""
        decisions = CounterMetricFamily("bedrock_atlas_decisions", "Decisions.", labels=["outcome", "policy"])
        decisions.add_metric(["admitted", policy], tally.total(ADMITTED))
        decisions.add_metric(["denied", policy], tally.total(DENIED))
        yield decisions
        yield self._histogram()
        problems = CounterMetricFamily("bedrock_atlas_problems", "Answers that are a problem.", labels=["status"])
        for index, status in enumerate((*STATUSES, "other")):
            problems.add_metric([str(status)], tally.total(FIRST_STATUS + index))
        yield problems
        reloads = CounterMetricFamily("bedrock_atlas_reloads", "Reloads by how they ended.", labels=["outcome"])
        reloads.add_metric(["succeeded"], tally.total(RELOADED))
        reloads.add_metric(["failed"], tally.total(FAILED))
        yield reloads
        lost = "Lines the decision log had no room for."
        yield CounterMetricFamily("bedrock_atlas_decision_log_dropped", lost, value=tally.total(DROPPED))
        soonest = tally.soonest()
        if soonest is not None:
            days = (soonest - datetime.now(UTC).date()).days
            what = "Days to the next end of life among the models asked for."
            yield GaugeMetricFamily("bedrock_atlas_days_to_end_of_life_in_use", what, value=days)
        if keeper.ready:
            yield from _of_state(keeper)

    def _histogram(self) -> HistogramMetricFamily:
        family = HistogramMetricFamily("bedrock_atlas_decision_seconds", "Time from headers to the answer's last byte.")
        counts, reached = [], 0.0
        for index, bound in enumerate((*BUCKETS, float("inf"))):
            reached += self._tally.total(FIRST_BUCKET + index)
            counts.append(("+Inf" if bound == float("inf") else str(bound), reached))
        family.add_metric([], counts, sum_value=self._tally.total(SECONDS))
        return family


def _of_state(keeper: Keeper) -> Iterator[Metric]:
    catalog = keeper.state.catalog
    info = GaugeMetricFamily(
        "bedrock_atlas_revision", "The facts that answer.", labels=["revision", "catalog", "digest"]
    )
    info.add_metric([keeper.state.revision, catalog.version, catalog.digest], 1)
    yield info
    written = datetime.strptime(".".join(catalog.version.split(".")[:3]), "%Y.%m.%d").replace(tzinfo=UTC)
    age = "Time since the date in the catalog's version."
    yield GaugeMetricFamily("bedrock_atlas_catalog_age_seconds", age, value=time() - written.timestamp())
    yield GaugeMetricFamily("bedrock_atlas_loaded_timestamp_seconds", "When it was loaded.", value=keeper.loaded)
    failure = GaugeMetricFamily(
        "bedrock_atlas_reload_failure", "What the last reload found wrong.", labels=["path", "line", "slug"]
    )
    for finding in keeper.findings[:10]:
        failure.add_metric([finding.path, str(finding.line), finding.slug], 1)
    yield failure
