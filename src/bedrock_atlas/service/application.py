"""The parts put together: one call makes the whole service from its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.service.counters import Counters
from bedrock_atlas.service.keeper import Keeper
from bedrock_atlas.service.logs import DecisionLog
from bedrock_atlas.service.metrics import Metrics
from bedrock_atlas.service.middleware import Middleware
from bedrock_atlas.service.observing import logged, traced
from bedrock_atlas.service.openapi import document
from bedrock_atlas.service.operation import Operation, Service
from bedrock_atlas.service.operations import OPERATIONS
from bedrock_atlas.service.pages import page_operations
from bedrock_atlas.service.reply import SECURITY, Reply
from bedrock_atlas.service.routes import Routes
from bedrock_atlas.service.wire import Deadline

if TYPE_CHECKING:
    from bedrock_atlas.service.operation import Call
    from bedrock_atlas.service.settings import Settings
    from bedrock_atlas.service.state import State
    from bedrock_atlas.service.wire import Application

__all__ = ["application"]


def application(settings: Settings, state: State | None = None) -> Application:
    """Make the ASGI application; it loads its state when it starts unless it is given one."""
    counters = Counters(settings.counters, settings.workers, settings.worker)
    keeper = Keeper(settings, counters, state)
    number = f".{settings.worker}" if settings.workers > 1 else ""
    log = DecisionLog(f"{settings.decision_log}{number}", counters) if settings.decision_log else None
    service = Service(keeper, counters, Metrics(counters, keeper), Deadline(settings.patience), log)
    described = Operation("GET", "/openapi.json", "openapi", "Describe all this", _openapi, guarded=False)
    app: Application = Middleware(settings, service, Routes([*OPERATIONS, described, *page_operations()]))
    if settings.access_log:
        app = logged(app)
    return traced(app) if settings.traces else app


async def _openapi(call: Call) -> Reply:
    call.query()
    headers = ((b"cache-control", b"no-cache"), *call.service.keeper.headers, *SECURITY)
    return Reply(document(), headers)
