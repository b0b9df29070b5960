"""Evidence: what it covers is there, and nothing is said twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.check.reviews.reviewing import Terms, review
from bedrock_atlas.source.rules.order import evidence_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets

__all__ = ["evidence_idle", "evidence_twice"]


@review("error")
def evidence_idle(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """Evidence covers sections that the file has, each named once."""
    for sheet in sheets.models:
        for index, entry in enumerate(sheet.value["evidence"]):
            for at, section in enumerate(entry["covers"]):
                if section not in sheet.value:
                    message, hint = f"the file has no `{section}`", "remove it from `covers`, or add the section"
                elif section in entry["covers"][:at]:
                    message, hint = f"`{section}` is covered twice", "remove one of them"
                else:
                    continue
                yield sheet.document.finding("evidence-idle", ("evidence", index, "covers", at), message, hint)


@review("error")
def evidence_twice(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """No two pieces of evidence are the same source at the same place of the same day."""
    for sheet in sheets.all():
        for route, entries in evidence_lists(sheet):
            seen = set()
            for index, entry in enumerate(entries):
                name = tuple(sorted((key, str(value)) for key, value in entry.items() if key not in {"covers", "note"}))
                if name in seen:
                    message, hint = f"`{entry['source']}` stands here twice", "put what both cover into one"
                    yield sheet.document.finding("evidence-twice", (*route, index), message, hint)
                seen.add(name)
