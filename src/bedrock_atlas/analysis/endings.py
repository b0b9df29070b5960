"""Exceptions and approvals that end soon or have ended: what somebody granted for a time is looked at again in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.errors import Location
    from bedrock_atlas.policy.policy import Policy

__all__ = ["NOTICE", "Ending", "endings"]

NOTICE = 30
"""Days before an end from which it is warned of."""


@dataclass(frozen=True, slots=True)
class Ending:
    """An exception or an approval (`what`) whose last day is near or past; `day` is the first without it."""

    what: str
    day: date
    left: int
    location: Location

    def __str__(self) -> str:
        """Return it as a sentence, as of the day that was asked about."""
        if self.left <= 0:
            return f"{self.what} ended on {self.day}"
        return f"{self.what} ends on {self.day}, in {self.left} {'day' if self.left == 1 else 'days'}"


def endings(policy: Policy, on: date) -> list[Ending]:
    """Return what ends within thirty days of a day or has ended by it, soonest first."""
    found = [
        Ending(what, day, (day - on).days, location)
        for what, day, location in _granted(policy)
        if (day - on).days <= NOTICE
    ]
    return sorted(found, key=lambda one: (one.day, one.what, one.location))


def _granted(policy: Policy) -> Iterator[tuple[str, date, Location]]:
    for rule in policy.rules:
        for waiver in rule.waivers:
            yield f"the exception {waiver.ticket} to rule `{rule.id}`", waiver.until, waiver.location
    for name, approvals in policy.approvals.items():
        for one in approvals:
            yield f"the approval {one.ticket} of {one.model} on list `{name}`", one.until, one.location
