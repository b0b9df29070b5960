"""The application inference profiles that stand for an answer: the other way round, from an ID to ARNs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.decision.decision import Decision

__all__ = ["stands_for"]


def stands_for(decision: Decision, name: str = "") -> dict[str, str]:
    """Return the ARNs that overlays know for the answer's ID and source Regions, each with its name (empty: none).

    With `name` only those of that name; nothing for a denial.
    """
    if decision.group is None:
        return {}
    names = decision.catalog.names
    wanted = (decision.model.id, decision.group.geography)
    found = {}
    for arn, entry in decision.catalog.document.get("application_profiles", {}).items():
        subject = names.subject(arn)
        fits = (subject.model, subject.geography) == wanted and subject.source in decision.invoke_from
        if fits and name in {"", entry.get("name", "")}:
            found[arn] = entry.get("name", "")
    return found
