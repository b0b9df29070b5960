"""JSON-RPC 2.0, a message a line: what is read is checked before anybody looks into it, what is written is one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

__all__ = [
    "INTERNAL",
    "INVALID_PARAMS",
    "INVALID_REQUEST",
    "LONGEST",
    "NO_METHOD",
    "NO_PARSE",
    "NO_RESOURCE",
    "UNSUPPORTED_VERSION",
    "Fault",
    "Message",
    "messages",
    "write",
]

NO_PARSE, INVALID_REQUEST, NO_METHOD, INVALID_PARAMS, INTERNAL = -32700, -32600, -32601, -32602, -32603
NO_RESOURCE, UNSUPPORTED_VERSION = -32002, -32022
LONGEST = 4 << 20
"""The bytes of a message; what is longer is refused and passed over."""

Id = str | int


class Fault(Exception):  # noqa: N818  # an answer of the protocol, caught where answers are written
    """A request cannot be answered; `code` and `message` are JSON-RPC's, `id` is None when none could be read."""

    def __init__(self, code: int, message: str, data: object = None, *, about: Id | None = None) -> None:
        """Keep the parts."""
        super().__init__(message)
        self.code, self.message, self.data, self.id = code, message, data, about

    def to_dict(self) -> dict[str, object]:
        """Return the member `error` of an answer."""
        more = {} if self.data is None else {"data": self.data}
        return {"code": self.code, "message": self.message, **more}


class Message(NamedTuple):
    """One message: a request when it has an id and a method, a notification without id, an answer without method."""

    id: Id | None
    method: str | None
    params: dict[str, Any]
    result: object = None


def messages(source: BinaryIO) -> Iterator[Message | Fault]:
    """Iterate over the messages of a stream up to its end, those that are none as faults."""
    while line := source.readline(LONGEST + 1):
        if len(line) > LONGEST:
            while line and not line.endswith(b"\n"):
                line = source.readline(LONGEST)
            yield Fault(INVALID_REQUEST, f"a message has {LONGEST} bytes at most")
        elif line.strip():
            try:
                yield _message(line)
            except Fault as fault:
                yield fault


def _message(line: bytes) -> Message:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Fault(NO_PARSE, "not JSON") from error
    if not isinstance(data, dict):
        raise Fault(INVALID_REQUEST, "a message is one JSON object")
    name, method, params = data.get("id"), data.get("method"), data.get("params", {})
    about = name if isinstance(name, str | int) and not isinstance(name, bool) else None
    if data.get("jsonrpc") != "2.0":
        raise Fault(INVALID_REQUEST, '`jsonrpc` is "2.0"', about=about)
    if "id" in data and about is None and "method" in data:
        raise Fault(INVALID_REQUEST, "`id` is a text or a whole number")
    if method is None and ("result" in data or "error" in data):
        return Message(about, None, {}, data.get("result"))
    if not isinstance(method, str):
        raise Fault(INVALID_REQUEST, "`method` is a text", about=about)
    if not isinstance(params, dict):
        raise Fault(INVALID_PARAMS, "`params` is an object", about=about)
    return Message(about, method, params)


def write(target: BinaryIO, message: dict[str, object]) -> None:
    """Write one message as a line of ASCII, so that no text in it can end the line."""
    target.write(json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode() + b"\n")
    target.flush()
