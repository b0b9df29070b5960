"""What a drift means: the decisions that would change if the catalog said what AWS says.

Both worlds are asked the same questions: every model concerned, without a residency and within each, from anywhere and
from each Region concerned. An answer lost, another ID or more destinations is an error; any other change a warning; none
is a note.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bedrock_atlas.engine import decide
from bedrock_atlas.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from bedrock_atlas.aws.drift import Comparison
    from bedrock_atlas.catalog import Catalog
    from bedrock_atlas.decision import Decision
    from bedrock_atlas.policy import Policy

__all__ = ["Level", "Shift", "changed_decisions", "level_of"]

Level = Literal["error", "warning", "note"]
_MAX_SOURCES = 6


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """One decision that would change: the question in words, the answer before and after (empty: no route), and why.

    `level` is `error` when what held no longer does, else `warning`; `policy` names the policy that was asked.
    """

    model: str
    ask: str
    policy: str
    before: str
    after: str
    why: str
    level: Level

    def to_dict(self) -> dict[str, object]:
        """Give it as JSON data; no route is None."""
        return {
            "ask": self.ask,
            "policy": self.policy,
            "before": self.before or None,
            "after": self.after or None,
            "why": self.why,
            "level": self.level,
        }


def changed_decisions(
    before: Catalog, after: Catalog, comparison: Comparison, policies: Iterable[Policy]
) -> dict[str, tuple[Shift, ...]]:
    """Give model → the decisions that would change on the comparison's date, gravest first."""
    sources: dict[str, set[str]] = defaultdict(set)
    for drift in comparison.drifts:
        if drift.model in after:
            sources[drift.model] |= {drift.region} if drift.region else set()
    for change in comparison.changes:
        if change.model in sources:
            sources[change.model].add(change.source)
    found = {}
    for model_id, codes in sources.items():
        asked = [code for code in sorted(codes) if code in before.regions][:_MAX_SOURCES]
        shifts = [
            shift
            for policy in policies
            for request in _requests(before, model_id, asked)
            for shift in _shift(before, after, policy, request, comparison.on)
        ]
        if shifts:
            found[model_id] = tuple(sorted(shifts, key=lambda shift: (shift.level != "error", shift.ask, shift.policy)))
    return found


def level_of(shifts: Iterable[Shift]) -> Level:
    """Give the gravest level of some decisions; `note` when there is none."""
    levels = {shift.level for shift in shifts}
    return "error" if "error" in levels else "warning" if levels else "note"


def _requests(catalog: Catalog, model_id: str, codes: list[str]) -> Iterator[Request]:
    for residency in (None, *sorted(catalog.residencies)):
        for source in (None, *codes):
            yield Request(model_id, frozenset() if residency is None else frozenset({residency}), source)


def _shift(before: Catalog, after: Catalog, policy: Policy, request: Request, on: date) -> Iterator[Shift]:
    old = decide(before, policy, request, on=on) if request.model in before else None
    new = decide(after, policy, request, on=on)
    was, now = (old.id if old else None) or "", new.id or ""
    parts = _parts(old), _parts(new)
    if was == now and parts[0] == parts[1]:
        return
    if was and not now:
        why, grave = "no route is left", True
    elif was and was != now:
        why, grave = "another ID", True
    elif not was:
        why, grave = "a route appears", False
    else:
        names = sorted(name for name in parts[0] if parts[0][name] != parts[1][name])
        why, grave = f"other {', '.join(names)}", not _covered(parts[0], parts[1])
    yield Shift(request.model, _words(request), policy.name, was, now, why, "error" if grave else "warning")


def _parts(decision: Decision | None) -> dict[str, Any]:
    if not decision:
        return {}
    price = decision.price
    return {
        "destinations": {route.source: route.destinations for route in decision.routes},
        "price": dict(price.usd_per_mtok) if price else None,
        "status": decision.status,
    }


def _covered(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Say whether every source of before still holds and reaches nothing more than before."""
    was: dict[str, frozenset[str]] = old["destinations"]
    now: dict[str, frozenset[str]] = new["destinations"]
    return all(source in now and now[source] <= reached for source, reached in was.items())


def _words(request: Request) -> str:
    parts = [request.model, *(f"{name} residency" for name in sorted(request.residency))]
    return ", ".join([*parts, f"from {request.source}"] if request.source else parts)
