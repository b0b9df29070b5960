"""Rows: each source Region has one answer at a time, and no row leaves its partition."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bedrock_atlas.source.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["commercial_set", "overlapping_rows", "partition_crossed"]


@rule("regions")
def overlapping_rows(sheets: Sheets) -> Iterator[Finding]:
    """A source Region stands in one row of a profile at a time."""
    for sheet in sheets.models:
        seen: dict[tuple[str | int, str], list[tuple[date, date, Route]]] = {}
        for route, row in sheet.rows():
            profile, start, end = route[-2], row.get("since", row.get("seen", date.min)), row.get("until", date.max)
            for source in sheets.expand(row["from"]):
                others = seen.setdefault((profile, source), [])
                for since, until, other in others:
                    if start < until and since < end:
                        line, _ = sheet.document.at(other)
                        message = f"`{source}` already has a row at that time, on line {line}"
                        hint = "let one end (`until`) when the other begins (`since`)"
                        yield sheet.document.finding("overlapping-rows", (*route, "from"), message, hint)
                        break
                others.append((start, end, route))


@rule("regions")
def partition_crossed(sheets: Sheets) -> Iterator[Finding]:
    """The sources and destinations of a profile's row lie in one AWS partition."""
    partition = {code: entry["partition"] for code, entry in sheets.table("regions").items()}
    crossed: dict[tuple[str, ...], tuple[str, str] | None] = {}
    for sheet in sheets.models:
        for route, row in sheet.rows():
            if "to" not in row:
                continue
            words = (*row["from"], *row["to"])
            if words not in crossed:
                crossed[words] = _crossing(sheets.expand(words), partition)
            if (pair := crossed[words]) is not None:
                message = f"`{pair[0]}` and `{pair[1]}` lie in different partitions"
                yield sheet.document.finding("partition-crossed", route, message, "no route leaves its partition")


@rule("regions")
def commercial_set(sheets: Sheets) -> Iterator[Finding]:
    """The Region set `commercial` is every Region of the partition `aws`."""
    document = sheets.tables["regions"].document
    wanted = {code for code, entry in sheets.table("regions").items() if entry["partition"] == "aws"}
    has = set(sheets.sets.get("commercial", ()))
    route: Route = ("sets", "commercial") if "commercial" in sheets.sets else ("sets",)
    for code in sorted(wanted ^ has):
        message = f"`{code}` is missing from the set `commercial`" if code in wanted else f"`{code}` is not commercial"
        yield document.finding("commercial-set", route, message, "it holds every Region of the partition `aws`")


def _crossing(regions: tuple[str, ...], partition: dict[str, str]) -> tuple[str, str] | None:
    """Return two Regions of different partitions, or None."""
    first: dict[str, str] = {}
    for code in regions:
        if code in partition:
            first.setdefault(partition[code], code)
    pair = sorted(first.values())[:2]
    return (pair[0], pair[1]) if len(first) > 1 else None
