"""Rows against each other: what the scopes of one model say of the same source Region at the same time."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from bedrock_atlas.check.reviews.reviewing import Terms, review

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheet, Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["mantle_id_provider", "route_missing", "row_after_end", "scopes_contradict", "withdrawn_without_end"]

_WITHDRAWN = re.compile(rb"^\s*#.*\bwithdrawn\b")


@review("error", "regions")
def scopes_contradict(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """The global profile reaches whatever a geographic one does from a Region, and no geographic one is global."""
    everywhere = set(sheets.expand(["commercial"]))
    for sheet in sheets.models:
        reached = [(route, row, set(sheets.expand(row["to"]))) for route, row in sheet.rows() if "to" in row]
        world_wide = [(row, to) for route, row, to in reached if route[1] == "global"]
        for route, row, to in reached:
            if route[1] == "global":
                continue
            if everywhere and to >= everywhere:
                message = f"`{route[1]}.` reaches every commercial Region, as only `global.` does"
                yield sheet.document.finding("scopes-contradict", (*route, "to"), message)
            for other, beyond in world_wide:
                shared = set(sheets.expand(row["from"])) & set(sheets.expand(other["from"]))
                missing = sorted(to - beyond)
                if shared and missing and _together(row, other):
                    message = f"`{missing[0]}` is reached by `{route[1]}.` and not by `global.` from {min(shared)}"
                    yield sheet.document.finding("scopes-contradict", (*route, "to"), message)
                    break


@review("error")
def route_missing(sheets: Sheets, terms: Terms) -> Iterator[Finding]:
    """A model that has not ended has a route that has not, or `no_route` says why it has none; never both."""
    for sheet in sheets.models:
        rows = [(route, row) for route, row in sheet.rows() if row.get("until", date.max) <= terms.on]
        unknown = any(not profile for profile in sheet.value.get("profiles", {}).values())
        routed, live = unknown or any(True for _ in sheet.rows()), _end(sheet) > terms.on
        if not routed and "no_route" not in sheet.value and live:
            message, hint = "the model is live and has no route", "add its rows, or say in `no_route` why it has none"
            yield sheet.document.finding("route-missing", ("model",), message, hint)
        elif routed and "no_route" in sheet.value:
            message = "the model has routes"
            yield sheet.document.finding("route-missing", ("no_route",), message, "remove `no_route`", key=True)
        elif routed and live and not unknown and len(rows) == sum(1 for _ in sheet.rows()):
            message, hint = "the model is live and its last route has ended", "correct `until`, or add the end of life"
            yield sheet.document.finding("route-missing", (*rows[-1][0], "until"), message, hint)


@review("error", "regions")
def row_after_end(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """No row begins on or after the model's end of life."""
    for sheet in sheets.models:
        life = sheet.value.get("lifecycle", {})
        lives_on = {code for part in life.get("elsewhere", ()) for code in sheets.expand(part["in"])}
        end = _end(sheet)
        for route, row in sheet.rows():
            for key in ("since", "seen"):
                if row.get(key, date.min) >= end and not lives_on.issuperset(sheets.expand(row["from"])):
                    message = f"`{key}: {row[key]}` is not before the end of life on {end}"
                    yield sheet.document.finding("row-after-end", (*route, key), message)


@review("error")
def withdrawn_without_end(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """A profile that a comment calls withdrawn has rows that end."""
    for sheet in sheets.models:
        lines = (sheet.document.text or b"").split(b"\n")
        for prefix, rows in sheet.value.get("profiles", {}).items():
            line = sheet.document.at(("profiles", prefix), key=True)[0]
            still = [index for index, row in enumerate(rows) if "until" not in row]
            if still and _said(lines, line):
                every = len(still) == len(rows)
                message = (
                    f"`{prefix}.` is said to be withdrawn, and {'no row of it ends' if every else 'this row stays'}"
                )
                hint = "give its rows `until`, the first day on which it was gone"
                route: Route = ("profiles", prefix) if every else ("profiles", prefix, still[0])
                yield sheet.document.finding("withdrawn-without-end", route, message, hint, key=every)


@review("error")
def mantle_id_provider(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """The ID on bedrock-mantle is of the same provider and another one than the model's."""
    for sheet in sheets.models:
        name, other = sheet.value["model"], sheet.value.get("mantle_id")
        if other is None:
            continue
        makers = sorted((other.partition(".")[0], name.partition(".")[0]))
        if not makers[1].startswith(makers[0]):  # moonshot. and moonshotai. are one maker
            message = f"`{other}` is of another provider than `{name}`"
            yield sheet.document.finding("mantle-id-provider", ("mantle_id",), message)
        elif other == name:
            yield sheet.document.finding("mantle-id-provider", ("mantle_id",), "it is the model's own ID", "remove it")


def _end(sheet: Sheet) -> date:
    """Return the day on which a model ends; the last there is when none is known."""
    end: date = sheet.value.get("lifecycle", {}).get("end_of_life", date.max)
    return end


def _said(lines: list[bytes], line: int) -> bool:
    """Check whether the comment right above a line (from 1) has the word."""
    at = line - 2
    while at >= 0 and lines[at].lstrip().startswith(b"#"):
        if _WITHDRAWN.search(lines[at]):
            return True
        at -= 1
    return False


def _together(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Check whether two rows hold at the same time."""
    return bool(
        one.get("since", date.min) < other.get("until", date.max)
        and other.get("since", date.min) < one.get("until", date.max)
    )
