"""The answers that an export writes down: one for each name and source Region, and what had none.

A name is a role, a model, or a family of Claude models (`opus`), whose newest admitted model answers as a client's own
alias would, but inside the policy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.intervals import bounds
from bedrock_atlas.facts.words import IN_REGION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.export.order import Order
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Route
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.policy.rules import Entry

__all__ = ["CLAUDE", "FAMILIES", "Missing", "Pin", "Pins", "families", "gather", "is_claude", "vendor_id"]

CLAUDE = "anthropic"
FAMILIES = ("opus", "sonnet", "haiku", "fable")
"""The families that clients have aliases for, the one that they begin with first."""
_VERSION = re.compile(r"(?<=\d)-v\d+(?::\d+)?(?::\w+)?$")


@dataclass(frozen=True, slots=True)
class Pin:
    """One name from one source Region: the decision, and those on further admitted models of a role, in its order.

    `until` is the first day on which something about it is different by the facts known today; None: no day is known.
    """

    name: str
    source: str
    decision: Decision
    spare: tuple[Decision, ...] = ()
    until: date | None = None

    @property
    def id(self) -> str:
        """Return the ID that is pinned."""
        return self.decision.id or ""

    @property
    def route(self) -> Route:
        """Return the one route of the ID from the source Region."""
        return self.decision.routes[0]

    @property
    def model(self) -> Model:
        """Return the model that answers."""
        return self.decision.model


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that has no answer from a source Region, or none that the target can say, and why."""

    name: str
    source: str
    why: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Pins:
    """Everything that an export is made from; `pins` are in the order asked, by name and then by source Region."""

    catalog: Catalog
    policy: Policy
    order: Order
    on: date
    pins: tuple[Pin, ...]
    missing: tuple[Missing, ...]

    @property
    def until(self) -> date | None:
        """Return the first day on which an answer, or the lack of one, is different; None: no day is known."""
        named: list[Pin | Missing] = [*self.pins, *self.missing]
        return min((one.until for one in named if one.until is not None), default=None)

    def request(self, model: str, source: str) -> Request:
        """Return the question for one model from one source Region, with the attributes of the order."""
        return Request(model, source=source, attributes=self.order.attributes)

    def admits(self, model: str, source: str) -> frozenset[str]:
        """Return the IDs of a model that the policy admits from a source Region."""
        decision = decide(self.catalog, self.policy, self.request(model, source), on=self.on)
        return frozenset(route.id for route in decision.candidates.pick(decision.admitted))


def gather(catalog: Catalog, policy: Policy, order: Order, on: date, *, by_family: bool = False) -> Pins:
    """Decide every name of an order from every Region of it; by default all roles, where there are none the families.

    With `by_family` the families are asked for even where the policy has roles. Raises RequestError (ambiguous-name)
    for two that would be called the same.
    """
    roles, models = list(order.roles), list(order.models)
    named = bool(roles or models)
    roles = list(policy.roles) if not named and not by_family else roles
    tiers = FAMILIES if not named and not roles else ()
    names = [*roles, *map(vendor_id, models), *tiers]
    for name in names:
        if names.count(name) > 1:
            hint = "export them into files of their own"
            raise RequestError(f"two of the names asked for are `{name}`", slug="ambiguous-name", hint=hint)
    empty = Pins(catalog, policy, order, on, (), ())
    newest = families(catalog) if tiers else {}
    found: list[Pin | Missing] = []
    for source in order.sources:
        found += [_of_role(empty, role, source) for role in roles]
        found += [_first(empty, vendor_id(model), source, [model]) for model in models]
        found += [_first(empty, name, source, newest[name]) for name in tiers]
    return Pins(
        catalog,
        policy,
        order,
        on,
        tuple(one for one in found if isinstance(one, Pin)),
        tuple(one for one in found if isinstance(one, Missing)),
    )


def families(catalog: Catalog) -> dict[str, list[str]]:
    """Return the Claude models of each family that clients have an alias for, newest first."""
    alike: dict[str, list[Model]] = {name: [] for name in FAMILIES}
    for model_id in catalog.document["models"]:
        if model_id.startswith(f"{CLAUDE}."):  # the others need not become values for this
            model = catalog.model(model_id)
            alike.get(model.tier, []).append(model)
    return {name: [one.id for one in sorted(models, key=_newest)] for name, models in alike.items()}


def is_claude(model: Model) -> bool:
    """Check whether a model is one that Anthropic's own clients can speak to."""
    return model.provider == CLAUDE


def vendor_id(model_id: str) -> str:
    """Return what the provider itself calls a model: its ID without provider and Bedrock's version."""
    return _VERSION.sub("", model_id.partition(".")[2])


def _newest(model: Model) -> tuple[int, str]:
    return -(model.release or date.min).toordinal(), model.id


def _of_role(world: Pins, role: str, source: str) -> Pin | Missing:
    attributes = world.order.attributes
    request = Request("", role=role, source=source, attributes=attributes)
    decision = decide(world.catalog, world.policy, request, on=world.on)
    if decision.id is None:
        return Missing(role, source, decision.summary(), decision.valid_until)
    entries = world.policy.entries(role, world.policy.judging(request, world.catalog), world.catalog, world.on)
    after = entries[entries.index(decision.entry) + 1 :] if decision.entry is not None else ()
    later = [one for one in after if one.source in {None, source}]
    others = [_by_entry(world, one, source) for one in later]
    held = [one for one in later if one.approval is None or one.approval.holds(one.model, world.on)]
    spare = tuple(one for one, entry in zip(others, later, strict=True) if one.id is not None and entry in held)
    ends = [day for one in later if one.approval for day in bounds(one.approval.since, one.approval.until)]
    soonest = [day for day in (_soonest([decision, *others]), *ends) if day is not None and day > world.on]
    return Pin(role, source, decision, spare, min(soonest, default=None))


def _by_entry(world: Pins, entry: Entry, source: str) -> Decision:
    """Ask for what an entry of a role names: of a profile or an In-Region ID for that ID alone."""
    request = world.request(entry.model, source)
    if entry.geography is not None:
        request = replace(request, profile=entry.geography or IN_REGION)
    return decide(world.catalog, world.policy, request, on=world.on)


def _first(world: Pins, name: str, source: str, models: Iterable[str]) -> Pin | Missing:
    """Answer a name by the first of these models that is admitted; those before it may change the answer later."""
    tried: list[Decision] = []
    for model in models:
        tried.append(_ask(world, model, source))
        if tried[-1].id is not None:
            return Pin(name, source, tried[-1], (), _soonest(tried))
    why = tried[0].summary() if len(tried) == 1 else f"none of {len(tried)} models is admitted"
    return Missing(name, source, why, _soonest(tried))


def _ask(world: Pins, model: str, source: str) -> Decision:
    return decide(world.catalog, world.policy, world.request(model, source), on=world.on)


def _soonest(decisions: Iterable[Decision]) -> date | None:
    days: Iterator[date] = (one.valid_until for one in decisions if one.valid_until is not None)
    return min(days, default=None)
