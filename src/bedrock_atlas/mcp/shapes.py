"""The schemas of the tools, and the check of what is given to one: as much of JSON Schema as these schemas use."""

from __future__ import annotations

from datetime import date
from typing import Any

from bedrock_atlas.errors import RequestError, did_you_mean

__all__ = ["ANY_LIST", "INTEGER", "NULLABLE", "STRING", "TEXTS", "checked", "input_schema", "output_schema"]

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
NULLABLE: Schema = {"type": ["string", "null"]}
INTEGER: Schema = {"type": "integer"}
TEXTS: Schema = {"type": "array", "items": STRING}
ANY_LIST: Schema = {"type": "array", "items": {"type": "object"}}

_TYPES: dict[str, tuple[type, str]] = {
    "string": (str, "a text"),
    "integer": (int, "a whole number"),
    "boolean": (bool, "true or false"),
    "array": (list, "a list of texts"),
    "object": (dict, "an object of texts"),
}
_LONGEST = 65_536


def input_schema(required: tuple[str, ...], **properties: Schema) -> Schema:
    """Return the schema of a tool's arguments: these and no others."""
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def output_schema(required: tuple[str, ...], **properties: Schema) -> Schema:
    """Return the schema of a tool's structured result; what is cut for its size is told by `cut`."""
    told = {"cut": {"type": "boolean", "description": "Something was left out; ask with `full: true` for all."}}
    return {"type": "object", "properties": {**properties, **told}, "required": list(required)}


def checked(given: object, schema: Schema) -> dict[str, Any]:
    """Return the arguments of a tool when its schema admits them; raises RequestError with what is wrong first."""
    if not isinstance(given, dict):
        raise RequestError("`arguments` is an object", slug="bad-arguments")
    known = schema["properties"]
    for name in given:
        if name not in known:
            hint = did_you_mean(str(name), known, f"known: {', '.join(known)}")
            raise RequestError(f"unknown argument `{name}`", slug="unknown-argument", hint=hint)
    for name in schema["required"]:
        if name not in given:
            raise RequestError(f"`{name}` is missing", slug="missing-argument", hint=known[name].get("description", ""))
    return {name: _value(name, value, known[name]) for name, value in given.items()}


def _value(name: str, value: Any, schema: Schema) -> object:  # noqa: ANN401  # what a client sent
    kind, words = _TYPES[schema["type"]]
    right = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if not right or not all(isinstance(one, str) for one in inner):
        raise RequestError(f"`{name}` is {words}", slug="bad-argument")
    longest: int = schema.get("maxLength") or schema.get("maxItems") or _LONGEST
    if isinstance(value, str | list) and len(value) > longest:
        raise RequestError(f"`{name}` is too long", slug="bad-argument")
    if kind is int and "minimum" in schema and not schema["minimum"] <= value <= schema["maximum"]:
        raise RequestError(f"`{name}` is {schema['minimum']} to {schema['maximum']}", slug="bad-argument")
    if schema.get("format") == "date":
        return _date(name, str(value))
    return value


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        hint = "write it as YYYY-MM-DD, such as 2026-11-20"
        raise RequestError(f"`{name}` is no date: `{text[:40]}`", slug="bad-date", hint=hint) from error
