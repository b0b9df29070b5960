"""Order: one way to write a catalog down, so that a diff shows facts and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from bedrock_atlas.source.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheet, Sheets
    from bedrock_atlas.source.strict_yaml import Route, Value

__all__ = [
    "duplicate_entry",
    "evidence_lists",
    "evidence_order",
    "key_order",
    "profile_order",
    "sorted_lists",
    "unsorted",
]


@rule()
def key_order(sheets: Sheets) -> Iterator[Finding]:
    """Keys stand in the order of the schema."""
    for sheet in sheets.all():
        # As JSON first: it is the quickest way to see that two values have their keys in the same order.
        if to_json(sheet.document.value) != to_json(sheet.value):
            yield from _keys(sheet, sheet.document.value, sheet.value, ())


@rule()
def unsorted(sheets: Sheets) -> Iterator[Finding]:
    """Lists of names and Regions are sorted."""
    for sheet in sheets.all():
        for route, words in sorted_lists(sheet):
            ordered = sorted(words)
            if words != ordered:
                at = next(index for index in range(1, len(words)) if words[index] < words[index - 1])
                message, hint = f"`{words[at]}` is not in its place", _where(words[at], words[:at])
                yield sheet.document.finding("unsorted", (*route, at), message, hint)


@rule()
def duplicate_entry(sheets: Sheets) -> Iterator[Finding]:
    """A list names nothing twice."""
    for sheet in sheets.all():
        for route, words in sorted_lists(sheet):
            if len(set(words)) != len(words):
                at = next(index for index, word in enumerate(words) if word in words[:index])
                yield sheet.document.finding("duplicate-entry", (*route, at), f"`{words[at]}` is listed twice")


@rule("geographies")
def profile_order(sheets: Sheets) -> Iterator[Finding]:
    """Profiles and listed prices stand in the order of geographies.yaml, `in-region` first."""
    rank = {prefix: index for index, prefix in enumerate(("in-region", *sheets.table("geographies")))}
    for sheet in sheets.models:
        listed = sheet.value.get("price", {}).get("listed", {})
        for route, prefixes in ((("profiles",), sheet.value.get("profiles", {})), (("price", "listed"), listed)):
            known = [prefix for prefix in prefixes if prefix in rank]
            if known != sorted(known, key=rank.__getitem__):
                at = next(index for index in range(1, len(known)) if rank[known[index]] < rank[known[index - 1]])
                before = [prefix for prefix in known[:at] if rank[prefix] < rank[known[at]]]
                hint = f"move it after `{before[-1]}`" if before else f"move it before `{known[0]}`"
                message = f"`{known[at]}` is not in its place"
                yield sheet.document.finding("profile-order", (*route, known[at]), message, hint, key=True)


@rule()
def evidence_order(sheets: Sheets) -> Iterator[Finding]:
    """Evidence stands newest first, then by source."""
    for sheet in sheets.all():
        for route, entries in evidence_lists(sheet):
            keys = [(-entry["as_of"].toordinal(), entry["source"]) for entry in entries]
            for at in range(1, len(keys)):
                if keys[at] < keys[at - 1]:
                    one, above = entries[at], entries[at - 1]
                    message = f"`{one['source']}` ({one['as_of']}) stands below `{above['source']}` ({above['as_of']})"
                    hint = "newest first, those of one day by source"
                    yield sheet.document.finding("evidence-order", (*route, at), message, hint)
                    break


def _keys(sheet: Sheet, written: Value, ordered: Value, route: Route) -> Iterator[Finding]:
    """Compare a value as written with the same value in schema order."""
    if isinstance(written, dict):
        names, wanted = list(written), list(ordered)
        if names != wanted:
            at = next(index for index in range(len(names)) if names[index] != wanted[index])
            moved = wanted[at]
            hint = f"move it after `{wanted[at - 1]}`" if at else "move it to the front"
            message = f"`{moved}` is not in its place"
            yield sheet.document.finding("key-order", (*route, moved), message, hint, key=True)
        for key, value in written.items():
            yield from _keys(sheet, value, ordered[key], (*route, key))
    elif isinstance(written, list):
        for index, value in enumerate(written):
            yield from _keys(sheet, value, ordered[index], (*route, index))


def _where(word: str, before: Sequence[str]) -> str:
    """Return the hint that names the neighbour to move to."""
    smaller = [other for other in before if other <= word]
    return f"move it after `{max(smaller)}`" if smaller else f"move it before `{min(before)}`"


def sorted_lists(sheet: Sheet) -> Iterator[tuple[Route, list[str]]]:
    """Return every list that is to be sorted."""
    value = sheet.value
    if sheet.kind == "regions":
        for name, codes in value["sets"].items():
            yield ("sets", name), codes
    elif sheet.kind == "residencies":
        for name, entry in value["residencies"].items():
            yield ("residencies", name, "countries"), entry["countries"]
            yield ("residencies", name, "aliases"), entry.get("aliases", [])
    elif sheet.kind == "geographies":
        for name, entry in value["geographies"].items():
            yield ("geographies", name, "reaches"), entry.get("reaches", [])
            yield ("geographies", name, "at_home"), entry.get("at_home", [])
    elif sheet.kind == "model":
        yield from _model_lists(sheet)


def _model_lists(sheet: Sheet) -> Iterator[tuple[Route, list[str]]]:
    """Return every list of a model file that is to be sorted."""
    value = sheet.value
    yield ("aliases",), value.get("aliases", [])
    for side, words in value.get("modalities", {}).items():
        yield ("modalities", side), words
    words = [entry if isinstance(entry, str) else entry["capability"] for entry in value.get("capabilities", ())]
    yield ("capabilities",), words
    yield ("mantle_apis",), value.get("mantle_apis", [])
    for index, part in enumerate(value.get("lifecycle", {}).get("elsewhere", ())):
        yield ("lifecycle", "elsewhere", index, "in"), part["in"]
    for route, row in sheet.rows():
        yield (*route, "from"), row["from"]
        yield (*route, "to"), row.get("to", [])


def evidence_lists(sheet: Sheet) -> Iterator[tuple[Route, list[dict[str, Any]]]]:
    """Return every list of evidence."""
    if sheet.kind == "premiums":
        for name, entry in sheet.value["premiums"].items():
            yield ("premiums", name, "evidence"), entry["evidence"]
    elif "evidence" in sheet.value:
        yield ("evidence",), sheet.value["evidence"]
