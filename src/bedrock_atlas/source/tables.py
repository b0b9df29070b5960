"""What a person may write in the tables of the catalog: everything but the model files."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import ConfigDict, Field, Strict, with_config
from typing_extensions import TypedDict  # typing.TypedDict hides from pydantic what it needs before Python 3.12

from bedrock_atlas.source.forms import (
    Alias,
    Country,
    Date,
    Package,
    Partition,
    Positive,
    Prefix,
    RegionCode,
    Slug,
    Text,
    Url,
    Version,
)

__all__ = [
    "CLOSED",
    "AsOfField",
    "Catalog",
    "Evidence",
    "Geographies",
    "NoteField",
    "PackageField",
    "Premium",
    "Premiums",
    "Regions",
    "Residencies",
    "SourceField",
    "UrlField",
]

CLOSED = ConfigDict(extra="forbid", strict=True)
"""What every mapping of a file goes by, down from the whole file: unknown keys are refused and nothing is converted."""

SourceField = Annotated[Text, Field(description="Who says so, in words: `AWS model card`.")]
PackageField = Annotated[Package, Field(description="The package it was read in, as a purl.")]
UrlField = Annotated[Url, Field(description="Where it can be read.")]
AsOfField = Annotated[Date, Field(description="The date of the source, not of the reading.")]
NoteField = Annotated[Text, Field(description="What a reader must know: the other side of a dispute, an odd value.")]


class Evidence(TypedDict):
    """Where facts come from."""

    source: SourceField
    url: NotRequired[UrlField]
    package: NotRequired[PackageField]
    as_of: AsOfField
    note: NotRequired[NoteField]


_EvidenceList = Annotated[list[Evidence], Field(min_length=1, description="Sources, newest first.")]


@with_config(CLOSED)
class Catalog(TypedDict):
    """The catalog itself: catalog.yaml."""

    schema: Annotated[int, Strict(), Field(ge=2, le=2, description="Version of the file format.")]
    version: Annotated[Version, Field(description="Calendar version of the data, not of the code.")]


class _Region(TypedDict):
    """An AWS Region."""

    name: Annotated[Text, Field(description="AWS's name: `Europe (Ireland)`.")]
    country: Annotated[Country, Field(description="ISO 3166-1 code of the country it stands in.")]
    partition: Annotated[Partition, Field(description="AWS partition; no route leaves one.")]
    opt_in: NotRequired[Annotated[bool, Strict(), Field(description="Whether an account must enable it first.")]]


@with_config(CLOSED)
class Regions(TypedDict):
    """Regions and named sets of them: regions.yaml."""

    regions: Annotated[dict[RegionCode, _Region], Field(min_length=1, description="Region code to Region.")]
    sets: Annotated[
        dict[Slug, Annotated[list[RegionCode], Field(min_length=1)]],
        Field(description="Named sets of Region codes; a set holds no other set."),
    ]
    evidence: _EvidenceList


class _Geography(TypedDict):
    """A prefix AWS uses in profile IDs."""

    title: Annotated[Text, Field(description="What it stands for, in words.")]
    reaches: NotRequired[
        Annotated[
            list[Country],
            Field(min_length=1, description="Countries whose Regions it may reach from any source, sorted."),
        ]
    ]
    at_home: NotRequired[
        Annotated[
            list[RegionCode],
            Field(min_length=1, description="Regions elsewhere that it reaches when called from them alone, sorted."),
        ]
    ]


@with_config(CLOSED)
class Geographies(TypedDict):
    """The prefixes of inference profile IDs, in the order they are shown: geographies.yaml."""

    geographies: Annotated[dict[Prefix, _Geography], Field(min_length=1, description="Prefix to geography.")]
    evidence: _EvidenceList


class _Residency(TypedDict):
    """A named set of countries."""

    title: Annotated[Text, Field(description="What it stands for, in words.")]
    aliases: NotRequired[Annotated[list[Alias], Field(min_length=1, description="Other words people type, sorted.")]]
    countries: Annotated[
        list[Annotated[Country, Field(description="ISO 3166-1 code.")]],
        Field(min_length=1, description="Countries whose Regions lie within it, sorted."),
    ]


@with_config(CLOSED)
class Residencies(TypedDict):
    """Named sets of countries that a request can be held in: residencies.yaml."""

    residencies: Annotated[dict[Slug, _Residency], Field(min_length=1, description="Name to residency.")]
    evidence: _EvidenceList


class Premium(TypedDict):
    """How the price on a route follows from a model's base price."""

    title: NotRequired[Annotated[Text, Field(description="Which models it is for, in words.")]]
    factors: Annotated[
        dict[Prefix, Positive],
        Field(
            min_length=1,
            description="`global`, `in-region`, `geographic` or a prefix (which wins over `geographic`) to the factor "
            "on the base price; a scope that is absent has no known price.",
        ),
    ]
    in_region_note: NotRequired[Annotated[Text, Field(description="What to know of In-Region prices by this rule.")]]
    evidence: _EvidenceList


@with_config(CLOSED)
class Premiums(TypedDict):
    """The price rules: premiums.yaml."""

    premiums: Annotated[dict[Slug, Premium], Field(min_length=1, description="Name to price rule.")]
