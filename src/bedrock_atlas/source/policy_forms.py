"""What a person may write in a policy file, beside the conditions of its rules."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Discriminator, Field, Strict, Tag, with_config
from typing_extensions import TypedDict  # typing.TypedDict hides from pydantic what it needs before Python 3.12

from bedrock_atlas.source.condition_forms import Condition, Names, Phrases, RegionCodes, Slugs, Words, shape
from bedrock_atlas.source.forms import Api, Country, Date, Positive, Prefix, Slug, Text
from bedrock_atlas.source.tables import CLOSED

__all__ = ["Policy"]


class _Mix(TypedDict, total=False):
    """How many tokens of each kind a request has, as weights."""

    input: Positive
    output: Positive
    cache_read: Positive
    cache_write_5m: Positive
    cache_write_1h: Positive


class _Listed(TypedDict, total=False):
    """A preference with values; exactly one."""

    price: Annotated[_Mix, Field(description="Cheapest first, for this token mix.")]
    cheapest: Annotated[_Mix, Field(description="The models of a role by their lowest price for this token mix.")]
    geographies: Annotated[list[Prefix], Field(min_length=1, description="Profiles in this order, the others last.")]
    models: Annotated[Names, Field(description="The models of a role in this order, the others last.")]


_Preference = Annotated[
    Annotated[Literal["price", "narrowest_scope", "widest_scope", "newest", "longest_to_eol", "cheapest"], Tag("word")]
    | Annotated[_Listed, Tag("mapping")],
    Discriminator(shape),
]


class _Duty(TypedDict):
    """An obligation of the caller."""

    kind: Annotated[
        Literal["allow-regions", "beta-header", "guardrail", "note", "retention-mode", "tag"],
        Field(description="What sort: a header to send, Regions an SCP leaves open, a guardrail, a cost tag."),
    ]
    value: NotRequired[Annotated[Text, Field(description="The header, mode, guardrail id, `key=value` tag or text.")]]
    api: NotRequired[Annotated[Api, Field(description="The only API over which it is an obligation.")]]
    regions: NotRequired[Annotated[RegionCodes, Field(description="The Regions that an SCP must leave open.")]]


_Pairs = Annotated[dict[Slug, Words], Field(min_length=1)]
_WhenValue = Annotated[
    Annotated[Slug, Tag("word")] | Annotated[Slugs, Tag("list")] | Annotated[_Pairs, Tag("mapping")],
    Discriminator(shape),
]
_When = Annotated[dict[Slug, _WhenValue], Field(min_length=1)]

_Waiver = TypedDict(
    "_Waiver",
    {
        "when": NotRequired[Annotated[_Pairs, Field(description="Attribute to the value or values it is for.")]],
        "models": NotRequired[Annotated[Names, Field(description="The models it is for; without them all.")]],
        "from": NotRequired[Annotated[Date, Field(description="The first day it holds.")]],
        "until": Annotated[Date, Field(description="The first day it no longer holds.")],
        "ticket": Annotated[Text, Field(description="Where it was granted.")],
        "because": NotRequired[Annotated[Text, Field(description="Why, for whoever reads a trace.")]],
    },
)
_Waiver.__doc__ = "An exception to one rule, for some attributes or models, up to a day."


class _Ask(TypedDict, total=False):
    """Which questions a rule is for: each part has one of the values, `stated` or `unstated`."""

    residency: Annotated[Phrases, Field(description="The residencies asked for; one of these is enough.")]
    source: Annotated[Words, Field(description="The Region that is to be called.")]
    endpoint: Annotated[Words, Field(description="The endpoint.")]
    api: Annotated[Words, Field(description="The API that is called.")]
    needs: Annotated[Words, Field(description="The capabilities asked for; one of these is enough.")]
    retention: Annotated[Phrases, Field(description="The account's data-retention mode.")]
    role: Annotated[Words, Field(description="The role asked for.")]


Rule = TypedDict(
    "Rule",
    {
        "id": Annotated[Slug, Field(description="A name of its own, shown wherever the rule decides.")],
        "when": NotRequired[
            Annotated[
                _When,
                Field(description="Attribute to the value or values it is for; `not` to those that it is not for."),
            ]
        ],
        "unless": NotRequired[
            Annotated[_Pairs, Field(description="Attribute to value or values; where all fit the rule is not for it.")]
        ],
        "ask": NotRequired[
            Annotated[_Ask, Field(description="Which questions it is for, by other parts than attributes.")]
        ],
        "from": NotRequired[Annotated[Date, Field(description="The first day the rule is in force.")]],
        "until": NotRequired[Annotated[Date, Field(description="The first day it is no longer in force.")]],
        "require": NotRequired[Annotated[Condition, Field(description="Only routes for which this holds.")]],
        "forbid": NotRequired[Annotated[Condition, Field(description="No route for which this holds.")]],
        "prefer": NotRequired[
            Annotated[list[_Preference], Field(min_length=1, description="Ranking keys, the first one counts most.")]
        ],
        "oblige": NotRequired[Annotated[list[_Duty], Field(min_length=1, description="Duties of the caller.")]],
        "where": NotRequired[
            Annotated[Condition, Field(description="With `oblige`: only on routes for which this holds.")]
        ],
        "because": NotRequired[Annotated[Text, Field(description="Why, for whoever is refused.")]],
        "except": NotRequired[
            Annotated[list[_Waiver], Field(min_length=1, description="Exceptions to this rule, each with its end.")]
        ],
    },
)
Rule.__doc__ = "One rule with one effect: require, forbid, prefer or oblige."


class _Residency(TypedDict):
    """A residency of the organisation's own."""

    title: NotRequired[Annotated[Text, Field(description="What it stands for, in words.")]]
    countries: NotRequired[Annotated[list[Country], Field(min_length=1, description="ISO 3166-1 codes.")]]
    regions: NotRequired[Annotated[RegionCodes, Field(description="Region codes, beside the countries' own.")]]


