"""What of uvicorn the connection leans on, and the deadline that all bodies share."""

from __future__ import annotations

import ast
import asyncio
import inspect

import pytest
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bedrock_atlas.service.connection import Connection
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.wire import Deadline, read_body

CALLED_BY_ASYNCIO = {"connection_made", "connection_lost", "data_received", "pause_writing", "resume_writing"}
CALLED_BY_HTTPTOOLS = {"on_message_begin", "on_headers_complete"}


def inherited() -> set[str]:
    """Return the names that the connection's code takes from what it inherits, by `super()` or by `self`."""
    tree = ast.parse(inspect.getsource(Connection))
    names = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (
            (isinstance(node.value, ast.Name) and node.value.id in {"self", "one", "cls"})
            or (isinstance(node.value, ast.Call) and ast.unparse(node.value) == "super()")
        )
    }
    return (names - set(Connection.__annotations__) - {"head"}) | {
        name for name in vars(Connection) if hasattr(HttpToolsProtocol, name) and not name.startswith("__")
    }


def test_of_uvicorns_protocol_no_more_is_used_than_asyncio_and_httptools_call():
    """The connection overrides and calls those methods, and touches no other name of the class it extends."""
    assert inherited() == CALLED_BY_ASYNCIO | CALLED_BY_HTTPTOOLS


@pytest.mark.parametrize("name", sorted(CALLED_BY_ASYNCIO | CALLED_BY_HTTPTOOLS))
def test_uvicorns_protocol_has_what_is_overridden(name):
    """Each of those methods is there to be overridden: a uvicorn that named one otherwise would never call ours."""
    assert issubclass(HttpToolsProtocol, asyncio.Protocol)
    assert callable(getattr(HttpToolsProtocol, name))
    assert name in vars(HttpToolsProtocol)


def test_uvicorn_calls_the_sweep_each_second():
    """The function that is given as `callback_notify` is called again and again while the server runs."""
    calls = []

    async def each_second() -> None:
        calls.append(1)
        server.should_exit = len(calls) == 2

    async def nothing(scope, receive, send) -> None:
        """Answer nothing."""

    config = uvicorn.Config(
        nothing, port=0, lifespan="off", ws="none", log_config=None, callback_notify=each_second, timeout_notify=0
    )
    server = uvicorn.Server(config)
    asyncio.run(server.serve())
    assert len(calls) == 2


def body(seconds: float):
    """Return a `receive` that hands over a body after so many seconds."""

    async def receive() -> dict[str, object]:
        await asyncio.sleep(seconds)
        return {"type": "http.request", "body": b"%g" % seconds}

    return receive


def test_who_waits_too_long_is_told():
    """A body that comes too late is a problem 408, one in time is taken, however many there are, again and again."""

    async def main() -> list[object]:
        deadline = Deadline(0.05)
        bodies = [read_body(body(seconds), None, deadline) for seconds in (0, 0.01, 5, 5)]
        found = await asyncio.wait_for(asyncio.gather(*bodies, return_exceptions=True), 2)
        return [*found, await read_body(body(0), None, deadline)]

    *found, again = asyncio.run(main())
    assert (found[:2], again) == ([b"0", b"0.01"], b"0")
    assert [one.status for one in found[2:]] == [408, 408]


def test_a_body_that_is_cancelled_is_cancelled():
    """Who cancels from outside sees no problem, and a task that was late is not cancelled for good."""

    async def main() -> None:
        deadline = Deadline(0.05)
        task = asyncio.ensure_future(read_body(body(5), None, deadline))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(Problem):
            await read_body(body(5), None, deadline)
        assert asyncio.current_task().cancelling() == 0
        await asyncio.sleep(0.1)

    asyncio.run(main())
