"""Sizes in tokens: an answer fits into its context, and a context is of a size that models have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.check.reviews.reviewing import Terms, review

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets

__all__ = ["limits_implausible"]

_LEAST, _MOST = 1_000, 100_000_000


@review("error")
def limits_implausible(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """A context holds the longest answer, and 1,000 to 100 million tokens.

    A model that gives no text, of embeddings or of pictures, may read as little as a sentence.
    """
    for sheet in sheets.models:
        limits = sheet.value.get("limits", {})
        window, output = limits.get("context_window"), limits.get("max_output")
        least = _LEAST if "text" in sheet.value.get("modalities", {}).get("output", ["text"]) else 1
        for key, size in limits.items():
            if size > _MOST or (key == "context_window" and size < least):
                message, hint = f"{size:,} tokens are not the {key} of a model", "count the digits again"
                yield sheet.document.finding("limits-implausible", ("limits", key), message, hint)
        if window is not None and output is not None and output > window:
            message = f"`max_output: {output}` is above `context_window: {window}`"
            yield sheet.document.finding(
                "limits-implausible", ("limits", "max_output"), message, "swap or correct them"
            )
