"""What a model file still lacks, by a comment of `sync propose` or by its successor: `check` asks until it is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bedrock_atlas.check.reviews.reviewing import Terms, review
from bedrock_atlas.errors import Finding
from bedrock_atlas.source.authoring import TO_FILL_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.source.sheets import Sheets

__all__ = ["facts_missing", "successor_unproved"]

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


@review("warning")
def successor_unproved(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """Of a model with a successor, and of that successor, it is known what they give."""
    given = {sheet.value["model"]: sheet.value.get("modalities", {}).get("output") for sheet in sheets.models}
    for sheet in sheets.models:
        pair = (sheet.value["model"], sheet.value.get("successor"))
        missing = [one for one in pair if one in given and not given[one]]
        if pair[1] is not None and missing:
            message = f"what `{missing[0]}` gives is not known, so neither is whether the two are alike"
            hint = "add the output to its `modalities`, or leave `successor` out"
            yield sheet.document.finding("successor-unproved", ("successor",), message, hint)
