"""What a person may write as the condition of a rule.

Conditions nest exactly as far as the language goes: tests, `not` over tests, `any_of` over those. That keeps the JSON
Schema free of recursion, which editors render poorly, and the language free of what nobody can read.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Strict, Tag
from typing_extensions import TypedDict  # typing.TypedDict hides from pydantic what it needs before Python 3.12

from bedrock_atlas.policy.constraints import CONSTRAINTS
from bedrock_atlas.source.forms import (
    CapabilityWord,
    Country,
    Date,
    Days,
    Modality,
    Positive,
    Prefix,
    RegionCode,
    Scope,
    Slug,
    Text,
    Tokens,
)

__all__ = ["Condition", "Names", "Phrases", "RegionCodes", "Slugs", "Words", "shape"]

_Status = Literal["UPCOMING", "ACTIVE", "LEGACY", "EOL"]
_Endpoint = Literal["bedrock-runtime", "bedrock-mantle"]
_Retention = Literal["aws_review", "default", "inherit", "none", "provider_data_share"]
_Ordered = Literal["none", "default", "aws_review", "provider_data_share"]
Names = Annotated[list[Text], Field(min_length=1)]
Slugs = Annotated[list[Slug], Field(min_length=1)]
RegionCodes = Annotated[list[RegionCode], Field(min_length=1)]


def shape(value: object) -> str:
    """Tell the forms of a value apart, so that only the one meant is complained about."""
    return "list" if isinstance(value, list) else "mapping" if isinstance(value, dict) else "word"


Phrases = Annotated[Annotated[Text, Tag("word")] | Annotated[Names, Tag("list")], Discriminator(shape)]
Words = Annotated[Annotated[Slug, Tag("word")] | Annotated[Slugs, Tag("list")], Discriminator(shape)]


class _Modalities(TypedDict, total=False):
    """What goes in and what comes out."""

    input: Annotated[list[Modality], Field(min_length=1)]
    output: Annotated[list[Modality], Field(min_length=1)]


class _Limits(TypedDict, total=False):
    """Highest prices, USD per million tokens."""

    input: Positive
    output: Positive
    cache_read: Positive
    cache_write_5m: Positive
    cache_write_1h: Positive
    batch_input: Positive
    batch_output: Positive


def _says(name: str) -> str:
    """Return the hover text of a test from the table."""
    return f"Holds where {CONSTRAINTS[name].says}. Example: `{CONSTRAINTS[name].example}`."


class _Tests(TypedDict, total=False):
    """Tests of one route; all of them must hold."""

    destinations_within: Annotated[Phrases, Field(description=_says("destinations_within"))]
    destinations_in_regions: Annotated[RegionCodes, Field(description=_says("destinations_in_regions"))]
    destinations_in_countries: Annotated[
        list[Country], Field(min_length=1, description=_says("destinations_in_countries"))
    ]
    source_in: Annotated[RegionCodes, Field(description=_says("source_in"))]
    scope_in: Annotated[list[Scope], Field(min_length=1, description=_says("scope_in"))]
    geography_in: Annotated[list[Prefix], Field(min_length=1, description=_says("geography_in"))]
    endpoint_in: Annotated[list[_Endpoint], Field(min_length=1, description=_says("endpoint_in"))]
    model_in: Annotated[Names, Field(description=_says("model_in"))]
    approved_in: Annotated[Slugs, Field(description=_says("approved_in"))]
    id_in: Annotated[Names, Field(description=_says("id_in"))]
    family_in: Annotated[Slugs, Field(description=_says("family_in"))]
    tier_in: Annotated[Slugs, Field(description=_says("tier_in"))]
    provider_in: Annotated[Slugs, Field(description=_says("provider_in"))]
    status_in: Annotated[list[_Status], Field(min_length=1, description=_says("status_in"))]
    days_to_eol_under: Annotated[Days, Field(description=_says("days_to_eol_under"))]
    days_since_launch_under: Annotated[Days, Field(description=_says("days_since_launch_under"))]
    end_of_life_not_before: Annotated[Date, Field(description=_says("end_of_life_not_before"))]
    guaranteed_days: Annotated[Days, Field(description=_says("guaranteed_days"))]
    evidence_not_older_than: Annotated[Days, Field(description=_says("evidence_not_older_than"))]
    price_at_most: Annotated[_Limits, Field(description=_says("price_at_most"))]
    premium_at_most: Annotated[Positive, Field(description=_says("premium_at_most"))]
    context_window_at_least: Annotated[Tokens, Field(description=_says("context_window_at_least"))]
    modalities: Annotated[_Modalities, Field(description=_says("modalities"))]
    source_regions_at_least: Annotated[Tokens, Field(description=_says("source_regions_at_least"))]
    opt_in: Annotated[bool, Strict(), Field(description=_says("opt_in"))]
    gated: Annotated[bool, Strict(), Field(description=_says("gated"))]
    preview: Annotated[bool, Strict(), Field(description=_says("preview"))]
    capability: Annotated[list[CapabilityWord], Field(min_length=1, description=_says("capability"))]
    retention_in: Annotated[list[_Retention], Field(min_length=1, description=_says("retention_in"))]
    retention_at_most: Annotated[_Ordered, Field(description=_says("retention_at_most"))]


_Negation = TypedDict(
    "_Negation",
    {"not": Annotated[_Tests, Field(description="Holds where these tests do not all hold.")]},
    total=False,
)


class _Option(_Tests, _Negation, total=False):
    """One way to satisfy an `any_of`."""


class Condition(_Tests, _Negation, total=False):
    """What a rule tests; every part must hold."""

    any_of: Annotated[list[_Option], Field(min_length=1, description="At least one of these holds.")]
