"""The page as plain files, for a web server that decides nothing.

The same page and the same facts; the playground cannot decide, so it shows answers that were computed when the files
were written, for every model and residency on one date, and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.iam.answer import answer_data
from bedrock_atlas.listings.card import card
from bedrock_atlas.listings.history import history
from bedrock_atlas.service.answers import dump
from bedrock_atlas.service.pages import FOLDER, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["MARK", "site_files"]

MARK = '<meta name="atlas-data" content="static">'
_SERVICE_ONLY = frozenset({"docs.html", "docs.js"})


def site_files(catalog: Catalog, policy: Policy, on: date) -> Iterator[tuple[str, bytes]]:
    """Return every file of the site as path and content; the same inputs give the same bytes."""
    for file in sorted(FOLDER.iterdir()):
        if file.suffix in KINDS and file.name not in _SERVICE_ONLY:
            content = file.read_bytes()
            if file.name == "index.html":
                yield "index.html", content.replace(MARK.replace("static", "service").encode(), MARK.encode())
            else:
                yield f"page/{file.name}", content
    yield ".nojekyll", b""
    yield "data/history.json", dump(history(catalog))
    for model in catalog:
        name = model.id.replace(":", "_")
        yield f"data/models/{name}.json", dump(card(catalog, model, on))
        yield f"data/decisions/{name}.json", dump(_answers(catalog, policy, model.id, on))


def _answers(catalog: Catalog, policy: Policy, model_id: str, on: date) -> dict[str, Any]:
    """Return a model's decision for each residency; the verdicts would make the site ten times as large."""
    answers = {}
    for residency in (None, *catalog.residencies):
        request = Request.of(catalog, policy, model=model_id, residency=residency)
        said = answer_data(decide(catalog, policy, request, on=on))
        del said["verdicts"]
        answers[residency or "none"] = said
    return {"on": on.isoformat(), "answers": answers}
