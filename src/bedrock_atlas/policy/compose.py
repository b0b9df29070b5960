"""Several policies as one.

Policies compose by union: all rules of all files apply, and since rules that remove or oblige only narrow, no order and
no inheritance is needed. The same rule twice is one rule; two different things under one name are an error that names
both locations. Preferences have an order: where several files prefer, one must be told to lead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import Finding, Location, PolicyError, did_you_mean
from bedrock_atlas.policy.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["compose"]


def compose(policies: Sequence[Policy], lead: str | None = None) -> Policy:
    """Put policies together; one alone stays as it is.

    `lead` names the policy whose preferences count before those of the others, which then follow in the order given.
    Raises PolicyError where policies declare different things, or prefer differently and none leads.
    """
    if len(policies) == 1:
        return policies[0]
    findings: list[Finding] = []
    rules = _union(((rule.id, rule, rule.location) for one in policies for rule in one.rules), "rule", findings)
    roles = _union(
        ((name, role, role.location) for one in policies for name, role in one.roles.items()), "role", findings
    )
    invariants = _union(
        ((one.id, one, one.location) for part in policies for one in part.invariants), "invariant", findings
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
    findings += _orders(policies, lead)
    if findings:
        raise PolicyError(findings)
    first = {rule.id for one in policies if one.name == lead for rule in one.rules}
    ordered = sorted(rules.values(), key=lambda rule: rule.id not in first) if lead else list(rules.values())
    return Policy(
        name=" + ".join(dict.fromkeys(one.name for one in policies)),
        title="; ".join(dict.fromkeys(one.title for one in policies)),
        sources=tuple(dict.fromkeys(source for one in policies for source in one.sources)),
        rules=tuple(ordered),
        attributes=attributes,
        roles=roles,
        residencies=residencies,
        locations={key: location for one in reversed(policies) for key, location in one.locations.items()},
        examples=tuple(dict.fromkeys(example for one in policies for example in one.examples)),
        invariants=tuple(invariants.values()),
        defaults={name: value for one in policies for name, value in one.defaults.items()},
        approvals=approvals,
    )


def _orders(policies: Sequence[Policy], lead: str | None) -> Iterator[Finding]:
    """Report that the order of files would decide, or that the one to lead is not among them."""
    names = list(dict.fromkeys(one.name for one in policies))
    if lead is not None:
        if lead not in names:
            message = f"there is no policy `{lead}` among {', '.join(f'`{name}`' for name in names)}"
            yield Finding(lead, 1, 1, "unknown-lead", message, did_you_mean(lead, names))
        return
    orders = [[rule for rule in one.rules if rule.preferences] for one in policies]
    preferring = [(one, order) for one, order in zip(policies, orders, strict=True) if order]
    for one, order in preferring[1:]:
        first, there = preferring[0]
        if order != there:
            message = f"policies `{first.name}` and `{one.name}` both prefer, and neither leads"
            hint = f"name the one that counts first: `--prefer-from {first.name}`"
            yield order[0].location.finding("two-orders", message, hint)


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
