"""Names of models: each is one model's alone, and family and tier are words of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bedrock_atlas.check.reviews.reviewing import Terms, review

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets

__all__ = ["mantle_id_taken", "name_mismatch", "name_taken"]

_WORD = re.compile(r"[a-z0-9.+]+")


@review("error")
def mantle_id_taken(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """The ID on bedrock-mantle belongs to no other model."""
    owners = {sheet.value["model"]: sheet.value["model"] for sheet in sheets.models}
    for sheet in sheets.models:
        name, other = sheet.value["model"], sheet.value.get("mantle_id")
        if other is not None and owners.setdefault(other, name) != name:
            message = f"`{other}` already is `{owners[other]}`"
            yield sheet.document.finding("mantle-id-taken", ("mantle_id",), message, "correct it; one ID is one model")


@review("error")
def name_mismatch(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """Family and tier are words of the model's name: `claude-4.5` and `sonnet` of `Claude Sonnet 4.5`."""
    for sheet in sheets.models:
        words = _WORD.findall(sheet.value["name"].lower())
        for key in ("family", "tier"):
            for word in _WORD.findall(sheet.value.get(key, "")):
                if word not in words:
                    message = f"`{word}` is no word of `{sheet.value['name']}`"
                    hint = f"a wrong {key} lets the model pass, or fail, the rules of policies about it"
                    yield sheet.document.finding("name-mismatch", (key,), message, hint)
                    break


@review("error")
def name_taken(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """No two models have one name."""
    owners: dict[frozenset[str], str] = {}
    for sheet in sheets.models:
        name, model = sheet.value["name"], sheet.value["model"]
        owner = owners.setdefault(frozenset(_WORD.findall(name.lower())), model)
        if owner != model:
            message, hint = f"`{name}` is the name of `{owner}` too", "a name answers for one model"
            yield sheet.document.finding("name-taken", ("name",), message, hint)
