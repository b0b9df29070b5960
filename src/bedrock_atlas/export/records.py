"""A pinned answer as plain values, for targets that only carry them: nested by name and Region, or flat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import RequestError
from bedrock_atlas.export.reach import ANYWHERE, Door, Reach
from bedrock_atlas.facts.prices import money

if TYPE_CHECKING:
    from collections.abc import Callable

    from bedrock_atlas.export.pins import Pin, Pins

__all__ = ["FIELDS", "VALUES", "flat", "nested", "record", "values_reach"]

FIELDS = ("id", "region", "model", "scope", "destinations", "holds_until", "input_usd_per_mtok", "output_usd_per_mtok")
VALUES = (Door("values", "*", "takes the ID and the Region that stand there, and nothing besides"),)
"""The doors of whoever reads plain values: no alias, no fallback, no default."""
_PRICES = {"input_usd_per_mtok": "input", "output_usd_per_mtok": "output"}


def record(pin: Pin) -> dict[str, str]:
    """Return what a caller acts on, as texts; a price that is not known, or a day, is left out."""
    price = pin.decision.price
    usd = price.usd_per_mtok if price else {}
    values = {
        "id": pin.id,
        "region": pin.source,
        "model": pin.model.name,
        "scope": pin.route.scope,
        "destinations": " ".join(sorted(pin.route.destinations)),
        "holds_until": str(pin.until or ""),
        **{field: money(usd[name]) for field, name in _PRICES.items() if name in usd},
    }
    return {field: value for field, value in values.items() if value}


def nested(pins: Pins) -> dict[str, dict[str, dict[str, str]]]:
    """Return name → source Region → record."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for pin in pins.pins:
        found.setdefault(pin.name, {})[pin.source] = record(pin)
    return found


def flat(pins: Pins, key: Callable[[str], str]) -> dict[str, str]:
    """Return one value a field; the Region is part of the name where there are several.

    `key` makes a name of the words `smart.eu-central-1.id`. Raises RequestError (ambiguous-name) where two become one.
    """
    found: dict[str, str] = {}
    for pin in pins.pins:
        words = f"{pin.name}.{pin.source}" if len(pins.order.sources) > 1 else pin.name
        for field, value in record(pin).items():
            name = key(f"{words}.{field}")
            if name in found:
                hint = "ask for one of them: `--role` and `--model` name what is exported"
                raise RequestError(f"two names would both be `{name}`", slug="ambiguous-name", hint=hint)
            found[name] = value
    return found


def values_reach(document: object) -> Iterator[Reach]:
    """Return the pairs of ID and Region that stand side by side anywhere in nested or flat values."""
    if not isinstance(document, Mapping):
        return
    for key, value in document.items():
        if isinstance(value, Mapping):
            yield from values_reach(value)
        elif key.lower() == "id" or key.lower().endswith((".id", "_id")):
            yield Reach(str(value), _beside(document, key), "values")


def _beside(document: Mapping[str, Any], key: str) -> str:
    """Return the Region that stands beside an ID, under the same words."""
    return str(document.get(key[:-2] + ("REGION" if key.endswith("ID") else "region"), ANYWHERE))
