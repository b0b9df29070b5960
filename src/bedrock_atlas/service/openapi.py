"""The OpenAPI 3.1 document, generated from the models that validate.

Paths and answers are told here; every question's schema comes from its pydantic model, so what is promised and what is
checked cannot differ.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from bedrock_atlas import __version__
from bedrock_atlas.service.answers import dump
from bedrock_atlas.service.questions import Ask, Batch, OpaInput, Parts
from bedrock_atlas.snippet import LANGUAGES

__all__ = ["document"]


class Decision(BaseModel):
    """A decision: the shape of an AuthZEN evaluation answer, with everything that follows from it."""

    model_config = ConfigDict(extra="allow", title="Decision")

    decision: bool = Field(description="Whether a route is admitted.")
    id: str | None = Field(description="The ID to invoke; null when no route is admitted.")
    model: str
    scope: str | None
    endpoint: str | None
    invoke_from: list[str] = Field(description="The source Regions from which the ID holds.")
    destinations: dict[str, list[str]] = Field(description="Source Region to the Regions that may process.")
    countries: list[str]
    price: dict[str, Any] | None = Field(description="USD per million tokens, as exact strings.")
    lifecycle: dict[str, Any]
    warnings: list[dict[str, Any]]
    obligations: list[dict[str, Any]] = Field(description="Duties of the caller for the answer to hold.")
    valid_until: str | None = Field(description="The first day of another answer; null when none is known.")
    on: str
    request: dict[str, Any]
    catalog: dict[str, str]
    policies: list[dict[str, str]]
    summary: str
    rules: dict[str, int] = Field(description="How many routes each rule rejected.")
    nearest: dict[str, Any] | None
    verdicts: list[dict[str, Any]] = Field(description="Every route with the rules that rejected it.")


class Refused(BaseModel):
    """One question of a batch that names something unknown."""

    decision: bool
    id: None
    problem: ProblemDetails


class Decisions(BaseModel):
    """The answers of a batch, in the order of the questions."""

    decisions: list[Decision | Refused]


class OpaResult(BaseModel):
    """A decision in the envelope of OPA's data API."""

    result: Decision


class ProblemDetails(BaseModel):
    """A problem as RFC 9457 has it."""

    model_config = ConfigDict(extra="allow", title="Problem")

    type: str
    title: str
    status: int
    detail: str


Refused.model_rebuild()

ON = {"name": "on", "in": "query", "schema": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"},
      "description": "The date the answer is for; today (UTC) when left out."}  # fmt: skip
ASK = {"name": "ask", "in": "query", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": 1000},
       "description": "The question.", "example": "Sonnet 4.5, EU residency"}  # fmt: skip
NAMES = {"name": "policies", "in": "query", "schema": {"type": "string", "maxLength": 300},
         "description": "Shipped policies that judge too, with commas between."}  # fmt: skip


def _word(name: str, what: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string", "minLength": 1, "maxLength": 300},
            "description": what}  # fmt: skip


READS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "/v1/models": ("every model as it stands on a date", [ON]),
    "/v1/profiles": ("the inference profiles that may be called on a date", [ON]),
    "/v1/regions": ("the Regions with their residencies, and how many models each can call on a date", [ON]),
    "/v1/lifecycle": (
        "lifecycle dates ahead, soonest first",
        [ON, {"name": "within", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 99999}}],
    ),
    "/v1/matrix": ("models against geographies on a date, a cell with its endpoints", [ON]),
    "/v1/history": ("every model over all time, in intervals", []),
    "/v1/policies": ("what judges a question, and what else may be named", [NAMES]),
    "/v1/catalog": ("the compiled catalog", []),
    "/v1/table": (
        "every answer about one model or role, as rows that hold for an interval of days",
        [_word("model", "A model."), _word("role", "A role, instead of a model."), _word("residency", "Only this one."),
         _word("source", "Only from this Region.")],
    ),
}  # fmt: skip


@cache
def document() -> bytes:
    """Return the document as JSON."""
    models: list[type[BaseModel]] = [Ask, Parts, Batch, OpaInput, Decision, Decisions, OpaResult, ProblemDetails]
    _, schemas = models_json_schema(
        [(one, "validation") for one in models], ref_template="#/components/schemas/{model}"
    )
    question = {"oneOf": [_ref("Ask"), _ref("Parts")]}
    paths: dict[str, Any] = {
        "/v1/decision": {
            "post": _operation("decide", "Answer one question", "Decision", body=question),
            "get": _operation("ask", "Answer one question, cacheable", "Decision", [ASK, ON, NAMES]),
        },
        "/v1/decisions": {
            "post": _operation("decideMany", "Answer up to 1,000 questions", "Decisions", body=_ref("Batch"))
        },
        "/v1/data/bedrock/decision": {
            "post": _operation("decideAsOpa", "Answer in OPA's envelope", "OpaResult", body=_ref("OpaInput"))
        },
        "/v1/models/{id}": {
            "get": _operation(
                "model", "Give everything known of one model", None,
                [{"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1},
                  "description": "A name, ID, profile ID or ARN.", "example": "sonnet-4.5"}, ON],
            )
        },
        "/v1/snippet": {
            "get": _operation(
                "snippet", "Write code that calls the answer", None,
                [ASK, ON, NAMES, {"name": "lang", "in": "query", "schema": {"type": "string", "enum": list(LANGUAGES)},
                                  "description": "The client, for text; JSON with all of them when left out."}],
                kinds=("application/json", "text/plain"),
            )
        },
        "/healthz": {"get": _operation("alive", "Say that the process answers", None)},
        "/readyz": {"get": _operation("ready", "Say whether there are facts to answer from", None)},
        "/metrics": {"get": _operation("metrics", "Give metrics for Prometheus", None, kinds=("text/plain",))},
    }  # fmt: skip
    for path, (what, parameters) in READS.items():
        name = path.removeprefix("/v1/")
        paths[path] = {"get": _operation(name, f"Give {what}", None, parameters)}
    return dump({
        "openapi": "3.1.0",
        "info": {
            "title": "bedrock-atlas",
            "version": __version__,
            "summary": "Which Amazon Bedrock ID to invoke, from where, and why.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"bearer": []}],
    })  # fmt: skip


def _operation(  # noqa: PLR0913  # an operation has that many parts
    name: str,
    summary: str,
    answer: str | None,
    parameters: list[dict[str, Any]] | None = None,
    *,
    body: dict[str, Any] | None = None,
    kinds: tuple[str, ...] = ("application/json",),
) -> dict[str, Any]:
    shapes = {"text/plain": {"type": "string"}, "application/json": _ref(answer) if answer else {"type": "object"}}
    problem = {"content": {"application/problem+json": {"schema": _ref("ProblemDetails")}}}
    said: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": "The answer.", "content": {kind: {"schema": shapes[kind]} for kind in kinds}},
            "default": {"description": "A problem, as RFC 9457 has it."} | problem,
        },
    }
    if parameters:
        said["parameters"] = parameters
    if body:
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return said


def _ref(model: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{model}"}
