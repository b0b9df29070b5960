"""A model that is approved for a while: below rules and tests, which both name approvals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bedrock_atlas.errors import Location
from bedrock_atlas.facts.intervals import holds

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Approval"]


@dataclass(frozen=True, slots=True)
class Approval:
    """A model on a list of the policy's `models`, up to `until`, by this ticket."""

    model: str
    until: date
    ticket: str
    since: date | None = None
    location: Location = field(default=Location(), compare=False)

    def holds(self, model: str, on: date) -> bool:
        """Check whether it is about a model and in force on a day."""
        return model == self.model and holds(self.since, self.until, on)
