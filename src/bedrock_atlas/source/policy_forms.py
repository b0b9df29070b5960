"""What a person may write in a policy file.

Conditions nest exactly as far as the language goes: tests, `not` over tests, `any_of` over those. That keeps the JSON
Schema free of recursion, which editors render poorly, and the language free of what nobody can read.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Discriminator, Field, Tag, with_config
from typing_extensions import TypedDict  # typing.TypedDict hides from pydantic what it needs before Python 3.12

from bedrock_atlas.policy.constraints import CONSTRAINTS
from bedrock_atlas.source.forms import (
    Api,
    CapabilityWord,
    Country,
    Date,
    Positive,
    Prefix,
    RegionCode,
    Scope,
    Slug,
    Text,
    Tokens,
)
from bedrock_atlas.source.tables import CLOSED

__all__ = ["Policy"]

_Status = Literal["UPCOMING", "ACTIVE", "LEGACY", "EOL"]
_Endpoint = Literal["bedrock-runtime", "bedrock-mantle"]
_Retention = Literal["aws_review", "default", "inherit", "none", "provider_data_share"]
_Ordered = Literal["none", "default", "aws_review", "provider_data_share"]
_Names = Annotated[list[Text], Field(min_length=1)]
_Slugs = Annotated[list[Slug], Field(min_length=1)]
_RegionCodes = Annotated[list[RegionCode], Field(min_length=1)]


def _form(value: object) -> str:
    """Tell the forms of a value apart, so that only the one meant is complained about."""
    return "list" if isinstance(value, list) else "mapping" if isinstance(value, dict) else "word"


_Phrases = Annotated[Annotated[Text, Tag("word")] | Annotated[_Names, Tag("list")], Discriminator(_form)]
_Words = Annotated[Annotated[Slug, Tag("word")] | Annotated[_Slugs, Tag("list")], Discriminator(_form)]


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

    destinations_within: Annotated[_Phrases, Field(description=_says("destinations_within"))]
    destinations_in_regions: Annotated[_RegionCodes, Field(description=_says("destinations_in_regions"))]
    destinations_in_countries: Annotated[
        list[Country], Field(min_length=1, description=_says("destinations_in_countries"))
    ]
    source_in: Annotated[_RegionCodes, Field(description=_says("source_in"))]
    scope_in: Annotated[list[Scope], Field(min_length=1, description=_says("scope_in"))]
    geography_in: Annotated[list[Prefix], Field(min_length=1, description=_says("geography_in"))]
    endpoint_in: Annotated[list[_Endpoint], Field(min_length=1, description=_says("endpoint_in"))]
    model_in: Annotated[_Names, Field(description=_says("model_in"))]
    family_in: Annotated[_Slugs, Field(description=_says("family_in"))]
    tier_in: Annotated[_Slugs, Field(description=_says("tier_in"))]
    provider_in: Annotated[_Slugs, Field(description=_says("provider_in"))]
    status_in: Annotated[list[_Status], Field(min_length=1, description=_says("status_in"))]
    days_to_eol_under: Annotated[Tokens, Field(description=_says("days_to_eol_under"))]
    days_since_launch_under: Annotated[Tokens, Field(description=_says("days_since_launch_under"))]
    price_at_most: Annotated[_Limits, Field(description=_says("price_at_most"))]
    premium_at_most: Annotated[Positive, Field(description=_says("premium_at_most"))]
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


class _Condition(_Tests, _Negation, total=False):
    """What a rule tests; every part must hold."""

    any_of: Annotated[list[_Option], Field(min_length=1, description="At least one of these holds.")]


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
    geographies: Annotated[list[Prefix], Field(min_length=1, description="Profiles in this order, the others last.")]
    models: Annotated[_Names, Field(description="The models of a role in this order, the others last.")]


_Preference = Annotated[
    Annotated[Literal["price", "narrowest_scope", "widest_scope", "newest", "longest_to_eol"], Tag("word")]
    | Annotated[_Listed, Tag("mapping")],
    Discriminator(_form),
]


class _Duty(TypedDict):
    """An obligation of the caller."""

    kind: Annotated[
        Literal["allow-regions", "beta-header", "guardrail", "note", "retention-mode", "tag"],
        Field(description="What sort: a header to send, Regions an SCP leaves open, a guardrail, a cost tag."),
    ]
    value: NotRequired[Annotated[Text, Field(description="The header, mode, guardrail id, `key=value` tag or text.")]]
    api: NotRequired[Annotated[Api, Field(description="The only API over which it is an obligation.")]]
    regions: NotRequired[Annotated[_RegionCodes, Field(description="The Regions that an SCP must leave open.")]]


Rule = TypedDict(
    "Rule",
    {
        "id": Annotated[Slug, Field(description="A name of its own, shown wherever the rule decides.")],
        "when": NotRequired[
            Annotated[
                dict[Slug, _Words], Field(min_length=1, description="Attribute to the value or values it is for.")
            ]
        ],
        "from": NotRequired[Annotated[Date, Field(description="The first day the rule is in force.")]],
        "until": NotRequired[Annotated[Date, Field(description="The first day it is no longer in force.")]],
        "require": NotRequired[Annotated[_Condition, Field(description="Only routes for which this holds.")]],
        "forbid": NotRequired[Annotated[_Condition, Field(description="No route for which this holds.")]],
        "prefer": NotRequired[
            Annotated[list[_Preference], Field(min_length=1, description="Ranking keys, the first one counts most.")]
        ],
        "oblige": NotRequired[Annotated[list[_Duty], Field(min_length=1, description="Duties of the caller.")]],
        "because": NotRequired[Annotated[Text, Field(description="Why, for whoever is refused.")]],
    },
)
Rule.__doc__ = "One rule with one effect: require, forbid, prefer or oblige."


class _Residency(TypedDict):
    """A residency of the organisation's own."""

    title: NotRequired[Annotated[Text, Field(description="What it stands for, in words.")]]
    countries: NotRequired[Annotated[list[Country], Field(min_length=1, description="ISO 3166-1 codes.")]]
    regions: NotRequired[Annotated[_RegionCodes, Field(description="Region codes, beside the countries' own.")]]


