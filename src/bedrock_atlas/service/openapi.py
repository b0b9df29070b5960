"""The OpenAPI 3.1 document, generated from the table of operations and the models that validate.

So what is promised, what is routed and what is checked cannot differ.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from bedrock_atlas import __version__
from bedrock_atlas.service.answers import dump
from bedrock_atlas.service.operations import OPERATIONS
from bedrock_atlas.service.schemas import ProblemDetails

if TYPE_CHECKING:
    from pydantic import BaseModel

    from bedrock_atlas.service.operation import Operation

__all__ = ["document"]


@cache
def document() -> bytes:
    """Return the document as JSON."""
    models: list[type[BaseModel]] = [ProblemDetails]
    for one in OPERATIONS:
        models += [model for model in (*one.body, one.answer or ProblemDetails) if model not in models]
    _, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, dict[str, Any]] = {one.path: {} for one in sorted(OPERATIONS, key=lambda one: one.path)}
    for one in OPERATIONS:
        paths[one.path][one.method.lower()] = _operation(one)
    return dump({
        "openapi": "3.1.0",
        "info": {
            "title": "bedrock-atlas",
            "version": __version__,
            "summary": "Which Amazon Bedrock ID to invoke, from where, and why.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"bearer": []}],
    })  # fmt: skip


def _operation(one: Operation) -> dict[str, Any]:
    shapes = {
        "text/plain": {"type": "string"},
        "application/json": _ref(one.answer) if one.answer else {"type": "object"},
    }
    problem = {"content": {"application/problem+json": {"schema": _ref(ProblemDetails)}}}
    shown: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "responses": {
            "200": {"description": "The answer.", "content": {kind: {"schema": shapes[kind]} for kind in one.kinds}},
            "default": {"description": "A problem, as RFC 9457 has it."} | problem,
        },
    }
    if one.parameters:
        shown["parameters"] = [parameter.document() for parameter in one.parameters]
    if one.body:
        bodies = [_ref(model) for model in one.body]
        schema = bodies[0] if len(bodies) == 1 else {"oneOf": bodies}
        shown["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return shown


def _ref(model: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}
