"""What the rules say of routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bedrock_atlas.facts.values import Route

__all__ = ["Verdict", "misses"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One route judged: `rules` holds the ids of all rules that rejected it; empty means admitted."""

    route: Route
    rules: tuple[str, ...]

    @property
    def admitted(self) -> bool:
        """Check whether no rule rejected the route."""
        return not self.rules


def misses(verdicts: Iterable[Verdict]) -> list[tuple[str, ...]]:
    """Return the rules that reject each route, of the profile that was asked for where it has any."""
    rules = [one.rules for one in verdicts]
    return [one for one in rules if "request.profile" not in one] or rules