class _Invariant(TypedDict):
    """A promise over all questions that the policy can be asked."""

    id: Annotated[Slug, Field(description="A name of its own.")]
    where: NotRequired[
        Annotated[
            dict[Slug, Phrases],
            Field(
                min_length=1,
                description="residency, source, endpoint, model, role or an attribute to the values meant.",
            ),
        ]
    ]
    then: Annotated[
        Annotated[Literal["answered"], Tag("word")] | Annotated[Condition, Tag("mapping")],
        Discriminator(shape),
        Field(description="What every admitted route satisfies, or `answered`: there is one."),
    ]


class _Example(TypedDict):
    """A question with the answer that this policy promises."""

    ask: Annotated[Text, Field(description="A question as people type it.")]
    set: NotRequired[Annotated[dict[Slug, Slug], Field(min_length=1, description="Attributes of the request.")]]
    on: Annotated[Date, Field(description="The day it is asked.")]
    expect: Annotated[Text, Field(description="The ID that answers, or `none`.")]
    because: NotRequired[Annotated[Slugs, Field(description="Rules that must have decided, reserved ids included.")]]


class _Attribute(TypedDict):
    """An attribute that a request may leave out."""

    values: Annotated[Slugs, Field(description="All its values.")]
    default: NotRequired[Annotated[Slug, Field(description="The value of a request that leaves it out.")]]
    optional: NotRequired[
        Annotated[Literal[True], Field(description="A request that leaves it out has the value `unstated`.")]
    ]


_Declared = Annotated[
    Annotated[Slugs, Tag("list")] | Annotated[_Attribute, Tag("mapping")],
    Discriminator(shape),
]

_Approval = TypedDict(
    "_Approval",
    {
        "model": Annotated[Text, Field(description="The model, by any name the catalog knows.")],
        "from": NotRequired[Annotated[Date, Field(description="The first day of the approval.")]],
        "until": Annotated[Date, Field(description="The first day it no longer holds.")],
        "ticket": Annotated[Text, Field(description="Where it was granted.")],
    },
)
_Approval.__doc__ = "A model that is approved up to a day."
_Approvals = Annotated[list[_Approval], Field(min_length=1)]


_Percent = Annotated[int, Strict(), Field(ge=1, le=99)]


class _Share(TypedDict):
    """An entry of a role that is tried first for a part of the keys."""

    model: Annotated[Text, Field(description="A model by its name, or an ID.")]
    share: Annotated[_Percent, Field(description="The percent of keys for which it is tried first.")]


class _Role(TypedDict):
    """A role of which some answers are told for retries, or that is split by shares."""

    models: NotRequired[Annotated[Names, Field(description="Models, IDs or lists of `models`, in order.")]]
    weights: NotRequired[
        Annotated[list[_Share], Field(min_length=2, description="In place of `models`: entries with their shares.")]
    ]
    alternatives: NotRequired[
        Annotated[int, Strict(), Field(ge=1, le=9, description="How many of the next admitted answers are told.")]
    ]


_Roles = Annotated[
    Annotated[Names, Tag("list")] | Annotated[_Role, Tag("mapping")],
    Discriminator(shape),
]


@with_config(CLOSED)
class Policy(TypedDict):
    """One policy: policies/<name>.yaml."""

    policy: Annotated[Slug, Field(description="Its name; the file is called after it.")]
    title: Annotated[Text, Field(description="What it is for, in one sentence.")]
    attributes: NotRequired[
        Annotated[dict[Slug, _Declared], Field(min_length=1, description="What requests must state, with all values.")]
    ]
    residencies: NotRequired[
        Annotated[dict[Slug, _Residency], Field(min_length=1, description="Residencies of the organisation's own.")]
    ]
    models: NotRequired[
        Annotated[
            dict[Slug, _Approvals],
            Field(min_length=1, description="Lists of approved models, each entry with its end and its ticket."),
        ]
    ]
    roles: NotRequired[
        Annotated[
            dict[Slug, _Roles],
            Field(
                min_length=1,
                description="Name to models, IDs or lists of `models`; the first one with an admitted route wins.",
            ),
        ]
    ]
    rules: NotRequired[Annotated[list[Rule], Field(min_length=1, description="The rules; see docs/policies.md.")]]
    invariants: NotRequired[
        Annotated[list[_Invariant], Field(min_length=1, description="Promises that `prove` checks.")]
    ]
    examples: NotRequired[Annotated[list[_Example], Field(min_length=1, description="Questions with their answers.")]]
