"""What a target is: how its file is built, written and read back, and what its client can reach through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bedrock_atlas.export.pins import Missing, Pin, Pins

if TYPE_CHECKING:
    from datetime import date

    from bedrock_atlas.export.forms import Form
    from bedrock_atlas.export.reach import Door, Reach
    from bedrock_atlas.export.stamp import Stamp

__all__ = ["Target", "keep_all", "keep_where"]

Keep = Callable[[Pins], Pins]


def keep_all(pins: Pins) -> Pins:
    """Return the answers as they are: the target can say all of them."""
    return pins


def keep_where(pins: Pins, why: Callable[[Pin], str]) -> Pins:
    """Return the answers that a target can say; `why` tells what stands against one, empty where nothing does."""
    kept = tuple(pin for pin in pins.pins if not why(pin))
    dropped = tuple(Missing(pin.name, pin.source, why(pin), pin.until) for pin in pins.pins if why(pin))
    return replace(pins, pins=kept, missing=(*pins.missing, *dropped))


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of file. `file` is its usual name and `about` what it is, in a few words.

    `build` makes its data of the answers that `keep` leaves, `form` writes and reads it, `reach` walks the `doors` of
    its client. `open` says what no such file can shut. `by_family` asks for the families of Claude models where nothing
    is named, `one_source` takes a single Region, and `until` is the day up to which what it writes holds.
    """

    name: str
    file: str
    about: str
    form: Form
    build: Callable[[Pins, Stamp], Any]
    reach: Callable[[Any], Iterator[Reach]]
    keep: Keep = keep_all
    doors: tuple[Door, ...] = ()
    open: tuple[str, ...] = ()
    by_family: bool = False
    one_source: bool = False
    until: Callable[[Pins], date | None] = field(default=lambda pins: pins.until)
