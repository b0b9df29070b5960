"""The entries of a role: what each one rejects, and in which order they are tried."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bedrock_atlas.policy.program import TOKEN_MIX

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bedrock_atlas.facts.candidates import Candidates
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.program import Selection
    from bedrock_atlas.policy.rules import Entry, Preference

__all__ = ["MODEL_PREFERENCES", "by_entry", "preferred"]

MODEL_PREFERENCES = frozenset({"newest", "longest_to_eol", "cheapest", "models"})
FAR = 4_000_000  # beyond the ordinal of every date


def by_entry(entry: Entry, candidates: Candidates, on: date) -> tuple[tuple[str, int], ...]:
    """Return what a role's entry rejects: all but the profile or ID that it names, and all outside its approval."""
    others = candidates.profile(entry.geography) if entry.geography is not None else 0
    others |= candidates.source(entry.source) if entry.source is not None else 0
    ended = entry.approval is not None and not entry.approval.holds(entry.model, on)
    judged = (("role.entry", others), ("role.approval", candidates.full if ended else 0))
    return tuple([verdict for verdict in judged if verdict[1]])


def preferred(entries: Sequence[Entry], selection: Selection, catalog: Catalog, on: date) -> tuple[Entry, ...]:
    """Return entries in the order that the rules in force prefer; those that are alike stay as they are."""
    rules = selection.rules
    order = [one for rule in rules if rule.active(on) for one in rule.preferences if one.by in MODEL_PREFERENCES]
    if not order:
        return tuple(entries)
    return tuple(sorted(entries, key=lambda entry: [_rank(one, entry, selection, catalog, on) for one in order]))


def _rank(preference: Preference, entry: Entry, selection: Selection, catalog: Catalog, on: date) -> int | Decimal:
    model = catalog.model(entry.model)
    life = model.lifecycle
    match preference.by:
        case "newest":
            return -life.start_of_life.toordinal() if life.start_of_life else 0
        case "longest_to_eol":
            return -life.end_of_life.toordinal() if life.end_of_life else -FAR
        case "cheapest":
            return _cost(preference, entry, selection, catalog.candidates(entry.model, on), on)
    return preference.values.index(model.id) if model.id in preference.values else len(preference.values)


def _cost(preference: Preference, entry: Entry, selection: Selection, candidates: Candidates, on: date) -> Decimal:
    """Return the lowest price for a token mix among what the rules, the calendar and the entry leave of a model.

    It is infinite where no price is known. What a question asks beside does not count, so that the order of a role is
    the same for all of them.
    """
    left = candidates.full
    for _, bits in (*selection.program(candidates, on).rejections, *by_entry(entry, candidates, on)):
        left &= ~bits
    costs = (group.cost(preference.mix or TOKEN_MIX) for group in candidates.groups if group.mask & left)
    return min(costs, default=Decimal("Infinity"))
