"""What a question is asked back with: IDs of one rank in several geographies, where nothing says which is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.policy.program import Program

__all__ = ["choices"]


def choices(candidates: Candidates, program: Program, offered: int, geographies: Iterable[str]) -> tuple[str, ...]:
    """Return the IDs of the best rank, by geography in the order given; `offered` are the routes left, as bits."""
    best = next(group for group in program.ranking_anywhere if group.mask & offered)
    alike = (best.mask | program.peers[best]) & offered
    listed = ["", *geographies]
    groups = [one for one in candidates.groups if one.mask & alike]
    return tuple(one.id for one in sorted(groups, key=lambda one: listed.index(one.geography or "")))
