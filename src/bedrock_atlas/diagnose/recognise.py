"""Which wordings stand in a text, where, and with which parts; nothing is said that no wording says.

Words that are Bedrock's own count wherever they stand. Words that other services use too count where the same lines
name Bedrock, or hold nothing but those words, and where their error code is one that Bedrock gives with them. What
names another service outright (its operation, its source in CloudTrail) is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.diagnose.normal import normal
from bedrock_atlas.diagnose.table import WORDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bedrock_atlas.diagnose.normal import Lines
    from bedrock_atlas.diagnose.wording import Wording

__all__ = ["Seen", "recognise", "recognised"]

_ANCHORS = tuple((one.anchor, one) for one in WORDINGS)
# These are read over lower-case text, which is quicker than ignoring case.
_BEDROCK = re.compile(
    r"bedrock|the model returned the following errors|\b(?:converse(?:stream)?|invokemodel\w*) operation"
    r"|\b(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|qwen|openai|stability|writer|twelvelabs)\.[a-z][\w.-]*\d",
)
_OPERATION = re.compile(r"when calling the (\w+) operation")
_OPERATIONS = re.compile(
    r"converse(?:stream)?|invoke(?:model|agent|inlineagent|flow)\w*|retrieve(?:andgenerate\w*)?|rerank|counttokens"
    r"|(?:start|get|list)asyncinvokes?|createinference|applyguardrail"
    r"|\w*(?:foundationmodel|inferenceprofile|usecaseformodelaccess|modelinvocationjob)\w*",
)
_SERVICE = re.compile(r"\(service: (\w+)|\beventsource\b[\"' :=]+([\w.-]+)|\bcom\.amazonaws\.services\.(\w+)"
                      r"|\bsoftware\.amazon\.awssdk\.services\.(\w+)")  # fmt: skip
_CODE = re.compile(
    r"\b(\w+(?:exception|error|fault|failure))\b|\((\w+)\) when calling|\"(?:code|type|errorcode|__type)\" ?: ?"
    r"\"(?:[\w.]+#)?(\w+)\"|\b(throttling|accessdenied|expiredtoken|invalidclienttokenid|invalid_api_key)\b",
)
_FILLER = re.compile(
    r"(?:\W|\b(?:message|errormessage|errorcode|error|type|code|param|none|null|status|statuscode|caused|by|uncaught"
    r"|validation|exception|http|\d{3}|request_id|requestid|not_found|[a-z_]*(?:exception|error)"
    r"|invalid_api_key|throttling|rate_limit_exceeded|model_not_found|botocore|errorfactory|litellm)\b)*+",
)
_GENERAL = frozenset({"error", "exception", "clienterror", "apierror", "badrequesterror", "validationerror",
                      "apistatuserror", "invalid_request_error", "permission_error", "permissiondeniederror",
                      "authenticationerror", "modelstreamerrorexception", "eventstreamerror", "bedrockexception",
                      "modelerrorexception", "awsserviceexception", "api_error", "internalservererror"})  # fmt: skip
_LEAD = 400
_FRAME, _ABOVE = 600, 2
_REACH = 16_384
"""How far from a match its lines are looked at: a line may be a whole file."""
_MOST = 64
"""The matches of one line that are looked at, for the same reason."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One wording, met: its parts by name, the line it began on, and the lines around it as normal text.

    `code` is the error code that stood beside it, `frame` the last frame of the traceback that it ends, each empty when
    there was none.
    """

    wording: Wording
    parts: Mapping[str, str]
    line: int
    start: int
    around: str
    code: str = ""
    frame: str = ""


def recognise(text: str) -> tuple[Seen, ...]:
    """Return every wording in a text as it was written, in order; empty when none is known."""
    return tuple(recognised(normal(text)))


def recognised(lines: Lines) -> Iterator[Seen]:
    """Iterate over every wording in a normal text, in order."""
    lowered = _lowered(lines.text)
    found = [
        (match, wording)
        for anchor, wording in _ANCHORS
        if anchor in lowered
        for match in wording.compiled.finditer(lines.text)
    ]
    told, line, looked = -1, 0, 0
    for match, wording in sorted(found, key=lambda one: one[0].start()):  # of one place the first in the table
        if match.start() == told:
            continue
        looked = looked + 1 if lines.line(match.start()) == line else 1
        line = lines.line(match.start())
        if looked > _MOST:
            continue
        first, last = lines.around(*match.span())
        first, last = max(first, match.start() - _REACH), min(last, match.end() + _REACH)
        around = lines.text[first:last]
        code = _counts(match.start() - first, match.end() - first, wording, lowered[first:last])
        if code is None:
            continue
        told = match.start()
        parts = {name: value for name, value in match.groupdict().items() if value}
        yield Seen(wording, parts, lines.line(match.start()), match.start(), around, code, _frame(lines, first))


def _frame(lines: Lines, first: int) -> str:
    """Return the frame of a traceback right above a line: what was called there; empty where none is."""
    at = lines.text.rfind('File "', max(0, first - _FRAME), first)
    return lines.text[at:first] if at >= 0 and lines.line(first) - lines.line(at) <= _ABOVE else ""


def _lowered(text: str) -> str:
    """Return text in lower case, character by character: places in it stay the same."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(one.lower()[:1] for one in text)


def _counts(start: int, end: int, wording: Wording, around: str) -> str | None:
    """Return the error code beside a match, empty for none; None when the match does not count."""
    lead, tail = around[:start], around[end:]
    if wording.compiled_beside is not None and not wording.compiled_beside.search(lead + " " + tail):
        return None
    if _foreign(lead, around):
        return None
    codes = [next(filter(None, one)) for one in _CODE.findall(lead[-_LEAD:])]
    known = next((one for one in reversed(codes) if one in wording.codes), "")
    if not wording.shared:
        return known
    if any(one not in _GENERAL and one not in wording.codes for one in codes[-1:]):
        return None
    if _BEDROCK.search(around):
        return known
    bare = len(lead) <= _LEAD and len(tail) <= _LEAD and _FILLER.fullmatch(lead) and _FILLER.fullmatch(tail)
    return known if bare else None


def _foreign(lead: str, around: str) -> bool:
    """Check whether the words belong to another service: by the operation before them, or the service named."""
    called = _OPERATION.match(lead, max(0, lead.rfind("when calling the ")))
    if called is not None:
        return not _OPERATIONS.fullmatch(called[1])
    if "service" not in around and "eventsource" not in around:
        return False
    services = [next(filter(None, one)) for one in _SERVICE.findall(around)]
    return bool(services) and not any("bedrock" in one for one in services)
