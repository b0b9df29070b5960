"""A bounded pool with one deadline. Its threads are daemons, so that one which hangs cannot hold the run."""

from __future__ import annotations

import threading
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["run"]

_GRACE_S = 0.25


def run(jobs: Mapping[str, Callable[[], None]], workers: int, deadline: float) -> Iterator[str]:
    """Run jobs in order on so many threads; gives the name of each as it ends, and stops at the deadline.

    A job must not raise. `deadline` is a time of the monotonic clock; a job that has not begun by then never does.
    """
    waiting: SimpleQueue[str] = SimpleQueue()
    ended: SimpleQueue[str] = SimpleQueue()
    for name in jobs:
        waiting.put(name)

    def work() -> None:
        while time.monotonic() < deadline:
            try:
                name = waiting.get_nowait()
            except Empty:
                return
            jobs[name]()
            ended.put(name)

    for _ in range(min(workers, len(jobs))):
        threading.Thread(target=work, daemon=True).start()
    for _ in jobs:
        try:
            yield ended.get(timeout=max(0.0, deadline + _GRACE_S - time.monotonic()))
        except Empty:
            return
