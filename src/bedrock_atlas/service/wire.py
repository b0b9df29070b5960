"""ASGI in a few functions: take a body within bounds, send an answer.

The usual body has arrived with its headers, so it is taken at once and only one that keeps us waiting gets a timer:
starting a timer for every request would cost as much as deciding.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from bedrock_atlas.service.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Generator, MutableMapping

    Message = MutableMapping[str, Any]
    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Headers = list[tuple[bytes, bytes]]

__all__ = ["BODY_LIMIT", "Disconnected", "read_body", "send_body"]

BODY_LIMIT = 64 * 1024


class Disconnected(Exception):  # noqa: N818  # no fault of anybody
    """The client went away before it had sent its request."""


class _Begun:
    """A coroutine that has been driven to its first wait, to be awaited from there."""

    def __init__(self, coroutine: Coroutine[Any, Any, Message], waits_for: object) -> None:
        self.coroutine, self.waits_for = coroutine, waits_for

    def __await__(self) -> Generator[Any, Any, Message]:
        waits_for = self.waits_for
        while True:
            try:
                try:
                    sent = yield waits_for
                except BaseException as error:  # noqa: BLE001  # whatever ends the wait belongs to the coroutine
                    waits_for = self.coroutine.throw(error)
                else:
                    waits_for = self.coroutine.send(sent)
            except StopIteration as done:
                message: Message = done.value
                return message


async def read_body(receive: Receive, declared: bytes | None, seconds: float) -> bytes:
    """Take a request's whole body.

    `declared` is its Content-Length, None when there is none. Raises Problem 413 beyond 64 KiB, without reading on, 408
    when the whole of it takes longer than `seconds`, and Disconnected.
    """
    if declared is not None and (not declared.isdigit() or int(declared) > BODY_LIMIT):
        raise _too_large()
    coroutine: Any = receive()
    try:
        waits_for = coroutine.send(None)
    except StopIteration as done:
        message = done.value
        if message["type"] == "http.request" and not message.get("more_body", False):
            body: bytes = message.get("body", b"")
            if len(body) > BODY_LIMIT:
                raise _too_large() from None
            return body
    else:
        message = None
    try:
        async with asyncio.timeout(seconds):
            if message is None:
                message = await _Begun(coroutine, waits_for)
            return await _rest(receive, message)
    except TimeoutError:
        raise Problem(
            HTTPStatus.REQUEST_TIMEOUT, "slow-body", f"the body took longer than {seconds:g} seconds", headers=CLOSE
        ) from None


async def _rest(receive: Receive, message: Message) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        if message["type"] != "http.request":
            raise Disconnected
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > BODY_LIMIT:
            raise _too_large()
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
        message = await receive()


CLOSE = ((b"connection", b"close"),)


def _too_large() -> Problem:
    limit = f"a body may have {BODY_LIMIT} bytes at most"
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", limit, headers=CLOSE)


async def send_body(send: Send, status: int, headers: Headers, body: bytes) -> None:
    """Send a whole answer; the headers are as given."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
