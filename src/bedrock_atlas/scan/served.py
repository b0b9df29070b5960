"""Which IDs a model can be invoked by on one date: what the calendar and, when there is one, a policy admit.

Read from the same verdicts that `decide` gives, so a scan never calls wrong what `resolve` answers. What a request
itself would demand (a source Region, an endpoint) is left open: code rarely says it where it names a model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.advice.alternatives import advise
from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.decision.alternative import Advice
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Route
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Served", "Service"]


@dataclass(frozen=True, slots=True)
class Served:
    """How one model is served: `live` IDs by the calendar, `admitted` ones of these by the policy, best first.

    `routes` are the live routes. `rejected` maps a live ID that is not admitted to the ids of the rules against it, and
    `rejected_from` an ID and a source Region.
    """

    live: tuple[str, ...]
    admitted: tuple[str, ...]
    routes: tuple[Route, ...]
    rejected: dict[str, tuple[str, ...]]
    rejected_from: dict[tuple[str, str], tuple[str, ...]]


class Service:
    """Answers for every model of a catalog on one date, each worked out once."""

    def __init__(
        self, catalog: Catalog, policy: Policy, attributes: tuple[tuple[str, str], ...] = (), *, on: date
    ) -> None:
        """Take the policy, and one value for each of the attributes that it declares."""
        self.catalog, self.on = catalog, on
        self._policy, self._attributes = policy, attributes
        self.narrows = any(rule.effect in {"require", "forbid"} for rule in policy.rules)
        self._kept: dict[str, Served] = {}
        self._advice: dict[tuple[str, str | None, str, bool], Advice] = {}

    def of(self, model: Model) -> Served:
        """Return how a model is served; raises RequestError for attributes that the policy does not declare so."""
        if model.id not in self._kept:
            self._kept[model.id] = self._served(model)
        return self._kept[model.id]

    def advice(self, model: Model, prefix: str | None, region: str = "", *, refused: bool = False) -> Advice:
        """Return what is recommended for an ID that is written with a prefix (None: without, empty: not said).

        `region` is that of its ARN; `refused` says that the ID is, although its model may have an answer. A prefix that
        the model never had reached no place, so nothing is recommended for it.
        """
        key = (model.id, prefix, region, refused)
        if key not in self._advice:
            self._advice[key] = self._advise(*key)
        return self._advice[key]

    def _advise(self, model_id: str, prefix: str | None, region: str, refused: bool) -> Advice:
        source = region if region in self.catalog.regions else None
        request = Request(model_id, source=source, profile=prefix or None, attributes=self._attributes)
        decision = decide(self.catalog, self._policy, request, on=self.on)
        return advise(decision, model_id if prefix is None else None, refused=refused)

    def _served(self, model: Model) -> Served:
        request = Request(model.id, attributes=self._attributes)
        decision = decide(self.catalog, self._policy, request, on=self.on)
        candidates = decision.candidates
        calendar = dict(candidates.lifecycle)
        rules = {rule: bits for rule, bits in decision.rejections if not rule.startswith(("request.", "lifecycle."))}
        past = ruled = 0
        for bits in calendar.values():
            past |= bits
        for bits in rules.values():
            ruled |= bits
        live_bits = candidates.full & ~past
        live = [group for group in decision.order if group.mask & live_bits]
        admitted = tuple(dict.fromkeys(group.id for group in live if group.mask & live_bits & ~ruled))
        return Served(
            live=tuple(dict.fromkeys(group.id for group in live)),
            admitted=admitted,
            routes=tuple(candidates.pick(live_bits)),
            rejected={
                group.id: tuple(sorted(rule for rule, bits in rules.items() if bits & group.mask & live_bits))
                for group in live
                if group.id not in admitted
            },
            rejected_from={
                (route.id, route.source): tuple(sorted(rule for rule, bits in rules.items() if bits >> index & 1))
                for index, route in enumerate(candidates.routes)
                if ruled >> index & 1
            },
        )
