"""Names: every one that a file uses is known, and no two things answer to the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bedrock_atlas.source.rules import rule
from bedrock_atlas.source.validate import hint_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheet, Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = [
    "alias_collision",
    "path_mismatch",
    "residency_collision",
    "set_named_like_region",
    "unknown_geography",
    "unknown_premium",
    "unknown_region",
    "unknown_set",
]

_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}")
_SCOPES = frozenset({"global", "in-region", "geographic"})


@rule("regions")
def unknown_region(sheets: Sheets) -> Iterator[Finding]:
    """A Region code in a row, a set or a geography is one of regions.yaml."""
    regions = sheets.table("regions")
    for name, codes in sheets.sets.items():
        for index, code in enumerate(codes):
            if code not in regions:
                message, hint = f"unknown Region `{code}`", hint_for(code, regions)
                document = sheets.tables["regions"].document
                yield document.finding("unknown-region", ("sets", name, index), message, hint)
    for prefix, entry in sheets.table("geographies").items() if "geographies" in sheets.tables else ():
        for index, code in enumerate(entry.get("at_home", ())):
            if code not in regions:
                message, hint, at = (
                    f"unknown Region `{code}`",
                    hint_for(code, regions),
                    ("geographies", prefix, "at_home", index),
                )
                yield sheets.tables["geographies"].document.finding("unknown-region", at, message, hint)
    for sheet, route, word in _unknown_words(sheets):
        if _REGION.fullmatch(word):
            yield sheet.document.finding("unknown-region", route, f"unknown Region `{word}`", hint_for(word, regions))


@rule("regions")
def unknown_set(sheets: Sheets) -> Iterator[Finding]:
    """A name in a row that is no Region code is a Region set of regions.yaml."""
    for sheet, route, word in _unknown_words(sheets):
        if not _REGION.fullmatch(word):
            hint = hint_for(word, {*sheets.sets, *sheets.table("regions")})
            yield sheet.document.finding("unknown-set", route, f"unknown Region set `{word}`", hint)


@rule("regions")
def set_named_like_region(sheets: Sheets) -> Iterator[Finding]:
    """A Region set is not named like a Region."""
    for name in sheets.sets:
        if _REGION.fullmatch(name):
            message = f"the Region set `{name}` is named like a Region"
            yield sheets.tables["regions"].document.finding("set-named-like-region", ("sets", name), message, key=True)


@rule("geographies")
def unknown_geography(sheets: Sheets) -> Iterator[Finding]:
    """A prefix in profiles, listed prices or factors is one of geographies.yaml."""
    known = sheets.table("geographies")
    uses: list[tuple[Sheet, Route, str]] = []
    for sheet in sheets.models:
        uses += [(sheet, ("profiles", prefix), prefix) for prefix in sheet.value.get("profiles", ())]
        listed = sheet.value.get("price", {}).get("listed", ())
        uses += [(sheet, ("price", "listed", prefix), prefix) for prefix in listed if prefix != "in-region"]
    if "premiums" in sheets.tables:
        premiums = sheets.tables["premiums"]
        for name, premium in sheets.table("premiums").items():
            factors = [prefix for prefix in premium["factors"] if prefix not in _SCOPES]
            uses += [(premiums, ("premiums", name, "factors", prefix), prefix) for prefix in factors]
    for sheet, route, prefix in uses:
        if prefix not in known:
            message, hint = f"unknown geography `{prefix}`", hint_for(prefix, known)
            yield sheet.document.finding("unknown-geography", route, message, hint, key=True)


@rule("premiums")
def unknown_premium(sheets: Sheets) -> Iterator[Finding]:
    """The premium of a price is a rule of premiums.yaml."""
    known = sheets.table("premiums")
    for sheet in sheets.models:
        name = sheet.value.get("price", {}).get("premium")
        if name is not None and name not in known:
            message, hint = f"unknown premium `{name}`", hint_for(name, known)
            yield sheet.document.finding("unknown-premium", ("price", "premium"), message, hint)


@rule()
def path_mismatch(sheets: Sheets) -> Iterator[Finding]:
    """The path of a model file spells its ID: provider as the folder, the rest as the name, `_` for `:`."""
    for sheet in sheets.models:
        provider, _, rest = sheet.value["model"].partition(".")
        path = f"models/{provider}/{rest.replace(':', '_')}.yaml"
        if sheet.name != path:
            message = f"the path does not spell `{sheet.value['model']}`"
            yield sheet.document.finding("path-mismatch", ("model",), message, f"the file belongs at `{path}`")


@rule()
def alias_collision(sheets: Sheets) -> Iterator[Finding]:
    """No two models are told by one alias, and no alias is another model's name or ID."""
    owners: dict[str, str] = {}
    for sheet in sheets.models:
        for name in (sheet.value["name"], sheet.value["model"], sheet.value["model"].partition(".")[2]):
            owners.setdefault(_folded(name), sheet.value["model"])
    for sheet in sheets.models:
        model = sheet.value["model"]
        for index, alias in enumerate(sheet.value.get("aliases", ())):
            owner = owners.setdefault(_folded(alias), model)
            if owner != model:
                message = f"alias `{alias}` already means `{owner}`"
                yield sheet.document.finding("alias-collision", ("aliases", index), message, "remove one of them")


@rule("residencies")
def residency_collision(sheets: Sheets) -> Iterator[Finding]:
    """No two residencies are told by one name or alias."""
    residencies, document = sheets.table("residencies"), sheets.tables["residencies"].document
    owners = {_folded(name): name for name in residencies}
    for name, entry in residencies.items():
        for index, alias in enumerate(entry.get("aliases", ())):
            owner = owners.setdefault(_folded(alias), name)
            if owner != name or _folded(alias) == _folded(name):
                route = ("residencies", name, "aliases", index)
                yield document.finding(
                    "residency-collision", route, f"alias `{alias}` already means `{owner}`", "remove one of them"
                )


def _folded(name: str) -> str:
    """Return a name without what people type differently."""
    return re.sub("[^a-z0-9]+", "-", name.lower())


def _unknown_words(sheets: Sheets) -> Iterator[tuple[Sheet, Route, str]]:
    """Return every word in a row or a calendar of some Regions that is neither a Region nor a Region set."""
    known = sheets.table("regions").keys() | sheets.sets.keys()
    for sheet in sheets.models:
        for place, part in enumerate(sheet.value.get("lifecycle", {}).get("elsewhere", ())):
            for index, word in enumerate(part["in"]):
                if word not in known:
                    yield sheet, ("lifecycle", "elsewhere", place, "in", index), word
        for route, row in sheet.rows():
            for side in ("from", "to"):
                words = row.get(side, ())
                if not known.issuperset(words):
                    unknown = ((index, word) for index, word in enumerate(words) if word not in known)
                    yield from ((sheet, (*route, side, index), word) for index, word in unknown)
