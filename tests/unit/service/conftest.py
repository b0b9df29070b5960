"""The whole application without a socket: every request goes through the door, the routes and the engine."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading import load_policy
from bedrock_atlas.service.application import application
from bedrock_atlas.service.settings import Settings
from bedrock_atlas.service.state import State
from tests.unit.core.world import DOCUMENT

COMPILED = DOCUMENT | {"version": "2026.11.20"}


@pytest.fixture
def service():
    """Return a function that makes a service over the small catalog and gives the one that asks it."""

    def made(*policies, document=COMPILED, **settings):
        catalog = Catalog(document)
        app = application(Settings(watch=False, **settings), State(catalog, load_policy(*policies, catalog=catalog)))

        def ask(method, path, **more):
            async def asked():
                transport = httpx.ASGITransport(app, raise_app_exceptions=False)
                async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                    return await client.request(method, path, **more)

            return asyncio.run(asked())

        return ask

    return made
