"""What a client can reach through a file: the IDs that stand in it, and those that it would pick by rules of its own.

The rules are data: a door says where in the file something leads to an ID and what the client takes where nothing, or
something else, stands there. Walking them proves an export closed; it is done before each one is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from bedrock_atlas.errors import RequestError
from bedrock_atlas.export.pins import vendor_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bedrock_atlas.export.pins import Pins
    from bedrock_atlas.facts.catalog import Catalog
    from bedrock_atlas.facts.model import Model

__all__ = ["ANYWHERE", "Door", "Leak", "Reach", "Wild", "at", "leaks", "opened", "reachable"]

ANYWHERE = ""
"""The source Region of a client whose file names none: it finds one in its surroundings."""


@dataclass(frozen=True, slots=True)
class Wild:
    """What a client picks by itself: every profile of every model that fits; a part that is empty fits all.

    `prefix` is how the provider's own ID begins; `outside` means what is no model of Amazon Bedrock at all.
    """

    provider: str = ""
    tier: str = ""
    prefix: str = ""
    outside: bool = False

    def fits(self, model: Model) -> bool:
        """Check whether a model may be the one that the client takes."""
        return (
            not self.outside
            and self.provider in {"", model.provider}
            and self.tier in {"", model.tier}
            and vendor_id(model.id).startswith(self.prefix)
        )

    def __str__(self) -> str:
        """Return it in words."""
        if self.outside:
            return "what is not on Amazon Bedrock"
        kind = " ".join(word for word in (self.provider, self.tier, "model") if word)
        return f"any profile of any {kind}{f' whose ID begins with {self.prefix}' if self.prefix else ''}"


@dataclass(frozen=True, slots=True)
class Door:
    """One way by which a client comes to an ID: `path` leads to what stands in the file, `*` being every entry.

    What stands there is reached. Besides, `absent` is what the client takes where nothing does, `present` what it takes
    where anything does, and `unless` opens wherever another value than `must` does. With `region` it is a Region that
    stands there. `about` says it in a sentence and `url` where that is written.
    """

    slug: str
    path: str
    about: str
    absent: Wild | None = None
    present: Wild | None = None
    must: object = None
    unless: Wild | None = None
    region: bool = False
    url: str = ""

    @property
    def silent(self) -> bool:
        """Check whether what stands there is a switch or a Region, and names no model."""
        return self.region or self.unless is not None or self.present is not None


class Reach(NamedTuple):
    """An ID or a wild pick that a client comes to, the Region that it is called from, and by which door."""

    what: str | Wild
    source: str
    door: str


class Leak(NamedTuple):
    """What can be reached and is not admitted: through which door, and up to three of the IDs."""

    door: str
    what: str
    source: str
    examples: tuple[str, ...]

    def __str__(self) -> str:
        """Return it in words."""
        among = f", such as {', '.join(self.examples)}" if self.examples else ""
        return f"{self.door}: {self.what} from {self.source or 'any Region'}{among}"


def opened(doors: Iterable[Door], document: object) -> Iterator[tuple[str | Wild, Door]]:
    """Walk the doors of a client: what stands at each, and what one that is not shut lets through."""
    for door in doors:
        values = list(at(document, door.path))
        if door.absent is not None and not values:
            yield door.absent, door
        if door.present is not None and values:
            yield door.present, door
        if door.unless is not None and any(value != door.must for value in values or [None]):
            yield door.unless, door
        if not door.silent:
            yield from ((str(value), door) for value in values)


def at(document: object, path: str) -> Iterator[Any]:
    """Return the values at a path of keys with dots between; `*` stands for every entry of a list or mapping."""
    here, _, rest = path.partition(".")
    found: list[object] = []
    if here == "*":
        found = list(
            document.values() if isinstance(document, Mapping) else document if isinstance(document, list) else ()
        )
    elif isinstance(document, Mapping) and here in document:
        found = [document[here]]
    for value in found:
        if rest:
            yield from at(value, rest)
        else:
            yield value


def reachable(reaches: Iterable[Reach], catalog: Catalog, on: date) -> frozenset[tuple[str, str]]:
    """Return all that a client can call, as pairs of ID and source Region; what nobody knows stays as it stands."""
    return frozenset(pair for reach in reaches for pair in _pairs(reach, catalog, on))


def leaks(reaches: Iterable[Reach], pins: Pins) -> tuple[Leak, ...]:
    """Return what can be reached although the policy does not admit it, and every wild pick; none for a closed file.

    A wild pick counts even where all that it could take today is admitted: the next model would not ask.
    """
    found: dict[tuple[str, str, str], Leak] = {}
    for reach in reaches:
        if isinstance(reach.what, Wild) or reach.source == ANYWHERE or not _admitted(reach.what, reach.source, pins):
            refused = sorted(
                {one for one, source in _pairs(reach, pins.catalog, pins.on) if not _admitted(one, source, pins)}
            )
            examples = tuple(refused[:3]) if isinstance(reach.what, Wild) else ()
            leak = Leak(reach.door, str(reach.what), reach.source, examples)
            found.setdefault((leak.door, leak.what, leak.source), leak)
    return tuple(found.values())


def _admitted(what: str, source: str, pins: Pins) -> bool:
    try:
        subject = pins.catalog.names.subject(what)
    except RequestError:
        return False
    name = f"{subject.geography}.{subject.model}" if subject.geography else subject.model
    return what == name and source in pins.catalog.regions and what in pins.admits(subject.model, source)


def _pairs(reach: Reach, catalog: Catalog, on: date) -> Iterator[tuple[str, str]]:
    what, source = reach.what, reach.source
    if isinstance(what, str):
        yield from ((what, one) for one in ([source] if source else catalog.regions))
        return
    for model in catalog:
        if what.fits(model):
            candidates = catalog.candidates(model.id, on)
            gone = 0
            for _, bits in candidates.lifecycle:
                gone |= bits
            for route in candidates.pick(candidates.full & ~gone):
                if source in {ANYWHERE, route.source}:
                    yield route.id, route.source
