"""The JSON Schemas beside a catalog are those that this version makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.check.reviews.reviewing import Terms, review
from bedrock_atlas.errors import Finding
from bedrock_atlas.source.authoring import KINDS
from bedrock_atlas.source.schema import render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bedrock_atlas.source.sheets import Sheets

__all__ = ["edited_schemas", "schema_edited"]


@review("error")
def schema_edited(_: Sheets, terms: Terms) -> Iterator[Finding]:
    """A schema in the folder `schema` is the generated one, to the byte."""
    yield from edited_schemas(terms.folder)


def edited_schemas(folder: Path) -> Iterator[Finding]:
    """Return the schemas beside catalog or policies that are not the generated ones, at the first other line."""
    for kind in KINDS:
        path = folder / "schema" / f"{kind}.schema.json"
        if path.is_file():
            has, wanted = path.read_bytes().split(b"\n"), render(kind).encode().split(b"\n")
            if has != wanted:
                pairs = enumerate(zip([*has, b""], [*wanted, b""], strict=False), 1)
                line = next((number for number, (one, other) in pairs if one != other), len(has))
                message, hint = (
                    "the schema is not the generated one",
                    "editors believe it; make it anew (`make schema`)",
                )
                yield Finding(str(path), line, 1, "schema-edited", message, hint)
