"""What a person may write of a model's dates: Amazon Bedrock's calendar, Regions that differ, the provider's own."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict  # typing.TypedDict hides from pydantic what it needs before Python 3.12

from bedrock_atlas.source.forms import Date, RegionOrSet, Text

__all__ = ["Lifecycle", "ProviderLifecycle"]

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


class Lifecycle(TypedDict, total=False):
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


class ProviderLifecycle(TypedDict, total=False):
    """Dates of the provider's own API; they decide nothing on Bedrock."""

    release: Annotated[Date, Field(description="Release on the provider's own API.")]
    deprecated: Annotated[Date, Field(description="The day the provider announced its retirement.")]
    retirement: Annotated[Date, Field(description="The day the provider's own API drops it.")]
    retirement_not_before: Annotated[Date, Field(description="The earliest day the provider's own API may drop it.")]
