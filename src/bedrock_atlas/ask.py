"""The one-line way in: a question as text, the ID as text.

The only place below the command line and the service that reads the clock, and only when no date is given: a caller
who writes one line wants the answer for today.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import AtlasError
from bedrock_atlas.loading import load_catalog, load_policy

if TYPE_CHECKING:
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["NoRoute", "resolve"]


class NoRoute(AtlasError):  # noqa: N818  # the name says what happened: a full and valid answer, not a fault
    """No route is admitted; `decision` says for each one why. Only `resolve()` raises it."""

    def __init__(self, decision: Decision) -> None:
        """Keep the decision; the message is its one-line summary."""
        self.decision = decision
        super().__init__(decision.summary())


def resolve(ask: str, *, on: date | None = None, catalog: Catalog | None = None, policy: Policy | None = None) -> str:
    """Return the ID for a question, by the shipped catalog and policy unless others are given.

    `on` is the date the answer is for; today (UTC) when None. Raises RequestError for a question that is not understood
    and NoRoute, which carries the decision, when no route is admitted.
    """
    catalog = catalog or load_catalog()
    policy = policy or load_policy(catalog=catalog)
    day = on or datetime.now(UTC).date()
    decision = decide(catalog, policy, Request.parse(ask, catalog, policy), on=day)
    if decision.id is None:
        raise NoRoute(decision)
    return decision.id
