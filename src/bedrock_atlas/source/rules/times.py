"""Dates: intervals run forward, and a lifecycle runs in its order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bedrock_atlas.source.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheet, Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["interval_order", "legacy_twice", "lifecycle_order", "seen_beside_since"]

_BEDROCK = ("start_of_life", "legacy", "public_extended_access", "end_of_life")
_PROVIDER = ("release", "deprecated", "retirement")


@rule()
def interval_order(sheets: Sheets) -> Iterator[Finding]:
    """An interval begins before the first day it no longer holds."""
    for sheet in sheets.models:
        for route, entry, start in _intervals(sheet):
            if start in entry and "until" in entry and entry[start] >= entry["until"]:
                message = f"`until: {entry['until']}` is not after `{start}: {entry[start]}`"
                hint = "`until` is the first day it no longer holds"
                yield sheet.document.finding("interval-order", (*route, "until"), message, hint)


@rule()
def lifecycle_order(sheets: Sheets) -> Iterator[Finding]:
    """The dates of a lifecycle follow one another."""
    for sheet in sheets.models:
        for route, dates, order in _calendars(sheet):
            for earlier, later in pairwise([key for key in order if key in dates]):
                if dates[later] < dates[earlier]:
                    message = f"`{later}: {dates[later]}` is before `{earlier}: {dates[earlier]}`"
                    yield sheet.document.finding("lifecycle-order", (*route, later), message)


@rule()
def legacy_twice(sheets: Sheets) -> Iterator[Finding]:
    """A lifecycle has AWS's date for LEGACY or the day it was first seen, not both."""
    for sheet in sheets.models:
        dates = sheet.value.get("lifecycle", {})
        if "legacy" in dates and "legacy_seen" in dates:
            message, hint = "`legacy_seen` stands beside `legacy`", "remove it: AWS's own date is known"
            yield sheet.document.finding("legacy-twice", ("lifecycle", "legacy_seen"), message, hint, key=True)


@rule()
def seen_beside_since(sheets: Sheets) -> Iterator[Finding]:
    """A row has the day it began or the day it was first listed, not both, and is proved last after that."""
    for sheet in sheets.models:
        for route, row in sheet.rows():
            if "since" in row and "seen" in row:
                message, hint = "`seen` stands beside `since`", "remove it: the day it began is known"
                yield sheet.document.finding("seen-beside-since", (*route, "seen"), message, hint, key=True)
            first = row.get("since", row.get("seen"))
            if first is not None and row.get("last_seen", first) < first:
                message = f"`last_seen: {row['last_seen']}` is before {first}, its first day"
                yield sheet.document.finding("seen-beside-since", (*route, "last_seen"), message)


def _calendars(sheet: Sheet) -> Iterator[tuple[Route, dict[str, Any], tuple[str, ...]]]:
    """Return every calendar of a model with the order of its dates."""
    life = sheet.value.get("lifecycle", {})
    yield ("lifecycle",), life, _BEDROCK
    for index, part in enumerate(life.get("elsewhere", ())):
        yield ("lifecycle", "elsewhere", index), part, _BEDROCK
    yield ("provider_lifecycle",), sheet.value.get("provider_lifecycle", {}), _PROVIDER


def _intervals(sheet: Sheet) -> Iterator[tuple[Route, dict[str, Any], str]]:
    """Return everything with a first and a last day, and the key of the first."""
    for route, row in sheet.rows():
        yield route, row, "since"
        yield route, row, "seen"
    for index, entry in enumerate(sheet.value.get("capabilities", ())):
        if isinstance(entry, dict):
            yield ("capabilities", index), entry, "from"
    long_context = sheet.value.get("price", {}).get("long_context")
    if long_context is not None:
        yield ("price", "long_context"), long_context, "from"
