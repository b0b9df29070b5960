"""Text patterns of IAM, matched three-valued: with wildcards, policy variables and parts that a template leaves open.

A result is True, False, or the names of what it depends on. Lists of plain texts are looked up and lists of wildcards
are one regular expression, so that a document with hundreds of ARNs costs as much as one with three.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Kind", "Patterns", "Truth", "negated", "open_names", "open_part", "shown"]

Truth = bool | frozenset[str]
"""True, False, or what it depends on: never an empty set."""
Kind = Literal["action", "resource", "arn", "like", "equal", "folded"]
"""How a text is matched: an action; a resource; an ARN condition; StringLike; StringEquals; the same without case."""

_SEGMENTS = 6
_OPEN, _CLOSE, _COLON = "\ue000", "\ue001", "\ue002"
_STAR, _MARK = "\ue003", "\ue004"  # a literal `*` and `?`, written `${*}` and `${?}`
_ESCAPES = {"*": _STAR, "?": _MARK, "$": "$"}
_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_PART = re.compile(rf"{_OPEN}([^{_CLOSE}]*){_CLOSE}|[*?{_STAR}{_MARK}]")


def open_part(name: str) -> str:
    """Return what stands in a text for a part that a template leaves open."""
    return f"{_OPEN}!{name.replace(':', _COLON)}{_CLOSE}"


def open_names(text: str) -> tuple[str, ...]:
    """Return the names of the variables and open parts in a text."""
    found = (part[1] for part in _PART.finditer(_with_parts(text)) if part[1])
    return tuple(name.removeprefix("!").replace(_COLON, ":").partition(",")[0].strip() for name in found)


def shown(text: str) -> str:
    """Return a text as people write it, its open parts as `${name}`."""
    return _PART.sub(_shown, text)


def negated(truth: Truth) -> Truth:
    """Return the opposite; what is not known stays so."""
    return not truth if isinstance(truth, bool) else truth


class Patterns:
    """Several patterns of one kind, any of which may match; `variables` says whether `${…}` is one (Version 2012)."""

    __slots__ = ("_any", "_literal", "_open", "_regex", "kind", "texts")

    def __init__(self, texts: Iterable[str], kind: Kind, *, variables: bool = True) -> None:
        """Sort the patterns by what they cost to match."""
        self.texts, self.kind = tuple(texts), kind
        read = [_with_parts(text) if variables else text for text in self.texts]
        self._any = kind in {"action", "resource", "like"} and "*" in read
        plain = [text for text in read if not _PART.search(text) or (kind in {"equal", "folded"} and _OPEN not in text)]
        if kind in {"resource", "arn"}:
            plain = [text for text in plain if text.count(":") >= _SEGMENTS - 1]
        fold = kind in {"action", "folded"}
        self._literal = frozenset(_plain(text).lower() if fold else _plain(text) for text in plain)
        rest = [text for text in read if text not in set(plain) and text != "*"]
        self._open = tuple(text for text in rest if _OPEN in text)
        closed = [_regex(text, kind) for text in rest if _OPEN not in text]
        flags = re.DOTALL | (re.IGNORECASE if fold else 0)
        self._regex = re.compile("|".join(closed), flags) if closed else None

    @property
    def open(self) -> bool:
        """Check whether any pattern has a part that only the context or a template knows."""
        return bool(self._open)

    def match(self, text: str, context: Mapping[str, str | tuple[str, ...] | None]) -> Truth:
        """Check whether any pattern matches; policy variables take their values from the context."""
        folded = text.lower() if self.kind in {"action", "folded"} else text
        if self._any or folded in self._literal or (self._regex is not None and self._regex.fullmatch(text)):
            return True
        depends: set[str] = set()
        for pattern in self._open:
            found = _match_open(pattern, text, self.kind, context)
            if found is True:
                return True
            if not isinstance(found, bool):
                depends |= found
        return frozenset(depends) if depends else False


def _with_parts(text: str) -> str:
    def part(found: re.Match[str]) -> str:
        name = found[1].strip()
        return _ESCAPES.get(name) or f"{_OPEN}{name.replace(':', _COLON)}{_CLOSE}"

    return _VARIABLE.sub(part, text) if "${" in text else text


def _plain(text: str) -> str:
    return text.replace(_STAR, "*").replace(_MARK, "?")


def _shown(found: re.Match[str]) -> str:
    if found[1] is None:
        return {_STAR: "${*}", _MARK: "${?}"}.get(found[0], found[0])
    return f"${{{found[1].removeprefix('!').replace(_COLON, ':')}}}"


def _regex(text: str, kind: Kind) -> str:
    """Return the regular expression of a pattern without open parts.

    In an ARN a wildcard stays within its segment, the last of which holds colons. A resource that is too short for an
    ARN matches whatever follows, and a `*` in it may run over segments, as AWS documents.
    """
    if kind in {"equal", "folded"}:
        return re.escape(_plain(text))
    parts = text.split(":", _SEGMENTS - 1)
    if kind in {"action", "like"} or (kind == "resource" and len(parts) < _SEGMENTS and "*" in text):
        tail = "" if kind in {"action", "like"} or text.endswith("*") else "(?::.*)?"
        return _glob(text, ".") + tail
    if len(parts) < _SEGMENTS:
        return _glob(text, ".") + "(?::.*)" if kind == "resource" else "(?!)"
    return ":".join([*(_glob(part, "[^:]") for part in parts[:-1]), _glob(parts[-1], ".")])


def _glob(text: str, character: str) -> str:
    """Return the regular expression of a glob, which tries each piece between two `*` at its first place alone.

    That is enough for a glob, and no pattern can make it try exponentially many.
    """
    pieces, last = [""], 0
    for part in _PART.finditer(text):
        pieces[-1] += re.escape(text[last : part.start()])
        one = {"?": character, _STAR: r"\*", _MARK: r"\?"}.get(part[0])
        if one is None:  # `*`, or an open part, which may be anything
            pieces.append("")
        else:
            pieces[-1] += one
        last = part.end()
    pieces[-1] += re.escape(text[last:])
    first, *rest = pieces
    if not rest:
        return first
    middle = "".join(f"(?>{character}*?{piece})" for piece in rest[:-1] if piece)
    return f"{first}{middle}{character}*{rest[-1]}"


@lru_cache(maxsize=4096)
def _compiled(text: str, kind: Kind) -> re.Pattern[str]:
    flags = re.DOTALL | (re.IGNORECASE if kind in {"action", "folded"} else 0)
    if _OPEN not in text:
        return re.compile(_regex(text, kind), flags)
    literal = kind in {"equal", "folded"}
    return re.compile(_glob(text.replace("*", _STAR).replace("?", _MARK) if literal else text, "."), flags)


def _match_open(text: str, given: str, kind: Kind, context: Mapping[str, str | tuple[str, ...] | None]) -> Truth:
    """Match a pattern with open parts: variables that are known are put in, what is left is depended on."""
    depends, absent = set(), False

    def put(found: re.Match[str]) -> str:
        nonlocal absent
        if found[1] is None:
            return found[0]
        name, _, default = found[1].replace(_COLON, ":").partition(",")
        value = context.get(name.strip().lower(), False)
        if isinstance(value, str):
            return value.replace("*", _STAR).replace("?", _MARK)
        if value is None and default.strip():
            return default.strip().strip("'").replace("*", _STAR).replace("?", _MARK)
        if value is False:
            depends.add(name.strip().removeprefix("!"))
        else:
            absent = True
        return found[0]

    filled = _PART.sub(put, text)
    if absent or not _compiled(filled, kind).fullmatch(given):
        return False
    return frozenset(depends) if depends else True
