"""What a refusal of Bedrock means for the route that was examined, by the table that `diagnose` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bedrock_atlas.diagnose.answer import diagnose
from bedrock_atlas.diagnose.case import Known
from bedrock_atlas.diagnose.causes import CAUSES

if TYPE_CHECKING:
    from bedrock_atlas.decision.decision import Decision

__all__ = ["Meaning", "meaning"]


class Meaning(NamedTuple):
    """The causes in words, and what helps against the first; `helps` is empty where a right is missing."""

    words: str
    helps: str


def meaning(decision: Decision, region: str, text: str) -> Meaning | None:
    """Return what an error means that was met while a decision's route was called; None when it is not known."""
    asked = decision.request
    source = region if region in decision.catalog.regions else None
    known = Known(
        decision.catalog, decision.policy, decision.on, decision.id, source, asked.residency, asked.role,
        asked.attributes,
    )  # fmt: skip
    found = diagnose(text, known)
    if not found:
        return None
    causes = found.refusals[0].causes
    words = "; or: ".join(CAUSES[weighed.slug].title for weighed, _ in causes)
    first, helps = causes[0]
    steps = [f"{one.text}, see {CAUSES[first.slug].link}" for one in helps if CAUSES[first.slug].mend != "right"]
    return Meaning(words, next(iter(steps), ""))
