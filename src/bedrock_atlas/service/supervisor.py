"""Several workers on one port: started, replaced when they die or hang, told to reload and told to stop.

uvicorn's own supervisor hands the same socket to every worker and replaces all of them on SIGHUP; here each has a
socket of its own, made before any of them starts: the kernel spreads connections over them, and those of a worker that
died wait for the one that takes its place.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
from multiprocessing import connection
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import SpawnProcess

    from bedrock_atlas.service.counters import Counters

__all__ = ["Supervisor"]

logger = logging.getLogger("bedrock_atlas.service")

LOOK_SECONDS = 0.5
HANG_SECONDS = 10
STOP_SECONDS = 20


class Supervisor:
    """The workers of one port, by number; every worker beats in `counters` about once a second."""

    def __init__(self, start: Callable[[int], SpawnProcess], count: int, counters: Counters) -> None:
        """Start every worker; `start` starts one."""
        self._start, self._counters, self._stopping = start, counters, False
        for stop in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop, self._stop)
        self._workers = [start(number) for number in range(count)]
        signal.signal(signal.SIGHUP, self._reload)

    def run(self) -> bool:
        """Replace workers that are lost until SIGTERM or SIGINT, then let them finish.

        False when a worker could not start, which ends it too: none could.
        """
        able = True
        while able and not self._stopping:
            connection.wait([worker.sentinel for worker in self._workers], LOOK_SECONDS)
            lost = [number for number, worker in enumerate(self._workers) if self._is_lost(number, worker)]
            able = self._stopping or all(map(self._replace, lost))
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.join(STOP_SECONDS)
            worker.kill()
        return able

    def _is_lost(self, number: int, worker: SpawnProcess) -> bool:
        """Check whether a worker is dead; one that hangs is killed first."""
        beat = self._counters.beats()[number]
        if worker.is_alive() and beat and monotonic() - beat > HANG_SECONDS:
            worker.kill()
            worker.join()
        return not worker.is_alive()

    def _replace(self, number: int) -> bool:
        """Start a worker anew and say so; False when it ended by itself before it had begun."""
        code = self._workers[number].exitcode or 0
        if code > 0 and not self._counters.beats()[number]:
            logger.error("a worker cannot start, so none could", extra={"worker": number, "exit": code})
            return False
        logger.error("a worker died and is replaced", extra={"worker": number, "exit": code})
        self._counters.beat(number, 0)
        self._workers[number] = self._start(number)
        return True

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _reload(self, *_: object) -> None:
        for worker in self._workers:
            if worker.pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGHUP)
