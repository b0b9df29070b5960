"""The story of the catalog: each version is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.check.reviews.reviewing import Terms, review
from bedrock_atlas.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.source.sheets import Sheets

__all__ = ["news_missing"]


@review("error", "catalog")
def news_missing(sheets: Sheets, terms: Terms) -> Iterator[Finding]:
    """NEWS.md has an entry for the version, and it stands first."""
    version = sheets.tables["catalog"].value["version"]
    path = terms.folder / "NEWS.md"
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    headings = [
        (number, line.removeprefix("## ").strip()) for number, line in enumerate(lines, 1) if line.startswith("## ")
    ]
    if version not in [heading for _, heading in headings]:
        hint = f"add `## {version}` at the top, with what moves a decision"
        yield Finding(str(path), 1, 1, "news-missing", f"there is no entry for version `{version}`", hint)
    elif headings[0][1] != version:
        message = f"version `{version}` is not the first entry"
        yield Finding(str(path), headings[0][0], 1, "news-missing", message, "newest first")
