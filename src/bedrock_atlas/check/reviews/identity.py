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
_VERSION = re.compile(r"(-v[0-9]+(:[0-9]+)*|-[0-9]+:[0-9]+)$")
_DATE = re.compile(r"-[0-9]{8}$")


@review("error")
def mantle_id_taken(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """The ID on bedrock-mantle belongs to no other model, nor is it the ID of one without its date or version."""
    owners: dict[str, set[str]] = {}
    for sheet in sheets.models:
        model = sheet.value["model"]
        for name in (model, _bare(model), sheet.value.get("mantle_id", model)):
            owners.setdefault(name, set()).add(model)
    for sheet in sheets.models:
        other = sheet.value.get("mantle_id")
        others = sorted(owners.get(other, set()) - {sheet.value["model"]})
        if others and _bare(sheet.value["model"]) != other:
            message, hint = f"`{other}` already is `{others[0]}`", "correct it; one ID is one model"
            yield sheet.document.finding("mantle-id-taken", ("mantle_id",), message, hint)


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
    """No two models have one name; both are told, for either may be the wrong one."""
    owners: dict[frozenset[str], list[str]] = {}
    for sheet in sheets.models:
        owners.setdefault(_words(sheet.value["name"]), []).append(sheet.value["model"])
    for sheet in sheets.models:
        name, model = sheet.value["name"], sheet.value["model"]
        others = [one for one in owners[_words(name)] if one != model]
        if others:
            message, hint = f"`{name}` is the name of `{others[0]}` too", "a name answers for one model"
            yield sheet.document.finding("name-taken", ("name",), message, hint)


def _words(name: str) -> frozenset[str]:
    """Return the words of a name, in which the order plays no part."""
    return frozenset(_WORD.findall(name.lower()))


def _bare(model: str) -> str:
    """Return a model ID without its version and its date."""
    return _DATE.sub("", _VERSION.sub("", model))
