"""The candidates of one model over one interval of days, and which of them a condition rejects, as bits.

Between two of a model's dates nothing about it changes, so what a condition rejects is worked out once per interval and
kept as an integer with one bit a route. A decision is then a handful of dictionary look-ups and integer operations
while every rule is still judged on every route. Decided against: a matrix of objects (100 times slower).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from bedrock_atlas.facts.intervals import holds
from bedrock_atlas.facts.values import Route, Row
from bedrock_atlas.facts.words import retention_rank

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import Price
    from bedrock_atlas.facts.values import Region, Status

__all__ = ["Candidates", "Group", "Reached", "countries"]

Key = TypeVar("Key", str, frozenset[str], tuple[str, str, str])

_KEPT = 4096
_WIDTH = {"in-region": 0, "geographic": 1, "global": 2}


class Group:
    """All routes of one ID on one endpoint in one partition: they share scope and price, only the source differs."""

    __slots__ = ("endpoint", "geography", "id", "mask", "partition", "price", "scope", "width")

    def __init__(self, route: Route, mask: int, price: Price | None) -> None:
        """Take what the routes share from any one of them; `mask` holds a bit for each."""
        self.id, self.geography, self.scope, self.endpoint = route.id, route.geography, route.scope, route.endpoint
        self.partition, self.mask, self.price, self.width = route.partition, mask, price, _WIDTH[route.scope]

    def cost(self, mix: tuple[tuple[str, Decimal], ...]) -> Decimal:
        """Return the price of a token mix (component, weight); infinity when one of its parts has no known price."""
        usd = self.price.usd_per_mtok if self.price else {}
        if any(name not in usd for name, _ in mix):
            return Decimal("Infinity")
        return sum((usd[name] * weight for name, weight in mix), Decimal(0))


class Reached(NamedTuple):
    """What some routes reach: the Regions they are called from, in the order of the routes, and where they lead."""

    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    countries: tuple[str, ...]


class Candidates:
    """Every route of a model from `since` up to `until` (None: without end), each one a bit of an integer.

    `routes` are in a fixed order (ID, endpoint, source) and route i is bit `1 << i`; `full` has every bit. Methods
    named after a condition give the bits that it REJECTS. `lifecycle` holds what the calendar alone rejects.
    """

    __slots__ = (
        "_capabilities",
        "_destinations",
        "_endpoints",
        "_following",
        "_judged",
        "_partitions",
        "_profiles",
        "_reached",
        "_retained",
        "_sources",
        "full",
        "groups",
        "lifecycle",
        "model",
        "routes",
        "since",
        "until",
    )  # fmt: skip

    def __init__(  # what an interval is made of
        self,
        regions: Mapping[str, Region],
        model: Model,
        since: date | None,
        until: date | None,
        following: Callable[[], Candidates] | None = None,
    ) -> None:
        """List the routes and judge them by the calendar; all days of the interval are alike.

        `following` gives the candidates of the interval that begins with `until`; None where there is none.
        """
        self._following = following
        self.model, self.since, self.until = model, since, until
        day = since or date.min
        self.routes = tuple(_routes(regions, model, day))
        self.full = (1 << len(self.routes)) - 1
        self.groups = tuple(self._groups(day))
        self.lifecycle = tuple(self._lifecycle(day))
        self._destinations: dict[frozenset[str], int] = {}
        self._capabilities: dict[frozenset[str], int] = {}
        self._judged: dict[tuple[int, date, Hashable], tuple[object, int]] = {}
        self._reached: dict[int, Reached] = {}
        self._retained = retention_rank(model.retention_on(day))
        self._sources = self.split(lambda route: route.source)
        self._endpoints = self.split(lambda route: route.endpoint)
        self._partitions = self.split(lambda route: route.partition)
        self._profiles = self.split(lambda route: route.geography or "")

    def on(self, day: date) -> Candidates:
        """Return the model's candidates on a day of this interval or of a later one."""
        later = self
        while later.until is not None and later.until <= day and later._following is not None:
            later = later._following()
        return later

    def destinations(self, allowed: frozenset[str]) -> int:
        """Reject routes with a destination outside these Regions."""
        bits = self._destinations.get(allowed)
        if bits is None:
            bits = self.reject(lambda route: not route.destinations <= allowed)
            if len(self._destinations) < _KEPT:
                self._destinations[allowed] = bits
        return bits

    def source(self, region: str) -> int:
        """Reject routes that are invoked from another Region."""
        return self.full & ~self._sources.get(region, 0)

    def endpoint(self, endpoint: str) -> int:
        """Reject routes of the other endpoint."""
        return self.full & ~self._endpoints.get(endpoint, 0)

    def partition(self, partition: str) -> int:
        """Reject routes of another partition (commercial Regions, GovCloud, China)."""
        return self.full & ~self._partitions.get(partition, 0)

    def profile(self, geography: str) -> int:
        """Reject routes of other profiles than the one with that prefix."""
        return self.full & ~self._profiles.get(geography, 0)

    def capabilities(self, names: frozenset[str]) -> int:
        """Reject every route when the model lacks one of the capabilities on these days."""
        bits = self._capabilities.get(names)
        if bits is None:
            day = self.since or date.min
            bits = 0 if all(self.model.has(name, day) for name in names) else self.full
            if len(self._capabilities) < _KEPT:
                self._capabilities[names] = bits
        return bits

    def retention(self, mode: str) -> int:
        """Reject every route when the account's data-retention mode is less than the model asks for on these days."""
        return self.full if retention_rank(mode) < self._retained else 0

    def reject(self, condition: Callable[[Route], bool]) -> int:
        """Return the bits of the routes for which a condition holds."""
        return sum(1 << index for index, route in enumerate(self.routes) if condition(route))

    def kept(self, asker: object, day: date, said: Hashable, condition: Callable[[Route], bool]) -> int:
        """Return what `reject` gives, worked out once for a rule or promise, a day and what is asked beside.

        `asker` is told by what it is, not by its name or value, and is kept, so that no other can be taken for it: it
        is in many selections of rules.
        """
        entry = self._judged.get((id(asker), day, said))
        if entry is not None:
            return entry[1]
        bits = self.reject(condition)
        if len(self._judged) < _KEPT:
            self._judged[id(asker), day, said] = (asker, bits)
        return bits

    def pick(self, bits: int) -> Iterator[Route]:
        """Iterate over the routes whose bits are set, in the fixed order."""
        while bits:
            low = bits & -bits
            yield self.routes[low.bit_length() - 1]
            bits ^= low

    def reached(self, bits: int) -> Reached:
        """Return what the routes whose bits are set reach together, sorted; kept, since answers are few."""
        found = self._reached.get(bits)
        if found is None:
            routes = list(self.pick(bits))
            found = Reached(
                tuple(route.source for route in routes),
                tuple(sorted(frozenset[str]().union(*(route.destinations for route in routes)))),
                tuple(sorted(frozenset[str]().union(*(route.countries for route in routes)))),
            )
            if len(self._reached) < _KEPT:
                self._reached[bits] = found
        return found

    def split(self, key: Callable[[Route], Key]) -> dict[Key, int]:
        """Return the bits of the routes that have each value of a key."""
        parts: dict[Key, int] = {}
        for index, route in enumerate(self.routes):
            parts[key(route)] = parts.get(key(route), 0) | 1 << index
        return parts

    def _groups(self, day: date) -> Iterator[Group]:
        for _, bits in sorted(self.split(lambda route: (route.id, route.endpoint, route.partition)).items()):
            route = next(self.pick(bits))
            yield Group(route, bits, self.model.price(route, day))

    def _lifecycle(self, day: date) -> Iterator[tuple[str, int]]:
        judged = (
            ("lifecycle.start-of-life", self._of_status("UPCOMING", day)),
            ("lifecycle.end-of-life", self._of_status("EOL", day)),
            ("lifecycle.not-yet", self.reject(lambda route: not holds(route.since, None, day))),
            ("lifecycle.unproven", self.reject(lambda route: not (route.since or holds(route.seen, None, day)))),
            ("lifecycle.withdrawn", self.reject(lambda route: not holds(None, route.until, day))),
        )
        return ((rule, bits) for rule, bits in judged if bits)

    def _of_status(self, status: Status, day: date) -> int:
        """Return the bits of the routes whose source Region has the model in that state."""
        model = self.model
        if not model.elsewhere:
            return self.full if model.lifecycle.status(day) == status else 0
        return self.reject(lambda route: model.lifecycle_in(route.source).status(day) == status)


