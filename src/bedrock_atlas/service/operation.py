"""One path with one method, and one request for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable  # noqa: TC003  # a dataclass shows its types
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from bedrock_atlas.service.parameters import Parameter, read_query
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.reply import JSON
from bedrock_atlas.service.wire import read_body

if TYPE_CHECKING:
    from pydantic import BaseModel

    from bedrock_atlas.service.counters import Counters
    from bedrock_atlas.service.keeper import Keeper
    from bedrock_atlas.service.logs import DecisionLog
    from bedrock_atlas.service.metrics import Metrics
    from bedrock_atlas.service.reply import Reply
    from bedrock_atlas.service.wire import Deadline, Receive, Scope

__all__ = ["Call", "Operation", "Service"]


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of one service, as its operations need them; `log` is None when decisions are not logged."""

    keeper: Keeper
    counters: Counters
    metrics: Metrics
    deadline: Deadline
    log: DecisionLog | None


@dataclass(frozen=True, slots=True)
class Operation:
    """What is done for one method of one path, and what OpenAPI says of it.

    A path may end in `{id}`, which stands for all that follows. `guarded` says whether a token is needed where there
    are tokens; `answer` is the shape of the answer and `body` what may be sent, any of them; `kinds` its media types.
    """

    method: str
    path: str
    name: str
    summary: str
    run: Callable[[Call], Awaitable[Reply]]
    parameters: tuple[Parameter, ...] = ()
    guarded: bool = True
    body: tuple[type[BaseModel], ...] = ()
    answer: type[BaseModel] | None = None
    kinds: tuple[str, ...] = ("application/json",)


@dataclass(slots=True)
class Call:
    """One request for an operation; `now` is its moment in seconds since 1970, `rest` what stands for `{id}`."""

    service: Service
    operation: Operation
    scope: Scope
    headers: dict[bytes, bytes]
    receive: Receive
    now: float
    rest: str

    def query(self) -> dict[str, Any]:
        """Return the query's parameters as values; raises Problem 400."""
        return read_query(self.scope["query_string"], self.operation.parameters)

    def body(self) -> Awaitable[bytes]:
        """Return the body; raises Problem 408, 413 and 415, and Disconnected."""
        kind = self.headers.get(b"content-type", b"")
        if kind != JSON and kind.partition(b";")[0].strip().lower() != JSON:
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", "send Content-Type: application/json")
        return read_body(self.receive, self.headers.get(b"content-length"), self.service.deadline)
