"""What the rules say of one route."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.facts.values import Route

__all__ = ["Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One route judged: `rules` holds the ids of all rules that rejected it; empty means admitted."""

    route: Route
    rules: tuple[str, ...]

    @property
    def admitted(self) -> bool:
        """Check whether no rule rejected the route."""
        return not self.rules
