"""What two worlds are asked when they are compared: every question that either of them knows."""

from __future__ import annotations

from itertools import chain, combinations, product
from typing import TYPE_CHECKING

from bedrock_atlas.analysis.kinds import Beside, Looked
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.words import RETENTION_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.policy.policy import Policy
    from bedrock_atlas.policy.rules import Attributes

__all__ = ["attributes_of", "requests"]


def attributes_of(old: Policy, new: Policy) -> list[Attributes]:
    """Return the combinations of all attributes of both, each with the values of both.

    Where the defaults of an attribute differ it is left out as well.
    """
    values = []
    for name in sorted({*old.attributes, *new.attributes}):
        known = dict.fromkeys((*old.attributes.get(name, ()), *new.attributes.get(name, ())))
        pairs = [((name, value),) for value in known]
        values.append([*pairs, ()] if old.defaults.get(name) != new.defaults.get(name) else pairs)
    return [tuple(chain.from_iterable(combination)) for combination in product(*values)]


def requests(
    old: QuestionSpace, new: QuestionSpace, role: str | None, model: str, attributes: Attributes
) -> Iterator[Request]:
    """Iterate over all that is asked of both about one subject with certain attributes."""
    residencies = dict.fromkeys([*old.residencies(), *new.residencies()])
    sources = dict.fromkeys([*old.sources(), *new.sources()])
    probe = Request(model, role=role)
    worlds = [world for world in (old, new) if _names(world, probe)]
    endpoints = sorted({end for world in worlds for end in world.endpoints(role, model)}, reverse=True)
    for beside, endpoint, residency, source in product(_beside(worlds, probe), endpoints, residencies, sources):
        within = frozenset() if residency is None else frozenset((residency,))
        api, needs, retention, key = beside
        yield Request(model, within, source, endpoint, None, needs, api, retention, role, attributes, key)


def _beside(worlds: list[QuestionSpace], probe: Request) -> list[Beside]:
    """Return what is asked beside: what rules of either side tell apart, and what models have on one side alone.

    Of a role with shares on either side that is asked with a key of each share of both, so that one that moved is asked
    before and behind its bound.
    """
    subject = (probe.role, probe.model)
    rules = [rule for world in worlds for rule in world.policy.rules]
    found = Looked.of(rules, (), probe.role).beside(one for world in worlds for one in world.able(*subject))
    able, modes = set[str](), False
    for model in {one for world in worlds for one in world.policy.members(*subject)}:
        known = [world.catalog.model(model) for world in worlds if model in world.catalog]
        for one, other in combinations(known, 2):
            able |= {part.name for part in {*one.capabilities} ^ {*other.capabilities}}
            modes = modes or one.retention != other.retention
    found += [Beside(needs=frozenset({name})) for name in sorted(able)]
    found += [Beside(retention=mode) for mode in RETENTION_ORDER if modes]
    keys = {key for world in worlds for key in world.keys(probe.role)}
    split = sorted(filter(None, keys), key=lambda key: (len(key), key))
    return [one._replace(key=key) for key in split or (None,) for one in dict.fromkeys(found)]


def _names(world: QuestionSpace, request: Request) -> bool:
    return request.role in world.policy.roles if request.role else request.model in world.catalog
