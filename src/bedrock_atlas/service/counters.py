"""What the service counts, shared by its workers.

Every worker adds to its own row of doubles in one mapped file; whoever is asked for the metrics adds the rows up.
Adding costs a tenth of a microsecond, a prometheus-client counter three times that, and its own way of sharing among
processes thirty times.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from datetime import UTC, date, datetime

__all__ = [
    "ADMITTED",
    "BUCKETS",
    "DENIED",
    "DROPPED",
    "FAILED",
    "FIRST_BUCKET",
    "FIRST_STATUS",
    "RELOADED",
    "SECONDS",
    "SOONEST",
    "STATUSES",
    "Counters",
]

BUCKETS = (0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0)
STATUSES = (400, 401, 404, 405, 408, 413, 415, 422, 431, 500, 503)
ADMITTED, DENIED, SECONDS, RELOADED, FAILED, DROPPED, SOONEST, BEAT = range(8)
FIRST_BUCKET = 8
FIRST_STATUS = FIRST_BUCKET + len(BUCKETS) + 1
WIDTH = FIRST_STATUS + len(STATUSES) + 1


class Counters:
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

    def beat(self, worker: int, now: float) -> None:
        """Note that a worker is alive at a moment of the monotonic clock; 0 for one that has yet to begin."""
        self._all[worker * WIDTH + BEAT] = now

    def beats(self) -> list[float]:
        """Return each worker's last sign of life."""
        return list(self._all[BEAT::WIDTH])

    def total(self, index: int) -> float:
        """Add up one column over all workers."""
        return sum(self._all[index::WIDTH])

    def soonest(self) -> date | None:
        """Return the soonest end of life ahead among the models asked for; None when there is none."""
        today = datetime.now(UTC).date().toordinal()
        ends = [int(end) for end in self._all[SOONEST::WIDTH] if end > today]
        return date.fromordinal(min(ends)) if ends else None
