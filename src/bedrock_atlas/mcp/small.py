"""Answers that an agent can afford: within a budget of bytes the ends of lists are left out, and that is told.

Only lists whose items stand alone are shortened. Where a request may be processed is whole or left out: half of the
countries would be a lie.
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["BUDGET", "TEXT", "short_text", "small"]

BUDGET = 1_450
"""The bytes of a structured answer that was not asked for in full."""
TEXT = 380
"""The bytes of its text."""
_LEFT_OUT = ("destinations", "policies", "arn")
_LAST = ("alternatives", "invoke_from")
_SHORTENED = ("alternatives", "notes", "problems", "findings", "events", "replacements", "fixes", "causes", "errors")


def small(data: dict[str, Any]) -> dict[str, Any]:
    """Return data within the budget where that can be done truthfully; `cut` says that something was left out."""
    if _size(data) <= BUDGET:
        return data
    found = {"cut": True, **data}
    for name in _LEFT_OUT:
        if _size(found) > BUDGET:
            found.pop(name, None)
    for name in _SHORTENED:
        kept = found.get(name)
        while isinstance(kept, list) and len(kept) > 1 and _size(found) > BUDGET:
            found[name] = kept = kept[:-1]
    for name in _LAST:
        if _size(found) > BUDGET:
            found.pop(name, None)
    return found


def short_text(text: str) -> str:
    """Return the beginning of a text, whole lines where that is possible."""
    if len(text.encode()) <= TEXT:
        return text
    kept = text.encode()[: TEXT - 4].decode("utf-8", "ignore")
    return (kept.rpartition("\n")[0] or kept) + "\n\u2026"


def _size(data: object) -> int:
    return len(json.dumps(data, separators=(",", ":")))
