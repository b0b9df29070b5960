"""Countries: each is one, has a Region where it is to hold a request, and is the one its Region stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.check.reviews.members import COUNTRY_OF, EEA, EU
from bedrock_atlas.check.reviews.reviewing import Terms, review
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.countries import country
from bedrock_atlas.source.overlay import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheet, Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["country_without_region", "region_country", "union_members", "unknown_country"]

_UNIONS = {"eu": EU, "eea": EEA}
_UNION_ROUTES = tuple(("residencies", name) for name in _UNIONS)
_COUNTRY = {"uk": "GB"}


@review("error")
def unknown_country(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """A country is one of ISO 3166-1."""
    for sheet, route, code in _countries(sheets):
        try:
            country(code)
        except RequestError as error:
            yield sheet.document.finding(error.slug, route, error.message, error.hint)


@review("error", "regions")
def country_without_region(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """A residency or geography names countries with a Region; `eu`, `eea` and an organisation's own any member too."""
    served = {entry["country"] for entry in sheets.table("regions").values()}
    for sheet, route, code in _countries(sheets):
        members = EEA if route[:2] in _UNION_ROUTES or sheet.name == FILE else frozenset[str]()
        if code not in served and code not in members and _is_country(code):
            message, hint = f"no Region stands in `{code}`", "correct the code, or leave it out"
            yield sheet.document.finding("country-without-region", route, message, hint)
    if "residencies" in sheets.tables:
        document = sheets.tables["residencies"].document
        for name, entry in sheets.table("residencies").items():
            if not served & {*entry["countries"]}:
                message, hint = f"no country of `{name}` has a Region", "nothing can ever be processed there"
                yield document.finding("country-without-region", ("residencies", name), message, hint, key=True)


@review("error", "regions")
def region_country(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """The country of a Region is the one in which the place of its name lies."""
    sheet = sheets.tables["regions"]
    for code, entry in sheets.table("regions").items():
        stands = COUNTRY_OF.get(entry["name"], entry["country"])
        if entry["country"] != stands:
            message = f"`{entry['name']}` lies in {stands}, not in {entry['country']}"
            hint = "a wrong country lets a residency be left without a word"
            yield sheet.document.finding("region-country", ("regions", code, "country"), message, hint)


@review("error", "residencies")
def union_members(sheets: Sheets, _: Terms) -> Iterator[Finding]:
    """The residencies `eu` and `eea` hold all their members and nobody else, one named like a country that country.

    An organisation may give a country's name a meaning of its own.
    """
    sheet = sheets.tables["residencies"]
    for name, entry in sheets.table("residencies").items():
        countries, alone = entry["countries"], _COUNTRY.get(name, name.upper())
        members = _UNIONS.get(name, {alone} if _is_country(alone) and sheet.name != FILE else {*countries})
        route: Route = ("residencies", name, "countries")
        for code in sorted(members.difference(countries)):
            yield sheet.document.finding("union-members", route, f"`{code}` is missing from `{name}`", "add it")
        for index, code in enumerate(countries):
            if code not in members:
                message, hint = f"`{code}` is no member of `{name}`", "remove it, or name another residency"
                yield sheet.document.finding("union-members", (*route, index), message, hint)


def _is_country(code: str) -> bool:
    """Check whether ISO 3166-1 has a code."""
    try:
        return bool(country(code))
    except RequestError:
        return False


def _countries(sheets: Sheets) -> Iterator[tuple[Sheet, Route, str]]:
    """Return every country that a table names, with its route."""
    for kind, key in (("residencies", "countries"), ("geographies", "reaches")):
        sheet = sheets.tables.get(kind)  # type: ignore[call-overload]  # the pairs are of kinds, which a loop loses
        for name, entry in (sheet.value[kind] if sheet else {}).items():
            for index, code in enumerate(entry.get(key, ())):
                yield sheet, (kind, name, key, index), code
    if "regions" in sheets.tables:
        for code, entry in sheets.table("regions").items():
            yield sheets.tables["regions"], ("regions", code, "country"), entry["country"]
