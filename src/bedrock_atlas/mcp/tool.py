"""One tool as a client sees it and as it is run."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003  # a dataclass shows its types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from bedrock_atlas.mcp.shapes import STRING, TEXTS

if TYPE_CHECKING:
    from pathlib import Path

    from bedrock_atlas.mcp.context import Context

__all__ = ["FROM", "FULL", "ON", "POLICY", "RESIDENCY", "SET", "Answer", "Tool"]

FROM = STRING | {"description": "The source Region that is called, such as eu-central-1."}
FULL = {"type": "boolean", "description": "Everything there is, not the short form of 2 KB."}
ON = STRING | {"format": "date", "description": "The day the answer is for, YYYY-MM-DD; today when left out."}
POLICY = TEXTS | {
    "maxItems": 8,
    "description": "Shipped policies that apply besides those of the server; they can only narrow the answer.",
}
RESIDENCY = TEXTS | {"maxItems": 8, "description": "Where it may be processed, such as eu; several allow the union."}
SET = {
    "type": "object",
    "additionalProperties": STRING,
    "description": 'Values of the attributes that the policy asks for, such as {"environment": "prod"}.',
}


class Answer(NamedTuple):
    """What a tool found: data, the same in words, and whether the answer is a meaningful no."""

    data: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool. `run` takes the context, checked arguments, and the folders that may be read."""

    name: str
    title: str
    description: str
    input: dict[str, Any]
    output: dict[str, Any]
    run: Callable[[Context, dict[str, Any], tuple[Path, ...]], Answer]

    def to_dict(self) -> dict[str, Any]:
        """Return it as `tools/list` has it."""
        hints = {"readOnlyHint": True, "destructiveHint": False, "idempotentHint": True, "openWorldHint": False}
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": self.input,
            "outputSchema": self.output,
            "annotations": {"title": self.title, **hints},
        }
