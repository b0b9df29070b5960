"""Dates against the day of the review: evidence, and the notice that AWS promises."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bedrock_atlas.check.reviews.reviewing import Terms, review
from bedrock_atlas.decision.warnings import STALE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheet, Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["evidence_future", "evidence_old", "notice_short", "stale_row", "version_future"]

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
        end = _ends(sheet)
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


@review("note")
def stale_row(sheets: Sheets, terms: Terms) -> Iterator[Finding]:
    """A row that still holds was proved within the last 90 days."""
    for sheet in sheets.models:
        proved = {section: one["as_of"] for one in reversed(sheet.value["evidence"]) for section in one["covers"]}
        end = sheet.value.get("lifecycle", {}).get("end_of_life", date.max)
        for route, row in sheet.rows():
            last = row.get("last_seen") or proved.get(str(route[0]))
            if last is None or row.get("until", date.max) <= terms.on or end <= terms.on:
                continue
            if terms.on - last > STALE:
                message = f"this row was last proved on {last}, {(terms.on - last).days} days ago"
                hint = "look whether AWS still lists it: `last_seen` says when, `until` that it is gone"
                yield sheet.document.finding("stale-row", route, message, hint)


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


def _ends(sheet: Sheet) -> date | None:
    """Return the day on which the model has ended in every Region; None when none is known."""
    life = sheet.value.get("lifecycle", {})
    days = [life.get("end_of_life"), *(part.get("end_of_life") for part in life.get("elsewhere", ()))]
    return None if None in days else max(days)


def _evidence(sheet: Sheet) -> Iterator[tuple[Route, dict[str, Any]]]:
    """Return every piece of evidence with its route."""
    for index, entry in enumerate(sheet.value.get("evidence", ())):
        yield ("evidence", index), entry
    if sheet.kind == "premiums":
        for name, premium in sheet.value["premiums"].items():
            for index, entry in enumerate(premium["evidence"]):
                yield ("premiums", name, "evidence", index), entry
