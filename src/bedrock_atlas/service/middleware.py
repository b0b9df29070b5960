"""The door: every request passes here, and decisions go no further.

Who may come in (Host, bearer token), what may be sent, and how every failure ends are decided once, here, for every
path. The two answers that make up the load, a decision and an unchanged catalog, are given here too; all else is
Starlette's. A decision neither logs nor makes an id nor starts a span unless the service was told to.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
from http import HTTPStatus
from time import perf_counter, time
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from bedrock_atlas.service.answers import SECURITY
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.settings import LOOPBACK
from bedrock_atlas.service.wire import Disconnected, read_body, send_body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bedrock_atlas.service.answers import KeptAnswer
    from bedrock_atlas.service.counters import Counters
    from bedrock_atlas.service.keeper import Keeper
    from bedrock_atlas.service.records import DecisionLog
    from bedrock_atlas.service.settings import Settings
    from bedrock_atlas.service.wire import Message, Receive, Scope, Send

__all__ = ["Middleware"]

logger = logging.getLogger("bedrock_atlas.service")

ONCE = (b"host", b"content-length", b"content-type", b"authorization", b"if-none-match", b"traceparent")
TRACEPARENT = re.compile(rb"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
JSON = b"application/json"
KNOWN_HOSTS = 64
# What holds no facts: whoever may reach the port may see it. The page asks for a token when it needs one.
OPEN = frozenset({"/", "/docs", "/healthz", "/readyz", "/openapi.json"})


class Middleware:
    """The whole service as one ASGI application: the door in front of the application with all its other paths."""

    def __init__(  # the parts of the service meet here
        self,
        settings: Settings,
        keeper: Keeper,
        counters: Counters,
        records: DecisionLog | None,
        inner: Callable[[Scope, Receive, Send], Awaitable[None]],
    ) -> None:
        """Take the parts; nothing is opened yet."""
        self.settings, self.keeper, self.counters, self.records, self.inner = settings, keeper, counters, records, inner
        self._names = settings.hosts | LOOPBACK
        self._hosts: set[bytes | None] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """KeptAnswer one request."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        began = perf_counter()
        headers = dict(scope["headers"])
        try:
            self._admit(scope, headers)
            if scope["path"] == "/v1/decision" and scope["method"] == "POST":
                await self._decide(headers, receive, send, began)
            elif scope["path"] == "/v1/catalog" and b"if-none-match" in headers:
                await self._catalog(scope, headers, receive, send)
            else:
                scope["app"] = self
                await self.inner(scope, receive, send)
        except Disconnected:
            return
        except Problem as problem:
            await self._refuse(problem, headers, send)
        except HTTPException as error:
            await self._refuse(_unrouted(error, scope["path"]), headers, send)
        except Exception:
            request_id = trace_id(headers) or secrets.token_hex(16)
            logger.exception("request failed", extra={"request_id": request_id, "path": scope["path"]})
            await self._refuse(_broken(request_id), headers, send)

    def _admit(self, scope: Scope, headers: dict[bytes, bytes]) -> None:
        """Let a request in by its Host and token; raises Problem."""
        if len(headers) != len(scope["headers"]):
            _only_once(scope["headers"])
        if headers.get(b"host") not in self._hosts:
            self._admit_host(headers.get(b"host"))
        path: str = scope["path"]
        if self.settings.tokens and path not in OPEN and not path.startswith("/page/"):
            self._admit_token(headers.get(b"authorization"))

    async def _decide(self, headers: dict[bytes, bytes], receive: Receive, send: Send, began: float) -> None:
        if headers.get(b"content-type") != JSON:
            json_only(headers)
        body = await read_body(receive, headers.get(b"content-length"), self.settings.patience)
        now = time()
        answer = self.keeper.answers(now).decision(body)
        start = answer.message(now)
        if b"traceparent" in headers:
            start = _passed_on(start, headers)
        await send(start)
        await send(answer.end)
        self._count(answer, now, began, headers)

    def _count(self, answer: KeptAnswer, now: float, began: float, headers: dict[bytes, bytes]) -> None:
        self.counters.decision(admitted=bool(answer.admitted), seconds=perf_counter() - began)
        if self.records is not None:
            self.records.add(now, answer, headers[b"traceparent"] if trace_id(headers) else None)

    async def _catalog(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, send: Send) -> None:
        """Report that the catalog is unchanged; all else about it is said elsewhere."""
        unchanged = self.keeper.unchanged(headers[b"if-none-match"], scope["method"])
        if unchanged is None:
            scope["app"] = self
            await self.inner(scope, receive, send)
        else:
            await send(unchanged)
            await send({"type": "http.response.body", "body": b""})

    def _admit_host(self, host: bytes | None) -> None:
        name = (host or b"").decode("latin-1").lower()
        name = name.partition("]")[0].removeprefix("[") if name.startswith("[") else name.partition(":")[0]
        if name not in self._names:
            detail = "the Host header names no host of this service" if host else "there is no Host header"
            raise Problem(
                HTTPStatus.BAD_REQUEST, "wrong-host", detail, hint="the service is told its names by --allow-host"
            )
        if len(self._hosts) < KNOWN_HOSTS:
            self._hosts.add(host)

    def _admit_token(self, authorization: bytes | None) -> None:
        scheme, _, token = (authorization or b"").partition(b" ")
        digest = hashlib.sha256(token.strip()).digest()
        matches = [hmac.compare_digest(digest, known) for known in self.settings.tokens]
        if scheme.lower() != b"bearer" or not any(matches):
            detail = "a bearer token is needed" if authorization is None else "the token is not accepted"
            challenge = b'Bearer realm="bedrock-atlas"' + (b"" if authorization is None else b', error="invalid_token"')
            raise Problem(HTTPStatus.UNAUTHORIZED, "no-access", detail, headers=((b"www-authenticate", challenge),))

    async def _refuse(self, problem: Problem, headers: dict[bytes, bytes], send: Send) -> None:
        self.counters.problem(problem.status)
        body = problem.body()
        await send_body(
            send,
            problem.status,
            [
                (b"content-type", b"application/problem+json"),
                (b"content-length", b"%d" % len(body)),
                (b"cache-control", b"no-store"),
                *self.keeper.headers,
                *SECURITY,
                *problem.headers,
                *[(b"traceparent", headers[b"traceparent"]) for _ in "1" if trace_id(headers)],
            ],
            body,
        )


