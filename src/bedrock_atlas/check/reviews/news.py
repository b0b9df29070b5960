"""The story of the catalog: each version is told."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from bedrock_atlas.check.reviews.reviewing import Terms, review
from bedrock_atlas.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.source.sheets import Sheet, Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["news_missing", "reopened_silently"]


@review("error", "catalog")
def news_missing(sheets: Sheets, terms: Terms) -> Iterator[Finding]:
    """NEWS.md has an entry for the version, and it stands first."""
    version = sheets.tables["catalog"].value["version"]
    path = terms.folder / "NEWS.md"
    lines = _lines(terms)
    headings = [
        (number, line.removeprefix("## ").strip()) for number, line in enumerate(lines, 1) if line.startswith("## ")
    ]
    if version not in [heading for _, heading in headings]:
        hint = f"add `## {version}` at the top, with what moves a decision"
        yield Finding(str(path), 1, 1, "news-missing", f"there is no entry for version `{version}`", hint)
    elif headings[0][1] != version:
        message = f"version `{version}` is not the first entry"
        yield Finding(str(path), headings[0][0], 1, "news-missing", message, "newest first")


@review("error", "catalog", "regions")
def reopened_silently(sheets: Sheets, terms: Terms) -> Iterator[Finding]:
    """A Region whose row ended and began again days later is told in NEWS.md: `reopened`, with the model's name."""
    told = [part for part in " ".join(_lines(terms)).replace("* ", "\n").split("\n") if "reopened" in part.lower()]
    for sheet in sheets.models:
        name = sheet.value["name"].lower()
        for route, source, ended, begins in _gaps(sheet, sheets):
            if not any(name in part.lower() for part in told):
                message = f"`{source}` ended on {ended} and begins again on {begins}, and NEWS.md does not tell"
                hint = f"add a line to NEWS.md: {sheet.value['name']} reopened in {source}, or correct the row"
                yield sheet.document.finding("reopened-silently", route, message, hint)


def _gaps(sheet: Sheet, sheets: Sheets) -> Iterator[tuple[Route, str, date, date]]:
    """Return each row that begins after an earlier one of its Region has ended: route, Region and both days."""
    held: dict[tuple[Route, str], list[tuple[date, date, Route]]] = {}
    for route, row in sheet.rows():
        for source in sheets.expand(row["from"]):
            begins = row.get("since", row.get("seen", date.min))
            held.setdefault((route[:-1], source), []).append((begins, row.get("until", date.max), route))
    told = set()
    for (_, source), rows in held.items():
        for earlier, later in pairwise(sorted(rows)):
            if later[0] > earlier[1] and later[2] not in told:
                told.add(later[2])
                yield later[2], source, earlier[1], later[0]


def _lines(terms: Terms) -> list[str]:
    """Return the lines of NEWS.md; none when it is not there."""
    try:
        return (terms.folder / "NEWS.md").read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
