"""What the service was asked to show of every request: a line in its log, a span in a trace. Neither by default.

Both wrap the whole application, so that a service that was not asked to pays nothing at all. Decided against
opentelemetry-instrumentation-asgi: it puts the query, and so what was asked, into every span, and fails on a query
that is not UTF-8 before the service sees it.
"""

from __future__ import annotations

import json
import logging
import secrets
from http import HTTPStatus
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import RequestError
from bedrock_atlas.service.wire import traceparent

if TYPE_CHECKING:
    from bedrock_atlas.service.reply import Reply
    from bedrock_atlas.service.wire import Application, Message, Receive, Scope, Send

__all__ = ["logged", "traced"]

logger = logging.getLogger("bedrock_atlas.access")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
DECIDED = ("decision", "id", "model", "revision")


def logged(app: Application) -> Application:
    """Log a line a request: method, path without its query, status, milliseconds and the id of the request.

    The id is that of the trace the request belongs to, else a new one; the answer carries it as `x-request-id`.
    What was asked stands in the line at debug alone.
    """

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        began, status = perf_counter(), 0
        trace = traceparent(dict(scope["headers"]))
        request_id = trace[3:35].decode() if trace else secrets.token_hex(16)

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (b"x-request-id", request_id.encode())]}
            await send(message)

        try:
            await app(scope, receive, noting)
        finally:
            fields: dict[str, Any] = {"method": scope["method"], "path": scope["path"], "status": status}
            if logger.isEnabledFor(logging.DEBUG):
                fields["query"] = scope["query_string"].decode("latin-1")
            milliseconds = round((perf_counter() - began) * 1000, 3)
            logger.info("request", extra={**fields, "milliseconds": milliseconds, "request_id": request_id})

    return application


def traced(app: Application) -> Application:
    """Make an OpenTelemetry span a request, as a child of the one in its headers and named by its route.

    Spans go to the tracer provider of the process; without one an SDK provider with the OTLP exporter is set up, which
    the OTEL_ variables of the environment steer. Raises RequestError when the packages are not there.
    """
    try:
        from opentelemetry import propagate, trace

        if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
            _provide()
    except ImportError as error:
        hint = "pip install 'bedrock-atlas[otel]'"
        raise RequestError(f"traces need the package `{error.name}`", slug="missing-package", hint=hint) from error
    tracer = trace.get_tracer("bedrock_atlas.service")

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        method = scope["method"] if scope["method"] in METHODS else "_OTHER"
        attributes = {"http.request.method": method, "url.path": scope["path"], "url.scheme": scope["scheme"]}
        name = "HTTP" if method == "_OTHER" else method
        with tracer.start_as_current_span(name, propagate.extract(carrier), trace.SpanKind.SERVER, attributes) as span:

            async def noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    if message["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
                        span.set_status(trace.StatusCode.ERROR)
                await send(message)

            await app(scope, receive, noting)
            if "route" in scope:
                span.update_name(f"{name} {scope['route']}")
                span.set_attributes({"http.route": scope["route"], **_decided(scope["reply"])})

    return application


def _decided(reply: Reply) -> dict[str, Any]:
    """Return what was decided, as attributes; nothing for other answers."""
    if not reply.record:
        return {}
    record = json.loads(reply.record)
    return {f"bedrock_atlas.{name}": record[name] for name in DECIDED if record[name] is not None}


def _provide() -> None:
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "bedrock-atlas"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
