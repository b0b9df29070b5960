"""Roles that name no models: the newest or the cheapest of a tier (`newest sonnet`, `cheapest anthropic haiku at 4:1`).

Which models there are follows from the catalog, so a new one takes part on the day it is on Bedrock. A tier of several
providers is refused until the provider is named: nobody is moved to another provider by a launch.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from bedrock_atlas.errors import RequestError
from bedrock_atlas.policy.program import TOKEN_MIX
from bedrock_atlas.policy.rules import Entry, Pick, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bedrock_atlas.facts.entries import Document

__all__ = ["is_pick", "pick_role", "read_pick"]

_PICK = re.compile(
    r"(?P<by>newest|cheapest) (?:(?P<provider>[a-z0-9-]+) )?(?P<tier>[a-z0-9-]+)"
    r"(?: at (?P<input>\d+(?:\.\d+)?):(?P<output>\d+(?:\.\d+)?))?"
)


def is_pick(text: str) -> bool:
    """Check whether a text asks for the newest or the cheapest of something."""
    return text.lower().partition(" ")[0] in {"newest", "cheapest"}


def read_pick(text: str, entries: Mapping[str, Document]) -> Role:
    """Return the role that words stand for, named in one spelling; `entries` are the catalog's models.

    Raises RequestError (bad-pick, unknown-tier, unknown-provider, ambiguous-tier).
    """
    found = _PICK.fullmatch(" ".join(text.lower().split()))
    if found is None or (found["by"] == "newest" and found["input"]):
        hint = "write `newest sonnet`, `cheapest anthropic haiku` or `cheapest sonnet at 4:1` (input to output tokens)"
        raise RequestError(f"cannot read `{text}`", slug="bad-pick", hint=hint)
    mix = TOKEN_MIX
    if found["input"]:
        mix = (("input", Decimal(found["input"])), ("output", Decimal(found["output"])))
        if not any(weight for _, weight in mix):
            raise RequestError(
                f"`{text}` weighs nothing", slug="bad-pick", hint="write `at 4:1`, input to output tokens"
            )
    return pick_role(None, found["by"], found["tier"], found["provider"] or "", mix, entries)


def pick_role(  # noqa: PLR0913, PLR0917  # the parts of a pick
    name: str | None,
    by: str,
    tier: str,
    provider: str,
    mix: tuple[tuple[str, Decimal], ...],
    entries: Mapping[str, Document],
) -> Role:
    """Return the role of a pick, its models newest first; `name` None names it after itself, `provider` may be empty.

    Raises RequestError (unknown-tier, unknown-provider, ambiguous-tier).
    """
    providers = _providers(tier, entries)
    if provider and provider not in providers:
        hint = f"`{tier}` is a tier of {', '.join(sorted(providers))}"
        raise RequestError(f"`{provider}` has no tier `{tier}`", slug="unknown-provider", hint=hint)
    if not provider and len(providers) > 1:
        hint = f"name the provider: {', '.join(f'`{by} {one} {tier}`' for one in sorted(providers))}"
        raise RequestError(f"several providers have a tier `{tier}`", slug="ambiguous-tier", hint=hint)
    maker = provider or next(iter(providers))
    pick = Pick(by, tier, maker, mix if by == "cheapest" else ())
    members = [one for one, entry in entries.items() if entry.get("tier") == tier and one.partition(".")[0] == maker]
    members.sort()
    members.sort(key=lambda one: _born(entries[one]), reverse=True)
    return Role(name or str(pick), tuple(map(Entry, members)), pick=pick)


def _providers(tier: str, entries: Mapping[str, Document]) -> frozenset[str]:
    providers = frozenset(one.partition(".")[0] for one, entry in entries.items() if entry.get("tier") == tier)
    if not providers:
        known = {entry["tier"] for entry in entries.values() if entry.get("tier")}
        raise RequestError.unknown(
            f"no model is of a tier `{tier}`",
            slug="unknown-tier",
            word=tier,
            known=known,
            otherwise=f"known: {', '.join(sorted(known))}",
        )
    return providers


def _born(entry: Document) -> str:
    """Return the first day on Bedrock as text; empty, and so the oldest, when it is not known."""
    return str(entry.get("lifecycle", {}).get("start_of_life") or entry.get("release") or "")
