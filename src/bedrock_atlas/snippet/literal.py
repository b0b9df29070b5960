"""Plain data as literals of a language, one entry a line, so that a call reads as if a person had indented it.

A `Code` value is an expression, written as it is. Two languages differ only in a few words and in whether keys are
quoted; that is all a dialect says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

__all__ = ["JAVASCRIPT", "PYTHON", "Code", "Dialect", "literal"]

_SHORT = 88


class Code(str):
    """An expression of the language, not a string in it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a language writes data: its indent, its word for true, whether keys are bare, spaces inside braces."""

    indent: str
    true: str
    bare_keys: bool
    padding: str


PYTHON = Dialect("    ", "True", bare_keys=False, padding="")
JAVASCRIPT = Dialect("  ", "true", bare_keys=True, padding=" ")


def literal(value: object, dialect: Dialect, depth: int = 0) -> str:
    """Write strings, numbers, true, lists, dicts and code; on one line where it fits."""
    if isinstance(value, Code):
        return str(value)
    if value is True:
        return dialect.true
    if not isinstance(value, list | dict):
        return json.dumps(value)
    parts = _parts(value, dialect, depth)
    opening, closing = "[]" if isinstance(value, list) else "{}"
    padding = dialect.padding if isinstance(value, dict) else ""
    line = f"{opening}{padding}{', '.join(parts)}{padding}{closing}"
    if len(line) + depth * len(dialect.indent) <= _SHORT and "\n" not in line:
        return line
    inner = dialect.indent * (depth + 1)
    lines = "".join(f"{inner}{part},\n" for part in parts)
    return f"{opening}\n{lines}{dialect.indent * depth}{closing}"


def _parts(value: list[object] | dict[str, object], dialect: Dialect, depth: int) -> list[str]:
    if isinstance(value, list):
        return [literal(one, dialect, depth + 1) for one in value]
    return [
        f"{key if dialect.bare_keys else json.dumps(key)}: {literal(one, dialect, depth + 1)}"
        for key, one in value.items()
    ]
