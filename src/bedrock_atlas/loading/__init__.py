"""From files to the core: the only way in for catalogs and policies, whoever asks.

It alone knows where the shipped files are, how overlays lie over a catalog and what a policy's name stands for. YAML is
read by `bedrock_atlas.source`, which is imported only when there is some: an installed answer reads JSON.
"""

from __future__ import annotations

from bedrock_atlas.loading.catalogs import catalog_sources, is_overlay, load_catalog, open_catalog, read_catalog
from bedrock_atlas.loading.policies import bind_policies, load_policy, policy_sources, read_policies
from bedrock_atlas.loading.shipped import shipped_catalog, shipped_policies

__all__ = [
    "bind_policies",
    "catalog_sources",
    "is_overlay",
    "load_catalog",
    "load_policy",
    "open_catalog",
    "policy_sources",
    "read_catalog",
    "read_policies",
    "shipped_catalog",
    "shipped_policies",
]
