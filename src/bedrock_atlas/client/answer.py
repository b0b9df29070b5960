"""What a client gives: an answer that says where it comes from, or one of two errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bedrock_atlas.errors import AtlasError

__all__ = ["Answer", "Diagnosed", "Refused", "Unavailable"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision as JSON data, and who made it.

    `source` is `service`, or `local` when the service was away; then `reason` says what was wrong with it and
    `revision` is that of the facts fetched last (None when they were given to the client instead).
    """

    data: dict[str, Any]
    source: Literal["service", "local"]
    revision: str | None
    reason: str | None = None

    def __bool__(self) -> bool:
        """Check whether a route is admitted."""
        return bool(self.data["decision"])

    @property
    def id(self) -> str | None:
        """Return the ID to invoke; None when no route is admitted."""
        chosen: str | None = self.data["id"]
        return chosen

    @property
    def stale(self) -> bool:
        """Check whether the service could not be asked, so that newer facts or policies may say otherwise."""
        return self.source == "local"


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """What an error of Bedrock means as JSON data, and who said it; the rest is as in an Answer."""

    data: dict[str, Any]
    source: Literal["service", "local"]
    revision: str | None
    reason: str | None = None

    def __bool__(self) -> bool:
        """Check whether the error is known."""
        return bool(self.data["known"])

    @property
    def causes(self) -> list[dict[str, Any]]:
        """Return the causes, likeliest first, each with slug, title and evidence."""
        found: list[dict[str, Any]] = self.data["causes"]
        return found

    @property
    def fixes(self) -> list[dict[str, Any]]:
        """Return what helps."""
        found: list[dict[str, Any]] = self.data["fixes"]
        return found

    @property
    def stale(self) -> bool:
        """Check whether the service could not be asked."""
        return self.source == "local"


class Refused(AtlasError):  # noqa: N818  # the name says what happened, as NoRoute does
    """The service does not take the request: it names something unknown, or the token is not accepted.

    `status` is the HTTP status, `slug` the kind of problem and `problem` all that was said.
    """

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        """Keep the problem; the message is its detail."""
        self.status, self.problem = status, problem
        self.slug = str(problem.get("type", "")).rpartition(":")[2]
        super().__init__(str(problem.get("detail", f"refused with status {status}")))


class Unavailable(AtlasError):  # noqa: N818  # as above
    """The service is away and the client has no facts to decide by: it was never reached, and none were given."""
