"""What a proposed model file still lacks: `sync propose` names it in a comment, and `check` asks until it is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bedrock_atlas.check.reviews.reviewing import Terms, review
from bedrock_atlas.errors import Finding
from bedrock_atlas.source.authoring import TO_FILL_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.source.sheets import Sheets

__all__ = ["facts_missing"]

_NOTE = re.compile(re.escape(TO_FILL_IN) + r"(?P<names>[a-z_, ]+)")


@review("warning")
def facts_missing(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """A model file says no longer that facts are to be filled in."""
    for sheet in sheets.models:
        for number, line in enumerate((sheet.document.text or b"").decode("utf-8").split("\n"), 1):
            found = _NOTE.fullmatch(line)
            if found is not None:
                names = [name.strip() for name in found["names"].split(",")]
                missing = [name for name in names if name not in sheet.value]
                message = f"still to be filled in: {', '.join(missing)}" if missing else "everything is filled in"
                hint = "add them with their evidence, or remove what nobody knows" if missing else "remove the comment"
                yield Finding(sheet.document.path, number, 1, "facts-missing", message, hint)
