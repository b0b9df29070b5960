"""The facts, as immutable values: where Regions lie, when a model lives and where a route's data goes.

Nothing here decides or reads a file. Sets are frozen, money is Decimal, every interval is half-open (`since` is the
first day, `until` the first that no longer counts). Status and price are computed, so they cannot contradict the facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bedrock_atlas.facts.intervals import bounds, holds

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "Capability",
    "Endpoint",
    "Evidence",
    "Geography",
    "Lifecycle",
    "Obligation",
    "ProviderLifecycle",
    "Region",
    "Residency",
    "Retention",
    "Route",
    "Row",
    "Scope",
    "Status",
]

Endpoint = Literal["bedrock-runtime", "bedrock-mantle"]
Scope = Literal["in-region", "geographic", "global"]
Status = Literal["UPCOMING", "ACTIVE", "LEGACY", "EOL"]

RUNTIME: Endpoint = "bedrock-runtime"
MANTLE: Endpoint = "bedrock-mantle"


@dataclass(frozen=True, slots=True)
class Region:
    """An AWS Region; `country` is ISO 3166-1 alpha-2, `opt_in` None where AWS has no such setting (GovCloud, China).

    Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
    """

    code: str
    name: str
    country: str
    partition: str
    opt_in: bool | None = None


@dataclass(frozen=True, slots=True)
class Geography:
    """A prefix that AWS puts before a model ID to name an inference profile (`eu`, `us-gov`, `global`)."""

    prefix: str
    title: str


@dataclass(frozen=True, slots=True)
class Residency:
    """A named set of countries in which a request may be processed; `regions` are the codes of all Regions there.

    `aliases` are other words that people type for it.
    """

    name: str
    title: str
    countries: frozenset[str]
    regions: frozenset[str]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read: its source by name, its address or package (purl; empty: none) and the source's date."""

    source: str
    url: str
    as_of: date
    covers: tuple[str, ...] = ()
    note: str = ""
    package: str = ""


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A model version's calendar on Amazon Bedrock; every date is None when it is not known.

    `legacy_seen` is the first day AWS was seen reporting LEGACY when AWS's own date is not known.
    Source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html
    """

    start_of_life: date | None = None
    legacy: date | None = None
    legacy_seen: date | None = None
    public_extended_access: date | None = None
    end_of_life: date | None = None
    end_of_life_not_before: date | None = None
    legacy_period: str = ""
    policy: str = ""

    @property
    def legacy_from(self) -> date | None:
        """Return the first day as LEGACY: AWS's own date, else the day it was first seen; None when not known."""
        return self.legacy or self.legacy_seen

    def status(self, on: date) -> Status:
        """Return the status on a date: UPCOMING before the start of life, EOL from the end of life on."""
        if self.end_of_life is not None and on >= self.end_of_life:
            return "EOL"
        if self.start_of_life is not None and on < self.start_of_life:
            return "UPCOMING"
        return "LEGACY" if self.legacy_from is not None and on >= self.legacy_from else "ACTIVE"

    def days_to_end_of_life(self, on: date) -> int | None:
        """Return the days to the end of life (0 or less once reached); None when no date is known."""
        return None if self.end_of_life is None else (self.end_of_life - on).days

    def dates(self) -> frozenset[date]:
        """Return the dates on which the status or the warnings change."""
        return bounds(self.start_of_life, self.legacy, self.legacy_seen, self.public_extended_access, self.end_of_life)


@dataclass(frozen=True, slots=True)
class ProviderLifecycle:
    """The provider's calendar for its own API: shown and warned about, no answer depends on it."""

    release: date | None = None
    deprecated: date | None = None
    retirement: date | None = None
    retirement_not_before: date | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty of the caller for an answer to hold.

    `kind` is beta-header, citations, retention-mode, allow-regions, note or a kind of a policy's; `value` the header,
    mode or text; `regions` the Region codes it speaks of. `api` narrows it to one API (converse, invoke-model,
    messages), empty: all of them. `rule` is the policy rule that asks for it, empty for a fact.
    """

    kind: str
    value: str = ""
    api: str = ""
    regions: tuple[str, ...] = ()
    rule: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return the parts that are set, in a fixed order."""
        parts = {
            "kind": self.kind,
            "value": self.value,
            "api": self.api,
            "regions": list(self.regions),
            "rule": self.rule,
        }
        return {key: part for key, part in parts.items() if part}


@dataclass(frozen=True, slots=True)
class Capability:
    """Something a model can do, from a day (None: from its start) until a day (None: still), and what it obliges."""

    name: str
    since: date | None = None
    until: date | None = None
    obligations: tuple[Obligation, ...] = ()

    def holds(self, on: date) -> bool:
        """Check whether the model has it on that date."""
        return holds(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Retention:
    """The data-retention mode that a model asks for at least, from a day on (None: from its start)."""

    mode: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the catalog: from each of these sources, an invocable ID reaches these destinations.

    `geography` is None for the base ID. `destinations` is empty where the source itself processes the request. `since`
    is the day it began; where that is not known `seen` is the first day it was listed. `last_seen` is the day that it
    was last proved.
    """

    id: str
    geography: str | None
    scope: Scope
    endpoint: Endpoint
    sources: tuple[str, ...]
    destinations: frozenset[str]
    since: date | None = None
    until: date | None = None
    seen: date | None = None
    last_seen: date | None = None

    @property
    def known_from(self) -> date | None:
        """Return the first day on which the row is known to hold; None: as long as the model is there."""
        return self.since or self.seen

    def dates(self) -> frozenset[date]:
        """Return the days on which this row begins, is first proved or ceases to hold."""
        return bounds(self.since, self.seen, self.until)

    def holds(self, on: date) -> bool:
        """Check whether it is known to hold on that date."""
        return holds(self.known_from, self.until, on)


@dataclass(frozen=True, slots=True)
class Route:
    """One invocable ID from one source Region on one endpoint: what the engine judges.

    `destinations` are the Regions that may process the request and `countries` the countries they lie in; the days are
    those of its row.
    """

    id: str
    geography: str | None
    scope: Scope
    endpoint: Endpoint
    source: str
    destinations: frozenset[str]
    countries: frozenset[str]
    partition: str
    since: date | None = None
    until: date | None = None
    seen: date | None = None
    last_seen: date | None = None
