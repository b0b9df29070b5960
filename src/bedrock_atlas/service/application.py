"""The parts put together: one call makes the whole service from its settings."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from starlette.routing import Router

from bedrock_atlas.service.counters import Counters
from bedrock_atlas.service.keeper import Keeper
from bedrock_atlas.service.metrics import Metrics
from bedrock_atlas.service.middleware import Middleware
from bedrock_atlas.service.observing import logged, traced
from bedrock_atlas.service.pages import page_routes
from bedrock_atlas.service.records import DecisionLog
from bedrock_atlas.service.routes import Endpoints

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bedrock_atlas.service.observing import Application
    from bedrock_atlas.service.settings import Settings
    from bedrock_atlas.service.state import State

__all__ = ["application"]


def application(settings: Settings, state: State | None = None) -> Application:
    """Make the ASGI application; it loads its state when it starts unless it is given one."""
    counters = Counters(settings.counters, settings.workers, settings.worker)
    keeper = Keeper(settings, counters, state)
    number = f".{settings.worker}" if settings.workers > 1 else ""
    records = DecisionLog(f"{settings.decision_log}{number}", counters) if settings.decision_log else None
    endpoints = Endpoints(settings, keeper, counters, Metrics(counters, keeper), records)

    @contextlib.asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        async with keeper.kept():
            yield
        if records is not None:
            records.close()

    router = Router([*endpoints.routes(), *page_routes()], redirect_slashes=False, lifespan=lifespan)
    app: Application = Middleware(settings, keeper, counters, records, router)
    if settings.access_log:
        app = logged(app)
    return traced(app) if settings.traces else app
