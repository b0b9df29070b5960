"""The server: one message after the other, from stdin to stdout, in either era of the protocol.

Up to 2025-11-25 a client shakes hands (`initialize`) and is asked for its roots by a request of the server's own. From
2026-07-28 on it discovers, says its version with each request (`_meta`), and roots are asked for in a result that is
not complete yet. Which era a request is of is read from the request itself, so nothing is remembered but the roots.
Decided against: the official SDK, whose 29 dependencies and second of start-up buy nothing that six tools need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from bedrock_atlas import __version__
from bedrock_atlas.errors import AtlasError
from bedrock_atlas.mcp import wire
from bedrock_atlas.mcp.roots import folders
from bedrock_atlas.mcp.wire import Fault, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from bedrock_atlas.mcp.context import Context
    from bedrock_atlas.mcp.tool import Tool

__all__ = ["LEGACY", "MODERN", "serve"]

LEGACY = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
MODERN = ("2026-07-28",)

INSTRUCTIONS = (
    "Amazon Bedrock IDs come from here, never from memory: ask resolve_model before you write one and copy its `id`. "
    "The policy in force decides; where it admits nothing, say so. For an error of Bedrock ask diagnose_error, for IDs "
    "that stand in code check_files."
)
_META = "io.modelcontextprotocol/"
_ROOTS = "roots"
_READER = "check_files"
_TTL = 300_000
_LISTS = {"tools/list", "prompts/list", "resources/list", "resources/templates/list", "resources/read",
          "server/discover"}  # fmt: skip

Result = dict[str, Any]
T = TypeVar("T")


class _Session:
    """What is remembered of one client: whether it can name roots, those it named, and calls that wait for them."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.can_name_roots = False
        self.roots: tuple[Path, ...] | None = None
        self.waiting: dict[str, Message] = {}
        self.asked = 0


def serve(context: Context, source: BinaryIO, target: BinaryIO) -> None:
    """Answer every message of a stream up to its end."""
    session = _Session(context)
    for message in wire.messages(source):
        for answer in _answers(session, message):
            wire.write(target, answer)


def _answers(session: _Session, message: Message | Fault) -> Iterator[dict[str, object]]:
    """Iterate over what is written for one message: nothing for a notification."""
    if isinstance(message, Fault):
        yield {"id": message.id, "error": message.to_dict()}
    elif message.method is None:
        call = session.waiting.pop(str(message.id), None)
        if call is not None:
            session.roots = folders(message.result)
            yield _answered(session, call)
    elif message.id is None:
        _noted(session, message)
    elif _waits(session, message):
        session.asked += 1
        name = f"{_ROOTS}-{session.asked}"
        session.waiting[name] = message
        yield {"id": name, "method": "roots/list"}
    else:
        yield _answered(session, message)


def _noted(session: _Session, message: Message) -> None:
    if message.method == "notifications/roots/list_changed":
        session.roots = None
    elif message.method == "notifications/cancelled":
        about = message.params.get("requestId")
        session.waiting = {name: one for name, one in session.waiting.items() if one.id != about}


def _reads_files(message: Message) -> bool:
    return message.method == "tools/call" and message.params.get("name") == _READER


def _waits(session: _Session, message: Message) -> bool:
    """Check whether a call of the older era needs roots that its client can name and has not yet."""
    return session.can_name_roots and session.roots is None and not _version(message) and _reads_files(message)


def _answered(session: _Session, message: Message) -> dict[str, object]:
    """Return the answer to a request, whatever happens while it is worked out."""
    version = _version(message)
    if version and version not in MODERN:
        data = {"supported": list(MODERN), "requested": version}
        refused = Fault(wire.UNSUPPORTED_VERSION, "unsupported protocol version", data)
        return {"id": message.id, "error": refused.to_dict()}
    try:
        result = _result(session, message, modern=bool(version))
    except Fault as fault:
        return {"id": message.id, "error": fault.to_dict()}
    except Exception as error:  # noqa: BLE001  # one request that fails must not end the server
        failed = Fault(wire.INTERNAL, f"{type(error).__name__} in {message.method}")
        return {"id": message.id, "error": failed.to_dict()}
    if version or message.method == "server/discover":
        result = {"resultType": "complete", **result}
        result["_meta"] = {f"{_META}serverInfo": _info()}
        if message.method in _LISTS:
            result |= {"ttlMs": _TTL, "cacheScope": "private"}
    return {"id": message.id, "result": result}


