"""Edits of a YAML file by position: what is not meant keeps its bytes, comments and all.

libyaml says where every value stands; an edit replaces an interval of the text and nothing is ever dumped. Edits are
gathered against the text as it was and applied together. Only the two styles of the catalog are made: keys in blocks,
rows in braces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from bedrock_atlas.source.nodes import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["WIDTH", "YamlFile", "flow", "quoted", "wrapped"]

WIDTH = 120


class YamlFile:
    """One YAML file under edit. A route is the keys and list positions from the top to a value."""

    def __init__(self, text: str) -> None:
        """Find where everything stands; raises yaml.YAMLError for what is no YAML."""
        self._text = text
        self._root = yaml.compose(text, Loader=yaml.CSafeLoader)
        self._edits: list[tuple[int, int, str]] = []

    def render(self) -> str:
        """Return the text with all edits; those at one place stand in the order in which they were made."""
        text = self._text
        ordered = sorted(enumerate(self._edits), key=lambda item: (item[1][0], item[1][1], item[0]), reverse=True)
        for _, (start, end, new) in ordered:
            text = text[:start] + new + text[end:]
        return text

    def has(self, *route: str | int) -> bool:
        """Check whether there is a value at a route."""
        return find(self._root, route) is not None

    def keys(self, *route: str | int) -> list[str]:
        """Return the keys of the mapping at a route; empty when there is none."""
        node = find(self._root, route)
        return [key.value for key, _ in node.value] if isinstance(node, MappingNode) else []

    def replace(self, route: Sequence[str | int], text: str) -> None:
        """Put text in the place of a value."""
        node = self._node(route)
        self._edits.append((node.start_mark.index, self._tail(node), text))

    def insert(self, route: Sequence[str | int], key: str, value: str, order: Sequence[str]) -> None:
        """Add a key to the mapping at a route, behind those that precede it in `order`.

        A value that begins with a line break is a block, whose lines carry their own indent.
        """
        node = self._node(route)
        assert isinstance(node, MappingNode)  # noqa: S101  # the catalog was read before
        rank = {name: index for index, name in enumerate(order)}
        before = [item for one, item in node.value if one.value in rank and rank[one.value] < rank[key]]
        entry = f"{key}:{value}" if value.startswith("\n") else f"{key}: {value}"
        if node.flow_style:
            if before:
                self._after(before[-1], node, entry)
            else:
                start = node.start_mark.index + 1
                self._edits.append((start, start, f"{entry}, " if node.value else entry))
        elif before:
            end = self._line_end(self._tail(before[-1]))
            self._edits.append((end, end, f"\n{' ' * node.start_mark.column}{entry}"))
        else:
            start = node.start_mark.index
            self._edits.append((start, start, f"{entry}\n{' ' * node.start_mark.column}"))

    def rename(self, route: Sequence[str | int], key: str, entry: str) -> None:
        """Put another key and value in the place of a scalar entry of the mapping at a route."""
        start = next(one.start_mark.index for one, _ in self._node(route).value if one.value == key)
        self._edits.append((start, self._tail(self._node((*route, key))), entry))

    def append(self, route: Sequence[str | int], item: str, parent_column: int) -> None:
        """Add an item to the end of the list at a route; an empty list in brackets becomes a block."""
        node = self._node(route)
        assert isinstance(node, SequenceNode)  # noqa: S101  # as above
        if node.flow_style and node.value:
            self._after(node.value[-1], node, item)
        elif node.flow_style:
            self._edits.append((node.start_mark.index, self._tail(node), f"\n{wrapped(item, parent_column + 2)}"))
        else:
            end = self._line_end(self._tail(node))
            self._edits.append((end, end, f"\n{wrapped(item, node.start_mark.column)}"))

    def insert_item(self, route: Sequence[str | int], index: int, item: str) -> None:
        """Put an item before the one at `index` of a block list, below the one before it and its comment."""
        node = self._node(route)
        if index:
            end = self._line_end(self._tail(node.value[index - 1]))
            self._edits.append((end, end, f"\n{wrapped(item, node.start_mark.column)}"))
        else:
            line = self._text.rfind("\n", 0, node.start_mark.index) + 1
            self._edits.append((line, line, f"{wrapped(item, node.start_mark.column)}\n"))

    def remove_item(self, route: Sequence[str | int], index: int) -> None:
        """Take out the item at `index` of a block list with its lines."""
        item = self._node((*route, index))
        start = self._text.rfind("\n", 0, item.start_mark.index)
        self._edits.append((start, self._line_end(self._tail(item)), ""))

    def _after(self, item: Node, collection: Node, entry: str) -> None:
        """Put an entry behind an item in braces or brackets; on a line of its own when it would be too long."""
        end = self._tail(item)
        line = self._text.rfind("\n", 0, end) + 1
        fits = self._line_end(end) - line + len(entry) + 2 <= WIDTH
        joint = ", " if fits else f",\n{' ' * (collection.start_mark.column + 1)}"
        self._edits.append((end, end, f"{joint}{entry}"))

    def _node(self, route: Sequence[str | int]) -> Node:
        node = find(self._root, route)
        if node is None:
            raise KeyError(route)
        return node

    def _tail(self, node: Node) -> int:
        """Return where a value ends; libyaml's own mark of a block lies behind the comments that follow it."""
        if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
            end: int = node.end_mark.index
            return end
        last = node.value[-1]
        return self._tail(last[1] if isinstance(node, MappingNode) else last)

    def _line_end(self, index: int) -> int:
        end = self._text.find("\n", index)
        return len(self._text) if end < 0 else end


def flow(parts: Iterable[tuple[str, str]]) -> str:
    """Write keys and values in braces."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in parts) + "}"


def quoted(text: str) -> str:
    """Write text so that YAML reads it as that text, plain where it can be."""
    plain = text.replace(" ", "").replace("-", "").replace(".", "").replace("(", "").replace(")", "")
    safe = plain.isascii() and plain.isalnum() and text[:1].isalpha() and text.strip() == text
    if safe and text.lower() not in {"true", "false", "null", "yes", "no", "on", "off"}:
        return text
    return "'" + text.replace("'", "''") + "'"


def wrapped(item: str, column: int) -> str:
    """Write a list item at a column, broken after commas where it would be too long."""
    lines, line = [], f"{' ' * column}- "
    for index, part in enumerate(item.split(", ")):
        joint = ", " if index else ""
        if index and len(line) + len(joint) + len(part) + 1 > WIDTH:
            lines.append(f"{line},")
            line = f"{' ' * (column + 3)}{part}"
        else:
            line += f"{joint}{part}"
    return "\n".join([*lines, line])
