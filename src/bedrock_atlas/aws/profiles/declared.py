"""What shall be: each declaration of an overlay, decided by the policy, with the name, tags and revision that follow.

AWS has no update of an application inference profile, so the revision is part of its name: another answer is another
profile, which can be made before the old one goes. AWS and the tags are the state, nothing is kept here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["NAME_TAG", "REVISION_TAG", "Declaration", "declarations"]

NAME_TAG, REVISION_TAG = "atlas:profile", "atlas:revision"
_REVISION = 8


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declared profile on a day; `decision` is what it shall copy, without an answer where nothing is admitted.

    `tags` are its own, in the order of their keys.
    """

    name: str
    source: str
    decision: Decision
    tags: tuple[tuple[str, str], ...]
    description: str

    @property
    def copies(self) -> str:
        """Return the ARN of what it copies, `${Account}` left open; empty when nothing is admitted."""
        return self.decision.arn or ""

    @property
    def revision(self) -> str:
        """Return eight digits that change when what it copies does, or where that leads."""
        reached = sorted(one for route in self.decision.routes for one in route.destinations)
        return hashlib.sha256(" ".join([self.source, self.copies, *reached]).encode()).hexdigest()[:_REVISION]

    @property
    def aws_name(self) -> str:
        """Return the name by which AWS shall know it."""
        return f"{self.name}-{self.revision}"

    @property
    def all_tags(self) -> dict[str, str]:
        """Return its tags with the two that tell which declaration and revision it is."""
        return {**dict(self.tags), NAME_TAG: self.name, REVISION_TAG: self.revision}


def declarations(catalog: Catalog, policy: Policy, on: date) -> list[Declaration]:
    """Decide every declared profile of the overlays, by name.

    Raises RequestError, with the declaration's name, for a role or attribute that the policy does not have.
    """
    found = []
    for name, entry in sorted(catalog.document.get("profiles", {}).items()):
        parts = {part: entry[part] for part in ("role", "model") if part in entry}
        try:
            request = Request.of(catalog, policy, source=entry["from"], attributes=dict(entry.get("set", {})), **parts)
        except RequestError as error:
            message = f"declared profile `{name}`: {error.message}"
            raise RequestError(message, slug=error.slug, hint=error.hint, matches=error.matches) from error
        decision = decide(catalog, policy, request, on=on)
        tags = tuple(sorted(entry.get("tags", {}).items()))
        found.append(Declaration(name, entry["from"], decision, tags, entry.get("description", "")))
    return found
