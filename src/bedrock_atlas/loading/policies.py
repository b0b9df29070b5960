"""Policies: files, or the names of shipped ones, bound to a catalog and put together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import Finding, PolicyError, did_you_mean
from bedrock_atlas.loading.catalogs import load_catalog
from bedrock_atlas.loading.shipped import shipped_policies, shipped_policy
from bedrock_atlas.policy.binding import bind
from bedrock_atlas.policy.compose import compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["bind_policies", "load_policy", "policy_sources", "read_policies"]

Document = dict[str, Any]


def load_policy(*paths: str | Path, catalog: Catalog | None = None, prefer_from: str | None = None) -> Policy:
    """Load policies and put them together: files, or names of shipped ones (`eu-residency`); none means `default`.

    `prefer_from` names the policy whose preferences count first; several that prefer are refused without it.
    Names in them are looked up in the catalog, the shipped one by default. Raises PolicyError with every finding.
    """
    return read_policies(*paths, catalog=catalog, prefer_from=prefer_from)[0]


def read_policies(
    *paths: str | Path, catalog: Catalog | None = None, prefer_from: str | None = None, first_leads: bool = False
) -> tuple[Policy, tuple[Document, ...]]:
    """Load policies as `load_policy` does; returns their documents too, as `bind_policies` takes them.

    With `first_leads` the preferences of the first one count first.
    """
    catalog = catalog or load_catalog()
    read = [_read(path, catalog) for path in dict.fromkeys(map(str, paths or _DEFAULT))]
    findings = [finding for _, _, found in read for finding in found]
    if findings:
        raise PolicyError(findings)
    policies = [policy for _, policy, _ in read if policy is not None]
    return (
        compose(policies, policies[0].name if first_leads else prefer_from),
        tuple(document for document, _, _ in read if document is not None),
    )


def bind_policies(documents: Iterable[Document], catalog: Catalog) -> Policy:
    """Put together policies that are plain data, the first one's preferences first.

    Raises PolicyError when the catalog lacks a name in them.
    """
    bound = [bind(document, catalog, document["policy"], lambda _: (1, 1)) for document in documents]
    findings = [finding for _, found in bound for finding in found]
    if findings:
        raise PolicyError(findings)
    return compose([policy for policy, _ in bound], bound[0][0].name)


def policy_sources(names: Sequence[str] = ()) -> tuple[Path, ...]:
    """Return the files that policies are read from, of the shipped default when none is named."""
    return tuple(shipped_policy(name) or Path(name) for name in names or _DEFAULT)


_DEFAULT = ("default",)


def _read(path: str, catalog: Catalog) -> tuple[Document | None, Policy | None, list[Finding]]:
    shipped = shipped_policy(path)
    if shipped is not None and shipped.suffix == ".json":
        document = json.loads(shipped.read_bytes())
        return document, *bind(document, catalog, f"policies/{path}.yaml", lambda _: (1, 1))
    if shipped is None and "/" not in path and not path.endswith(".yaml") and not Path(path).exists():
        known = shipped_policies()
        hint = did_you_mean(path, known, f"shipped: {', '.join(known)}; or name a file")
        return None, None, [Finding(path, 1, 1, "unknown-policy", f"there is no shipped policy `{path}`", hint)]
    from bedrock_atlas.source.policy_file import read_policy

    sheet = read_policy(shipped or Path(path))
    if sheet.document is None:
        return None, None, sheet.findings
    shown = f"policies/{path}.yaml" if shipped else path
    policy, findings = bind(sheet.document, catalog, shown, sheet.at, also=sheet.rules)
    return sheet.document, policy, [*sheet.findings, *findings]
