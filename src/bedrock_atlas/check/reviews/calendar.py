"""Days that cannot be right: before the model, before Amazon Bedrock, or years ahead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bedrock_atlas.check.reviews.reviewing import Terms, review

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["date_implausible", "release_far", "row_before_start"]

_ANNOUNCED = date(2023, 4, 13)
_AHEAD = timedelta(days=731)
_FAR = timedelta(days=210)


@review("error")
def date_implausible(sheets: Sheets, terms: Terms) -> Iterator[Finding]:
    """No day lies more than two years ahead, and none of Bedrock's calendar before Amazon Bedrock was announced.

    Ahead of the day of the check, or of the newest evidence when the check is for an earlier day.
    """
    for sheet in sheets.models:
        known = max(terms.on, *(entry["as_of"] for entry in sheet.value["evidence"]))
        for route, day in _days({key: value for key, value in sheet.value.items() if key != "evidence"}, ()):
            if day > known + _AHEAD:
                message = f"{day} is more than two years after {known}"
                yield sheet.document.finding("date-implausible", route, message, "look at the year again")
            elif day < _ANNOUNCED and route[0] != "provider_lifecycle":
                message = f"{day} is before Amazon Bedrock was announced, on {_ANNOUNCED}"
                hint = "look at the year again; the provider's own days belong into `provider_lifecycle`"
                yield sheet.document.finding("date-implausible", route, message, hint)


@review("error")
def release_far(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """Release and start of life, both on Bedrock, are months apart at most; both are told."""
    for sheet in sheets.models:
        start, release = sheet.value.get("lifecycle", {}).get("start_of_life"), sheet.value.get("release")
        if start is not None and release is not None and abs(release - start) > _FAR:
            message = f"`release: {release}` is {abs((release - start).days)} days from `start_of_life: {start}`"
            hint = "look at both years again; keep the one that the evidence bears out"
            yield sheet.document.finding("release-far", ("release",), message, hint)
            yield sheet.document.finding("release-far", ("lifecycle", "start_of_life"), message, hint)


@review("error")
def row_before_start(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """No row begins or ends before the model does."""
    for sheet in sheets.models:
        start = sheet.value.get("lifecycle", {}).get("start_of_life", sheet.value.get("release"))
        for route, row in sheet.rows() if start is not None else ():
            for key in ("since", "seen", "until"):
                if key in row and row[key] < start:
                    message = f"`{key}: {row[key]}` is before the model's start on {start}"
                    yield sheet.document.finding("row-before-start", (*route, key), message, "correct one of the two")


def _days(value: Any, route: Route) -> Iterator[tuple[Route, date]]:  # noqa: ANN401  # anything that a file holds
    """Return every date in a value with its route."""
    if isinstance(value, date):
        yield route, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _days(inner, (*route, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _days(inner, (*route, index))