def _version(message: Message) -> str:
    """Return the version that a request says it is of; empty when it says none, as before 2026-07-28."""
    meta = message.params.get("_meta")
    version = meta.get(f"{_META}protocolVersion") if isinstance(meta, dict) else None
    return version if isinstance(version, str) else ""


def _result(session: _Session, message: Message, *, modern: bool) -> Result:
    context, params = session.context, message.params
    match message.method:
        case "server/discover":
            return {"supportedVersions": list(MODERN), "capabilities": _capabilities(), "instructions": INSTRUCTIONS}
        case "initialize":
            return _initialized(session, params)
        case "ping":
            return {}
        case "tools/list":
            return {"tools": [one.to_dict() for one in _tools().values()]}
        case "tools/call":
            return _called(session, params, modern=modern)
        case "resources/list" | "resources/templates/list" | "resources/read" | "prompts/list" | "prompts/get":
            return _read(context, message.method, params, modern=modern)
        case _:
            raise Fault(wire.NO_METHOD, f"no method `{str(message.method)[:80]}`")


def _tools() -> dict[str, Tool]:
    from bedrock_atlas.mcp.tools import TOOLS

    return TOOLS


def _read(context: Context, method: str, params: dict[str, Any], *, modern: bool) -> Result:
    """Answer what is about resources and prompts; the rooms it needs are not loaded for a handshake."""
    from bedrock_atlas.mcp import reading

    match method:
        case "resources/list":
            return {"resources": _guarded(lambda: reading.resources(context))}
        case "resources/templates/list":
            return {"resourceTemplates": reading.TEMPLATES}
        case "resources/read":
            uri = params.get("uri")
            code = wire.INVALID_PARAMS if modern or not isinstance(uri, str) else wire.NO_RESOURCE
            return {"contents": _guarded(lambda: reading.read(context, str(uri)), code)}
        case "prompts/list":
            return {"prompts": reading.PROMPTS}
        case _:
            return _guarded(lambda: reading.prompt(params.get("name"), params.get("arguments"), INSTRUCTIONS))


def _guarded(run: Callable[[], T], code: int = wire.INVALID_PARAMS) -> T:
    """Return what a function does; what it refuses is a fault of the protocol."""
    try:
        return run()
    except AtlasError as error:
        raise Fault(code, str(error)) from error


def _initialized(session: _Session, params: dict[str, Any]) -> Result:
    asked, capabilities = params.get("protocolVersion"), params.get("capabilities")
    session.can_name_roots = isinstance(capabilities, dict) and "roots" in capabilities
    return {
        "protocolVersion": asked if asked in LEGACY else LEGACY[0],
        "capabilities": _capabilities(),
        "serverInfo": _info(),
        "instructions": INSTRUCTIONS,
    }


def _info() -> Result:
    return {"name": "bedrock-atlas", "title": "Bedrock Atlas", "version": __version__}


def _capabilities() -> Result:
    return {"tools": {}, "resources": {}, "prompts": {}}


def _called(session: _Session, params: dict[str, Any], *, modern: bool) -> Result:
    """Run a tool; what it refuses is told to the agent in words, so that it can ask better."""
    from bedrock_atlas.mcp.shapes import checked
    from bedrock_atlas.mcp.small import short_text, small

    name, tools = params.get("name"), _tools()
    if not isinstance(name, str) or name not in tools:
        raise Fault(wire.INVALID_PARAMS, f"unknown tool `{str(name)[:80]}`; there are {', '.join(tools)}")
    tool, roots = tools[name], (*session.context.roots, *(session.roots or ()))
    if modern and name == _READER:
        named = _named(params)
        if named is None:
            return {"resultType": "input_required", "inputRequests": {_ROOTS: {"method": "roots/list"}}}
        roots = (*session.context.roots, *named)
    try:
        given = checked(params.get("arguments", {}), tool.input)
        answer = tool.run(session.context, given, roots)
    except AtlasError as error:
        return {"content": [{"type": "text", "text": short_text(str(error))}], "isError": True}
    full = bool(given.get("full"))
    data, text = (answer.data, answer.text) if full else (small(answer.data), short_text(answer.text))
    return {"content": [{"type": "text", "text": text}], "structuredContent": data, "isError": False}


def _named(params: dict[str, Any]) -> tuple[Path, ...] | None:
    """Return the roots that came with a request; None when its client can name them and was not asked yet."""
    responses, meta = params.get("inputResponses"), params.get("_meta", {})
    if isinstance(responses, dict) and _ROOTS in responses:
        return folders(responses[_ROOTS])
    capabilities = meta.get(f"{_META}clientCapabilities")
    return None if isinstance(capabilities, dict) and "roots" in capabilities else ()
