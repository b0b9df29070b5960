"""Several policies as one.

Policies compose by union: all rules of all files apply, and since rules only narrow, no order and no inheritance is
needed. The same rule twice is one rule; two different things under one name are an error that names both locations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import Finding, Location, PolicyError
from bedrock_atlas.policy.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["compose"]


def compose(policies: Sequence[Policy]) -> Policy:
    """Put policies together; one alone stays as it is. Raises PolicyError where they declare different things."""
    if len(policies) == 1:
        return policies[0]
    findings: list[Finding] = []
    rules = _union(((rule.id, rule, rule.location) for one in policies for rule in one.rules), "rule", findings)
    roles = _union(
        ((name, role, role.location) for one in policies for name, role in one.roles.items()), "role", findings
    )
    declared = (
        (name, (frozenset(value), one.defaults.get(name)), one.locations.get(("attributes", name), Location()))
        for one in policies
        for name, value in one.attributes.items()
    )
    _union(declared, "attribute", findings)
    attributes: dict[str, tuple[str, ...]] = {}
    for one in policies:
        for name, value in one.attributes.items():
            attributes.setdefault(name, value)
    approvals = _union(_declared(policies, "approvals", "models"), "list", findings)
    residencies = _union(_declared(policies, "residencies"), "residency", findings)
    if findings:
        raise PolicyError(findings)
    return Policy(
        name=" + ".join(dict.fromkeys(one.name for one in policies)),
        title="; ".join(dict.fromkeys(one.title for one in policies)),
        sources=tuple(dict.fromkeys(source for one in policies for source in one.sources)),
        rules=tuple(rules.values()),
        attributes=attributes,
        roles=roles,
        residencies=residencies,
        locations={key: location for one in reversed(policies) for key, location in one.locations.items()},
        examples=tuple(dict.fromkeys(example for one in policies for example in one.examples)),
        invariants=tuple(dict.fromkeys(invariant for one in policies for invariant in one.invariants)),
        defaults={name: value for one in policies for name, value in one.defaults.items()},
        approvals=approvals,
    )


def _declared(policies: Sequence[Policy], part: str, key: str = "") -> Iterator[tuple[str, Any, Location]]:
    for one in policies:
        for name, value in getattr(one, part).items():
            yield name, value, one.locations.get((key or part, name), Location())


def _union(items: Iterable[tuple[str, Any, Location]], what: str, findings: list[Finding]) -> dict[str, Any]:
    found: dict[str, tuple[Any, Location]] = {}
    for name, value, here in items:
        first, there = found.setdefault(name, (value, here))
        if first != value:
            message = f"two policies declare {what} `{name}` differently"
            hint = f"the other one is at {there.path}:{there.line}:{there.column}"
            findings.append(Finding(here.path, here.line, here.column, f"{what}-clash", message, hint))
    return {name: value for name, (value, _) in found.items()}
