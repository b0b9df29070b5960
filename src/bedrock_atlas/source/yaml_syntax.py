"""What can be wrong with YAML as text, before it has values: characters, syntax, and the parts of YAML we refuse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yaml import YAMLError
from yaml.composer import ComposerError
from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
)

from bedrock_atlas.errors import Finding

try:
    from yaml._yaml import CParser
except ImportError as cause:  # pragma: no cover  # the wheels of PyYAML all carry it
    raise ImportError("PyYAML was built without libyaml; install one of its wheels") from cause

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_DEPTH", "TOO_DEEP", "CParser", "audit", "clean", "syntax_finding"]

MAX_DEPTH = 16
"""Deepest nesting of lists and mappings we read."""
TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"
"""The message for nesting that passes it."""

# Everything but printable text and line feeds; the marks that reorder or hide text count as not printable.
_UNPRINTABLE = re.compile(
    "[^\n\x20-\x7e\xa0-\u200a\u2010-\u2027\u202f-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def clean(text: str, path: str) -> tuple[str, list[Finding]]:
    """Blank every unprintable character, so that the reading can go on, and report the first one of each line."""
    findings: list[Finding] = []
    for line, content in enumerate(text.split("\n"), 1):
        match = _UNPRINTABLE.search(content)
        if match is None:
            continue
        character = match.group()
        slug, message, hint = "control-character", f"unprintable character U+{ord(character):04X}", "remove it"
        if character == "\t":
            slug, message, hint = "tab", "tab character", "indent with spaces"
        elif character == "\ufeff" and line == 1 and match.start() == 0:
            slug, message = "byte-order-mark", "the file begins with a byte order mark"
        findings.append(Finding(path, line, match.start() + 1, slug, message, hint))
    return _UNPRINTABLE.sub(" ", text), findings


def audit(data: bytes, path: str) -> list[Finding]:
    """Return a finding for every anchor, alias, tag and directive, and for nesting that passes the bound."""
    findings: list[Finding] = []
    get = CParser(data).get_event
    depth = 0
    try:
        while (event := get()) is not None and depth <= MAX_DEPTH:
            refusals = list(_rare(event))
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > MAX_DEPTH:
                refusals.append(("too-deep", TOO_DEEP, ""))
            if refusals and (mark := event.start_mark) is not None:
                findings += [Finding(path, mark.line + 1, mark.column + 1, *refusal) for refusal in refusals]
    except YAMLError as error:
        findings.append(syntax_finding(error, path))
    return findings


def _rare(event: Event) -> Iterator[tuple[str, str, str]]:
    """Return slug, message and hint of what an event has that we refuse."""
    if isinstance(event, AliasEvent):
        yield "alias", f"alias `*{event.anchor}` is not allowed", "write the value out"
    elif isinstance(event, NodeEvent) and event.anchor:
        yield "anchor", f"anchor `&{event.anchor}` is not allowed", "write the value out where it is needed"
    if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        yield "tag", f"tag `{tag}` is not allowed", "remove it; quotes make a value text"
    if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
        yield "directive", "directives (`%`) are not allowed", "remove the line"


def syntax_finding(error: YAMLError, path: str) -> Finding:
    """Return what libyaml says as a finding."""
    if not isinstance(error, MarkedYAMLError):
        return Finding(path, 1, 1, "bad-syntax", str(error))
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if isinstance(error, ComposerError):
        message, hint = "a second document begins here", "one file holds one document"
        return Finding(path, line, column, "several-documents", message, hint)
    message = ": ".join(part for part in (error.context, error.problem) if part)
    hint = f"it begins on line {error.context_mark.line + 1}" if error.context_mark else ""
    return Finding(path, line, column, "bad-syntax", message, hint)
