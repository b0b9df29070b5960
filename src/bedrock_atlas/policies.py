"""Loading policies: files, the shipped ones by name, and putting several together.

Policies compose by union: all rules of all files apply, and since rules only narrow, no order and no inheritance is
needed. The same rule twice is one rule; two different things under one name are an error that names both places.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedrock_atlas.binding import bind
from bedrock_atlas.catalog import load_catalog
from bedrock_atlas.errors import Finding, PolicyError, closest
from bedrock_atlas.policy import Place, Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bedrock_atlas.catalog import Catalog

__all__ = ["compose", "load_policy", "shipped_policies"]


def load_policy(*paths: str | Path, catalog: Catalog | None = None) -> Policy:
    """Load policies and put them together: files, or names of shipped ones (`eu-residency`); none means `default`.

    Names in them are looked up in the catalog, the shipped one by default. Raises PolicyError with every finding.
    """
    catalog = catalog or load_catalog()
    wanted = paths or ("default",)
    policies, findings = [], []
    for path in dict.fromkeys(map(str, wanted)):
        policy, found = _load(path, catalog)
        findings += found
        policies.append(policy)
    if findings:
        raise PolicyError(findings)
    return compose([policy for policy in policies if policy is not None])


def shipped_policies() -> tuple[str, ...]:
    """Give the names of the policies that ship with the package, sorted."""
    folder, suffix = _shipped()
    return tuple(sorted(path.name.removesuffix(suffix) for path in folder.glob(f"*{suffix}")))


def compose(policies: Sequence[Policy]) -> Policy:
    """Put policies together; one alone stays as it is. Raises PolicyError where they declare different things."""
    if len(policies) == 1:
        return policies[0]
    findings: list[Finding] = []
    rules = _union(((rule.id, rule, rule.place) for one in policies for rule in one.rules), "rule", findings)
    roles = _union(((name, role, role.place) for one in policies for name, role in one.roles.items()), "role", findings)
    attributes = _union(_declared(policies, "attributes"), "attribute", findings)
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
        places={key: place for one in reversed(policies) for key, place in one.places.items()},
        examples=tuple(dict.fromkeys(example for one in policies for example in one.examples)),
        invariants=tuple(dict.fromkeys(invariant for one in policies for invariant in one.invariants)),
    )


def _declared(policies: Sequence[Policy], part: str) -> Iterator[tuple[str, Any, Place]]:
    for one in policies:
        for name, value in getattr(one, part).items():
            yield name, value, one.places.get((part, name), Place())


def _union(items: Iterable[tuple[str, Any, Place]], what: str, findings: list[Finding]) -> dict[str, Any]:
    found: dict[str, tuple[Any, Place]] = {}
    for name, value, here in items:
        first, there = found.setdefault(name, (value, here))
        same = set(first) == set(value) if what == "attribute" else first == value
        if not same:
            message = f"two policies declare {what} `{name}` differently"
            hint = f"the other one is at {there.path}:{there.line}:{there.column}"
            findings.append(Finding(here.path, here.line, here.column, f"{what}-clash", message, hint))
    return {name: value for name, (value, _) in found.items()}


def _load(path: str, catalog: Catalog) -> tuple[Policy | None, list[Finding]]:
    folder, suffix = _shipped()
    if path in shipped_policies():
        name, path = path, f"policies/{path}.yaml"
        if suffix == ".json":
            document = json.loads((folder / f"{name}{suffix}").read_bytes())
            return bind(document, catalog, path, lambda _: (1, 1))
        return _read(folder / f"{name}{suffix}", catalog, path)
    if "/" not in path and not path.endswith(".yaml") and not Path(path).exists():
        near = closest(path, shipped_policies())
        hint = f"did you mean `{near[0]}`?" if near else f"shipped: {', '.join(shipped_policies())}; or name a file"
        return None, [Finding(path, 1, 1, "unknown-policy", f"there is no shipped policy `{path}`", hint)]
    return _read(Path(path), catalog, path)


def _read(path: Path, catalog: Catalog, shown: str) -> tuple[Policy | None, list[Finding]]:
    from bedrock_atlas.source.policies import read_policy

    sheet = read_policy(path)
    if sheet.document is None:
        return None, sheet.findings
    policy, findings = bind(sheet.document, catalog, shown, sheet.at, also=sheet.rules)
    return policy, [*sheet.findings, *findings]


@cache
def _shipped() -> tuple[Path, str]:
    package = Path(__file__).parent
    compiled = package / "_data" / "policies"
    return (compiled, ".json") if compiled.is_dir() else (package.parents[1] / "policies", ".yaml")
