"""What a person may write in each catalog file, as pydantic reads it and as editors see it in the JSON Schemas.

Typed dictionaries rather than model classes: an absent key stays absent (it means unknown), `null` is refused where a
value belongs, and the checked values are the very ones that were read. The order of the keys here is the order in the
files. Everything said here holds in the JSON Schemas too; what JSON Schema cannot say (order, quotes around a date,
two decimals of a price, other files) is a rule in `check`.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Discriminator, Field, Tag, with_config
from typing_extensions import TypedDict  # typing.TypedDict hides from pydantic what it needs before Python 3.12

from bedrock_atlas.source.calendar_forms import Lifecycle, ProviderLifecycle  # noqa: TC001  # pydantic reads them
from bedrock_atlas.source.forms import (
    Alias,
    Api,
    CapabilityWord,
    Date,
    MantleApi,
    Modality,
    ModelId,
    Prefix,
    RegionOrSet,
    Retention,
    Section,
    Slug,
    Text,
    Tier,
    Tokens,
)
from bedrock_atlas.source.overlay_forms import Overlay
from bedrock_atlas.source.policy_forms import Policy
from bedrock_atlas.source.price_forms import Price  # noqa: TC001  # pydantic reads it
from bedrock_atlas.source.tables import (
    CLOSED,
    AsOfField,
    Catalog,
    Geographies,
    NoteField,
    PackageField,
    Premiums,
    Regions,
    Residencies,
    SourceField,
    UrlField,
)

__all__ = ["KINDS", "TO_FILL_IN", "Kind", "Model", "ModelEvidence", "Row", "SourceRow"]

TO_FILL_IN = "# not told by AWS's API and still to be filled in: "
"""How a comment of a model file begins that names what a proposal left open."""

Kind = Literal["catalog", "regions", "geographies", "residencies", "premiums", "model", "policy", "overlay"]
"""The kinds of files: a table each, and one for all model files."""

_SinceField = Annotated[Date, Field(description="The day it began; absent: not known, or as long as the model.")]
_SeenField = Annotated[
    Date, Field(description="The first day it was listed, where the day it began is not known; before it, unproven.")
]
_LastSeenField = Annotated[
    Date, Field(description="The day it was last proved; absent: that of the newest evidence of its section.")
]
_RowUntilField = Annotated[Date, Field(description="The first day the row no longer holds; absent: it still holds.")]


class ModelEvidence(TypedDict):
    """Where facts of a model come from, and which ones."""

    source: SourceField
    url: NotRequired[UrlField]
    package: NotRequired[PackageField]
    as_of: AsOfField
    covers: Annotated[list[Section], Field(min_length=1, description="The sections of this file it is evidence for.")]
    note: NotRequired[NoteField]


class _Retention(TypedDict):
    """The data-retention mode that the model asks for at least, from a day on."""

    mode: Annotated[Retention, Field(description="An account's mode must be this one, or one that keeps more.")]
    since: NotRequired[Annotated[Date, Field(description="The first day it is asked for; absent: from the start.")]]


class _Limits(TypedDict, total=False):
    """Sizes in tokens."""

    context_window: Annotated[Tokens, Field(description="Tokens that fit without any beta.")]
    max_output: Annotated[Tokens, Field(description="Tokens of one answer at most.")]


class _Modalities(TypedDict, total=False):
    """What goes in and what comes out."""

    input: Annotated[list[Modality], Field(min_length=1, description="What it reads, sorted.")]
    output: Annotated[list[Modality], Field(min_length=1, description="What it gives, sorted.")]


class _BetaHeader(TypedDict):
    """The caller must send a beta header."""

    kind: Literal["beta-header"]
    value: Annotated[Text, Field(description="The value of the header.")]
    api: NotRequired[Annotated[Api, Field(description="The only API over which the obligation holds.")]]


class _Citations(TypedDict):
    """The caller must turn citations on."""

    kind: Literal["citations"]
    api: NotRequired[Annotated[Api, Field(description="The only API over which the obligation holds.")]]


class _Note(TypedDict):
    """The caller must know something."""

    kind: Literal["note"]
    value: Annotated[Text, Field(description="What to know.")]
    api: NotRequired[Annotated[Api, Field(description="The only API over which it matters.")]]


_Obligation = Annotated[_BetaHeader | _Citations | _Note, Field(discriminator="kind")]

_DatedCapability = TypedDict(
    "_DatedCapability",
    {
        "capability": CapabilityWord,
        "from": NotRequired[Annotated[Date, Field(description="The first day it is there.")]],
        "until": NotRequired[Annotated[Date, Field(description="The first day it is no longer there.")]],
        "oblige": NotRequired[Annotated[list[_Obligation], Field(min_length=1, description="Duties of the caller.")]],
    },
)


def _capability_form(value: object) -> str:
    """Tell a mapping from a word, so that only the form meant is complained about."""
    return "dated" if isinstance(value, dict) else "word"


_Capability = Annotated[
    Annotated[CapabilityWord, Tag("word")] | Annotated[_DatedCapability, Tag("dated")], Discriminator(_capability_form)
]

_From = Annotated[list[RegionOrSet], Field(min_length=1, description="Source Regions and Region sets, sorted.")]

SourceRow = TypedDict(
    "SourceRow",
    {
        "from": _From,
        "since": NotRequired[_SinceField],
        "seen": NotRequired[_SeenField],
        "last_seen": NotRequired[_LastSeenField],
        "until": NotRequired[_RowUntilField],
    },
)
SourceRow.__doc__ = "Regions where the model itself can be invoked."

Row = TypedDict(
    "Row",
    {
        "from": _From,
        "to": Annotated[
            list[RegionOrSet], Field(min_length=1, description="Destination Regions and Region sets, sorted.")
        ],
        "since": NotRequired[_SinceField],
        "seen": NotRequired[_SeenField],
        "last_seen": NotRequired[_LastSeenField],
        "until": NotRequired[_RowUntilField],
    },
)
Row.__doc__ = "Where requests from some source Regions may be processed."


@with_config(CLOSED)
class Model(TypedDict):
    """One version of a foundation model: models/<provider>/<rest of the ID>.yaml."""

    model: Annotated[ModelId, Field(description="The model ID; the path spells it too.")]
    name: Annotated[Text, Field(description="The name AWS shows.")]
    aliases: NotRequired[Annotated[list[Alias], Field(min_length=1, description="Names beyond the derived, sorted.")]]
    family: NotRequired[Annotated[Slug, Field(description="The generation it belongs to: `claude-4.5`.")]]
    tier: NotRequired[Annotated[Tier, Field(description="Its size within the family: `sonnet`.")]]
    release: NotRequired[Annotated[Date, Field(description="Launch on Bedrock, from the model card or announcement.")]]
    lifecycle: NotRequired[Annotated[Lifecycle, Field(description="Amazon Bedrock's calendar only.")]]
    provider_lifecycle: NotRequired[Annotated[ProviderLifecycle, Field(description="The provider's own calendar.")]]
    successor: NotRequired[Annotated[ModelId, Field(description="The model that AWS recommends instead.")]]
    limits: NotRequired[Annotated[_Limits, Field(description="Sizes in tokens.")]]
    modalities: NotRequired[Annotated[_Modalities, Field(description="What goes in and what comes out.")]]
    capabilities: NotRequired[
        Annotated[list[_Capability], Field(min_length=1, description="What it can do, sorted by word.")]
    ]
    retention: NotRequired[
        Annotated[
            list[_Retention], Field(min_length=1, description="The least data-retention mode, by day; absent: none.")
        ]
    ]
    price: NotRequired[Annotated[Price, Field(description="USD per million tokens.")]]
    no_route: NotRequired[
        Annotated[Text, Field(description="Why it has no route, where AWS names a model that none leads to.")]
    ]
    in_region: NotRequired[
        Annotated[
            list[SourceRow], Field(min_length=1, description="Regions where the base ID works on bedrock-runtime.")
        ]
    ]
    mantle_id: NotRequired[Annotated[ModelId, Field(description="Its ID on bedrock-mantle, where that differs.")]]
    mantle_apis: NotRequired[
        Annotated[list[MantleApi], Field(min_length=1, description="The APIs of bedrock-mantle it answers, sorted.")]
    ]
    mantle: NotRequired[
        Annotated[list[SourceRow], Field(min_length=1, description="Regions where it is on bedrock-mantle.")]
    ]
    profiles: NotRequired[
        Annotated[
            dict[Prefix, list[Row]],
            Field(min_length=1, description="Prefix to rows; no rows: the profile is known, its Regions are not."),
        ]
    ]
    evidence: Annotated[list[ModelEvidence], Field(min_length=1, description="Sources, newest first.")]


KINDS: dict[Kind, type] = {
    "catalog": Catalog,
    "regions": Regions,
    "geographies": Geographies,
    "residencies": Residencies,
    "premiums": Premiums,
    "model": Model,
    "policy": Policy,
    "overlay": Overlay,
}
"""What a file of each kind holds."""
