"""Data with places: what every reader of this folder gives, whatever the syntax was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bedrock_atlas.errors import Finding, Location, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Node", "refuse"]

MAX_BYTES = 16 << 20
"""Largest file that is read, in bytes: plans of Terraform are long."""
MAX_DEPTH = 64
"""Deepest nesting of lists and mappings that is read."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands; numbers and dates are texts, since IAM compares them as such.

    `keys` are the places of a mapping's keys; `inside` gives that of a character of a text.
    """

    value: dict[str, Node] | list[Node] | str | bool | None
    location: Location
    keys: dict[str, Location] = field(default_factory=dict)
    inside: Callable[[int], Location] | None = None

    def get(self, *route: str) -> Node | None:
        """Return what keys lead to; None where they lead nowhere."""
        node: Node | None = self
        for key in route:
            if node is None or not isinstance(node.value, dict):
                return None
            node = node.value.get(key)
        return node

    def mapping(self) -> dict[str, Node]:
        """Return the mapping that it is, an empty one for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def items(self) -> list[Node]:
        """Return the items of a list; of anything else but None the value itself."""
        if isinstance(self.value, list):
            return self.value
        return [] if self.value is None else [self]

    def text(self) -> str:
        """Return the text that it is, an empty one for anything else."""
        return self.value if isinstance(self.value, str) else ""

    def at(self, key: str) -> Location:
        """Return where a key of it stands, itself where that is not known."""
        return self.keys.get(key, self.location)


def refuse(location: Location, slug: str, message: str, hint: str = "") -> SourceError:
    """Return the error for a file that cannot be read further."""
    return SourceError([Finding(location.path, location.line, location.column, slug, message, hint)])
