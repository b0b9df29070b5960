"""The one-line way in: a question as text, the ID as text.

The only place below the command line and the service that reads the clock, and only when no date is given: a caller
who writes one line wants the answer for today.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bedrock_atlas.catalog import load_catalog
from bedrock_atlas.engine import decide
from bedrock_atlas.errors import NoRoute
from bedrock_atlas.policies import load_policy
from bedrock_atlas.request import Request

if TYPE_CHECKING:
    from bedrock_atlas.catalog import Catalog
    from bedrock_atlas.policy import Policy

__all__ = ["resolve"]


def resolve(ask: str, *, on: date | None = None, catalog: Catalog | None = None, policy: Policy | None = None) -> str:
    """Give the ID for a question, by the shipped catalog and policy unless others are given.

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
