"""What a drift means: the decisions that would change if the catalog said what AWS says.

Both worlds are asked the same questions: every model concerned, under every policy, without a residency and within each,
from anywhere and from the Regions concerned. An answer lost, another ID or more destinations is an error; any other change a warning; none
is a note.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bedrock_atlas.engine import decide
from bedrock_atlas.errors import PolicyError
from bedrock_atlas.policies import load_policy, shipped_policies
from bedrock_atlas.world import Limits, World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from bedrock_atlas.aws.drift import Comparison
    from bedrock_atlas.catalog import Catalog
    from bedrock_atlas.decision import Decision
    from bedrock_atlas.policy import Policy
    from bedrock_atlas.request import Request

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
    before: Catalog, after: Catalog, comparison: Comparison, policies: Sequence[str] = ()
) -> dict[str, tuple[Shift, ...]]:
    """Give model → the decisions that would change on the comparison's date, gravest first.

    `policies` are names of shipped policies or files; none means all that ship and speak of what this catalog has.
    Raises PolicyError.
    """
    sources: dict[str, set[str]] = defaultdict(set)
    for drift in comparison.drifts:
        if drift.model in after:
            sources[drift.model] |= {drift.region} if drift.region else set()
    for change in comparison.changes:
        if change.model in sources:
            sources[change.model].add(change.source)
    shifts: dict[str, list[Shift]] = defaultdict(list)
    for name in (policies or shipped_policies()) if sources else ():
        try:
            pair = load_policy(name, catalog=before), load_policy(name, catalog=after)
        except PolicyError:
            if policies:
                raise
            continue
        for model_id, codes in sources.items():
            for request in _requests(before, pair[0], model_id, codes):
                shifts[model_id] += _shift((before, after), pair, request, comparison.on)
    order = lambda shift: (shift.level != "error", shift.policy != "default", shift.ask, shift.policy)  # noqa: E731  # once
    return {model_id: tuple(sorted(found, key=order)) for model_id, found in shifts.items() if found}


def level_of(shifts: Iterable[Shift]) -> Level:
    """Give the gravest level of some decisions; `note` when there is none."""
    levels = {shift.level for shift in shifts}
    return "error" if "error" in levels else "warning" if levels else "note"


def _requests(catalog: Catalog, policy: Policy, model_id: str, codes: set[str]) -> Iterator[Request]:
    """Give the questions: within every residency where a policy adds no rules, else as the policy has it."""
    near = tuple(code for code in sorted(codes) if code in catalog.regions)[:_MAX_SOURCES]
    residencies = (None,) if policy.rules else (None, *sorted(catalog.residencies))
    world = World(catalog, policy, None, Limits((model_id,), (), residencies, (None, *near)))
    for attributes in world.attributes():
        yield from world.requests(None, model_id, attributes)


def _shift(catalogs: tuple[Catalog, Catalog], policies: tuple[Policy, Policy], request: Request, on: date) -> Iterator[Shift]:
    old = decide(catalogs[0], policies[0], request, on=on) if request.model in catalogs[0] else None
    new = decide(catalogs[1], policies[1], request, on=on)
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
    yield Shift(request.model, _words(request), policies[0].name, was, now, why, "error" if grave else "warning")


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
    parts += [f"from {request.source}"] if request.source else []
    return ", ".join([*parts, *(f"{name} {value}" for name, value in request.attributes)])
