"""Application inference profiles in an overlay: those that are there, and those that shall be.

One that is there is known by its ARN, with the model it leads to and either the profile it copies or, as AWS tells it,
where it leads. One that shall be is declared by role or model: what it copies is decided by a policy, elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.source.validate import hint_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["NAME_LONGEST", "declared_wrong", "geography_of"]

NAME_LONGEST = 55
"""The longest name of a declaration: AWS takes 64 characters, and `-` with eight digits tell the revision."""
_DESCRIPTION_LONGEST = 200
_OWN_TAGS = ("atlas:", "aws:")

Problem = tuple[str, "Route", str, str]


def geography_of(rows: list[list[Any]], region: str, destinations: list[str], commercial: list[str]) -> list[str]:
    """Return the geographies (or `in-region`) by which a model reaches exactly these Regions from a source Region.

    `rows` are those of a compiled model, of which the ones that have ended do not count.
    """
    wanted = set(destinations)
    found = []
    for scope, sources, to, _, until, *_ in rows:
        reached = commercial if to == "commercial" else to or [region]
        if scope != "mantle" and region in sources and until is None and set(reached) == wanted:
            found.append(scope)
    return sorted(set(found))


def declared_wrong(name: str, entry: dict[str, Any], document: dict[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with a declaration: slug, route below it, message and hint."""
    if len(name) > NAME_LONGEST:
        message = f"`{name}` has {len(name)} characters, {NAME_LONGEST} at most: AWS's 64 have the revision too"
        yield "bad-profile-name", (), message, "shorten it"
    if ("role" in entry) == ("model" in entry):
        slug = "two-subjects" if "role" in entry else "missing-model"
        yield slug, (), f"`{name}` stands for one role or one model", "write `role:` or `model:`"
    if "model" in entry and entry["model"] not in document["models"]:
        hint = hint_for(entry["model"], document["models"])
        yield "unknown-model", ("model",), f"unknown model `{entry['model']}`", hint
    if entry["from"] not in document["regions"]:
        hint = hint_for(entry["from"], document["regions"])
        yield "unknown-region", ("from",), f"unknown Region `{entry['from']}`", hint
    if len(entry.get("description", "")) > _DESCRIPTION_LONGEST:
        yield "bad-text", ("description",), f"AWS takes {_DESCRIPTION_LONGEST} characters", "shorten it"
    for key in entry.get("tags", {}):
        if key.lower().startswith(_OWN_TAGS):
            message = f"the tag `{key}` is not yours: `aws:` is AWS's, and `atlas:` tells a profile and its revision"
            yield "bad-tag", ("tags", key), message, "choose another key"
