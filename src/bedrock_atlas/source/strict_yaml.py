"""YAML text to plain Python values, every one with its line and column, and all that is wrong with the text.

libyaml composes the nodes and we construct the values, because PyYAML's own constructor reads `no` as false, `3.30` as
a float and forgives duplicate keys. The nodes are the table of positions; they are not kept, as that many objects slow
the garbage collector down, but composed again when somebody asks where a value stands. A loader in pure Python is never
fallen back to: it is twenty times slower.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from yaml import YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode

from bedrock_atlas.errors import Finding
from bedrock_atlas.source.nodes import find, step
from bedrock_atlas.source.yaml_syntax import MAX_DEPTH, TOO_DEEP, CParser, audit, clean, syntax_finding

__all__ = ["MAX_BYTES", "Document", "Route", "Value", "read_bytes", "refused"]

MAX_BYTES = 1 << 20
"""Largest file we read, in bytes."""

Route: TypeAlias = tuple[str | int, ...]
"""Keys and list positions (from 0) that lead from the top of a document to one value."""
Value: TypeAlias = Any
"""What YAML gives: dict, list, str, int, Decimal, date, bool or None. Its form is for a schema to say, not for mypy."""

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_OTHER_SPELLINGS = {"True", "TRUE", "False", "FALSE", "Null", "NULL"}
_NUMBER_STARTS = frozenset("0123456789+-.")
_ODD_STARTS = _NUMBER_STARTS | {word[:1] for word in (*_WORDS, *_OTHER_SPELLINGS)}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER_LIKE = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?0[xob][0-9a-fA-F_]+"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_RARE_SIGNS = ("&", "*", "!", "%")
_MANY_SIGNS = 2000


@dataclass(slots=True)
class Document:
    """One YAML file as read: its value, where everything in it stands, and what is wrong with it.

    `text` is what `value` was made from, None when the file could not be parsed, which `findings` then says; a finding
    that leaves a value behind (a bad date stays text) does not stop the reading.
    """

    path: str
    value: Value = None
    text: bytes | None = None
    findings: tuple[Finding, ...] = ()
    _root: Node | None = field(default=None, init=False, repr=False, compare=False)

    def at(self, route: Route, *, key: bool = False) -> tuple[int, int]:
        """Return line and column (from 1) of the value at `route`, or of its key.

        Steps that lead nowhere are skipped, so a route into something missing gives the location where it is missing.
        """
        if self.text is None:
            return 1, 1
        if self._root is None:
            self._root = _Composer(self.text).get_single_node()
        node = self._root
        if node is None:
            return 1, 1
        mark = node.start_mark
        for to in route:
            found = step(node, to)
            if found is not None:
                mark, node = found[0 if key else 1].start_mark, found[1]
        return mark.line + 1, mark.column + 1

    def node(self, route: Route) -> Node | None:
        """Return the node of the value at `route`, which knows where it ends too; None when it leads nowhere."""
        return find(_Composer(self.text).get_single_node() if self.text is not None else None, route)

    def finding(self, slug: str, route: Route, message: str, hint: str = "", *, key: bool = False) -> Finding:
        """Return an error at the value at `route`, or at its key."""
        return Finding(self.path, *self.at(route, key=key), slug, message, hint)


def read_bytes(data: bytes, path: str) -> Document:
    """Read the bytes of a file; `path` is what findings call it. Raises nothing: see `Document.findings`."""
    if len(data) > MAX_BYTES:
        return refused(path, "too-large", f"the file is larger than {MAX_BYTES} bytes", "split it")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Document(path, findings=(Finding(path, line, column, "not-utf8", message, "save the file as UTF-8"),))
    return _read(text, data, path)


def refused(path: str, slug: str, message: str, hint: str = "") -> Document:
    """Return the document of a file that is not read at all, with the finding that says why."""
    return Document(path, findings=(Finding(path, 1, 1, slug, message, hint),))


def _read(text: str, data: bytes, path: str) -> Document:
    """Check the characters, then compose and construct."""
    findings: list[Finding] = []
    if not text.replace("\n", "").isprintable():
        text, findings = clean(text.replace("\r\n", "\n"), path)
        data = text.encode()
    # Every level of nesting begins with one of five signs. libyaml composes by recursion in C, so what could nest
    # thousands deep must not reach it: the process would crash.
    if any(sign in text for sign in _RARE_SIGNS) or sum(map(data.count, b"[{-?:")) > _MANY_SIGNS:
        refusals = audit(data, path)
        if refusals:
            return Document(path, findings=(*findings, *refusals))
    try:
        root = _Composer(data).get_single_node()
        if root is None:
            findings.append(Finding(path, 1, 1, "empty-file", "the file holds no value"))
        else:
            return Document(path, _Constructor(path, findings).value(root, 0), data, tuple(findings))
    except YAMLError as error:
        findings.append(syntax_finding(error, path))
    except _TooDeepError as error:
        findings.append(error.finding)
    return Document(path, findings=tuple(findings))


class _TooDeepError(Exception):
    """Nesting passes the bound: the file is read no further."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding)


