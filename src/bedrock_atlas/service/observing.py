"""What the service was asked to show of every request: a line in its log, a span in a trace. Neither by default.

Both wrap the whole application, so that a service that was not asked to pays nothing at all.
"""

from __future__ import annotations

import logging
import secrets
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import RequestError
from bedrock_atlas.service.middleware import trace_id

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bedrock_atlas.service.wire import Message, Receive, Scope, Send

    Application = Callable[[Scope, Receive, Send], Awaitable[None]]

__all__ = ["logged", "traced"]

logger = logging.getLogger("bedrock_atlas.access")


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
        request_id = trace_id(dict(scope["headers"])) or secrets.token_hex(16)

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], (b"x-request-id", request_id.encode())]}
            await send(message)

        try:
            await app(scope, receive, noting)
        finally:
            said: dict[str, Any] = {"method": scope["method"], "path": scope["path"], "status": status}
            if logger.isEnabledFor(logging.DEBUG):
                said["query"] = scope["query_string"].decode("latin-1")
            milliseconds = round((perf_counter() - began) * 1000, 3)
            logger.info("request", extra={**said, "milliseconds": milliseconds, "request_id": request_id})

    return application


def traced(app: Application) -> Application:
    """Make an OpenTelemetry span a request, as a child of the one in its traceparent.

    Spans go to the tracer provider of the process; without one an SDK provider with the OTLP exporter is set up, which
    the OTEL_ variables of the environment steer. Raises RequestError when the packages are not there.
    """
    try:
        from opentelemetry import trace
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
            _provide()
    except ImportError as error:
        hint = "pip install 'bedrock-atlas[otel]'"
        raise RequestError(f"traces need the package `{error.name}`", slug="missing-package", hint=hint) from error
    tracer = trace.get_tracer("bedrock_atlas.service")
    propagator = TraceContextTextMapPropagator()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope["path"]
        attributes = {"http.request.method": scope["method"], "url.path": path}
        with tracer.start_as_current_span(
            f"{scope['method']} {path}", propagator.extract(carrier), trace.SpanKind.SERVER, attributes
        ) as span:

            async def noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                await send(message)

            await app(scope, receive, noting)

    return application


def _provide() -> None:
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "bedrock-atlas"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
