"""By what the IDs of a decision are ranked, in words: nobody need guess which token mix makes a route cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.policy.entries import MODEL_PREFERENCES
from bedrock_atlas.policy.program import TOKEN_MIX

if TYPE_CHECKING:
    from decimal import Decimal

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.policy.rules import Preference

__all__ = ["ranked_by"]


def ranked_by(decision: Decision) -> list[str]:
    """Return the ranking keys, the first counts most; a preference for models counts where a role is asked for."""
    stated = [one for one in decision.program.preferences if decision.request.role or one.by not in MODEL_PREFERENCES]
    words = [_words(one) for one in stated]
    if not decision.request.residency:
        words.append("global first")
    words += [f"price of {_mix(TOKEN_MIX)}", "narrowest scope"]
    return list(dict.fromkeys(words))


def _words(preference: Preference) -> str:
    if preference.by in {"price", "cheapest"}:
        what = "price" if preference.by == "price" else "cheapest model"
        return f"{what} of {_mix(preference.mix or TOKEN_MIX)}"
    words = preference.by.replace("_", " ").replace("eol", "end of life")
    return f"{words} {', '.join(preference.values)}" if preference.values else words


def _mix(mix: tuple[tuple[str, Decimal], ...]) -> str:
    """Return a token mix as its parts in words."""
    return " : ".join(f"{weight} {name}" for name, weight in mix)