def trace_id(headers: dict[bytes, bytes]) -> str:
    """Return the trace id of a valid W3C traceparent header; empty when there is none."""
    found = TRACEPARENT.fullmatch(headers.get(b"traceparent", b""))
    return found[1].decode() if found else ""


def json_only(headers: dict[bytes, bytes]) -> None:
    """Let nothing but JSON in; raises Problem 415."""
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if kind != JSON:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json", "send Content-Type: application/json")


def _unrouted(error: HTTPException, path: str) -> Problem:
    """Report that there is no such path or method; the router raises nothing else and knows no POST decided here."""
    status = HTTPStatus(error.status_code)
    more = b", POST" if path == "/v1/decision" else b""
    headers = tuple((name.lower().encode(), value.encode() + more) for name, value in (error.headers or {}).items())
    slug = "not-found" if status is HTTPStatus.NOT_FOUND else "wrong-method"
    return Problem(status, slug, status.description.lower(), hint="/openapi.json lists what there is", headers=headers)


def _broken(request_id: str) -> Problem:
    """Tell a client no more of a fault than the id under which the log has it."""
    detail = "the service failed; its log says why under this id"
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", detail, more={"request_id": request_id})


def _only_once(given: list[tuple[bytes, bytes]]) -> None:
    names = [name for name, _ in given]
    for name in ONCE:
        if names.count(name) > 1:
            raise Problem(HTTPStatus.BAD_REQUEST, "repeated-header", f"the header `{name.decode()}` is sent twice")


def _passed_on(start: Message, headers: dict[bytes, bytes]) -> Message:
    if not trace_id(headers):
        return start
    return {**start, "headers": [*start["headers"], (b"traceparent", headers[b"traceparent"])]}
