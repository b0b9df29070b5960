"""Entries of one YAML collection put into another order, in the text itself.

A block entry moves with the comment lines right above it; flow entries trade places within their brackets. Decided
against writing the document anew from its value: that loses what its author laid out.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from yaml.nodes import MappingNode, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yaml import Mark

__all__ = ["reordered"]

_MODELINE = "# yaml-language-server:"


def reordered(text: str, node: Node, order: Sequence[int]) -> str | None:
    """Return the text with the entries of a collection in that order (old positions); None when it is not safe."""
    lines = text.split("\n")
    if getattr(node, "flow_style", False):
        return _flow(lines, node, order)
    return _block(lines, node, order)


def _spans(node: Node) -> list[tuple[Mark, Mark]]:
    """Return where each entry begins and ends."""
    if isinstance(node, MappingNode):
        return [(key.start_mark, value.end_mark) for key, value in node.value]
    return [(item.start_mark, item.end_mark) for item in node.value]


def _flow(lines: list[str], node: Node, order: Sequence[int]) -> str | None:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    text = "\n".join(lines)
    spans = [(starts[begin.line] + begin.column, starts[end.line] + end.column) for begin, end in _spans(node)]
    between = [text[end:begin] for (_, end), (begin, _) in pairwise(spans)]
    if any("#" in part for part in between):
        return None
    entries = [text[begin:end] for begin, end in spans]
    moved = [entries[index] for index in order]
    body = "".join(part for pair in zip(moved, [*between, ""], strict=True) for part in pair)
    return text[: spans[0][0]] + body + text[spans[-1][1] :]


def _block(lines: list[str], node: Node, order: Sequence[int]) -> str | None:
    firsts = [begin.line for begin, _ in _spans(node)]
    if len(set(firsts)) != len(firsts) or not all(_begins(lines[first], node) for first in firsts):
        return None
    tops = [_top(lines, first) for first in firsts]
    end = _spans(node)[-1][1].line
    last = firsts[-1] + 1
    indent = len(lines[firsts[0]]) - len(lines[firsts[0]].lstrip())
    for number in range(last, min(end + 1, len(lines))):
        stripped = lines[number].strip()
        depth = len(lines[number]) - len(lines[number].lstrip())
        if stripped and (depth > indent or (depth == indent and number < end)):
            last = number + 1
        elif stripped:
            break
    bounds = [*tops, last]
    chunks = [lines[begin:stop] for begin, stop in pairwise(bounds)]
    moved = [line for index in order for line in chunks[index]]
    return "\n".join([*lines[: tops[0]], *moved, *lines[last:]])


def _begins(line: str, node: Node) -> bool:
    """Check whether an entry stands at the beginning of its line."""
    column = node.start_mark.column
    return not line[:column].strip() or (not isinstance(node, MappingNode) and line.lstrip().startswith("-"))


def _top(lines: list[str], first: int) -> int:
    """Return the first of the comment lines that belong to an entry."""
    depth = len(lines[first]) - len(lines[first].lstrip())
    while first > 0:
        above = lines[first - 1]
        is_comment = above.lstrip().startswith("#") and len(above) - len(above.lstrip()) == depth
        if not is_comment or above.startswith(_MODELINE):
            break
        first -= 1
    return first
