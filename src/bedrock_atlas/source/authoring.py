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

from bedrock_atlas.source.forms import (
    Alias,
    Api,
    CapabilityWord,
    Date,
    MantleApi,
    Modality,
    ModelId,
    Positive,
    Prefix,
    RegionOrSet,
    Retention,
    Scope,
    Section,
    Slug,
    Text,
    Tier,
    Tokens,
)
from bedrock_atlas.source.overlay_forms import Overlay
from bedrock_atlas.source.policy_forms import Policy
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

__all__ = ["KINDS", "TO_FILL_IN", "Kind", "LongContext", "Model", "ModelEvidence", "Price", "Row", "SourceRow"]

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


_Elsewhere = TypedDict(
    "_Elsewhere",
    {
        "in": Annotated[list[RegionOrSet], Field(min_length=1, description="Source Regions and Region sets, sorted.")],
        "legacy": NotRequired[Annotated[Date, Field(description="The date AWS gives for LEGACY there.")]],
        "legacy_seen": NotRequired[
            Annotated[Date, Field(description="First day AWS was seen reporting LEGACY there.")]
        ],
        "public_extended_access": NotRequired[
            Annotated[Date, Field(description="The day public extended access begins there.")]
        ],
        "end_of_life": NotRequired[
            Annotated[Date, Field(description="The first day it cannot be invoked from there; absent: none is known.")]
        ],
        "end_of_life_not_before": NotRequired[Annotated[Date, Field(description="AWS's `EOL no sooner than` there.")]],
    },
)
_Elsewhere.__doc__ = "Source Regions whose dates differ: none of the model's own dates of LEGACY and end holds there."


class _Lifecycle(TypedDict, total=False):
    """Dates of Amazon Bedrock's own calendar."""

    start_of_life: Annotated[Date, Field(description="The API's startOfLifeTime.")]
    legacy: Annotated[Date, Field(description="The date AWS gives for LEGACY.")]
    legacy_seen: Annotated[
        Date, Field(description="First day AWS was seen reporting LEGACY, when its date is unknown.")
    ]
    public_extended_access: Annotated[Date, Field(description="The day public extended access, and its price, begins.")]
    end_of_life: Annotated[Date, Field(description="The first day the model can no longer be invoked.")]
    end_of_life_not_before: Annotated[Date, Field(description="AWS's `EOL no sooner than`.")]
    legacy_period: Annotated[Text, Field(description="The length of the LEGACY period as the model card has it.")]
    policy: Annotated[
        Literal["before-2026-09-07", "from-2026-09-07"],
        Field(description="Which of AWS's lifecycle policies it follows, by its launch date."),
    ]
    elsewhere: Annotated[list[_Elsewhere], Field(min_length=1, description="Regions with dates of their own.")]


class _Retention(TypedDict):
    """The data-retention mode that the model asks for at least, from a day on."""

    mode: Annotated[Retention, Field(description="An account's mode must be this one, or one that keeps more.")]
    since: NotRequired[Annotated[Date, Field(description="The first day it is asked for; absent: from the start.")]]


class _ProviderLifecycle(TypedDict, total=False):
    """Dates of the provider's own API; they decide nothing on Bedrock."""

    release: Annotated[Date, Field(description="Release on the provider's own API.")]
    deprecated: Annotated[Date, Field(description="The day the provider announced its retirement.")]
    retirement: Annotated[Date, Field(description="The day the provider's own API drops it.")]
    retirement_not_before: Annotated[Date, Field(description="The earliest day the provider's own API may drop it.")]


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

_Amount = Annotated[Positive, Field(description="USD per million tokens.")]

LongContext = TypedDict(
    "LongContext",
    {
        "above": Annotated[Tokens, Field(description="Input tokens above which these prices hold.")],
        "from": NotRequired[Annotated[Date, Field(description="The first day they hold.")]],
        "until": NotRequired[Annotated[Date, Field(description="The first day they no longer hold.")]],
        "input": NotRequired[_Amount],
        "output": NotRequired[_Amount],
        "cache_read": NotRequired[_Amount],
        "cache_write_5m": NotRequired[_Amount],
        "cache_write_1h": NotRequired[_Amount],
    },
)
LongContext.__doc__ = "Prices of requests with a long input."


class _Components(TypedDict, total=False):
    """Prices in USD per million tokens."""

    input: _Amount
    output: _Amount
    cache_read: _Amount
    cache_write_5m: _Amount
    cache_write_1h: _Amount
    batch_input: _Amount
    batch_output: _Amount


_Listed = Annotated[
    dict[Prefix, _Components],
    Field(min_length=1, description="Prefix or `in-region` to prices that are not base times factor."),
]


class _Dispute(TypedDict):
    """What another source has for a route, USD per million tokens; the file's own price is the one taken."""

    taken: Annotated[Text, Field(description="The source whose price is taken.")]
    other: Annotated[Text, Field(description="The source that says otherwise.")]
    why: Annotated[Text, Field(description="Why the one is taken.")]
    input: NotRequired[_Amount]
    output: NotRequired[_Amount]
    cache_read: NotRequired[_Amount]
    cache_write_5m: NotRequired[_Amount]
    cache_write_1h: NotRequired[_Amount]
    batch_input: NotRequired[_Amount]
    batch_output: NotRequired[_Amount]


class _Earlier(TypedDict):
    """What was charged before a change; what is left out was as it is after the change."""

    until: Annotated[Date, Field(description="The first day it was no longer charged.")]
    input: NotRequired[_Amount]
    output: NotRequired[_Amount]
    cache_read: NotRequired[_Amount]
    cache_write_5m: NotRequired[_Amount]
    cache_write_1h: NotRequired[_Amount]
    batch_input: NotRequired[_Amount]
    batch_output: NotRequired[_Amount]
    long_context: NotRequired[Annotated[LongContext, Field(description="Prices of requests with a long input.")]]
    listed: NotRequired[_Listed]


class Price(TypedDict, total=False):
    """The base price in USD per million tokens; premiums are never written down."""

    base: Annotated[Scope, Field(description="The scope whose price the components are.")]
    premium: Annotated[Slug, Field(description="The rule of premiums.yaml that gives the other prices.")]
    input: _Amount
    output: _Amount
    cache_read: _Amount
    cache_write_5m: _Amount
    cache_write_1h: _Amount
    batch_input: _Amount
    batch_output: _Amount
    long_context: Annotated[LongContext, Field(description="Prices of requests with a long input.")]
    listed: _Listed
    disputed: Annotated[
        dict[Prefix, _Dispute],
        Field(min_length=1, description="Prefix, `in-region` or `global` to what another source says."),
    ]
    earlier: Annotated[list[_Earlier], Field(min_length=1, description="Prices of the past, oldest first.")]


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
    lifecycle: NotRequired[Annotated[_Lifecycle, Field(description="Amazon Bedrock's calendar only.")]]
    provider_lifecycle: NotRequired[Annotated[_ProviderLifecycle, Field(description="The provider's own calendar.")]]
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
