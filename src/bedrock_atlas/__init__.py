"""bedrock-atlas: which Amazon Bedrock ID to invoke, from where, and why.

The public names are loaded when first used, so that importing the package costs nothing; whatever is not listed here
may change without notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.ask import resolve
    from bedrock_atlas.catalog import Catalog, load_catalog
    from bedrock_atlas.decision import Decision
    from bedrock_atlas.engine import decide
    from bedrock_atlas.errors import AtlasError, CatalogError, NoRoute, PolicyError, RequestError, SourceError
    from bedrock_atlas.policies import load_policy
    from bedrock_atlas.policy import Policy
    from bedrock_atlas.request import Request

__version__ = "0.1.0"

_HOMES = {
    "AtlasError": "errors",
    "Catalog": "catalog",
    "CatalogError": "errors",
    "Decision": "decision",
    "NoRoute": "errors",
    "Policy": "policy",
    "PolicyError": "errors",
    "Request": "request",
    "RequestError": "errors",
    "SourceError": "errors",
    "decide": "engine",
    "load_catalog": "catalog",
    "load_policy": "policies",
    "resolve": "ask",
}

__all__ = [
    "AtlasError",
    "Catalog",
    "CatalogError",
    "Decision",
    "NoRoute",
    "Policy",
    "PolicyError",
    "Request",
    "RequestError",
    "SourceError",
    "__version__",
    "decide",
    "load_catalog",
    "load_policy",
    "resolve",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return globals().setdefault(name, getattr(import_module(f"{__name__}.{_HOMES[name]}"), name))


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
