"""The way from the top of composed YAML to one value in it, by keys and list positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yaml.nodes import MappingNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yaml.nodes import Node

__all__ = ["find", "step"]


def step(node: Node, to: str | int) -> tuple[Node, Node] | None:
    """Return the key and the value that one step leads to, for an item of a list the item twice; None for nowhere."""
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == to), None)
    if isinstance(node, SequenceNode) and isinstance(to, int) and to < len(node.value):
        item = node.value[to]
        return item, item
    return None


def find(root: Node | None, route: Iterable[str | int]) -> Node | None:
    """Return the node of the value at a route; None when it leads nowhere."""
    node = root
    for to in route:
        found = step(node, to) if node is not None else None
        node = found and found[1]
    return node
