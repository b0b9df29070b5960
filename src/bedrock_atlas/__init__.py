"""bedrock-atlas: which Amazon Bedrock ID to invoke, from where, and why.

The public names are loaded when first used, so that importing the package costs nothing; whatever is not listed here
may change without notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.advice.answer import decide
    from bedrock_atlas.advice.jointly import Joint, decide_jointly
    from bedrock_atlas.ask import NoRoute, resolve
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.errors import AtlasError, CatalogError, PolicyError, RequestError, SourceError
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.loading import load_catalog, load_policy
    from bedrock_atlas.policy.policy import Policy

__version__ = "0.1.0"

_HOMES = {
    "AtlasError": "errors",
    "Catalog": "facts.catalog",
    "CatalogError": "errors",
    "Decision": "decision.decision",
    "Joint": "advice.jointly",
    "NoRoute": "ask",
    "Policy": "policy.policy",
    "PolicyError": "errors",
    "Request": "decision.request",
    "RequestError": "errors",
    "SourceError": "errors",
    "decide": "advice.answer",
    "decide_jointly": "advice.jointly",
    "load_catalog": "loading",
    "load_policy": "loading",
    "resolve": "ask",
}

__all__ = [
    "AtlasError",
    "Catalog",
    "CatalogError",
    "Decision",
    "Joint",
    "NoRoute",
    "Policy",
    "PolicyError",
    "Request",
    "RequestError",
    "SourceError",
    "__version__",
    "decide",
    "decide_jointly",
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
