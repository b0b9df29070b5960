"""Geographies: no row of a profile leaves what geographies.yaml says that its prefix may reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.check.reviews.reviewing import Terms, review
from bedrock_atlas.source.overlay import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["geography_idle", "geography_left", "geography_untold"]


@review("error", "geographies", "regions")
def geography_idle(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """A row reaches every country and Region that a geography is said to reach, where it has rows at all."""
    sheet, regions = sheets.tables["geographies"], sheets.table("regions")
    rows = [(str(route[1]), row) for one in sheets.models for route, row in one.rows() if "to" in row]
    for prefix, entry in sheets.table("geographies").items() if sheet.name != FILE else ():
        codes = {code for of, row in rows if of == prefix for code in sheets.expand(row["to"]) if code in regions}
        reached = codes | {regions[code]["country"] for code in codes.difference(entry.get("at_home", ()))}
        for key in ("reaches", "at_home"):
            for index, place in enumerate(entry.get(key, ()) if reached else ()):
                if place not in reached:
                    message, hint = f"no row of `{prefix}.` reaches `{place}`", "remove it, or add the row that does"
                    yield sheet.document.finding("geography-idle", ("geographies", prefix, key, index), message, hint)


@review("error", "geographies", "regions")
def geography_left(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """A profile's Regions lie in what its geography reaches; `global.` goes to every commercial Region.

    A Region of `at_home` is reached only by a row that is called from it alone.
    """
    table = _Table(sheets)
    told: set[Finding] = set()
    for sheet in sheets.models:
        for route, row in sheet.rows():
            if "to" not in row:
                continue
            prefix = str(route[1])
            if prefix == "global" and row["to"] != ["commercial"]:
                message, hint = "`global.` goes to every commercial Region", "write `to: [commercial]`"
                yield sheet.document.finding("geography-left", (*route, "to"), message, hint)
            for side, index, code in table.outside(prefix, row):
                message = f"`{code}` ({table.regions[code]['country']}) lies outside what `{prefix}.` reaches"
                hint = f"geographies.yaml has for `{prefix}`: {', '.join(table.geographies[prefix]['reaches'])}"
                if (member := table.member(prefix, row[side][index], code)) is None:
                    yield sheet.document.finding("geography-left", (*route, side, index), message, hint)
                else:
                    told.add(sheets.tables["regions"].document.finding("geography-left", member, message, hint))
    yield from told


@review("error", "geographies")
def geography_untold(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """geographies.yaml says of every geography, but for `global`, which countries it may reach."""
    sheet = sheets.tables["geographies"]
    for prefix, entry in sheets.table("geographies").items():
        if prefix != "global" and "reaches" not in entry:
            message, hint = f"nothing says what `{prefix}.` may reach", "add `reaches`, its countries, with evidence"
            yield sheet.document.finding("geography-untold", ("geographies", prefix), message, hint, key=True)


class _Table:
    """What geographies reach, and what of rows lies outside; rows that are written alike are looked at once."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets, self.geographies, self.regions = sheets, sheets.table("geographies"), sheets.table("regions")
        self.judged: dict[tuple[str | None, ...], list[tuple[str, int, str]]] = {}

    def outside(self, prefix: str, row: dict[str, Any]) -> list[tuple[str, int, str]]:
        """Return side, index of the word and Region of all that a row has outside; unknown Regions are passed over."""
        if "reaches" not in self.geographies.get(prefix, {}):
            return []
        key = (prefix, *row["from"], None, *row["to"])
        if key not in self.judged:
            home = self.geographies[prefix].get("at_home", ())
            sources = self.sheets.expand(row["from"])
            self.judged[key] = [
                (side, index, code)
                for side in ("from", "to")
                for index, word in enumerate(row[side])
                for code in self.sheets.expand([word])
                if not self.within(prefix, code) and not (code in home and (side == "from" or sources == (code,)))
            ]
        return self.judged[key]

    def within(self, prefix: str, code: str) -> bool:
        """Check whether a Region is reached from every source, or is not known."""
        return code not in self.regions or self.regions[code]["country"] in self.geographies[prefix]["reaches"]

    def member(self, prefix: str, word: str, code: str) -> Route | None:
        """Return where a Region stands in a set that is otherwise of this geography; None when the row is at fault."""
        codes = self.sheets.sets.get(word, [])
        inside = sum(self.within(prefix, one) for one in codes)
        return ("sets", word, codes.index(code)) if inside * 2 > len(codes) else None
