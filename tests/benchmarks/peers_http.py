"""The applications that the service is measured against, each behind the same uvicorn: `bare`, `constant` and `opa`."""

from __future__ import annotations

import json
import os
from pathlib import Path

from pydantic import BaseModel

__all__ = ["bare", "constant", "opa"]

REGO = """
package bedrock

routes := data.routes[input.model]

allowed := data.residencies[input.residency]

outside := {route.id | some route in routes; some country in route.countries; not allowed[country]}

decision := {
    "decision": count(outside) < count(routes),
    "admitted": [route.id | some route in routes; not route.id in outside],
    "rejected": {id: ["request.residency"] | some id in outside},
}
"""


class Question(BaseModel):
    """What FastAPI validates."""

    ask: str


async def bare(scope, receive, send):
    """Send back what was sent: the least any application on this server does."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    body = await _body(receive)
    await _send(send, body)


def constant():
    """Make a FastAPI application that answers every question with a constant."""
    from fastapi import FastAPI

    app = FastAPI()

    @app.post("/v1/decision")
    async def decide(question: Question) -> dict[str, object]:
        return {"decision": True, "id": "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "asked": question.ask[:1]}

    return app


def opa():
    """Make the bare application with OPA's Go engine in process: one model's rows, one residency, with reasons."""
    from opa_bindings import OpaEngine

    catalog = json.loads(Path(os.environ["BENCH_CATALOG"]).read_text("utf-8"))
    model = "anthropic.claude-sonnet-4-5-20250929-v1:0"
    regions = catalog["regions"]
    # A route to everywhere is one word, as OPA would otherwise look at 27 countries one by one.
    rows = [
        {"id": f"{kind}.{model}#{number}",
         "countries": ["*"] if to == "commercial" else sorted({regions[code]["country"] for code in to or sources})}
        for number, (kind, sources, to, *_) in enumerate(catalog["models"][model]["rows"])
    ]  # fmt: skip
    engine = OpaEngine()
    engine.add_data({"routes": {model: rows}})
    engine.add_data({"residencies": {"eu": dict.fromkeys(catalog["residencies"]["eu"]["countries"], True)}})
    engine.add_policy("bedrock.rego", REGO)

    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        question = json.loads(await _body(receive))
        await _send(send, json.dumps(engine.eval_document("bedrock.decision", question)).encode())

    return app


async def _lifespan(receive, send):
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def _body(receive):
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _send(send, body):
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
