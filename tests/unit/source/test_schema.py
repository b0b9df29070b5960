from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from bedrock_atlas.source import authoring
from bedrock_atlas.source.schema import json_schema, main, render, schema_path
from bedrock_atlas.source.sheets import gather

ROOT = Path(__file__).parents[3]
CATALOG = ROOT / "catalog"


def as_editors_see(value):
    """Return a value as a YAML 1.2 editor has it: a date is text."""
    if isinstance(value, dict):
        return {key: as_editors_see(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_editors_see(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("kind", authoring.KINDS)
def test_committed_schema_is_fresh(kind):
    """The committed schema is the one the authoring models give; `python -m bedrock_atlas.source.schema` writes it."""
    assert (ROOT / schema_path(kind)).read_text() == render(kind)


@pytest.mark.parametrize("kind", authoring.KINDS)
def test_schema_is_draft_07_without_references(kind):
    """A schema is valid draft-07 and complete in itself, as every editor wants it."""
    jsonschema.Draft7Validator.check_schema(json_schema(kind))
    assert "$ref" not in render(kind)
    assert "$defs" not in render(kind)


def test_every_key_of_a_model_has_a_hover_text():
    """Whoever hovers over a key of a model file is told what it means."""
    bare = []

    def walk(schema, route):
        for key, part in schema.get("properties", {}).items():
            if "description" not in part and "const" not in part and "enum" not in part:
                bare.append((*route, key))
            walk(part, (*route, key))
        if "items" in schema:
            walk(schema["items"], route)

    walk(json_schema("model"), ())
    assert not bare


@pytest.mark.parametrize(
    "folder", [CATALOG, ROOT / "tests" / "samples" / "catalog" / "good"], ids=["catalog", "sample"]
)
def test_every_file_is_valid_json_schema_wise(folder):
    """Every catalog file is valid by the committed schemas, formats included."""
    sheets, findings = gather(folder)
    assert not findings
    for sheet in sheets.all():
        schema = json.loads((CATALOG / "schema" / f"{sheet.kind}.schema.json").read_text())
        validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
        assert not [f"{sheet.name}: {error.message}" for error in validator.iter_errors(as_editors_see(sheet.value))]


def test_every_file_names_its_schema():
    """The first line of every catalog file tells editors where its schema is, and it is there."""
    for path in [*CATALOG.rglob("*.yaml"), *(ROOT / "policies").glob("*.yaml")]:
        first = path.read_text().splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=")
        folder = path.relative_to(ROOT).parts
        kind = "policy" if folder[0] == "policies" else "model" if "models" in folder else path.stem
        named = (path.parent / first.partition("=")[2]).resolve()
        assert named == ROOT / schema_path(kind), path


def test_command_writes_the_schemas(tmp_path):
    """The command writes one file per kind into the folder it is given."""
    assert main([str(tmp_path)]) == 0
    written = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json")]
    assert sorted(written) == sorted(map(schema_path, authoring.KINDS))
