from __future__ import annotations

import io
import json
from datetime import date

import pytest

from bedrock_atlas.mcp.context import Context
from bedrock_atlas.mcp.server import serve

ON = date(2026, 11, 20)


@pytest.fixture
def exchange():
    """Return a function that sends messages to a server, dicts or raw lines, and gives all that it writes."""

    def send(*messages, policies=(), attributes=None, roots=()):
        lines = [one if isinstance(one, bytes) else json.dumps({"jsonrpc": "2.0", **one}).encode() for one in messages]
        target = io.BytesIO()
        context = Context(lambda: ON, (), policies, attributes or {}, None, roots)
        serve(context, io.BytesIO(b"".join(line + b"\n" for line in lines)), target)
        return [json.loads(line) for line in target.getvalue().splitlines()]

    return send


@pytest.fixture
def call(exchange):
    """Return a function that calls one tool and gives its result."""

    def called(name, _meta=None, _more=None, **arguments):
        given = {"name": name, "arguments": {key.strip("_"): one for key, one in arguments.items()}, **(_more or {})}
        if _meta is not None:
            given["_meta"] = _meta
        options = {
            key: given["arguments"].pop(key) for key in ("policies", "attributes", "roots") if key in given["arguments"]
        }
        (answer,) = exchange({"id": 1, "method": "tools/call", "params": given}, **options)
        assert answer["id"] == 1
        return answer["result"]

    return called
