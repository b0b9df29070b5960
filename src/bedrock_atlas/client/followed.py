"""What both clients share: the facts that were fetched, when the service counts as away, and the local decision."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpx

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.client.answer import Answer, Refused, Unavailable
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import PolicyError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.iam.answer import answer_data
from bedrock_atlas.loading import bind_policies, load_catalog

if TYPE_CHECKING:
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Followed", "question", "token_header"]

AWAY_SECONDS = 5.0
SERVER_ERROR = 500


def token_header(token: str | None) -> dict[str, str]:
    """Return the header that shows a token; empty for None."""
    return {"authorization": f"Bearer {token}"} if token else {}


def question(ask: str | None, on: date | None, parts: dict[str, Any]) -> dict[str, Any]:
    """Return the question as the service reads it; raises TypeError for both an ask and a model or role, or neither."""
    if (ask is None) == ("model" not in parts and "role" not in parts):
        raise TypeError("give an ask, or a model or role with its parts")
    asked = {"ask": ask} if ask is not None else {}
    return {**asked, **parts, **({"on": on.isoformat()} if on else {})}


class Followed:
    """The facts a client holds. `revision` is that of the service they were fetched from, None when they were given."""

    def __init__(self, catalog: Catalog | None, policy: Policy | None) -> None:
        """Begin with what the caller gave: a policy without a catalog means the shipped catalog."""
        self._catalog, self._policy = catalog, policy
        self.revision: str | None = None
        self.etag: str | None = None
        self._away_until = 0.0

    def away(self) -> bool:
        """Check whether the service failed so lately that it is not worth asking."""
        return monotonic() < self._away_until

    def answer(self, response: httpx.Response) -> Answer:
        """Read the service's answer; raises Refused, and HTTPStatusError when the service failed."""
        if response.status_code >= SERVER_ERROR:
            response.raise_for_status()
        if not response.is_success:
            try:
                problem = response.json()
            except ValueError:
                problem = {}
            raise Refused(response.status_code, problem)
        self._away_until = 0.0
        return Answer(response.json(), "service", response.headers.get("atlas-revision"))

    def adopt(self, revision: str | None, catalog: httpx.Response, policies: httpx.Response) -> None:
        """Keep what the service has now; one that has changed in between is fetched again with the next answer."""
        if not policies.is_success or not (catalog.is_success or catalog.status_code == httpx.codes.NOT_MODIFIED):
            return
        facts = Catalog(catalog.json()) if catalog.is_success else self._catalog
        if facts is None or {catalog.headers.get("atlas-revision"), policies.headers.get("atlas-revision")} != {
            revision
        }:
            return
        try:
            self._policy = bind_policies(policies.json()["documents"], facts)
        except PolicyError:
            return
        self._catalog, self.revision, self.etag = facts, revision, catalog.headers.get("etag")

    def local(self, asked: dict[str, Any], error: Exception) -> Answer:
        """Decide here; raises Unavailable without facts and RequestError for an unknown name."""
        self._away_until = max(self._away_until, monotonic() + AWAY_SECONDS)
        reason = f"{type(error).__name__}: {error}"
        if self._policy is None:
            raise Unavailable(f"the service is away and there is no policy to decide by ({reason})") from error
        catalog = self._catalog or load_catalog()
        parts = dict(asked)
        on = date.fromisoformat(parts.pop("on")) if "on" in parts else datetime.now(UTC).date()
        if parts.pop("policies", None):
            raise Unavailable(f"the service is away and only it can add policies ({reason})") from error
        request = Request.asked(parts.pop("ask", None), catalog, self._policy, **parts)
        decision = decide(catalog, self._policy, request, on=on)
        return Answer(answer_data(decision), "local", self.revision, reason)
