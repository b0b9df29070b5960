"""What pydantic finds wrong with a file, said in the words of this project and at its line and column.

pydantic says where by keys and positions; the document turns those into a location. Words near a known one get a
"did you mean"; what the reader has already complained about is not complained about twice.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bedrock_atlas.errors import Finding, closest, suggestion
from bedrock_atlas.facts.catalog import MOVE, SCHEMA
from bedrock_atlas.source.forms import FORMS, MOST_DAYS
from bedrock_atlas.source.schema import adapter, json_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic_core import ErrorDetails

    from bedrock_atlas.source.authoring import Kind
    from bedrock_atlas.source.strict_yaml import Document, Route, Value

__all__ = ["describe", "hint_for", "validate"]

_EXPECTED = {
    "int_type": "a whole number",
    "bool_type": "`true` or `false`",
    "dict_type": "a mapping",
    "list_type": "a list",
    "date_type": "a date",
    "number_type": "a number",
}
_NOUNS = {int: "the number ", Decimal: "the number ", date: "the date ", str: "the text "}
_SHOWN = 60
_FEW = 16
_MOST = 200


def validate(document: Document, kind: Kind) -> tuple[Value, list[Finding]]:
    """Return the value of a document with its keys in schema order, and all that makes it no file of this kind.

    With findings the value is None; a document that could not be parsed gives none. Of one file the first two hundred
    are given: more say nothing new.
    """
    if document.text is None:
        return None, []
    try:
        return adapter(kind).validate_python(document.value), []
    except ValidationError as error:
        known = {(finding.line, finding.column) for finding in document.findings}
        complaints = (_Complaint(document, kind, details) for details in error.errors(include_url=False)[:_MOST])
        findings = (complaint.finding() for complaint in complaints)
        return None, [finding for finding in findings if (finding.line, finding.column) not in known]


def describe(value: object) -> str:
    """Return a value in words, as a message names what it found."""
    if value is None:
        return "nothing"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"{_NOUNS.get(type(value), '')}`{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}`"


def hint_for(word: object, known: Iterable[str]) -> str:
    """Return the hint for a word nobody knows: the nearest ones, else all of them when they are few, else nothing."""
    words = sorted(known)
    few = "known: " + ", ".join(f"`{one}`" for one in words) if 0 < len(words) <= _FEW else ""
    near = closest(str(word), words) or closest(str(word).lower(), words) or closest(str(word).upper(), words)
    return suggestion(near) or few


class _Complaint:
    """One complaint of pydantic about a document, and how to say it."""

    def __init__(self, document: Document, kind: Kind, details: ErrorDetails) -> None:
        self.document, self.kind, self.type, self.found = document, kind, details["type"], details["input"]
        self.context: Mapping[str, Any] = details.get("ctx", {})
        self.route = _route(document.value, details["loc"])
        self.last = str(details["loc"][-1]) if details["loc"] else ""

    def finding(self) -> Finding:
        """Return it as a finding."""
        by_type = {
            "missing": self.missing,
            "extra_forbidden": self.unknown_key,
            "union_tag_not_found": self.missing_kind,
            "union_tag_invalid": self.unknown_word,
            "literal_error": self.unknown_word,
            "string_pattern_mismatch": self.form,
            "string_type": self.form,
            "greater_than_equal": self.bound,
            "less_than_equal": self.bound,
            "greater_than": self.number,
            "too_many_days": self.days,
            "number_type": self.number,
            "too_short": self.empty,
        }
        return self.empty() if self.found is None else by_type.get(self.type, self.wrong_type)()

    def at(self, slug: str, message: str, hint: str = "", *, key: bool = False) -> Finding:
        """Return a finding at the location complained about."""
        return self.document.finding(slug, self.route, message, hint, key=key)

    def missing(self) -> Finding:
        """Return which key is missing and after which one it belongs."""
        order, present = list(_properties(json_schema(self.kind), self.route)), _value(self.document.value, self.route)
        before = [key for key in order[: order.index(self.last)] if key in present]
        hint = f"add it after `{before[-1]}`" if before else "add it as the first key"
        return self.at("missing-key", f"`{self.last}` is missing", hint)

    def missing_kind(self) -> Finding:
        """Report that the key which tells the forms of a mapping apart is missing."""
        return self.at("missing-key", f"`{self.context['discriminator'].strip(chr(39))}` is missing")

    def unknown_key(self) -> Finding:
        """Report that nobody knows a key."""
        if self.last in {"any_of", "not"} and {"any_of", "not"}.intersection(map(str, self.route[:-1])):
            hint = "`any_of` takes tests and `not`, and `not` takes tests; split the rule for more"
            return self.at("unknown-key", f"nothing nests as deep as this `{self.last}`", hint, key=True)
        around = self.route[:-1]
        unused = _properties(json_schema(self.kind), around).keys() - _value(self.document.value, around).keys()
        return self.at("unknown-key", f"unknown key `{self.last}`", hint_for(self.last, unused), key=True)

    def unknown_word(self) -> Finding:
        """Report that a word is not in a closed list."""
        found = self.context.get("tag", self.found)
        if "discriminator" in self.context:
            self.route = (*self.route, self.context["discriminator"].strip("'"))
        known = re.findall(r"'([^']*)'", self.context.get("expected_tags", self.context.get("expected", "")))
        if not isinstance(found, str):
            return self.at("wrong-type", f"expected a word, found {describe(found)}", hint_for(found, known))
        return self.at("unknown-word", f"unknown word `{found}`", hint_for(found, known))

    def bound(self) -> Finding:
        """Report a whole number that lies outside its bounds; the only one of a catalog is the format of its files."""
        if self.route == ("schema",):
            return self.edition()
        most = self.context.get("le")
        expected = f"at most {most}" if most is not None else f"at least {self.context['ge']}"
        return self.at("bad-number", f"expected a whole number of {expected}, found `{self.found}`")

    def edition(self) -> Finding:
        """Report that the files are in a format of another time."""
        message = f"format {self.found} of the files is not known; this version reads format {SCHEMA}"
        hint = "use a version of bedrock-atlas that goes with these files"
        return self.at("unknown-format", message, MOVE if self.found == 1 else hint)

    def form(self) -> Finding:
        """Report that text, or what should be text, is not in its form."""
        pattern = self.context.get("pattern") or _schema_at(json_schema(self.kind), self.route)["pattern"]
        slug, expected = FORMS[pattern]
        country = slug == "bad-country" and re.fullmatch("[a-z]{2}", str(self.found))
        hint = f"did you mean `{self.found.upper()}`?" if country else ""
        if slug == "bad-name" and isinstance(self.found, str) and re.fullmatch(pattern, self.found.lower()):
            hint = f"did you mean `{self.found.lower()}`?"
        return self.at(slug, f"expected {expected}, found {describe(self.found)}", hint, key=self.last == "[key]")

    def number(self) -> Finding:
        """Report that a number is none, or not above zero."""
        slug, quoted = "bad-price" if self.route[:1] == ("price",) else "bad-number", isinstance(self.found, str)
        if self.type == "greater_than":
            message = f"expected a number above zero, found `{self.found}`"
            return self.at(slug, message, "what is unknown or free of charge is left out")
        plain = quoted and re.fullmatch(r"[0-9]+(\.[0-9]+)?", self.found)
        hint = f"write `{self.found}` without quotes" if plain else ""
        return self.at(slug, f"expected a number, found {describe(self.found)}", hint)

    def days(self) -> Finding:
        """Report that a number of days is none, or reaches further than anybody plans."""
        return self.at("bad-number", f"expected a number of days from 1 to {MOST_DAYS}, found `{self.found}`")

    def empty(self) -> Finding:
        """Report that there is nothing where something belongs."""
        named = f"`{self.route[-1]}`" if self.route and isinstance(self.route[-1], str) else "this entry"
        if self.found is None:
            return self.at("empty-value", f"{named} has no value", "give it one, or remove it")
        return self.at("empty-value", f"{named} is empty", "fill it, or remove it")

    def wrong_type(self) -> Finding:
        """Report that something else belongs there."""
        message = f"expected {_EXPECTED.get(self.type, 'something else')}, found {describe(self.found)}"
        if self.type == "date_type" and isinstance(self.found, str):
            return self.at("bad-date", message, "dates are written `YYYY-MM-DD`, without quotes")
        return self.at("wrong-type", message)


def _route(value: Value, location: tuple[int | str, ...]) -> Route:
    """Return the steps of pydantic's location that are in the file; it mixes in names of its own."""
    route: list[str | int] = []
    for step in location:
        if step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int):
            value = value[step]
            route.append(step)
    return tuple(route)


def _value(value: Value, route: Route) -> Value:
    """Return the value at a route."""
    for step in route:
        value = value[step]
    return value


def _properties(schema: Mapping[str, Any], route: Route) -> Mapping[str, Any]:
    """Return the known keys of the mapping at a route, in the order of the file."""
    properties: Mapping[str, Any] = _mapping_form(_schema_at(schema, route)).get("properties", {})
    return properties


def _schema_at(schema: Mapping[str, Any], route: Route) -> Mapping[str, Any]:
    """Return the part of a JSON Schema that says what stands at a route."""
    for step in route:
        schema = _mapping_form(schema)
        if "items" in schema:
            schema = schema["items"]
        elif "patternProperties" in schema:
            schema = next(iter(schema["patternProperties"].values()))
        else:
            schema = schema["properties"][step]
    return schema


def _mapping_form(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return of several forms all that are mappings as one: their keys together."""
    forms = [form for form in schema.get("oneOf", schema.get("anyOf", ())) if "properties" in form]
    if not forms:
        return schema
    return {"properties": {key: value for form in forms for key, value in form["properties"].items()}}
