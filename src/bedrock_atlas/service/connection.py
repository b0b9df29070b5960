"""uvicorn's HTTP protocol with the deadlines it lacks: for a request's head, and for a client that does not read.

Without them a client that opens a connection and says nothing, or half a header, holds it for ever. The timers are one
sweep a second over the open connections, so a request pays for them no more than two assignments. Of uvicorn it uses
what asyncio and httptools call, and nothing of its insides: a test names what that is. Decided against granian: no
faster here, it takes no listening socket (so `--port 0` could not say its port) and closes a slow head without a word.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

__all__ = ["Connection"]

WRITE_SECONDS = 30.0
HEAD_BYTES = 32 * 1024

_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Connection(HttpToolsProtocol):
    """One connection.

    `patience` is the seconds a client has to send a request's head and `open` all connections, the same for a whole
    process. `waiting` is when this one began to wait for a head, None while it does not; `stalled` when its client
    ceased to read.
    """

    patience: ClassVar[float] = 10.0
    open: ClassVar[set[Connection]] = set()
    wire: asyncio.Transport
    waiting: float | None = None
    stalled: float | None = None
    head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self.wire = transport
        self.waiting = monotonic()
        self.open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.open.discard(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Refuse a head that grows beyond 32 KiB."""
        if self.waiting is not None:
            self.head += len(data)
            if self.head > HEAD_BYTES and b"\r\n\r\n" not in data:
                self.wire.write(_TOO_LARGE)
                self.wire.close()
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

    def pause_writing(self) -> None:
        """Remember since when the client does not read."""
        self.stalled = monotonic()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Forget that it did not."""
        self.stalled = None
        super().resume_writing()

    @classmethod
    async def sweep(cls) -> None:
        """Close the connections whose client has had its time."""
        now = monotonic()
        for one in list(cls.open):
            if one.waiting is not None and now - one.waiting > cls.patience:
                if one.head:
                    one.wire.write(_TOO_SLOW)
                one.wire.close()
            elif one.stalled is not None and now - one.stalled > WRITE_SECONDS:
                one.wire.abort()
