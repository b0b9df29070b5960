"""What is sent: a body with its headers as the two ASGI messages they become."""

from __future__ import annotations

from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.service.wire import Headers, Message

__all__ = ["JSON", "NO_STORE", "SECURITY", "Reply", "etag_of"]

JSON = b"application/json"
NO_STORE = ((b"cache-control", b"no-store"),)
SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_UNSENT = frozenset({b"content-length", b"content-type"})


def etag_of(*parts: bytes) -> bytes:
    """Return the ETag of a body and whatever else its answer depends on."""
    return b'"' + blake2b(b"".join(parts), digest_size=12).hexdigest().encode() + b'"'


class Reply:
    """An answer ready to be sent; `etag` is empty for what nobody may keep.

    `admitted` says whether a decision admits a route, None for what is no decision, and `record` is what the decision
    log says of it, as JSON.
    """

    __slots__ = ("_unchanged", "admitted", "body", "end", "etag", "record", "start")

    def __init__(
        self, body: bytes, headers: Headers, kind: bytes = JSON, status: int = HTTPStatus.OK, etag: bytes = b""
    ) -> None:
        """Make the messages; `headers` are those beside the body's own."""
        self.body, self.etag = body, etag
        own = ((b"content-type", kind), (b"content-length", b"%d" % len(body)))
        tag = ((b"etag", etag),) if etag else ()
        self.start: Message = {"type": "http.response.start", "status": status, "headers": [*own, *tag, *headers]}
        self.end: Message = {"type": "http.response.body", "body": body}
        self.admitted: bool | None = None
        self.record = b""
        self._unchanged: Message | None = None

    def message(self, _now: float) -> Message:
        """Return the message that starts it, at a moment in seconds since 1970."""
        return self.start

    def unchanged(self) -> Message:
        """Return the 304 for who has this answer already."""
        if self._unchanged is None:
            headers = [(name, value) for name, value in self.start["headers"] if name not in _UNSENT]
            self._unchanged = {"type": "http.response.start", "status": 304, "headers": headers}
        return self._unchanged

    def known_to(self, tags: bytes) -> bool:
        """Check whether an If-None-Match names it."""
        known = [tag.strip().removeprefix(b"W/") for tag in tags.split(b",")]
        return bool(self.etag) and (self.etag in known or known == [b"*"])
