"""The JSON Schemas and the authoring models accept the same documents, so an editor never says yes where we say no.

Out of JSON Schema's sight, and so not tried here: the quotes around a date (they make it text for us), the notation of
a number (decimals, exponents), order, and whatever looks into another file.
"""

from __future__ import annotations

import copy
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bedrock_atlas.source.schema import adapter, json_schema
from bedrock_atlas.source.sheets import gather

GOOD = Path(__file__).parents[1] / "samples" / "catalog" / "good"
WORDS = [
    "", "x", "4", "no", "NO", "DE", "eu", "EU", "us-gov", "eu-core", "eu-west-1", "Eu West", "global", "in-region",
    "geographic", "text", "pdf", "vision", "converse", "citations", "note", "beta-header", "2026-13-01", "2026-02-30",
    "2026-1-1", "2026.11.20", "20261120", "amazon.small-v1:0", "https://a.b", "http://a.b", "https://", "provider_data",
    "before-2026-09-07", "aws", "Größe", "日本", "true", "3.30",
]  # fmt: skip
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.just(200_000), st.sampled_from(WORDS), st.just(date(2026, 2, 28)),
    st.decimals(-1, 4, places=2, allow_nan=False, allow_infinity=False),
)  # fmt: skip
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=2),
    max_leaves=4,
)


@cache
def good_documents():
    """Return kind and value of every file of the good sample catalog."""
    sheets, _ = gather(GOOD)
    return [(sheet.kind, sheet.value) for sheet in sheets.all()]


@cache
def validator(kind):
    """Return the JSON Schema validator of a kind, with the formats checked."""
    return jsonschema.Draft7Validator(json_schema(kind), format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


def containers(value):
    """Return every list and mapping of a value, the value itself first."""
    if isinstance(value, dict | list):
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from containers(item)


def mutate(data, value):
    """Drop, rename, add, repeat or replace one entry somewhere."""
    container = data.draw(st.sampled_from(list(containers(value))))
    places = list(container) if isinstance(container, dict) else list(range(len(container)))
    step = data.draw(st.sampled_from(["replace", "drop", "rename", "add", "copy"] if places else ["add"]))
    if step == "add":
        new = data.draw(VALUES)
        if isinstance(container, list):
            container.append(new)
        else:
            container[data.draw(st.sampled_from(WORDS))] = new
        return
    place = data.draw(st.sampled_from(places))
    if step == "replace":
        container[place] = data.draw(VALUES)
    elif step == "drop":
        del container[place]
    elif step == "rename" and isinstance(container, dict):
        container[data.draw(st.sampled_from(WORDS))] = container.pop(place)
    else:
        others = [one for one in containers(value) if one is not container]
        copied = copy.deepcopy(container[place])
        target = data.draw(st.sampled_from(others)) if others else container
        if isinstance(target, list):
            target.append(copied)
        else:
            target[str(place)] = copied


def as_editors_see(value):
    """Return a value as a YAML 1.2 editor has it: a date is text."""
    if isinstance(value, dict):
        return {key: as_editors_see(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_editors_see(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def accepted(kind, value):
    """Tell whether the authoring models accept a value."""
    try:
        adapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def test_good_documents_are_accepted_by_both():
    """The documents that are mutated are valid to begin with."""
    for kind, value in good_documents():
        assert accepted(kind, value)
        assert validator(kind).is_valid(as_editors_see(value))


@pytest.mark.parametrize("index", range(7))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_validators_agree(index, data):
    """However a valid document is bent, both validators accept it or both refuse it."""
    kind, good = good_documents()[index]
    value = copy.deepcopy(good)
    for _ in range(data.draw(st.integers(1, 3))):
        mutate(data, value)
    assert accepted(kind, value) == validator(kind).is_valid(as_editors_see(value)), value
