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
from multiprocessing import connection, get_context
from time import monotonic
from typing import TYPE_CHECKING, Any

from uvicorn.config import STARTUP_FAILURE

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import SpawnProcess

    from bedrock_atlas.service.counters import Counters

__all__ = ["supervise"]

logger = logging.getLogger("bedrock_atlas.service")

LOOK_SECONDS = 0.5
HANG_SECONDS = 10
STOP_SECONDS = 20


def supervise(
    count: int, work: Callable[..., None], arguments: Callable[[int], tuple[Any, ...]], counters: Counters
) -> int:
    """Run `work` in as many processes until SIGTERM or SIGINT; gives the exit code.

    `arguments` are those of one worker by its number; every worker beats in `counters` about once a second.
    """
    workers: list[SpawnProcess] = []
    stopping: list[int] = []

    def start(number: int) -> SpawnProcess:
        counters.beat(number, 0)
        worker = get_context("spawn").Process(target=work, args=arguments(number))
        worker.start()
        return worker

    def reload(*_: object) -> None:
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid or 0, signal.SIGHUP)

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda number, _: stopping.append(number))
    signal.signal(signal.SIGHUP, reload)
    workers += map(start, range(count))
    code = 0
    while not stopping:
        connection.wait([worker.sentinel for worker in workers], LOOK_SECONDS)
        for number, worker in enumerate(workers):
            if stopping or not _lost(worker, counters.beats()[number]):
                continue
            if worker.exitcode == STARTUP_FAILURE:
                logger.error("a worker cannot start, so none could", extra={"worker": number})
                stopping.append(0)
                code = STARTUP_FAILURE
            else:
                logger.error("a worker died and is replaced", extra={"worker": number, "exit": worker.exitcode})
                workers[number] = start(number)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(STOP_SECONDS)
        worker.kill()
    return code


def _lost(worker: SpawnProcess, beat: float) -> bool:
    """Check whether a worker is dead; one that hangs is killed first."""
    if worker.is_alive() and beat and monotonic() - beat > HANG_SECONDS:
        worker.kill()
        worker.join()
    return not worker.is_alive()
