"""What the workers counted, as the text that Prometheus reads; its client writes it."""

from __future__ import annotations

from datetime import UTC, datetime
from time import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from bedrock_atlas.service.counters import (
    ADMITTED,
    BUCKETS,
    DENIED,
    DROPPED,
    FAILED,
    FIRST_BUCKET,
    FIRST_STATUS,
    RELOADED,
    SECONDS,
    STATUSES,
    Counters,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.service.keeper import Keeper

__all__ = ["Metrics"]


class Metrics:
    """The metrics as Prometheus reads them."""

    def __init__(self, counters: Counters, keeper: Keeper) -> None:
        """Take what is counted and what answers."""
        self._counters, self._keeper = counters, keeper
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
        counters, keeper = self._counters, self._keeper
        policy = keeper.state.policy.name if keeper.ready else ""
        decisions = CounterMetricFamily("bedrock_atlas_decisions", "Decisions.", labels=["outcome", "policy"])
        decisions.add_metric(["admitted", policy], counters.total(ADMITTED))
        decisions.add_metric(["denied", policy], counters.total(DENIED))
        yield decisions
        yield self._histogram()
        problems = CounterMetricFamily("bedrock_atlas_problems", "Answers that are a problem.", labels=["status"])
        for index, status in enumerate((*STATUSES, "other")):
            problems.add_metric([str(status)], counters.total(FIRST_STATUS + index))
        yield problems
        reloads = CounterMetricFamily("bedrock_atlas_reloads", "Reloads by how they ended.", labels=["outcome"])
        reloads.add_metric(["succeeded"], counters.total(RELOADED))
        reloads.add_metric(["failed"], counters.total(FAILED))
        yield reloads
        lost = "Lines the decision log had no room for."
        yield CounterMetricFamily("bedrock_atlas_decision_log_dropped", lost, value=counters.total(DROPPED))
        soonest = counters.soonest()
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
            reached += self._counters.total(FIRST_BUCKET + index)
            counts.append(("+Inf" if bound == float("inf") else str(bound), reached))
        family.add_metric([], counts, sum_value=self._counters.total(SECONDS))
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
