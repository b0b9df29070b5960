"""The rules of a sound catalog, and one function that runs them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.source.rules import Rule, facts, names, order, rows, times

if TYPE_CHECKING:
    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets

__all__ = ["RULES", "find_unsound"]

RULES: tuple[Rule, ...] = (
    names.alias_collision,
    rows.commercial_set,
    order.duplicate_entry,
    facts.earlier_order,
    facts.evidence_missing,
    order.evidence_order,
    times.interval_order,
    order.key_order,
    times.legacy_twice,
    times.lifecycle_order,
    facts.listed_without_route,
    rows.overlapping_rows,
    rows.partition_crossed,
    names.path_mismatch,
    facts.price_notation,
    facts.price_without_base,
    order.profile_order,
    names.residency_collision,
    times.seen_beside_since,
    names.set_named_like_region,
    facts.successor_lives,
    names.unknown_geography,
    names.unknown_premium,
    names.unknown_region,
    names.unknown_set,
    order.unsorted,
)
"""Every rule, by slug."""


def find_unsound(sheets: Sheets) -> list[Finding]:
    """Return what every rule finds. A rule is skipped when a table it needs could not be read."""
    ready = (rule for rule in RULES if all(kind in sheets.tables for kind in rule.needs))
    return [finding for rule in ready for finding in rule.find(sheets)]
