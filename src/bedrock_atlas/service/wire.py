"""ASGI in a few names: its messages, and a request's body taken within bounds."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Any

from bedrock_atlas.service.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, MutableMapping

    Message = MutableMapping[str, Any]
    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Headers = tuple[tuple[bytes, bytes], ...]
    Application = Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]]

__all__ = ["BODY_LIMIT", "Deadline", "Disconnected", "read_body", "traceparent"]

BODY_LIMIT = 64 * 1024
TRACEPARENT = re.compile(rb"[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
CLOSE = ((b"connection", b"close"),)


class Disconnected(Exception):  # noqa: N818  # no fault of anybody
    """The client went away before it had sent its request."""


def traceparent(headers: dict[bytes, bytes]) -> bytes | None:
    """Return the W3C traceparent of a request, whose trace id is `[3:35]`; None when it has no valid one."""
    given = headers.get(b"traceparent")
    return given if given is not None and TRACEPARENT.fullmatch(given) else None


class Deadline:
    """The same deadline for many waits, kept by one timer a second: one a wait costs a tenth of an answer.

    A wait may so last up to a second longer than its `seconds`.
    """

    def __init__(self, seconds: float) -> None:
        """Wait for nothing yet."""
        self.seconds = seconds
        self._began: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()
        self._armed = False

    def begin(self) -> asyncio.Task[Any]:
        """Begin a wait of the current task, which is cancelled when it takes too long; `end` it in any case."""
        if not self._armed:
            self._arm()
        task: asyncio.Task[Any] = asyncio.current_task()  # type: ignore[assignment]  # a coroutine runs in a task
        self._began[task] = monotonic()
        return task

    def missed(self, task: asyncio.Task[Any]) -> bool:
        """Check whether a task was cancelled by this deadline alone, which then counts as no cancellation."""
        return task in self._late and not task.uncancel()

    def end(self, task: asyncio.Task[Any]) -> None:
        """End a wait."""
        del self._began[task]
        if self._late:
            self._late.discard(task)

    def _arm(self) -> None:
        self._armed = True
        asyncio.get_running_loop().call_later(min(self.seconds, 1), self._sweep)

    def _sweep(self) -> None:
        last = monotonic() - self.seconds
        for task in [task for task, began in self._began.items() if began <= last and task not in self._late]:
            self._late.add(task)
            task.cancel()
        self._armed = False
        if self._began:
            self._arm()


async def read_body(receive: Receive, declared: bytes | None, deadline: Deadline) -> bytes:
    """Take a request's whole body.

    `declared` is its Content-Length, None when there is none. Raises Problem 413 beyond 64 KiB, without reading on, 408
    when the whole of it takes longer than the deadline, and Disconnected.
    """
    if declared is not None and (not declared.isdigit() or int(declared) > BODY_LIMIT):
        raise _too_large()
    parts: list[bytes] = []
    size, more = 0, True
    task = deadline.begin()
    try:
        while more:
            message = await receive()
            if message["type"] != "http.request":
                raise Disconnected
            part = message.get("body", b"")
            size += len(part)
            if size > BODY_LIMIT:
                raise _too_large()
            parts.append(part)
            more = message.get("more_body", False)
    except asyncio.CancelledError:
        if not deadline.missed(task):
            raise
        detail = f"the body took longer than {deadline.seconds:g} seconds"
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, "slow-body", detail, headers=CLOSE) from None
    finally:
        deadline.end(task)
    return b"".join(parts)


def _too_large() -> Problem:
    limit = f"a body may have {BODY_LIMIT} bytes at most"
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", limit, headers=CLOSE)
