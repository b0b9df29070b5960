"""Dates against the day of the review: evidence, and the notice that AWS promises."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bedrock_atlas.check.reviews.reviewing import Terms, review

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheet, Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["evidence_future", "evidence_old", "notice_short", "version_future"]

_SIX_MONTHS = timedelta(days=181)
_NOTICE = {"before-2026-09-07": _SIX_MONTHS, "from-2026-09-07": timedelta(days=45)}
_PERIODS = {"6 months": _SIX_MONTHS, "45 days": timedelta(days=45)}


@review("error")
def evidence_future(sheets: Sheets, terms: Terms) -> Iterator[Finding]:
    """No evidence is dated after the day of the review."""
    for sheet in sheets.all():
        for route, entry in _evidence(sheet):
            if entry["as_of"] > terms.on:
                message = f"`as_of: {entry['as_of']}` is after {terms.on}"
                yield sheet.document.finding("evidence-future", (*route, "as_of"), message, "the source's own date")


@review("warning")
def evidence_old(sheets: Sheets, terms: Terms) -> Iterator[Finding]:
    """A model that can still be invoked has evidence younger than the limit."""
    for sheet in sheets.models:
        end = sheet.value.get("lifecycle", {}).get("end_of_life")
        newest = max(entry["as_of"] for entry in sheet.value["evidence"])
        if terms.on - newest > terms.old and (end is None or end > terms.on):
            message = f"the newest evidence is of {newest}, {(terms.on - newest).days} days old"
            hint = "look again, and add what you found with its date"
            yield sheet.document.finding("evidence-old", ("evidence",), message, hint, key=True)


@review("warning")
def notice_short(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """Between LEGACY and the end of life lies at least the notice that AWS promises for the model."""
    for sheet in sheets.models:
        life = sheet.value.get("lifecycle", {})
        legacy, end = life.get("legacy"), life.get("end_of_life")
        promised = _PERIODS.get(life.get("legacy_period", ""), _NOTICE.get(life.get("policy", "")))
        if legacy is not None and end is not None and promised is not None and end - legacy < promised:
            message = f"LEGACY lasts {(end - legacy).days} days, AWS promises {promised.days}"
            yield sheet.document.finding(
                "notice-short", ("lifecycle", "end_of_life"), message, "look at both dates again"
            )


@review("error", "catalog")
def version_future(sheets: Sheets, terms: Terms) -> Iterator[Finding]:
    """The catalog's version is a day that is not after the day of the review."""
    sheet = sheets.tables["catalog"]
    version: str = sheet.value["version"]
    year, month, day = map(int, version.split("."))
    try:
        made = date(year, month, day)
    except ValueError:
        yield sheet.document.finding("version-future", ("version",), f"there is no day `{version}`")
        return
    if made > terms.on:
        yield sheet.document.finding("version-future", ("version",), f"version `{version}` is after {terms.on}")


def _evidence(sheet: Sheet) -> Iterator[tuple[Route, dict[str, Any]]]:
    """Return every piece of evidence with its route."""
    for index, entry in enumerate(sheet.value.get("evidence", ())):
        yield ("evidence", index), entry
    if sheet.kind == "premiums":
        for name, premium in sheet.value["premiums"].items():
            for index, entry in enumerate(premium["evidence"]):
                yield ("premiums", name, "evidence", index), entry
