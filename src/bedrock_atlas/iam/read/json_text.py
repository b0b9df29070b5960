"""JSON with the place of every value, also of JSON that stands in a string of JSON.

The standard library gives no places and forgives duplicate keys, of which the last would silently count.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from bedrock_atlas.errors import Location
from bedrock_atlas.iam.read.node import MAX_DEPTH, Node, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.errors import Finding

__all__ = ["read_embedded", "read_json"]

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*)"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def read_json(text: str, path: str, findings: list[Finding]) -> Node:
    """Return the value of a JSON text, its duplicate keys in `findings`; raises SourceError where it is no JSON."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def locate(offset: int) -> Location:
        line = bisect_right(starts, offset)
        return Location(path, line, offset - starts[line - 1] + 1)

    return _Reader(text, locate, findings).whole()


def read_embedded(node: Node, findings: list[Finding]) -> Node:
    """Return the value of a text that is JSON itself, its places those in the file; see `read_json`."""
    return _Reader(node.text(), node.inside or (lambda _: node.location), findings).whole()


class _Reader:
    def __init__(self, text: str, locate: Callable[[int], Location], findings: list[Finding]) -> None:
        self.text, self.locate, self.findings = text, locate, findings

    def whole(self) -> Node:
        node, end = self.value(self.space(0), 0)
        end = self.space(end)
        if end != len(self.text):
            raise refuse(self.locate(end), "bad-json", "not JSON: something follows the value")
        return node

    def space(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        if depth > MAX_DEPTH:
            raise refuse(self.locate(at), "too-deep", f"nested more than {MAX_DEPTH} levels deep")
        sign = self.text[at : at + 1]
        if sign == "{":
            return self.mapping(at, depth)
        if sign == "[":
            return self.sequence(at, depth)
        if sign == '"':
            return self.string(at)
        number = _NUMBER.match(self.text, at)
        if number:
            return Node(number[0], self.locate(at)), number.end()
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, at):
                return Node(meaning, self.locate(at)), at + len(word)
        what = "the text ends early" if at >= len(self.text) else "a value is expected"
        raise refuse(self.locate(at), "bad-json", f"not JSON: {what}")

    def string(self, at: int) -> tuple[Node, int]:
        found = _STRING.match(self.text, at)
        if found is None:
            raise refuse(self.locate(at), "bad-json", "not JSON: a string is expected that ends on its line")
        raw, start = found[1], at + 1
        text: str = json.loads(found[0]) if "\\" in raw else raw

        def inside(offset: int) -> Location:
            if len(text) == len(raw):
                return self.locate(start + offset)
            ends = [part.start() for part in _ESCAPE.finditer(raw)]
            return self.locate(start + (ends[offset] if offset < len(ends) else len(raw)))

        return Node(text, self.locate(at), inside=inside), found.end()

    def sequence(self, at: int, depth: int) -> tuple[Node, int]:
        place, items = self.locate(at), []
        at = self.space(at + 1)
        if self.text[at : at + 1] == "]":
            return Node([], place), at + 1
        while True:
            item, at = self.value(at, depth + 1)
            items.append(item)
            at, more = self.separated(at, "]")
            if not more:
                return Node(items, place), at

    def mapping(self, at: int, depth: int) -> tuple[Node, int]:
        place = self.locate(at)
        found: dict[str, Node] = {}
        keys: dict[str, Location] = {}
        at = self.space(at + 1)
        if self.text[at : at + 1] == "}":
            return Node(found, place), at + 1
        while True:
            key, end = self.string(at)
            name = key.text()
            if name in keys:
                hint = f"it is first given on line {keys[name].line}"
                self.findings.append(key.location.finding("duplicate-key", f"`{name}` is given twice", hint))
            keys.setdefault(name, key.location)
            end = self.space(end)
            if self.text[end : end + 1] != ":":
                raise refuse(self.locate(end), "bad-json", "not JSON: `:` is expected")
            found[name], at = self.value(self.space(end + 1), depth + 1)
            at, more = self.separated(at, "}")
            if not more:
                return Node(found, place, keys), at

    def separated(self, at: int, close: str) -> tuple[int, bool]:
        """Return where it goes on behind an item, and whether with another one."""
        at = self.space(at)
        sign = self.text[at : at + 1]
        if sign not in {",", close}:
            raise refuse(self.locate(at), "bad-json", f"not JSON: `,` or `{close}` is expected")
        return (at + 1, False) if sign == close else (self.space(at + 1), True)
