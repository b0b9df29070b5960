"""Whether a pinned answer still holds, and what has moved since it was pinned.

An answer holds while its ID is admitted from each pinned Region, with the same destinations and the same price: then
what the file says is true, though a better answer may have come. What the question gets today, `moves` tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.advice.answer import decide, hold
from bedrock_atlas.decision.reasons import detail
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.prices import money

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.lock.file import Lock, Pinned
    from bedrock_atlas.policy.policy import Policy

__all__ = ["Held", "Move", "held", "moves"]


@dataclass(frozen=True, slots=True)
class Held:
    """A pinned answer on a day: the decision that gives it, None where it does not hold, and then why not."""

    decision: Decision | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A pinned answer that is no longer the one given: `new` is what is, None for no route.

    `holds` tells whether the pinned one is still admitted as pinned; `reasons` say what moved and why.
    """

    pinned: Pinned
    new: str | None
    holds: bool
    reasons: tuple[str, ...]


def held(pinned: Pinned, catalog: Catalog, policy: Policy, *, on: date) -> Held:
    """Check whether a pinned answer holds on a day under a catalog and a policy."""
    try:
        request = Request.of(catalog, policy, **pinned.request)
        decision = hold(catalog, policy, request, pinned.model, pinned.id, on=on)
    except RequestError as error:
        return Held(None, (f"the question is no longer understood: {error.message}",))
    reasons = tuple(_reasons(pinned, decision))
    if reasons:
        return Held(None, reasons)
    return Held(hold(catalog, policy, request, pinned.model, pinned.id, on=on, sources=frozenset(pinned.routes)))


def moves(lock: Lock, catalog: Catalog, policy: Policy, *, on: date) -> Iterator[Move]:
    """Return every pinned answer that does not hold or is no longer given, in the order of the questions."""
    changed = tuple(_changed(lock, catalog, policy))
    for one in lock.answers.values():
        now = held(one, catalog, policy, on=on)
        try:
            request = Request.of(catalog, policy, **one.request)
        except RequestError:
            yield Move(one, None, holds=False, reasons=(*now.reasons, *changed))
            continue
        fresh = decide(catalog, policy, request, on=on)
        if now.decision is not None and fresh.id == one.id:
            continue
        reasons = list(now.reasons)
        if now.decision is not None:
            reasons.append(f"{fresh.told} ranks before it" if fresh.id else fresh.summary())
        if decide(catalog, policy, request, on=lock.on).id == one.id and on != lock.on:
            reasons.append(f"with time: on {lock.on} these facts gave the pinned answer")
        yield Move(one, fresh.told, holds=now.decision is not None, reasons=(*reasons, *changed))


def _changed(lock: Lock, catalog: Catalog, policy: Policy) -> Iterator[str]:
    if lock.catalog.get("digest") != catalog.digest:
        yield f"the catalog was {lock.catalog.get('version')} and is {catalog.version}, with another digest"
    old = {one.get("name"): one.get("digest") for one in lock.policies}
    new = {one.name: one.digest for one in policy.sources}
    for name in sorted({*map(str, old), *new}):
        if old.get(name) != new.get(name):
            what = "is new" if name not in old else "is gone" if name not in new else "has changed"
            yield f"policy {name} {what}"


def _reasons(pinned: Pinned, decision: Decision) -> Iterator[str]:
    """Say what of a pinned answer is no longer so."""
    routes = {route.source: route for route in decision.routes} if decision.id == pinned.id else {}
    verdicts = {one.route.source: one for one in decision.verdicts if one.route.id == pinned.id}
    lost = [source for source in pinned.routes if source not in routes]
    told: dict[str, list[str]] = {}
    for source in lost:
        known = verdicts.get(source)
        told.setdefault(detail(decision, known) if known else "the catalog has no such route", []).append(source)
    for why, sources in told.items():
        yield f"{pinned.id} from {', '.join(sources)}: {why}"
    for source, destinations in pinned.routes.items():
        if source in routes and sorted(routes[source].destinations) != destinations:
            gone = sorted({*destinations} - routes[source].destinations)
            new = sorted(routes[source].destinations - {*destinations})
            parts = [f"{word} {', '.join(some)}" for word, some in (("and now", new), ("no longer", gone)) if some]
            yield f"{pinned.id} from {source} may be processed {' and '.join(parts)}"
    if routes:
        usd = decision.price.usd_per_mtok if decision.price else None
        price = None if usd is None else {name: money(amount) for name, amount in usd.items()}
        if price != pinned.price:
            yield f"its price was {_told(pinned.price)} and is {_told(price)}"


def _told(price: dict[str, str] | None) -> str:
    return "not known" if price is None else ", ".join(f"${usd} {name}" for name, usd in price.items())