def countries(regions: Mapping[str, Region], codes: frozenset[str]) -> frozenset[str]:
    """Return the countries in which Regions lie (ISO 3166-1 alpha-2); raises KeyError for an unknown code."""
    return frozenset(regions[code].country for code in codes)


def _routes(regions: Mapping[str, Region], model: Model, day: date) -> Iterator[Route]:
    by_key: dict[tuple[str, str, str], list[Row]] = {}
    for row in model.rows:
        for source in row.sources:
            by_key.setdefault((row.id, row.endpoint, source), []).append(row)
    for (_, _, source), rows in sorted(by_key.items()):
        row = _current(rows, day)
        destinations = row.destinations or frozenset((source,))
        yield Route(
            id=row.id,
            geography=row.geography,
            scope=row.scope,
            endpoint=row.endpoint,
            source=source,
            destinations=destinations,
            countries=countries(regions, destinations),
            partition=regions[source].partition,
            since=row.since,
            until=row.until,
            seen=row.seen,
            last_seen=row.last_seen,
        )


def _current(rows: list[Row], day: date) -> Row:
    """Return the row that holds on the day, else the one that ended last, else the one that begins first."""
    begun = [row for row in rows if holds(row.known_from, None, day)]
    if not begun:
        return min(rows, key=lambda row: row.known_from or date.min)
    return max(begun, key=lambda row: row.until or date.max)
