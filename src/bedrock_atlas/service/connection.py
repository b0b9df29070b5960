"""uvicorn's HTTP protocol with the deadlines it lacks: for a request's head, and for a client that does not read.

Without them a client that opens a connection and says nothing, or half a header, holds it for ever. The timers are one
sweep a second over the open connections, so a request pays for them no more than two assignments.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Connection", "sweep"]

WRITE_SECONDS = 30.0
HEAD_BYTES = 32 * 1024

_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Connection(HttpToolsProtocol):
    """One connection.

    `patience` is the seconds a client has to send a request's head, the same for all connections of a process.
    `waiting` is when this one began to wait for a head, None while it does not; `stalled` when its client
    ceased to read.
    """

    patience = 10.0
    waiting: float | None = None
    stalled: float | None = None
    head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self.waiting = monotonic()

    def data_received(self, data: bytes) -> None:
        """Refuse a head that grows beyond 32 KiB."""
        if self.waiting is not None:
            self.head += len(data)
            if self.head > HEAD_BYTES and b"\r\n\r\n" not in data:
                self.transport.write(_TOO_LARGE)
                self.transport.close()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Wait for the rest of the head."""
        super().on_message_begin()
        if self.waiting is None:
            self.waiting = monotonic()

    def on_headers_complete(self) -> None:
        """Stop waiting; the body has a deadline of its own, in the application."""
        self.waiting, self.head = None, 0
        super().on_headers_complete()

    def expired(self, now: float) -> bool:
        """Check whether the client has had its time; closes the connection when it has."""
        if self.waiting is not None and now - self.waiting > self.patience:
            if self.head:
                self.transport.write(_TOO_SLOW)
            self.transport.close()
            return True
        if not self.flow.write_paused:
            self.stalled = None
        elif self.stalled is None:
            self.stalled = now
        elif now - self.stalled > WRITE_SECONDS:
            self.transport.abort()
            return True
        return False


async def sweep(connections: Iterable[Any]) -> None:
    """Close what has expired, once a second, until cancelled."""
    while True:
        await asyncio.sleep(1)
        now = monotonic()
        for connection in list(connections):
            connection.expired(now)
