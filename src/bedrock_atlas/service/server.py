"""Run the service under uvicorn: one process, or several that share a port."""

from __future__ import annotations

import gc
import socket
import tempfile
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import uvicorn

from bedrock_atlas.errors import RequestError
from bedrock_atlas.service.application import application
from bedrock_atlas.service.connection import Connection
from bedrock_atlas.service.counters import Counters
from bedrock_atlas.service.logs import configure_logging
from bedrock_atlas.service.reading import keep_state
from bedrock_atlas.service.supervisor import Supervisor

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from bedrock_atlas.service.settings import Settings
    from bedrock_atlas.service.state import State

__all__ = ["freeze", "listen", "run"]

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


def run(settings: Settings, state: State, sockets: list[socket.socket], tls: dict[str, Any]) -> None:
    """Serve until SIGTERM or SIGINT, then finish what has begun.

    One socket means one process, several as many workers. `tls` holds uvicorn's ssl options, empty for none. Raises
    RequestError when workers cannot start.
    """
    configure_logging(settings.log_level)
    if len(sockets) == 1:
        _serve(settings, tls, sockets[0], state)
        return
    with tempfile.TemporaryDirectory(prefix="bedrock-atlas-") as folder:
        path = str(Path(folder, "counters"))
        keep_state(state, Path(f"{path}.state"))
        shared = replace(settings, counters=path, workers=len(sockets))

        def start(number: int) -> SpawnProcess:
            own = replace(shared, worker=number)
            worker = get_context("spawn").Process(target=_serve, args=(own, tls, sockets[number]))
            worker.start()
            return worker

        if not Supervisor(start, len(sockets), Counters(path, len(sockets))).run():
            raise RequestError("the workers cannot start", slug="cannot-start", hint="the log above says why")


def _serve(settings: Settings, tls: dict[str, Any], listener: socket.socket, state: State | None = None) -> None:
    """Serve on one socket in this process; a worker is given no state and reads its own."""
    configure_logging(settings.log_level)
    Connection.patience = settings.patience
    if state is None:
        freeze()
    counters = Counters(settings.counters, settings.workers, settings.worker)

    async def each_second() -> None:
        counters.beat(settings.worker, monotonic())
        await Connection.sweep()

    config = uvicorn.Config(
        partial(application, settings, state),
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
        callback_notify=each_second,
        timeout_notify=0,
        **tls,
    )
    uvicorn.Server(config).run([listener])