class _Composer(CParser):
    """libyaml's composer with its hooks for tags left empty: values go by their text."""

    def descend_resolver(self, _parent: Node | None, _index: object) -> None:
        """Do nothing."""

    def ascend_resolver(self) -> None:
        """Do nothing."""

    def resolve(self, _kind: type[Node], _value: str | None, _implicit: object) -> None:
        """Return no tag."""


class _Constructor:
    """Nodes to values; problems go to `findings` and leave the text in place."""

    def __init__(self, path: str, findings: list[Finding]) -> None:
        self.path, self.findings = path, findings

    def report(self, node: Node, slug: str, message: str, hint: str = "") -> None:
        """Note a problem at the start of a node."""
        mark = node.start_mark
        self.findings.append(Finding(self.path, mark.line + 1, mark.column + 1, slug, message, hint))

    def value(self, node: Node, depth: int) -> Value:
        """Return the value of a node that stands in `depth` collections."""
        if type(node) is ScalarNode:
            text: str = node.value
            return text if node.style or text[:1] not in _ODD_STARTS else self.odd_scalar(node, text)
        depth += 1
        if depth > MAX_DEPTH:
            mark = node.start_mark
            raise _TooDeepError(Finding(self.path, mark.line + 1, mark.column + 1, "too-deep", TOO_DEEP))
        if type(node) is MappingNode:
            return self.mapping(node, depth)
        value = self.value
        return [value(item, depth) for item in node.value]

    def odd_scalar(self, node: Node, text: str) -> str | int | Decimal | date | bool | None:
        """Return the value of plain text that begins like a number, a date or a word of YAML."""
        if text in _WORDS:
            return _WORDS[text]
        if text[0] in _NUMBER_STARTS:
            return self.number(node, text)
        if text in _OTHER_SPELLINGS:
            hint = f"write `{text.lower()}`, or put it in quotes"
            self.report(node, "ambiguous-word", f"`{text}` is a word of YAML in another spelling", hint)
        return text

    def mapping(self, node: MappingNode, depth: int) -> dict[str, Value]:
        """Return a mapping; its keys are always text, whatever they look like."""
        value, known = self.value, len(self.findings)
        try:
            result = {key.value: value(item, depth) for key, item in node.value}
        except TypeError:  # a key that is a list or a mapping
            del self.findings[known:]
            result = {key.value: value(item, depth) for key, item in node.value if type(key) is ScalarNode}
        if len(result) != len(node.value) or "" in result or "<<" in result:
            self.odd_keys(node)
        return result

    def odd_keys(self, node: Node) -> None:
        """Return what is wrong with the keys of a mapping."""
        first: dict[str, int] = {}
        for key, _ in node.value:
            if type(key) is not ScalarNode:
                self.report(key, "bad-key", "a key must be a plain word, not a list or a mapping")
            elif key.value in first:
                self.report(
                    key,
                    "duplicate-key",
                    f"`{key.value}` is given twice",
                    f"it is first given on line {first[key.value]}",
                )
            elif key.value == "<<":
                self.report(key, "merge-key", "merge keys (`<<`) are not allowed", "write the keys out")
            elif not key.value:
                self.report(key, "bad-key", "a key is empty")
            else:
                first[key.value] = key.start_mark.line + 1

    def number(self, node: Node, text: str) -> int | Decimal | date | str:
        """Return the number or date that plain text starting like one stands for, or the text itself."""
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        if _DATE.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self.report(node, "bad-date", f"there is no day `{text}`", "dates are written `YYYY-MM-DD`")
        elif _NUMBER_LIKE.fullmatch(text):
            self.report(
                node,
                "bad-number",
                f"`{text}` is a number in a notation we do not read",
                "write plain decimals such as `3.30`, or put the text in quotes",
            )
        return text