class _Invariant(TypedDict):
    """A promise over all questions that the policy can be asked."""

    id: Annotated[Slug, Field(description="A name of its own.")]
    where: NotRequired[
        Annotated[
            dict[Slug, _Phrases],
            Field(
                min_length=1,
                description="residency, source, endpoint, model, role or an attribute to the values meant.",
            ),
        ]
    ]
    then: Annotated[
        Annotated[Literal["answered"], Tag("word")] | Annotated[_Condition, Tag("mapping")],
        Discriminator(_form),
        Field(description="What every admitted route satisfies, or `answered`: there is one."),
    ]


class _Example(TypedDict):
    """A question with the answer that this policy promises."""

    ask: Annotated[Text, Field(description="A question as people type it.")]
    set: NotRequired[Annotated[dict[Slug, Slug], Field(min_length=1, description="Attributes of the request.")]]
    on: Annotated[Date, Field(description="The day it is asked.")]
    expect: Annotated[Text, Field(description="The ID that answers, or `none`.")]
    because: NotRequired[Annotated[_Slugs, Field(description="Rules that must have decided, reserved ids included.")]]


@with_config(CLOSED)
class Policy(TypedDict):
    """One policy: policies/<name>.yaml."""

    policy: Annotated[Slug, Field(description="Its name; the file is called after it.")]
    title: Annotated[Text, Field(description="What it is for, in one sentence.")]
    attributes: NotRequired[
        Annotated[dict[Slug, _Slugs], Field(min_length=1, description="What requests must state, with all values.")]
    ]
    residencies: NotRequired[
        Annotated[dict[Slug, _Residency], Field(min_length=1, description="Residencies of the organisation's own.")]
    ]
    roles: NotRequired[
        Annotated[dict[Slug, _Names], Field(min_length=1, description="Name to models, the first admitted one wins.")]
    ]
    rules: NotRequired[Annotated[list[Rule], Field(min_length=1, description="The rules; see docs/policies.md.")]]
    invariants: NotRequired[
        Annotated[list[_Invariant], Field(min_length=1, description="Promises that `prove` checks.")]
    ]
    examples: NotRequired[Annotated[list[_Example], Field(min_length=1, description="Questions with their answers.")]]
