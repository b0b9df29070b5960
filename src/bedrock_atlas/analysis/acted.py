"""What a caller acts on in an answer, and the classes in which two answers can differ.

Every part has a class by construction: `classes` takes an answer apart by name, so that a part which is added without
one is a type error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.facts.prices import Price
    from bedrock_atlas.facts.values import Obligation, Status

__all__ = ["CLASSES", "Acted", "acted", "classes", "price_moves"]

CLASSES = (
    "denied", "allowed", "asks-back", "settled", "id-changed", "widened", "narrowed", "duties-dropped", "duties-added",
    "fewer-sources", "more-sources", "price", "status", "nearer-to-eol", "later-eol", "warnings", "retries",
    "validity",
)  # fmt: skip
"""The most severe first."""

Usd = tuple[tuple[str, "Decimal"], ...]
Reached = tuple[tuple[str, frozenset[str]], ...]


class Acted(NamedTuple):
    """An answer as its caller acts on it; `valid_until` is None when no end is known, `usd` empty when no price is.

    `id` holds several with `or` between, and `asks` is set, where the question must say where: nothing is reached then.
    `destinations` has a set for each source Region. `duties` are without the Regions to leave open, which are those
    destinations. `usd` holds every component, those of a long prompt as `long_context_…`, by name. `retries` are the
    IDs that are told for retries, in order.
    """

    id: str
    asks: bool
    destinations: Reached
    duties: frozenset[Obligation]
    usd: Usd
    status: Status
    end_of_life: date | None
    warnings: frozenset[str]
    retries: tuple[str, ...]
    valid_until: date | None


def acted(decision: Decision) -> Acted:
    """Return what a caller acts on in a decision that has an ID or asks back, its end still open."""
    routes = decision.routes
    return Acted(
        id=decision.told or "",
        asks=decision.group is None,
        destinations=tuple((route.source, route.destinations) for route in routes),
        duties=frozenset(one for one in decision.obligations if one.rule or one.kind != "allow-regions"),
        usd=_usd(decision.price, decision.on),
        status=decision.status,
        end_of_life=decision.lifecycle.end_of_life,
        warnings=frozenset(f"{one.slug}: {one.message}" for one in decision.warnings),
        retries=tuple(one.id or "" for one in decision.retries),
        valid_until=None,
    )


def _usd(price: Price | None, on: date) -> Usd:
    if price is None:
        return ()
    tier = price.long_context
    long = tier.usd_per_mtok if tier is not None and tier.holds(on) else {}
    named = {**price.usd_per_mtok, **{f"long_context_{name}": usd for name, usd in long.items()}}
    return tuple(sorted(named.items()))


def classes(old: Acted | None, new: Acted | None) -> Iterator[str]:  # noqa: C901, PLR0912  # a branch for each class
    """Say in which classes two answers to one question differ, in the order of CLASSES; None is no route."""
    if old is None or new is None:
        if old is not new:
            yield "denied" if new is None else "allowed"
        return
    id_, asks, reached, duties, usd, status, end, warnings, retries, valid_until = old
    new_id, new_asks, new_reached, new_duties, new_usd, new_status, new_end, new_warnings, new_retries, new_until = new
    if asks != new_asks:
        yield "asks-back" if new_asks else "settled"
        return
    if id_ != new_id:
        yield "id-changed"
    if _further(reached, new_reached):
        yield "widened"
    if _further(new_reached, reached):
        yield "narrowed"
    if not duties <= new_duties:
        yield "duties-dropped"
    if not new_duties <= duties:
        yield "duties-added"
    if not dict(reached).keys() <= dict(new_reached).keys():
        yield "fewer-sources"
    if not dict(new_reached).keys() <= dict(reached).keys():
        yield "more-sources"
    if usd != new_usd:
        yield "price"
    if status != new_status:
        yield "status"
    if new_end is not None and (end is None or new_end < end):
        yield "nearer-to-eol"
    elif end is not None and end != new_end:
        yield "later-eol"
    if warnings != new_warnings:
        yield "warnings"
    if retries != new_retries:
        yield "retries"
    if valid_until != new_until:
        yield "validity"


def _further(old: Reached, new: Reached) -> bool:
    """Check whether more Regions are reached, from any source Region or all together."""
    before, after = dict(old), dict(new)
    everywhere = frozenset().union(*before.values())
    return any(not regions <= before.get(source, everywhere) for source, regions in after.items())


def price_moves(old: Acted | None, new: Acted | None) -> tuple[tuple[str, Decimal | None, Decimal | None], ...]:
    """Return each price component that differs as (name, before, after), None where it is not known."""
    before, after = dict(old.usd if old else ()), dict(new.usd if new else ())
    if old is None or new is None:
        return ()
    return tuple(
        (name, before.get(name), after.get(name))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    )
