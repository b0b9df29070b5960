"""New dates laid over the known ones of a lifecycle, and what they put out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["displaced", "lifecycle_with"]


def displaced(told: Mapping[str, object]) -> frozenset[str]:
    """Return the keys of a lifecycle that new dates put out: AWS's own date for LEGACY the day it was first seen."""
    return frozenset({"legacy_seen"} if "legacy" in told else ())


def lifecycle_with(known: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of a lifecycle with other dates laid over it."""
    gone = displaced(told)
    return {key: value for key, value in known.items() if key not in gone} | dict(told)
