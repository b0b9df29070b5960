"""The HTTP decision point: `bedrock-atlas serve`, or the ASGI application `bedrock_atlas.service:app`.

It only reads. Starlette routes what is rare; decisions go past it, because a router costs more than a decision.
Decided against FastAPI, which serves a constant at a third of the rate. `app` is made when first asked for and takes
its settings from the environment, so that importing the package starts nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.service.wire import Application

    app: Application

__all__ = ["app"]


def __getattr__(name: str) -> object:
    """Make the application when it is first asked for."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from bedrock_atlas.service.application import application
    from bedrock_atlas.service.settings import Settings

    return globals().setdefault("app", application(Settings.from_environment()))
