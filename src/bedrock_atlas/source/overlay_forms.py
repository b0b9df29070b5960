"""What an organisation may write into `overlay.yaml`: its own residencies, application profiles, prices and sets."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict  # typing.TypedDict hides from pydantic what it needs before Python 3.12

from bedrock_atlas.source.forms import Alias, Country, ModelId, Positive, Prefix, RegionCode, Scope, Slug, Text, form
from bedrock_atlas.source.tables import CLOSED

__all__ = ["Overlay"]

_Override = Annotated[Literal[True], Field(description="It replaces what the catalog below has under this name.")]
_Amount = Annotated[Positive, Field(description="USD per million tokens.")]
_Arn = Annotated[
    str,
    form(
        "bad-arn",
        "^arn:aws(-[a-z]+)*:bedrock:[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:application-inference-profile/[A-Za-z0-9._-]+$",
        "the ARN of an application inference profile",
    ),
]


class _Residency(TypedDict):
    """A named set of countries of the organisation's own."""

    title: Annotated[Text, Field(description="What it stands for, in words.")]
    aliases: NotRequired[Annotated[list[Alias], Field(min_length=1, description="Other words people type, sorted.")]]
    countries: Annotated[list[Country], Field(min_length=1, description="ISO 3166-1 codes, sorted.")]
    override: NotRequired[_Override]


_ProfileName = Annotated[
    str,
    form("bad-profile-name", "^[0-9A-Za-z]([ _-]?[0-9A-Za-z])*$", "letters and digits, with single spaces, `_` or `-`"),
]
_TagKey = Annotated[
    str, form("bad-tag", "^[A-Za-z0-9 _.:/=+@-]{1,128}$", "at most 128 letters, digits, spaces and `_.:/=+@-`")
]
_TagValue = Annotated[
    str, form("bad-tag", "^[A-Za-z0-9 _.:/=+@-]{0,256}$", "at most 256 letters, digits, spaces and `_.:/=+@-`")
]

_Declared = TypedDict(
    "_Declared",
    {
        "role": NotRequired[Annotated[Slug, Field(description="The role of a policy that it stands for.")]],
        "model": NotRequired[Annotated[ModelId, Field(description="The model it stands for, instead of a role.")]],
        "set": NotRequired[
            Annotated[dict[Slug, Slug], Field(min_length=1, description="Attributes that the policy asks for.")]
        ],
        "from": Annotated[RegionCode, Field(description="The Region in which it stands, and from which it calls.")],
        "tags": NotRequired[
            Annotated[dict[_TagKey, _TagValue], Field(min_length=1, description="Tags of its own, for the bill.")]
        ],
        "description": NotRequired[Annotated[Text, Field(description="What AWS shows beside the name.")]],
        "override": NotRequired[_Override],
    },
)
_Declared.__doc__ = "An application inference profile as it shall be: `profiles plan` says what to do about it."


class _Profile(TypedDict):
    """An application inference profile: what it was made from. It is served by the routes of that."""

    model: Annotated[ModelId, Field(description="The model it leads to.")]
    geography: NotRequired[Annotated[Prefix, Field(description="The profile it copies; absent: the model itself.")]]
    destinations: NotRequired[
        Annotated[list[RegionCode], Field(min_length=1, description="Where it leads, by AWS, instead of a geography.")]
    ]
    name: NotRequired[Annotated[Text, Field(description="What the organisation calls it.")]]
    override: NotRequired[_Override]


class _Price(TypedDict):
    """A negotiated price: it takes the place of the catalog's."""

    base: Annotated[Scope, Field(description="The scope whose price the components are.")]
    premium: NotRequired[Annotated[Slug, Field(description="The rule of premiums.yaml that gives the other prices.")]]
    input: NotRequired[_Amount]
    output: NotRequired[_Amount]
    cache_read: NotRequired[_Amount]
    cache_write_5m: NotRequired[_Amount]
    cache_write_1h: NotRequired[_Amount]
    batch_input: NotRequired[_Amount]
    batch_output: NotRequired[_Amount]
    override: NotRequired[_Override]


class _Replaced(TypedDict):
    """A model file of the overlay that takes the place of the catalog's."""

    override: _Override


@with_config(CLOSED)
class Overlay(TypedDict):
    """What an organisation lays over the catalog: overlay.yaml. Its own models stand in models/ as in the catalog."""

    overlay: Annotated[Slug, Field(description="The name of the overlay.")]
    sets: NotRequired[
        Annotated[
            dict[Slug, Annotated[list[RegionCode], Field(min_length=1)]],
            Field(min_length=1, description="Region sets that the overlay's own models name; `commercial` is there."),
        ]
    ]
    residencies: NotRequired[Annotated[dict[Slug, _Residency], Field(min_length=1, description="Name to residency.")]]
    application_profiles: NotRequired[
        Annotated[dict[_Arn, _Profile], Field(min_length=1, description="ARN to what it was made from.")]
    ]
    profiles: NotRequired[
        Annotated[dict[_ProfileName, _Declared], Field(min_length=1, description="Name to what it shall stand for.")]
    ]
    prices: NotRequired[
        Annotated[dict[ModelId, _Price], Field(min_length=1, description="Model ID to negotiated price.")]
    ]
    models: NotRequired[
        Annotated[dict[ModelId, _Replaced], Field(min_length=1, description="Model files that replace the catalog's.")]
    ]
