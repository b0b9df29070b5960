"""The door and the only way in: every request is admitted, routed, answered and counted here.

Who may come in (Host, bearer token) and how every failure ends are decided once, for every path. A decision neither
logs nor makes an id nor starts a span unless the service was told to.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import logging
import secrets
import traceback
from http import HTTPStatus
from time import perf_counter, time
from typing import TYPE_CHECKING

from bedrock_atlas.service.operation import Call
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.reply import NO_STORE, SECURITY, Reply
from bedrock_atlas.service.routes import not_routed
from bedrock_atlas.service.settings import LOOPBACK
from bedrock_atlas.service.wire import Disconnected, traceparent

if TYPE_CHECKING:
    from bedrock_atlas.service.operation import Service
    from bedrock_atlas.service.routes import Routes
    from bedrock_atlas.service.settings import Settings
    from bedrock_atlas.service.wire import Message, Receive, Scope, Send

__all__ = ["Middleware"]

logger = logging.getLogger("bedrock_atlas.service")

ONCE = (b"host", b"content-length", b"content-type", b"authorization", b"if-none-match", b"traceparent")
KNOWN_HOSTS = 64


class Middleware:
    """The whole service as one ASGI application."""

    def __init__(self, settings: Settings, service: Service, routes: Routes) -> None:
        """Take the parts; nothing is opened yet."""
        self.service, self.routes, self._tokens = service, routes, settings.tokens
        self._names = settings.hosts | LOOPBACK
        self._hosts: set[bytes | None] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or live through one lifespan."""
        if scope["type"] != "http":
            await self._live(receive, send)
            return
        began = perf_counter()
        headers = dict(scope["headers"])
        try:
            await self._answer(scope, headers, receive, send, began)
        except Disconnected:
            return
        except Problem as problem:
            await self._refuse(problem, headers, send)
        except Exception:
            trace = traceparent(headers)
            request_id = trace[3:35].decode() if trace else secrets.token_hex(16)
            logger.exception("request failed", extra={"request_id": request_id, "path": scope["path"]})
            await self._refuse(_broken(request_id), headers, send)

    async def _answer(
        self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, send: Send, began: float
    ) -> None:
        if len(headers) != len(scope["headers"]):
            _only_once(scope["headers"])
        if headers.get(b"host") not in self._hosts:
            self._admit_host(headers.get(b"host"))
        methods, rest = self.routes.find(scope["path"])
        if self._tokens and not (methods and all(not one.guarded for one in methods.values())):
            self._admit_token(headers.get(b"authorization"))
        operation = methods.get(scope["method"])
        if operation is None:
            raise not_routed(methods)
        now = time()
        call = Call(self.service, operation, scope, headers, receive, now, rest)
        reply = await operation.run(call)
        scope["route"], scope["reply"] = operation.path, reply
        known = headers.get(b"if-none-match") if scope["method"] != "POST" else None
        if known is not None and reply.known_to(known):
            await send(reply.unchanged())
            await send({"type": "http.response.body", "body": b""})
        else:
            start = reply.message(now)
            await send(_passed_on(start, headers) if b"traceparent" in headers else start)
            await send(reply.end)
        if reply.admitted is not None:
            self.service.counters.decision(admitted=reply.admitted, seconds=perf_counter() - began)
            if self.service.log is not None:
                self.service.log.add(now, reply, traceparent(headers))

    async def _live(self, receive: Receive, send: Send) -> None:
        """Keep the state from the lifespan's startup to its shutdown."""
        phase = "startup"
        await receive()
        try:
            with contextlib.closing(self.service.log) if self.service.log else contextlib.nullcontext():
                async with self.service.keeper.kept():
                    await send({"type": "lifespan.startup.complete"})
                    phase = "shutdown"
                    await receive()
        except Exception:
            await send({"type": f"lifespan.{phase}.failed", "message": traceback.format_exc()})
            raise
        await send({"type": "lifespan.shutdown.complete"})

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
        matches = [hmac.compare_digest(digest, known) for known in self._tokens]
        if scheme.lower() != b"bearer" or not any(matches):
            detail = "a bearer token is needed" if authorization is None else "the token is not accepted"
            challenge = b'Bearer realm="bedrock-atlas"' + (b"" if authorization is None else b', error="invalid_token"')
            raise Problem(HTTPStatus.UNAUTHORIZED, "no-access", detail, headers=((b"www-authenticate", challenge),))

    async def _refuse(self, problem: Problem, headers: dict[bytes, bytes], send: Send) -> None:
        self.service.counters.problem(problem.status)
        more = (*NO_STORE, *self.service.keeper.headers, *SECURITY, *problem.headers)
        reply = Reply(problem.body(), more, b"application/problem+json", problem.status)
        await send(_passed_on(reply.start, headers))
        await send(reply.end)


def _passed_on(start: Message, headers: dict[bytes, bytes]) -> Message:
    """Return the start of an answer with the trace that the request belongs to."""
    trace = traceparent(headers)
    return {**start, "headers": [*start["headers"], (b"traceparent", trace)]} if trace else start


def _broken(request_id: str) -> Problem:
    """Return the problem that tells of a fault no more than the id under which the log has it."""
    detail = "the service failed; its log says why under this id"
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", detail, more={"request_id": request_id})


def _only_once(given: list[tuple[bytes, bytes]]) -> None:
    names = [name for name, _ in given]
    for name in ONCE:
        if names.count(name) > 1:
            raise Problem(HTTPStatus.BAD_REQUEST, "repeated-header", f"the header `{name.decode()}` is sent twice")
