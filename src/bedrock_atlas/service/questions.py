"""What may be asked over HTTP: pydantic models that validate every request and describe themselves in OpenAPI.

JSON is read more strictly than the standard asks: a key given twice, NaN and deep nesting are refused, because two
readers could understand them differently.
"""

from __future__ import annotations

import json
import re
from datetime import date  # noqa: TC003  # pydantic reads it
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError

from bedrock_atlas.service.problem import Problem

__all__ = [
    "BATCH", "Ask", "Batch", "OpaInput", "Parts", "Question", "Together", "Trouble", "read_batch", "read_input",
    "read_question", "read_roles", "read_trouble",
]  # fmt: skip

DEPTH = 8
BATCH = 1000
LONGEST_ASK = 1000
LONGEST_TEXT = 60_000

Word = Annotated[str, Field(min_length=1, max_length=300)]
Words = Word | Annotated[list[Word], Field(max_length=50)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Judged(_Closed):
    on: Annotated[date | None, Field(description="The date the answer is for; today (UTC) when left out.")] = None
    attributes: Annotated[
        dict[Word, Word] | None, Field(max_length=50, description="Values of the attributes that a policy declares.")
    ] = None
    policies: Annotated[
        tuple[Word, ...] | None,
        Field(max_length=20, description="Shipped policies that judge beside those of the service; they only narrow."),
    ] = None


class _Compact(_Judged):
    compact: Annotated[
        bool, Field(description="Only what a caller acts on: no trace, advice, destinations or later dates.")
    ] = False


class Ask(_Compact):
    """A question as people type it."""

    ask: Annotated[
        str,
        Field(min_length=1, max_length=LONGEST_ASK, examples=["Sonnet 4.5, EU residency"], description="The question."),
    ]


class Parts(_Compact):
    """A question in parts, each in any spelling the text form knows."""

    model: Annotated[
        Word | None, Field(examples=["Sonnet 4.5"], description="A model's name, ID, profile ID or ARN.")
    ] = None
    role: Annotated[Word | None, Field(description="A role of the policies, instead of a model.")] = None
    residency: Annotated[Words | None, Field(description="Where the request may be processed, taken together.")] = None
    source: Annotated[Word | None, Field(description="The Region the request is sent to.")] = None
    endpoint: Annotated[Word | None, Field(description="bedrock-runtime (the default) or bedrock-mantle.")] = None
    profile: Annotated[Word | None, Field(description="The geography prefix of one profile.")] = None
    needs: Annotated[Words | None, Field(description="What the model must be able to do.")] = None
    api: Annotated[Word | None, Field(description="converse, invoke-model or messages.")] = None
    retention: Annotated[Word | None, Field(description="The account's data-retention mode.")] = None
    key: Annotated[Word | None, Field(description="By whom it is asked, where a role is split by shares.")] = None


class Together(_Judged):
    """Roles that one caller needs from one source Region; what else is said holds for each of them."""

    roles: Annotated[tuple[Word, ...], Field(min_length=1, max_length=20, description="Roles of the policies.")]
    residency: Annotated[Words | None, Field(description="Where the requests may be processed.")] = None
    source: Annotated[Word | None, Field(description="The Region they are sent to; found when left out.")] = None
    endpoint: Annotated[Word | None, Field(description="bedrock-runtime (the default) or bedrock-mantle.")] = None
    needs: Annotated[Words | None, Field(description="What the models must be able to do.")] = None
    api: Annotated[Word | None, Field(description="converse, invoke-model or messages.")] = None
    retention: Annotated[Word | None, Field(description="The account's data-retention mode.")] = None


def _kind(value: Any) -> str:  # noqa: ANN401  # whatever was sent
    given = value if isinstance(value, dict) else getattr(value, "__dict__", {})
    return "ask" if "ask" in given else "parts"


Question = Annotated[Annotated[Ask, Tag("ask")] | Annotated[Parts, Tag("parts")], Discriminator(_kind)]


class Batch(_Closed):
    """Up to a thousand questions, answered in their order."""

    requests: Annotated[list[Question], Field(min_length=1, max_length=BATCH)]


class Trouble(_Judged):
    """An error of Amazon Bedrock, and what is known of the call."""

    text: Annotated[
        str,
        Field(min_length=1, max_length=LONGEST_TEXT, examples=["The provided model identifier is invalid."],
              description="The error as it was met, in any wrapping."),
    ]  # fmt: skip
    id: Annotated[Word | None, Field(description="The ID that was invoked, where the text does not say it.")] = None
    source: Annotated[Word | None, Field(description="The Region that was called.")] = None
    residency: Annotated[Words | None, Field(description="Where the request may be processed, taken together.")] = None
    role: Annotated[Word | None, Field(description="The role of the policies that was asked for.")] = None


class OpaInput(BaseModel):
    """A question in the envelope of OPA's data API; what else stands beside `input` is not read."""

    model_config = ConfigDict(strict=True, frozen=True)

    input: Question


_QUESTION: TypeAdapter[Ask | Parts] = TypeAdapter(Question)
_BATCH = TypeAdapter(Batch)
_INPUT = TypeAdapter(OpaInput)
_TOGETHER = TypeAdapter(Together)
_TROUBLE = TypeAdapter(Trouble)
Read = TypeVar("Read")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')


def read_question(body: bytes) -> Ask | Parts:
    """Read one question; raises Problem 400 with every place that is wrong."""
    return _validated(_QUESTION, body)


def read_batch(body: bytes) -> Batch:
    """Read a batch of questions; raises Problem 400."""
    return _validated(_BATCH, body)


def read_input(body: bytes) -> OpaInput:
    """Read a question in OPA's envelope; raises Problem 400."""
    return _validated(_INPUT, body)


def read_roles(body: bytes) -> Together:
    """Read several roles for one Region; raises Problem 400."""
    return _validated(_TOGETHER, body)


def read_trouble(body: bytes) -> Trouble:
    """Read an error with what is known of the call; raises Problem 400."""
    return _validated(_TROUBLE, body)


def _validated(adapter: TypeAdapter[Read], body: bytes) -> Read:
    _check(body)
    try:
        return adapter.validate_json(body)
    except ValidationError as error:
        wrong = [
            {"at": "/".join(str(one) for one in item["loc"] if one not in {"ask", "parts"} or one == item["loc"][-1]),
             "slug": item["type"].replace("_", "-"), "message": item["msg"]}
            for item in error.errors(include_url=False, include_context=False, include_input=False)
        ]  # fmt: skip
        detail = "; ".join(f"{one['at'] or 'body'}: {one['message']}" for one in wrong[:5])
        raise Problem(HTTPStatus.BAD_REQUEST, "bad-request", detail, more={"errors": wrong[:20]}) from None


def _check(body: bytes) -> None:
    """Refuse what JSON readers understand differently, before anything else reads it."""
    if _depth(body) > DEPTH:
        raise Problem(HTTPStatus.BAD_REQUEST, "too-deep", f"JSON may be nested {DEPTH} levels deep at most")
    try:
        json.loads(
            body.decode(), object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=len, parse_float=len
        )
    except UnicodeDecodeError:
        raise Problem(HTTPStatus.BAD_REQUEST, "bad-encoding", "the body is not UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise Problem(HTTPStatus.BAD_REQUEST, "bad-json", f"not JSON at {where}: {error.msg}") from None


def _depth(body: bytes) -> int:
    if body.count(b"{") + body.count(b"[") <= DEPTH:
        return 0
    depth = deepest = 0
    for found in _TOKEN.finditer(body):
        token = found[0]
        if token in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token in b"]}":
            depth -= 1
    return deepest


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Problem(HTTPStatus.BAD_REQUEST, "duplicate-key", f"`{twice[:100]}` is given twice")
    return dict(pairs)


def _no_constant(text: str) -> object:
    raise Problem(HTTPStatus.BAD_REQUEST, "bad-json", f"`{text}` is no JSON")
