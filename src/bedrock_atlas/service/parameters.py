"""What a path or a query may carry: each parameter told once, for who reads the document and for what reads the query.

Queries are read as strictly as bodies: unknown, repeated and malformed parameters are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping  # noqa: TC003  # a dataclass shows its types
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.questions import LONGEST_ASK
from bedrock_atlas.snippet import LANGUAGES

__all__ = [
    "ASK", "ID", "LANGUAGE", "LONGEST_QUERY", "MODEL", "ON", "POLICIES", "RESIDENCY", "ROLE", "SOURCE", "WITHIN",
    "Parameter", "read_query",
]  # fmt: skip

LONGEST_QUERY = 4096
WORD = {"type": "string", "minLength": 1, "maxLength": 300}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: `schema` says in JSON Schema what it may be, and `read` makes of its text what is meant."""

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any] = str
    place: str = "query"
    required: bool = False
    example: str = ""

    def document(self) -> dict[str, Any]:
        """Return it as OpenAPI has it."""
        shown = {"name": self.name, "in": self.place, "schema": self.schema, "description": self.description}
        return (
            shown | ({"required": True} if self.required else {}) | ({"example": self.example} if self.example else {})
        )


def read_query(raw: bytes, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """Read a query string strictly; what is not given is not there.

    Raises Problem 400 for what is unknown, given twice, missing, not UTF-8 or not as its parameter has it.
    """
    known = {one.name: one for one in parameters if one.place == "query"}
    if len(raw) > LONGEST_QUERY:
        raise Problem(HTTPStatus.BAD_REQUEST, "too-long", f"a query may have {LONGEST_QUERY} bytes at most")
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, "bad-query", "the query cannot be read") from None
    for name, _ in pairs:
        if name not in known:
            hint = f"known: {', '.join(known)}" if known else "this path takes no query"
            raise Problem(HTTPStatus.BAD_REQUEST, "unknown-parameter", f"unknown parameter `{name[:100]}`", hint=hint)
    query = dict(pairs)
    if len(pairs) != len(query):
        raise Problem(HTTPStatus.BAD_REQUEST, "repeated-parameter", "a parameter is given twice")
    for one in known.values():
        if one.required and not query.get(one.name):
            raise Problem(HTTPStatus.BAD_REQUEST, f"missing-{one.name}", f"the query has no `{one.name}`")
    return {name: known[name].read(text) for name, text in query.items()}


def _date(text: str) -> date:
    try:
        if len(text) == len("2026-11-20"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    detail, hint = f"`{text[:100]}` is no date", "write it as YYYY-MM-DD, such as 2026-11-20"
    raise Problem(HTTPStatus.BAD_REQUEST, "bad-date", detail, hint=hint)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5):  # noqa: PLR2004  # a span of centuries is enough
        raise Problem(HTTPStatus.BAD_REQUEST, "bad-span", f"`{text[:100]}` is no number of days")
    return int(text)


def _names(text: str) -> list[str]:
    return [name.strip()[:300] for name in text.split(",") if name.strip()][:20]


def _ask(text: str) -> str:
    if len(text) > LONGEST_ASK:
        raise Problem(HTTPStatus.BAD_REQUEST, "too-long", f"an ask may have {LONGEST_ASK} characters at most")
    return text


def _language(text: str) -> str:
    if text not in LANGUAGES:
        hint = f"known: {', '.join(LANGUAGES)}"
        raise Problem(HTTPStatus.BAD_REQUEST, "unknown-language", "`lang` is none of those known", hint=hint)
    return text


ON = Parameter(
    "on", "The date the answer is for; today (UTC) when left out.",
    {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}, _date,
)  # fmt: skip
ASK = Parameter(
    "ask", "The question.", {"type": "string", "minLength": 1, "maxLength": LONGEST_ASK}, _ask,
    required=True, example="Sonnet 4.5, EU residency",
)  # fmt: skip
POLICIES = Parameter(
    "policies", "Shipped policies that judge too, with commas between.", {"type": "string", "maxLength": 300}, _names
)
WITHIN = Parameter(
    "within", "How many days ahead; all that is known when left out.",
    {"type": "integer", "minimum": 0, "maximum": 99999}, _days,
)  # fmt: skip
LANGUAGE = Parameter(
    "lang", "The client, for text; JSON with all of them when left out.",
    {"type": "string", "enum": list(LANGUAGES)}, _language,
)  # fmt: skip
MODEL = Parameter("model", "A model.", WORD)
ROLE = Parameter("role", "A role, instead of a model.", WORD)
RESIDENCY = Parameter("residency", "Only this one.", WORD)
SOURCE = Parameter("source", "Only from this Region.", WORD)
ID = Parameter(
    "id", "A name, ID, profile ID or ARN.", {"type": "string", "minLength": 1},
    place="path", required=True, example="sonnet-4.5",
)  # fmt: skip
