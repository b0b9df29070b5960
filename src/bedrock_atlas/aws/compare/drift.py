"""Drift: one difference between the catalog and what AWS said, and all of them together with what would settle them."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bedrock_atlas.aws.compare.shape import SeenModel

__all__ = ["EVERYWHERE", "KINDS", "Change", "Comparison", "Destinations", "Drift", "Kind", "NewModel"]

Kind = Literal[
    "model-added",
    "model-absent",
    "lifecycle-changed",
    "profile-added",
    "profile-absent",
    "source-added",
    "source-absent",
    "destination-added",
    "destination-absent",
    "on-demand-added",
    "on-demand-absent",
    "price-changed",
    "premium-changed",
    "geography-added",
    "unknown-field",
    "unknown-value",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
EVERYWHERE: Final = "commercial"
"""Stands for every commercial Region: the destinations of a global profile."""

Destinations = frozenset[str] | Literal["commercial"]
"""Regions, or every commercial one."""


@dataclass(frozen=True, slots=True, order=True)
class Drift:
    """One difference.

    `model` is the model ID, `profile` the prefix, `region` the source Region, `fact` what differs; empty where it does
    not apply. `old` is what the catalog says, `new` what AWS says; empty means nothing. `since` is the first day it was
    seen so, `regions` where. `left` says why no change can be proposed, empty when one can.
    """

    model: str
    kind: Kind
    profile: str = ""
    region: str = ""
    fact: str = ""
    old: str = ""
    new: str = ""
    since: date | None = field(default=None, compare=False)
    regions: tuple[str, ...] = field(default=(), compare=False)
    left: str = field(default="", compare=False)

    @property
    def profile_id(self) -> str:
        """Return the profile's ID; empty when it is not about a profile."""
        return f"{self.profile}.{self.model}" if self.profile and self.model else ""

    def __str__(self) -> str:
        """Tell it in one line."""
        return _SENTENCES[self.kind](self)

    def to_dict(self) -> dict[str, object]:
        """Return the parts that are set, in a fixed order."""
        parts: dict[str, object] = {
            "kind": self.kind,
            "model": self.model,
            "profile": self.profile_id,
            "region": self.region,
            "field": self.fact,
            "old": self.old,
            "new": self.new,
            "since": self.since.isoformat() if self.since else "",
            "regions": list(self.regions),
            "left": self.left,
            "message": str(self),
        }
        return {key: part for key, part in parts.items() if part}


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What one source has from a day on: `kind` is `in-region` or a prefix; `destinations` None means no longer any."""

    model: str
    kind: str
    source: str
    since: date
    destinations: Destinations | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class NewModel:
    """A model that the catalog does not know, as AWS lists it; `seen` is None when only profiles name it."""

    id: str
    name: str
    seen: SeenModel | None
    since: date


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs, and the facts that would settle it.

    `drifts` count; `unconfirmed` are removals that one more look must confirm. `changes`, `lifecycles` (model → field →
    date), `models`, `geographies` (prefix → day) and `prices` (model → component → new text) are what to write down.
    `observed` are the Regions in which both lists were read, `blind` the others with their states; `notes` are remarks.
    """

    on: date
    drifts: tuple[Drift, ...] = ()
    unconfirmed: tuple[Drift, ...] = ()
    changes: tuple[Change, ...] = ()
    lifecycles: Mapping[str, Mapping[str, date]] = field(default_factory=lambda: MappingProxyType({}))
    models: tuple[NewModel, ...] = ()
    geographies: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    prices: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    observed: tuple[str, ...] = ()
    blind: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Check whether anything differs that counts."""
        return bool(self.drifts)


def _count(drift: Drift) -> str:
    return f"{len(drift.regions)} {'Region' if len(drift.regions) == 1 else 'Regions'}"


def _was(drift: Drift) -> str:
    return f"{drift.old or 'not in the catalog'} → {drift.new or 'not told'}"


_SENTENCES = {
    "model-added": lambda drift: f"{drift.model} is listed in {_count(drift)} and not in the catalog",
    "model-absent": lambda drift: f"{drift.model} is listed nowhere any more",
    "lifecycle-changed": lambda drift: f"{drift.model}: {drift.fact} {_was(drift)}",
    "profile-added": lambda drift: f"{drift.profile_id} exists, callable from {_count(drift)}",
    "profile-absent": lambda drift: f"{drift.profile_id} is listed nowhere any more",
    "source-added": lambda drift: f"{drift.profile_id} can be called from {drift.region}, to {drift.new}",
    "source-absent": lambda drift: f"{drift.profile_id} can no longer be called from {drift.region}",
    "destination-added": lambda drift: f"{drift.profile_id} from {drift.region} may now go to {drift.new}",
    "destination-absent": lambda drift: f"{drift.profile_id} from {drift.region} no longer goes to {drift.old}",
    "on-demand-added": lambda drift: f"{drift.model} can be invoked by its own ID in {drift.region}",
    "on-demand-absent": lambda drift: f"{drift.model} can no longer be invoked by its own ID in {drift.region}",
    "price-changed": lambda drift: f"{drift.model}: price of {drift.fact} {_was(drift)}",
    "premium-changed": lambda drift: f"{drift.model}: premium on {drift.fact} {_was(drift)}",
    "geography-added": lambda drift: f"`{drift.profile}.` is a geography that the catalog does not know",
    "unknown-field": lambda drift: f"AWS sends the field `{drift.fact}`, which nobody here has seen before",
    "unknown-value": lambda drift: f"AWS says `{drift.new}` for `{drift.fact}`, which nobody here has seen before",
}
