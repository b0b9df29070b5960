"""Several roles for one caller: source Regions from which each of them has an admitted route, the best by policy.

A service that needs three models calls one Region. Each question is decided as it is alone, from every Region; the
best are those where least falls back within a role, and then where the answers rank highest. Where nothing says where
and Regions of one rank lead to different IDs it is asked back, as for one question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.alternative import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Joint", "decide_jointly"]


@dataclass(frozen=True, slots=True)
class Joint:
    """The answer to several questions at once: `ways` has the decisions from each source Region, in their order.

    `best` are the Regions that answer, each with the same IDs; empty for a denial, or where `choices` asks back between
    groups of Regions that are alike but for their IDs.
    """

    requests: tuple[Request, ...]
    on: date
    ways: dict[str, tuple[Decision, ...]]
    best: tuple[str, ...] = ()
    choices: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        """Check whether some Region answers every question."""
        return bool(self.best)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Return the answers from the first of the best Regions, in the order asked; empty when there are none."""
        return self.ways[self.best[0]] if self.best else ()

    def fails(self) -> dict[str, tuple[str, ...]]:
        """Return for each question (its role or model) the Regions from which it has no route, sorted."""
        return {
            _name(request): tuple(source for source, way in self.ways.items() if not way[number])
            for number, request in enumerate(self.requests)
        }

    def nearest(self) -> tuple[str, tuple[Decision, ...]]:
        """Return the Region where fewest questions fail, and those decisions; raises ValueError without any Region."""
        failing = {source: tuple(one for one in way if not one) for source, way in self.ways.items()}
        return min(failing.items(), key=lambda item: len(item[1]))

    def summary(self) -> str:
        """Return the answer in one line; for a denial which question fails where."""
        if self.best:
            told = ", ".join(f"{_name(one.request)}: {one.id}" for one in self.decisions)
            return f"{told}; from {listed(self.best)}"
        if self.choices:
            return f"say from where or for whom: from {'; or from '.join(map(listed, self.choices))}"
        many = len(self.ways)
        told = "; ".join(
            f"{name} fails in {'all' if len(lost) == many else len(lost)} of {many} Regions"
            for name, lost in self.fails().items()
            if lost and many > 1
        )
        source, failing = self.nearest()
        why = "; ".join(f"{_name(one.request)}: {one.summary()}" for one in failing)
        if many == 1:
            return f"not all have a route from {source}: {why}"
        return "; ".join(filter(None, ("no Region has them all", told, f"nearest: {source}, but for {why}")))

    def explain(self) -> str:
        """Return the answer as plain text: a line a question, and where each fails."""
        lines = [self.summary(), "", f"  {'asked':<14}{' + '.join(map(str, self.requests))}", f"  {'on':<14}{self.on}"]
        lines += [f"  {_name(one.request):<14}{one.id}, {one.model.name}" for one in self.decisions]
        lines += [f"  {'invoke from':<14}{', '.join(self.best)}"] * bool(self.best)
        for name, lost in () if self.best else self.fails().items():
            there = ", ".join(source for source in self.ways if source not in lost)
            lines.append(
                f"  {name:<14}{f'has a route from {there}' if there else 'has no route from ' + ', '.join(lost)}"
            )
        return "\n".join(lines) + "\n"

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON data; `fails` has for each question the Regions from which it has no route."""
        return {
            "decision": bool(self),
            "invoke_from": list(self.best),
            "choices": [list(one) for one in self.choices],
            "on": self.on.isoformat(),
            "answers": [
                {
                    "role": one.request.role,
                    "id": one.id,
                    "model": one.model.id,
                    "endpoint": one.request.endpoint,
                    "destinations": {
                        source: sorted(self.ways[source][number].routes[0].destinations) for source in self.best
                    },
                    "valid_until": one.valid_until.isoformat() if one.valid_until else None,
                }
                for number, one in enumerate(self.decisions)
            ],
            "fails": {name: list(lost) for name, lost in self.fails().items()},
            "summary": self.summary(),
        }


def decide_jointly(catalog: Catalog, policy: Policy, requests: Sequence[Request], *, on: date) -> Joint:
    """Answer several questions from one source Region: that which they name, else the best from which all have a route.

    The questions differ in their subject alone; raises RequestError as `decide` does, and ValueError for none.
    """
    first = requests[0]
    home = "aws-us-gov" if first.profile == "us-gov" else "aws"
    sources = [first.source] if first.source else [
        code for code, region in catalog.regions.items() if region.partition == home
    ]  # fmt: skip
    ways = {
        source: tuple(decide(catalog, policy, replace(one, source=source), on=on) for one in requests)
        for source in sorted(sources)
    }
    ranks = {source: _rank(way) for source, way in ways.items() if all(way)}
    best = tuple(source for source, rank in ranks.items() if rank == min(ranks.values()))
    same: dict[tuple[str | None, ...], list[str]] = {}
    for source in best:
        same.setdefault(tuple(one.id for one in ways[source]), []).append(source)
    if len(same) > 1 and not first.says_where:
        order = list(catalog.geographies)
        groups = sorted(same.items(), key=lambda item: [_place(order, one) for one in item[0]])
        return Joint(tuple(requests), on, ways, (), tuple(tuple(group) for _, group in groups))
    return Joint(tuple(requests), on, ways, tuple(same[min(same, key=str)]) if same else ())


def _name(request: Request) -> str:
    return request.role or request.model


def _place(order: list[str], id_: str | None) -> int:
    prefix = (id_ or "").partition(".")[0]
    return order.index(prefix) if prefix in order else -1


def _rank(way: tuple[Decision, ...]) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Return how many entries of roles fall away, together and of each, and how many IDs rank before each answer."""
    fallen = tuple(len(one.tried) for one in way)
    return sum(fallen), fallen, tuple(map(_before, way))


def _before(decision: Decision) -> int:
    """Count the IDs of the model that the policy ranks before the answer, whatever their Regions; peers count not."""
    group = decision.group
    alike = decision.program.peers.get(group, 0) if group and not decision.request.residency else 0
    places = (at for at, one in enumerate(decision.order) if one is group or one.mask & alike)
    return min(places, default=len(decision.order))
