"""Intervals of days, half-open: `since` is the first day that counts, `until` the first that no longer does.

None stands for no bound. Functions of two dates and not a value of their own: rows, rules, capabilities and prices
carry the bounds as fields, in the words of their files.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Interval", "bounds", "counted", "cut", "holds", "joined", "read_day"]

Interval: TypeAlias = tuple[date, date | None]
"""The first day and the first day after; None: without end."""

Value = TypeVar("Value")


def holds(since: date | None, until: date | None, on: date) -> bool:
    """Check whether a day lies between two bounds."""
    return (since is None or on >= since) and (until is None or on < until)


def bounds(*days: date | None) -> frozenset[date]:
    """Return the days that are known: those on which what they bound begins or ceases to hold."""
    return frozenset(day for day in days if day is not None)


def counted(days: int) -> str:
    """Write a number of days in words: `1 day`, `90 days`."""
    return f"{days} day" if days == 1 else f"{days} days"


def read_day(text: str | None) -> date | None:
    """Read a bound as a document has it (`2026-11-20`); None stays None. Raises ValueError."""
    return None if text is None else date.fromisoformat(text)


def cut(begin: date, days: Iterable[date]) -> list[Interval]:
    """Return the intervals that these days part the time from `begin` on into, in order; earlier days do not count."""
    begins = [begin, *sorted({day for day in days if day > begin})]
    return [*pairwise(begins), (begins[-1], None)]


def joined(parts: Iterable[tuple[Interval, Value]]) -> list[tuple[Interval, Value]]:
    """Return intervals that follow on each other with what is true in each, neighbours of equal value as one."""
    found: list[tuple[Interval, Value]] = []
    for (begin, end), value in parts:
        if found and found[-1][1] == value:
            begin = found.pop()[0][0]  # noqa: PLW2901  # the interval grows
        found.append(((begin, end), value))
    return found
