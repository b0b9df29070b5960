"""What both clients share: the facts that were fetched, when the service counts as away, and the local decision."""

from __future__ import annotations

from datetime import UTC, date, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpx

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.client.answer import Answer, Diagnosed, Refused, Unavailable
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import PolicyError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.iam.answer import answer_data
from bedrock_atlas.loading import bind_policies, load_catalog

if TYPE_CHECKING:
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Followed", "question", "token_header", "trouble"]

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


def trouble(error: str | BaseException, on: date | None, call: dict[str, Any]) -> dict[str, Any]:
    """Return an error and what is known of the call as the service reads them; an exception stands for its words."""
    text = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    return {"text": text, **call, **({"on": on.isoformat()} if on else {})}


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
        return Answer(self._said(response), "service", response.headers.get("atlas-revision"))

    def diagnosed(self, response: httpx.Response) -> Diagnosed:
        """Read what the service says of an error; raises as `answer` does."""
        return Diagnosed(self._said(response), "service", response.headers.get("atlas-revision"))

    def _said(self, response: httpx.Response) -> dict[str, Any]:
        if response.status_code >= SERVER_ERROR:
            response.raise_for_status()
        if not response.is_success:
            try:
                problem = response.json()
            except ValueError:
                problem = {}
            raise Refused(response.status_code, problem)
        self._away_until = 0.0
        said: dict[str, Any] = response.json()
        return said

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
        catalog, policy, parts, on, reason = self._here(asked, error)
        request = Request.asked(parts.pop("ask", None), catalog, policy, **parts)
        decision = decide(catalog, policy, request, on=on)
        return Answer(answer_data(decision), "local", self.revision, reason)

    def diagnosed_here(self, asked: dict[str, Any], error: Exception) -> Diagnosed:
        """Say here what an error means; raises as `local` does."""
        from bedrock_atlas.diagnose.answer import diagnose
        from bedrock_atlas.diagnose.case import Known

        catalog, policy, parts, on, reason = self._here(asked, error)
        text, name = parts.pop("text"), parts.pop("id", None)
        some = {} if "role" in parts else {"model": next(iter(catalog)).id}
        call = Request.of(catalog, policy, **some, **parts)
        known = Known(catalog, policy, on, name, call.source, call.residency, call.role, call.attributes)
        return Diagnosed(diagnose(text, known).to_dict(), "local", self.revision, reason)

    def _here(self, asked: dict[str, Any], error: Exception) -> tuple[Catalog, Policy, dict[str, Any], date, str]:
        """Return what is decided by while the service is away, the parts of the question, its day, and why."""
        self._away_until = max(self._away_until, monotonic() + AWAY_SECONDS)
        reason = f"{type(error).__name__}: {error}"
        if self._policy is None:
            raise Unavailable(f"the service is away and there is no policy to decide by ({reason})") from error
        parts = dict(asked)
        on = date.fromisoformat(parts.pop("on")) if "on" in parts else datetime.now(UTC).date()
        if parts.pop("policies", None):
            raise Unavailable(f"the service is away and only it can add policies ({reason})") from error
        return self._catalog or load_catalog(), self._policy, parts, on, reason
