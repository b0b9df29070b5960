"""The client for code that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import httpx

from bedrock_atlas.client.followed import Followed, question, token_header, trouble

if TYPE_CHECKING:
    from datetime import date
    from types import TracebackType

    from bedrock_atlas.client.answer import Answer, Diagnosed
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Client"]

AWAY = (httpx.TransportError, httpx.HTTPStatusError)


class Client:
    """A client of the service at `url`; a context manager.

    `token` is the bearer token, None for none; `timeout` is in seconds, for each step of a request. `policy` (and
    `catalog`, the shipped one by default) decide while the service has never been reached; without a policy the client
    raises Unavailable then.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        timeout: float = 2.0,
        catalog: Catalog | None = None,
        policy: Policy | None = None,
    ) -> None:
        """Open no connection yet."""
        self._http = httpx.Client(base_url=url, headers=token_header(token), timeout=timeout)
        self._followed = Followed(catalog, policy)

    def decide(self, ask: str | None = None, *, on: date | None = None, **parts: Any) -> Answer:  # noqa: ANN401  # JSON
        """Answer a question: an ask, or the parts of one (model, residency, source, attributes …).

        `on` is the date the answer is for, today (UTC) when None. Raises Refused for a question the service does not
        take, RequestError for one that is not understood here, and Unavailable.
        """
        asked = question(ask, on, parts)
        if self._followed.away():
            return self._followed.local(asked, httpx.ConnectError("it failed a moment ago"))
        try:
            answer = self._followed.answer(self._http.post("/v1/decision", json=asked))
        except AWAY as error:
            return self._followed.local(asked, error)
        if answer.revision != self._followed.revision:
            self._follow(answer.revision)
        return answer

    def diagnose(self, error: str | BaseException, *, on: date | None = None, **call: Any) -> Diagnosed:  # noqa: ANN401  # JSON
        """Say what an error of Bedrock means: a text, or the exception that was caught.

        `call` is what is known of it: id, source, residency, role, attributes. Raises as `decide` does.
        """
        asked = trouble(error, on, call)
        if self._followed.away():
            return self._followed.diagnosed_here(asked, httpx.ConnectError("it failed a moment ago"))
        try:
            return self._followed.diagnosed(self._http.post("/v1/diagnosis", json=asked))
        except AWAY as failed:
            return self._followed.diagnosed_here(asked, failed)

    def _follow(self, revision: str | None) -> None:
        known = {"if-none-match": self._followed.etag} if self._followed.etag else {}
        try:
            catalog, policies = self._http.get("/v1/catalog", headers=known), self._http.get("/v1/policies")
        except AWAY:
            return
        self._followed.adopt(revision, catalog, policies)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self.close()
