"""Run the service under uvicorn: one process, or several that share a port and are replaced when they die.

Each worker listens on a socket of its own for the same port, made before any of them starts: the kernel spreads
connections over them, and those of a worker that died wait for the one that takes its place.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from bedrock_atlas.service.application import application
from bedrock_atlas.service.connection import Connection, sweep
from bedrock_atlas.service.reading import keep_state
from bedrock_atlas.service.records import configure_logging

if TYPE_CHECKING:
    from bedrock_atlas.service.observing import Application
    from bedrock_atlas.service.settings import Settings
    from bedrock_atlas.service.state import State

__all__ = ["freeze", "listen", "run"]

logger = logging.getLogger("bedrock_atlas.service")

CONNECTIONS = 4096
BACKLOG = 2048
DRAIN_SECONDS = 10


def listen(host: str, port: int, count: int = 1) -> list[socket.socket]:
    """Bind `count` sockets to one address; port 0 takes a free one. Raises OSError."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    found: list[socket.socket] = []
    for _ in range(count):
        one = socket.socket(family, kind)
        found.append(one)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if count > 1:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        one.bind(found[0].getsockname() if len(found) > 1 else address)
        one.set_inheritable(True)
        one.listen(BACKLOG)
    return found


def freeze() -> None:
    """Spare what is loaded by now from every later collection of garbage, which a reload needs; before a state is."""
    gc.collect()
    gc.freeze()


def run(settings: Settings, state: State, sockets: list[socket.socket], tls: dict[str, Any]) -> int:
    """Serve until SIGTERM or SIGINT, then finish what has begun; gives the exit code.

    One socket means one process, several as many workers. `tls` holds uvicorn's ssl options, empty for none.
    """
    configure_logging(settings.log_level)
    if len(sockets) == 1:
        config = _config(settings, tls, partial(_serving, settings, state))
        _Server(config).run(sockets)
        return 0
    with tempfile.TemporaryDirectory(prefix="bedrock-atlas-") as folder:
        counters = Path(folder, "counters")
        keep_state(state, Path(f"{counters}.state"))
        shared = replace(settings, counters=str(counters), workers=len(sockets))
        supervisor = _Supervisor(_config(shared, tls, partial(_serving, shared, None)), sockets)
        supervisor.settings = shared
        supervisor.tls = tls
        supervisor.run()
    return 0


def _serving(settings: Settings, state: State | None) -> Application:
    configure_logging(settings.log_level)
    Connection.patience = settings.patience
    if state is None:
        freeze()
    return application(settings, state)


def _config(settings: Settings, tls: dict[str, Any], factory: Any) -> uvicorn.Config:  # noqa: ANN401  # a callable
    return uvicorn.Config(
        factory,
        factory=True,
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        workers=settings.workers,
        **tls,
    )


class _Server(uvicorn.Server):
    """uvicorn's server, which also sweeps its connections."""

    async def main_loop(self) -> None:
        """Serve until told to stop."""
        sweeper = asyncio.get_running_loop().create_task(sweep(self.server_state.connections))
        try:
            await super().main_loop()
        finally:
            sweeper.cancel()


class _Process(Process):
    """A worker that runs our server."""

    @property
    def server(self) -> uvicorn.Server:
        """Return the worker's server."""
        if self._server is None:
            self._server = _Server(config=self.config)
        return self._server


class _Supervisor(Multiprocess):
    """uvicorn's supervisor with a socket a worker; SIGHUP makes the workers reload instead of replacing them."""

    settings: Settings
    tls: dict[str, Any]

    def init_processes(self) -> None:
        """Start every worker."""
        for worker in range(self.processes_num):
            self.processes.append(self._start(worker))

    def keep_subprocess_alive(self) -> None:
        """Replace workers that died; one that hangs is killed first."""
        for worker, process in enumerate(self.processes):
            if self.should_exit.is_set() or process.is_alive(timeout=self.config.timeout_worker_healthcheck):
                continue
            with contextlib.suppress(OSError):
                process.kill()
            process.join()
            if process.exitcode == STARTUP_FAILURE:
                logger.error("a worker cannot start, so none could", extra={"worker": worker})
                self.should_exit.set()
                return
            logger.error("a worker died and is replaced", extra={"worker": worker, "exit": process.exitcode})
            self.processes[worker] = self._start(worker)

    def handle_hup(self) -> None:
        """Let every worker read its files anew."""
        for process in self.processes:
            if process.pid is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGHUP)

    def _start(self, worker: int) -> _Process:
        own = replace(self.settings, worker=worker)
        process = _Process(_config(own, self.tls, partial(_serving, own, None)), [self.sockets[worker]])
        process.start()
        return process
