"""Errors as RFC 9457 problem details: what went wrong in a form that programs and people can read.

`slug` is the same word as on the command line. No answer ever carries a stack trace.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.errors import RequestError

__all__ = ["Problem"]

TYPE = "urn:bedrock-atlas:problem:"


class Problem(Exception):  # noqa: N818  # RFC 9457 calls it that
    """An answer that is not what was asked for. `headers` go with it, `more` are members beside the standard ones."""

    def __init__(  # noqa: PLR0913  # a problem has that many members
        self,
        status: HTTPStatus,
        slug: str,
        detail: str,
        *,
        hint: str = "",
        headers: tuple[tuple[bytes, bytes], ...] = (),
        more: dict[str, object] | None = None,
    ) -> None:
        """Keep the parts; `detail` is for people and quotes what was sent."""
        self.status, self.slug, self.detail, self.hint = status, slug, detail, hint
        self.headers, self.more = headers, more or {}
        super().__init__(f"{status.value} {slug}")

    @classmethod
    def of_request(cls, error: RequestError, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> Problem:
        """Return the problem of a request that is well formed but names something unknown, with the place in it."""
        more: dict[str, object] = {"matches": list(error.matches)} if error.matches else {}
        if error.text is not None and error.span is not None:
            more |= {"ask": error.text, "span": list(error.span)}
        return cls(status, error.slug, error.message, hint=error.hint, more=more)

    def to_dict(self) -> dict[str, object]:
        """Return the problem as JSON data."""
        members: dict[str, object] = {
            "type": TYPE + self.slug,
            "title": self.slug.replace("-", " "),
            "status": self.status.value,
            "detail": self.detail,
        }
        return members | ({"hint": self.hint} if self.hint else {}) | self.more

    def body(self) -> bytes:
        """Return the problem as JSON."""
        return json.dumps(self.to_dict(), separators=(",", ":")).encode()
