"""What a caller should know although an answer stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.decision.alternative import Answered

__all__ = ["STALE", "Warning", "warnings"]

STALE = timedelta(days=90)
"""How long before the catalog's day a row may have been proved last, without a warning."""


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001  # the word of the JSON form; nothing here uses the builtin
    """Something the caller should know although the answer stands; `slug` names the kind."""

    slug: str
    message: str


def warnings(decision: Answered) -> Iterator[Warning]:
    """Iterate over what is to be told beside a decision, in a fixed order."""
    if decision.group is not None and decision.status == "LEGACY":
        yield _legacy(decision)
    provider = decision.model.provider_lifecycle
    own = [("deprecated", provider.deprecated), ("retired", provider.retirement)]
    dates = " and ".join(f"{what} on {day}" for what, day in own if day is not None)
    if dates:
        yield Warning("provider-lifecycle", f"in the provider's own calendar {dates}; Bedrock's dates decide here")
    if decision.price is not None and decision.price.note:
        yield Warning("price-note", decision.price.note)
    for rule, waiver, _ in decision.waived:
        reason = f": {waiver.because}" if waiver.because else ""
        message = f"rule {rule} does not count here until {waiver.until}, by {waiver.ticket}{reason}"
        yield Warning("waived-rule", message)
    if decision.group is not None and decision.price is None:
        yield Warning("unknown-price", "the catalog does not know the price of this route")
    seen = ((one.source, one.last_seen) for one in decision.routes)
    stale = {source: day for source, day in seen if day is not None and decision.catalog.day - day > STALE}
    if stale:
        when = f"last proved on {min(stale.values())}"
        yield Warning("stale-row", f"the route from {', '.join(stale)} was {when}; look again")


def _legacy(decision: Answered) -> Warning:
    life = decision.lifecycle
    known = [("LEGACY since", life.legacy), ("reported LEGACY by", None if life.legacy else life.legacy_seen)]
    known += [("public extended access from", life.public_extended_access), ("end of life", life.end_of_life)]
    dates = ", ".join(f"{what} {day}" for what, day in known if day is not None)
    idle = "AWS refuses LEGACY models to accounts that have not used them for 15 to 30 days"
    return Warning("legacy-model", f"{dates}; {idle}")
