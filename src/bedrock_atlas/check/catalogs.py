"""Everything that `check` finds in a catalog folder: its form, its soundness, and what a reviewer looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.check.overlays import negotiated_prices, taken_names
from bedrock_atlas.check.reviews import (
    amounts,
    calendar,
    dates,
    gaps,
    generated,
    identity,
    news,
    places,
    prices,
    reach,
    routes,
    sizes,
    sources,
)
from bedrock_atlas.check.reviews.reviewing import Review, Terms
from bedrock_atlas.check.suppress import settled
from bedrock_atlas.source.overlay import overlay_sheets
from bedrock_atlas.source.sheets import gather
from bedrock_atlas.source.soundness import find_unsound

if TYPE_CHECKING:
    from datetime import date, timedelta
    from pathlib import Path

    from bedrock_atlas.errors import Finding

__all__ = ["REVIEWS", "review_catalog", "review_overlay"]

REVIEWS: tuple[Review, ...] = (
    amounts.base_without_route,
    places.country_without_region,
    calendar.date_implausible,
    prices.derived_price,
    dates.evidence_future,
    sources.evidence_idle,
    dates.evidence_old,
    sources.evidence_twice,
    amounts.factor_implausible,
    gaps.facts_missing,
    reach.geography_idle,
    reach.geography_left,
    reach.geography_untold,
    sizes.limits_implausible,
    routes.mantle_id_provider,
    identity.mantle_id_taken,
    identity.name_mismatch,
    identity.name_taken,
    news.news_missing,
    dates.notice_short,
    prices.premium_contradicted,
    prices.price_missing,
    amounts.price_order,
    amounts.price_scale,
    places.region_country,
    calendar.release_far,
    news.reopened_silently,
    routes.route_missing,
    routes.row_after_end,
    calendar.row_before_start,
    generated.schema_edited,
    routes.scopes_contradict,
    dates.stale_row,
    gaps.successor_unproved,
    places.union_members,
    places.unknown_country,
    dates.version_future,
    routes.withdrawn_without_end,
)
"""Every review, by slug."""


def review_overlay(base: dict[str, Any], folder: Path, *, on: date, old: timedelta) -> list[Finding]:
    """Return what a reviewer finds in a sound overlay and its models, without what a comment accepts.

    `base` is the document with the overlay on it, where a price may stand beside the model's file.
    """
    sheets = overlay_sheets(base, folder)
    terms = Terms(on, old, folder)
    priced = {one.document.path for one in sheets.models if "price" in base["models"].get(one.value["model"], {})}
    found = (finding for one in REVIEWS for finding in one.find(sheets, terms))
    findings = [one for one in found if one.slug != "price-missing" or one.path not in priced]
    findings += [*negotiated_prices(base, sheets), *taken_names(base, sheets)]
    read = (sheets.tables["overlay"], *sheets.models)
    return settled(findings, {sheet.document.path: sheet.document.text for sheet in read})


def review_catalog(folder: Path, *, on: date, old: timedelta) -> list[Finding]:
    """Return all that is wrong with a catalog folder on a day, sorted, without what a comment suppresses."""
    sheets, findings = gather(folder)
    if any(finding.slug == "unknown-format" for finding in findings):
        return findings
    findings += find_unsound(sheets)
    terms = Terms(on, old, folder)
    findings += [finding for one in REVIEWS for finding in one.find(sheets, terms)]
    texts = {sheet.document.path: sheet.document.text for sheet in sheets.all()}
    return settled(findings, texts)
