"""The words, texts and numbers that catalog files are made of, each with the pattern that pydantic and editors share.

A pattern is written so that Rust, Python and ECMAScript read it alike. Free text must hold a letter, and so must every
name: then nothing that YAML reads as a number or a date can pass for text in one validator and not in the other.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, Strict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

__all__ = [
    "FORMS",
    "MOST_DAYS",
    "Alias",
    "Api",
    "CapabilityWord",
    "Country",
    "Date",
    "Days",
    "MantleApi",
    "Modality",
    "ModelId",
    "Package",
    "Partition",
    "Positive",
    "Prefix",
    "RegionCode",
    "RegionOrSet",
    "Retention",
    "Scope",
    "Section",
    "Slug",
    "Text",
    "Tier",
    "Tokens",
    "Url",
    "Version",
    "form",
]

MOST_DAYS = 36_500

FORMS: dict[str, tuple[str, str]] = {}
"""Pattern of a text in a fixed form -> the slug of the finding when text is not in it, and what is expected."""


def form(slug: str, pattern: str, expected: str) -> StringConstraints:
    """Return the annotation of text in a fixed form, and remember what to say of text that is not in it."""
    FORMS[pattern] = (slug, expected)
    return StringConstraints(pattern=pattern, strict=True)


def _positive(value: object) -> object:
    """Let a number above zero pass as it is."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("number_type", "expected a number")
    if value <= 0:
        raise PydanticCustomError("greater_than", "expected a number above zero")
    return value


def _days(value: object) -> object:
    """Let a number of days pass that reaches no further than a century."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("int_type", "expected a whole number")
    if not 0 < value <= MOST_DAYS:
        raise PydanticCustomError("too_many_days", "expected a number of days")
    return value


Text = Annotated[str, form("bad-text", "[A-Za-z]", "text with a letter in it")]
Slug = Annotated[str, form("bad-name", "^[a-z0-9.-]*[a-z][a-z0-9.-]*$", "a lower-case name such as `eu-core`")]
Alias = Annotated[
    str, form("bad-alias", "^[a-z0-9.-]*[a-z][a-z0-9 .:-]*$", "a name in lower case such as `sonnet-4.5`")
]
Version = Annotated[
    str, form("bad-version", r"^20[0-9]{2}\.[0-9]{1,2}\.[0-9]{1,2}$", "a calendar version such as `2026.11.20`")
]
RegionCode = Annotated[
    str, form("bad-region", "^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$", "a Region code such as `eu-west-1`")
]
RegionOrSet = Slug
Country = Annotated[
    str, form("bad-country", "^[A-Z]{2}$", "a country code of two capital letters (ISO 3166-1) such as `DE`")
]
Prefix = Annotated[str, form("bad-prefix", "^[a-z]{2,10}(-[a-z]+)?$", "a prefix of inference profile IDs such as `eu`")]
ModelId = Annotated[
    str, form("bad-id", r"^[a-z0-9]+\.[a-z0-9]+([.:-][a-z0-9]+)*$", "a model ID such as `amazon.nova-pro-v1:0`")
]
Package = Annotated[
    str,
    form("bad-package", "^pkg:[a-z]+/[A-Za-z0-9._/-]+@[A-Za-z0-9._+-]+$", "a purl such as `pkg:pypi/litellm@1.109.1`"),
]
Url = Annotated[str, form("bad-url", "^https://[^ ]+$", "an address that begins with `https://`")]

# The number stays the int or Decimal that was read: pydantic's own Decimal would turn the one into the other.
Positive = Annotated[
    Decimal | int, PlainValidator(_positive), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})
]
Tokens = Annotated[int, Strict(), Field(gt=0)]
Days = Annotated[int, PlainValidator(_days), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_DAYS})]
Date = Annotated[
    date, Strict(), WithJsonSchema({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
]

Api = Literal["converse", "invoke-model", "messages"]
MantleApi = Literal["chat-completions", "messages", "responses"]
Scope = Literal["global", "in-region", "geographic"]
Retention = Literal["aws_review", "default", "none", "provider_data_share"]
Tier = Literal["fable", "haiku", "mythos", "opus", "sonnet"]
Modality = Literal["audio", "embedding", "image", "speech", "text", "video"]
CapabilityWord = Literal[
    "assistant-prefill",
    "batch",
    "citations",
    "computer-use",
    "context-1m",
    "extended-thinking",
    "pdf",
    "pdf-visual",
    "prompt-caching",
    "prompt-caching-1h",
    "streaming",
    "structured-output",
    "tool-use",
    "vision",
]
Section = Literal[
    "release",
    "lifecycle",
    "provider_lifecycle",
    "limits",
    "modalities",
    "access",
    "capabilities",
    "retention",
    "price",
    "in_region",
    "mantle",
    "profiles",
    "successor",
]
Partition = Literal["aws", "aws-cn", "aws-eusc", "aws-us-gov"]
