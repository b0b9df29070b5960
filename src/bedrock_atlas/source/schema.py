"""The JSON Schemas of the catalog files, for editors: `python -m bedrock_atlas.source.schema` writes them.

They are draft-07 without references, because that is what every YAML language server understands and because hover
texts beside a `$ref` get lost in draft-07. They accept what the authoring models accept; a property test says so.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from bedrock_atlas.source import authoring

if TYPE_CHECKING:
    from bedrock_atlas.source.strict_yaml import Value

__all__ = ["adapter", "json_schema", "main", "render", "schema_path"]

_DROPPED = {"title", "discriminator"}


@cache
def adapter(kind: authoring.Kind) -> TypeAdapter[Any]:
    """Return what validates the plain values of a file of this kind."""
    return TypeAdapter(authoring.KINDS[kind])


@cache
def json_schema(kind: authoring.Kind) -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of a file of this kind. `properties` stand in the order of the file."""
    raw = adapter(kind).json_schema()
    definitions = raw.pop("$defs", {})
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"bedrock-atlas: {kind}"}
    return {**head, **_inline(raw, definitions)}


def render(kind: authoring.Kind) -> str:
    """Return the text of the committed schema of a kind."""
    return json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"


def schema_path(kind: authoring.Kind) -> str:
    """Return the path of a committed schema below the top of the repository."""
    return f"{'policies' if kind == 'policy' else 'catalog'}/schema/{kind}.schema.json"


def _inline(node: Value, definitions: dict[str, Any]) -> Value:
    """Return a schema with every reference replaced by what it refers to, and without generated titles."""
    if isinstance(node, list):
        return [_inline(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target = definitions[node["$ref"].removeprefix("#/$defs/")]
        node = target | {key: value for key, value in node.items() if key != "$ref"}
    result: dict[str, Value] = {}
    for key, value in node.items():
        if key == "properties":
            result[key] = {name: _inline(schema, definitions) for name, schema in value.items()}
        elif key not in _DROPPED:
            result[key] = _inline(value, definitions)
    if "patternProperties" in result:
        result["additionalProperties"] = False
        result.pop("propertyNames", None)
    return result


def main(arguments: list[str]) -> int:
    """Write the schemas below the folder named, the current one unless one is."""
    for kind in authoring.KINDS:
        path = Path(arguments[0] if arguments else ".") / schema_path(kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(kind), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
