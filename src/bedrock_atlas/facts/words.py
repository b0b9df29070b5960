"""The closed words of a question: APIs, capabilities, endpoints and data-retention modes, in every spelling known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.values import MANTLE, RUNTIME, Endpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "API_WORDS",
    "CAPABILITIES",
    "CAPABILITY_WORDS",
    "ENDPOINT_WORDS",
    "IN_REGION",
    "JOINED",
    "RETENTION_MODES",
    "RETENTION_ORDER",
    "Api",
    "api_word",
    "capability_word",
    "endpoint_word",
    "retention_rank",
    "retention_word",
]

Api = Literal["converse", "invoke-model", "messages"]

API_WORDS: dict[str, Api] = {
    "converse": "converse",
    "invokemodel": "invoke-model",
    "invoke-model": "invoke-model",
    "messages": "messages",
}
IN_REGION = "in-region"
"""What stands for no profile where one can be asked for: the base ID, which the Region that is called serves itself."""
RETENTION_ORDER = ("none", "default", "aws_review", "provider_data_share")
"""The data-retention modes, the least first: an account's mode serves every model that asks for no more."""
RETENTION_MODES = tuple(sorted((*RETENTION_ORDER, "inherit")))
CAPABILITIES: dict[str, tuple[str, ...]] = {
    "assistant-prefill": ("prefill",),
    "batch": ("batch inference",),
    "citations": (),
    "computer-use": (),
    "context-1m": ("1m context", "1m", "1m context window", "1m tokens"),
    "extended-thinking": ("thinking", "reasoning"),
    "pdf": ("pdf input",),
    "pdf-visual": ("visual pdf", "visual pdf analysis"),
    "prompt-caching": ("caching", "prompt cache"),
    "prompt-caching-1h": ("1h caching", "1h prompt caching"),
    "streaming": (),
    "structured-output": ("structured outputs", "json schema"),
    "tool-use": ("tools", "tool calling", "function calling"),
    "vision": ("images", "image input"),
}
CAPABILITY_WORDS = {
    spelling: name for name, others in CAPABILITIES.items() for spelling in (name, name.replace("-", " "), *others)
}
ENDPOINT_WORDS: dict[str, Endpoint] = {RUNTIME: RUNTIME, "runtime": RUNTIME, MANTLE: MANTLE, "mantle": MANTLE}
JOINED = re.compile(r"\s+(?:or|and)\s+|\s*\+\s*|\s*/\s*", re.IGNORECASE)


def _word(text: str, known: Mapping[str, str], what: str) -> str:
    lowered = " ".join(text.lower().split())
    if lowered not in known:
        raise RequestError.unknown(
            f"unknown {what} `{text}`",
            slug=f"unknown-{what.replace(' ', '-').lower()}",
            word=lowered,
            known=known,
            otherwise=f"known: {', '.join(dict.fromkeys(known.values()))}",
        )
    return known[lowered]


def endpoint_word(text: str) -> Endpoint:
    """Return the endpoint that a word names; raises RequestError (unknown-endpoint)."""
    return cast("Endpoint", _word(text.lower().removesuffix(" endpoint"), ENDPOINT_WORDS, "endpoint"))


def api_word(text: str) -> Api:
    """Return the API that a word names; raises RequestError (unknown-api)."""
    return cast("Api", _word(text, API_WORDS, "API"))


def capability_word(text: str) -> str:
    """Return the capability that a word names; raises RequestError (unknown-capability)."""
    return _word(text, CAPABILITY_WORDS, "capability")


def retention_word(text: str) -> str:
    """Return the data-retention mode that a word names; raises RequestError (unknown-retention-mode)."""
    return _word(text, {mode: mode for mode in RETENTION_MODES}, "retention mode")


def retention_rank(mode: str) -> int:
    """Return the place of a data-retention mode in their order; what `inherit` comes to is not known: the least."""
    return RETENTION_ORDER.index(mode) if mode in RETENTION_ORDER else 0
