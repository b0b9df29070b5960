"""The OpenAPI document of the service."""

from __future__ import annotations

import json
from pathlib import Path

from bedrock_atlas.service.openapi import document


def test_the_document_is_the_one_that_was_agreed(compare):
    """Every path, parameter and shape of the interface stands in the golden file; only the version is left out."""
    agreed = json.loads(document())
    del agreed["info"]["version"]
    text = json.dumps(agreed, indent=1, ensure_ascii=False)
    compare(Path(__file__).parent / "openapi.json", f"{text}\n")
