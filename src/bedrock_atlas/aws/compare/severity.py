"""What a drift means: the decisions that would change if the catalog said what AWS says.

Both worlds are asked about the models concerned, under every policy, and `diff` tells the answers apart. A route lost,
another ID or a wider residency is an error; any other change of an answer a warning; none a note.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bedrock_atlas.analysis.diff import diff
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.errors import PolicyError
from bedrock_atlas.loading import load_policy, shipped_policies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bedrock_atlas.analysis.diff import Affected
    from bedrock_atlas.aws.compare.drift import Comparison
    from bedrock_atlas.facts.catalog import Catalog

__all__ = ["Level", "Shift", "changed_decisions", "level_of"]

Level = Literal["error", "warning", "note"]
_GRAVE = {"denied", "asks-back", "id-changed", "widened"}
_MAX_SOURCES = 3


@dataclass(frozen=True, slots=True)
class Shift:
    """Decisions that would change alike: how many, one of the questions in words, the answer before and after.

    An answer is None where there is no route. `classes` are those of `diff`; `policy` is the one that was asked.
    """

    policy: str
    classes: tuple[str, ...]
    before: str | None
    after: str | None
    questions: int
    example: str

    @property
    def level(self) -> Level:
        """Return how severe it is."""
        return "error" if _GRAVE & set(self.classes) else "warning"

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON data; no route is None."""
        return {
            "level": self.level,
            "policy": self.policy,
            "classes": list(self.classes),
            "before": self.before,
            "after": self.after,
            "questions": self.questions,
            "example": self.example,
        }


def changed_decisions(
    before: Catalog, after: Catalog, comparison: Comparison, policies: Sequence[str] = ()
) -> dict[str, tuple[Shift, ...]]:
    """Return model → the decisions that would change from the comparison's date on, most_severe first.

    `policies` are names of shipped policies or files; none means all that ship and speak of what this catalog has.
    Questions come from anywhere and from the Regions concerned. Raises PolicyError.
    """
    models = tuple(sorted({drift.model for drift in comparison.drifts if drift.model in after}))
    shifts: dict[str, list[Shift]] = defaultdict(list)
    for name in (policies or shipped_policies()) if models else ():
        try:
            pair = load_policy(name, catalog=before), load_policy(name, catalog=after)
        except PolicyError:
            if policies:
                raise
            continue
        for model in models:
            # a policy with rules of its own says where data may go; one without leaves that to the question
            residencies = (None,) if pair[0].rules else ()
            limits = Limits((model,), (), residencies, (None, *_sources(before, comparison, model)))
            found = diff(
                *(
                    QuestionSpace(one, rules, comparison.on, limits)
                    for one, rules in zip((before, after), pair, strict=True)
                )
            )
            shifts[model] += [_shift(name, one) for one in found.found]
    return {model: tuple(sorted(some, key=_gravity)) for model, some in shifts.items() if some}


def level_of(shifts: Iterable[Shift]) -> Level:
    """Return the most_severe level of some decisions; `note` when there is none."""
    levels = {shift.level for shift in shifts}
    return "error" if "error" in levels else "warning" if levels else "note"


def _sources(catalog: Catalog, comparison: Comparison, model: str) -> list[str]:
    """Return a few of the Regions in which something about a model changed."""
    named = {drift.region for drift in comparison.drifts if drift.model == model and drift.region}
    changed = {change.source for change in comparison.changes if change.model == model}
    return sorted((named | changed) & catalog.regions.keys(), key=lambda code: (code not in named, code))[:_MAX_SOURCES]


def _shift(policy: str, one: Affected) -> Shift:
    change = one.change
    return Shift(policy, change.classes, change.old, change.new, one.questions, one.example)


def _gravity(shift: Shift) -> tuple[bool, bool, int, str, str, str]:
    texts = (shift.policy, shift.example, f"{shift.before} {shift.after}")
    return (shift.level != "error", shift.policy != "default", -shift.questions, *texts)
