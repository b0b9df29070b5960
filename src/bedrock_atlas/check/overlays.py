"""What a reviewer looks for in overlay.yaml itself: prices that can be, and models whose names are theirs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.check.reviews.amounts import kind_of, off_scale, wrong_order
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.sheets import Sheets
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["OVERLAY_KINDS", "negotiated_prices", "taken_names"]

OVERLAY_KINDS = {
    "ambiguous-destinations": "The Regions of an application inference profile are those of one ID from its Region.",
    "bad-profile-name": "A declared profile has a name that AWS takes, with room for its revision.",
    "bad-tag": "A tag is one that AWS takes, and neither AWS's own nor one that tells a profile and its revision.",
    "missing-model": "A declared profile stands for a role or a model.",
    "profile-source": "An application inference profile stands in a Region from which what it copies can be invoked.",
    "two-subjects": "A declared profile stands for one role or one model, not both.",
    "two-values": "An application inference profile has a geography or its destinations, not both.",
    "unknown-destinations": "The Regions of an application inference profile are those of some ID from its Region.",
}
"""What reading an overlay finds beside what reading a catalog does, by slug."""


def negotiated_prices(base: dict[str, Any], sheets: Sheets) -> Iterator[Finding]:
    """Return what cannot be in the prices of an overlay; `base` is the document with the overlay on it."""
    sheet = sheets.tables["overlay"]
    prices = {name: (kind_of(model), model.get("price", {})) for name, model in base["models"].items()}
    for name, price in sheet.value.get("prices", {}).items():
        at: Route = ("prices", name)
        for route, rule, message in wrong_order(price):
            yield sheet.document.finding("price-order", (*at, *route), message, f"{rule}; swap or correct them")
        for route, message in off_scale(name, prices):
            hint = "prices are USD per million tokens"
            yield sheet.document.finding("price-scale", (*at, *route), message, hint)
        if price["base"] == "global" and all(row[0] != "global" for row in base["models"][name]["rows"]):
            message, hint = "the model has no global profile", "say whose price it is"
            yield sheet.document.finding("base-without-route", (*at, "base"), message, hint)


def taken_names(base: dict[str, Any], sheets: Sheets) -> Iterator[Finding]:
    """Return the names and aliases of an overlay's models that fit others too."""
    names = Catalog(base).names
    for sheet in sheets.models:
        words: list[tuple[str, str, Route]] = [("name-taken", sheet.value["name"], ("name",))]
        aliases = enumerate(sheet.value.get("aliases", ()))
        words += [("alias-collision", alias, ("aliases", index)) for index, alias in aliases]
        for slug, word, route in words:
            try:
                owner = names.subject(word).model
            except RequestError as error:
                yield sheet.document.finding(slug, route, error.message, error.hint)
                continue
            if owner != sheet.value["model"]:
                message, hint = f"`{word}` already means `{owner}`", "give the model a name of its own"
                yield sheet.document.finding(slug, route, message, hint)
