"""What a person may write of a model's price: components, what differs by prefix, both sides of a dispute, the past.

Premiums are never written: `premium` names the rule that gives the prices of the other scopes.
"""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict  # typing.TypedDict hides from pydantic what it needs before Python 3.12

from bedrock_atlas.source.forms import Date, Positive, Prefix, Scope, Slug, Text, Tokens

__all__ = ["LongContext", "Price"]

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
