"""From an order to the text of a file: decide, leave out what the target cannot say, build, prove closed, write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bedrock_atlas.export.pins import gather
from bedrock_atlas.export.reach import leaks
from bedrock_atlas.export.stamp import Stamp, stamp_of
from bedrock_atlas.export.table import target_of

if TYPE_CHECKING:
    from datetime import date, timedelta

    from bedrock_atlas.export.order import Order
    from bedrock_atlas.export.pins import Missing, Pin, Pins
    from bedrock_atlas.export.reach import Leak
    from bedrock_atlas.export.target import Target
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Made", "make", "too_short"]


@dataclass(frozen=True, slots=True)
class Made:
    """An export: its text, empty when there is nothing to write, and what is to be known of it.

    `leaks` is empty for a closed file, and no file is written that has one; `open` says what no file of the target can
    shut. `unanswered` are the names that were asked for and have no answer from any Region.
    """

    target: Target
    pins: Pins
    stamp: Stamp
    text: str
    leaks: tuple[Leak, ...]

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Return what was left out, and why."""
        return self.pins.missing

    @property
    def open(self) -> tuple[str, ...]:
        """Return what stays open whatever the file says."""
        return self.target.open

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Return the names without an answer from any Region, when they were asked for by name."""
        order, answered = self.pins.order, {pin.name for pin in self.pins.pins}
        named = order.roles or order.models
        return tuple(dict.fromkeys(one.name for one in self.missing if named and one.name not in answered))


def make(catalog: Catalog, policy: Policy, order: Order, on: date, stamp: Stamp | None = None) -> Made:
    """Make an export for a day; with `stamp` it says that it was made as that one says.

    Raises RequestError for a target, name or word that cannot be, SourceError for a template that is wrong.
    """
    order = order.known(catalog, policy)
    target = target_of(order, catalog)
    pins = target.keep(gather(catalog, policy, order, on, by_family=target.by_family))
    own = stamp_of(pins, target.until(pins))
    shown = own if stamp is None else replace(stamp, left_out=own.left_out)
    if not pins.pins:
        return Made(target, pins, own, "", ())
    document = target.build(pins, shown)
    return Made(target, pins, own, target.form.write(document, shown), leaks(target.reach(document), pins))


def too_short(made: Made, valid_for: timedelta) -> list[str]:
    """Return what does not hold for a time from the day on which an export is made."""
    last = made.pins.on + valid_for
    names: list[Pin | Missing] = [*made.pins.pins, *made.missing]
    days = [(f"{one.name} from {one.source}", one.until) for one in names]
    short = [(name, day) for name, day in days if day is not None and day < last]
    until = made.stamp.until
    if not short and until is not None and until < last:
        short = [(f"`{made.target.name}`", until)]
    return [f"{name} holds until {day} only, {(day - made.pins.on).days} days" for name, day in short]
