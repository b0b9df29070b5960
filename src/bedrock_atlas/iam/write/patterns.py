"""Lists of ARNs made short: wildcards that match every name wanted and none of the others that are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["by_region", "covered", "prefixes"]

_TOKEN = re.compile(r"[^.:-]*[.:-]?")


def by_region(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return the names of each Region, from pairs of both."""
    found: dict[str, set[str]] = {}
    for region, name in pairs:
        found.setdefault(region, set()).add(name)
    return {region: frozenset(names) for region, names in found.items()}


def prefixes(wanted: Collection[str], others: Collection[str], start: str = "") -> tuple[str, ...]:
    """Return the fewest patterns `prefix*`, cut behind a `.`, `-` or `:`, that match all names wanted and no other.

    A name that would be alone under its prefix stands as it is. No pattern is shorter than one token. Sorted.
    """
    if len(set(wanted)) == 1:
        return tuple(set(wanted))
    if start and wanted and not any(name.startswith(start) for name in others):
        return (f"{start}*",)
    steps: dict[str, list[str]] = {}
    for name in sorted(set(wanted)):
        steps.setdefault(_next(name, start), []).append(name)
    return tuple(sorted(pattern for step, names in steps.items() for pattern in prefixes(names, others, step)))


def covered(
    wanted: Mapping[str, Collection[str]],
    others: Mapping[str, Collection[str]],
    *,
    names: bool,
    regions: bool,
) -> tuple[tuple[str, str], ...]:
    """Return (Region, name) patterns for the names wanted in each Region, sorted.

    With `names` names are cut to prefixes; with `regions` a pattern that fits no other name in any Region is written
    once for all of them, as `*`.
    """
    found = {
        (region, pattern)
        for region, mine in wanted.items()
        for pattern in (prefixes(mine, others.get(region, ())) if names else mine)
    }
    if regions:
        known = {(region, name) for region, theirs in others.items() for name in theirs}
        for pattern in {pattern for _, pattern in found}:
            hits = [one for one in found if one[1] == pattern]
            if len(hits) > 1 and not any(_fits(pattern, name) for _, name in known):
                found = (found - set(hits)) | {("*", pattern)}
    return tuple(sorted(found))


def _next(name: str, start: str) -> str:
    step = _TOKEN.match(name, len(start))
    return name[: step.end()] if step else name


def _fits(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern
