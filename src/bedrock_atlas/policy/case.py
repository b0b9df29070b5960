"""What a test of a rule looks at, and the tests that are longer than a line: functions of one route and its facts.

What is not known satisfies no test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bedrock_atlas.facts.intervals import holds
from bedrock_atlas.policy.asked import ANYTHING, Asked

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import Price
    from bedrock_atlas.facts.values import Lifecycle, Route

__all__ = [
    "COUNTS",
    "LONG",
    "Case",
    "days_since_launch_under",
    "days_to_eol_under",
    "end_of_life_not_before",
    "evidence_not_older_than",
    "guaranteed_days",
    "modalities",
    "premium_at_most",
    "price_at_most",
    "promised",
    "read_on",
    "source_regions_at_least",
]


@dataclass(frozen=True, slots=True)
class Case:
    """One route with the facts that tests look at, on one day; `price` is None when it is not known.

    `asked` is what the question says, as far as rules look at it; `others` are all routes of the model.
    """

    route: Route
    model: Model
    price: Price | None
    on: date
    asked: Asked = ANYTHING
    others: tuple[Route, ...] = ()


LONG = "context-1m"
"""The capability by which a question says that its prompt may be a long one."""
COUNTS = "source_regions_at_least"
"""The test that counts Regions within the residency asked for."""


def price_at_most(case: Case, most: dict[str, Decimal]) -> bool:
    """Check whether each component is known and at most this, the long-context tier included where it can be met.

    What that tier does not list nobody knows of a long prompt.
    """
    known = dict(case.price.usd_per_mtok) if case.price else {}
    tier = case.price.long_context if case.price and LONG in case.asked.needs else None
    if tier is not None and tier.holds(case.on):
        known = {name: max(usd, tier.usd_per_mtok[name]) for name, usd in known.items() if name in tier.usd_per_mtok}
    return all(name in known and known[name] <= limit for name, limit in most.items())


def premium_at_most(case: Case, most: Decimal) -> bool:
    """Check whether the factor over the base price is known and at most this."""
    return case.price is not None and case.price.over_base is not None and case.price.over_base <= most


def days_to_eol_under(case: Case, days: int) -> bool:
    """Check whether the end of life is known and fewer days away."""
    left = case.model.lifecycle_in(case.route.source).days_to_end_of_life(case.on)
    return left is not None and left < days


def days_since_launch_under(case: Case, days: int) -> bool:
    """Check whether the launch is known and fewer days ago."""
    start = case.model.lifecycle.start_of_life
    return start is not None and (case.on - start).days < days


def promised(life: Lifecycle) -> date | None:
    """Return the day up to which AWS says that a model lives: its end of life, else "no sooner than"."""
    return life.end_of_life or life.end_of_life_not_before


def end_of_life_not_before(case: Case, day: date) -> bool:
    """Check whether the life promised is known and lasts up to this day."""
    life = promised(case.model.lifecycle_in(case.route.source))
    return life is not None and life >= day


def guaranteed_days(case: Case, days: int) -> bool:
    """Check whether the life promised is known and lasts so many days more."""
    life = promised(case.model.lifecycle_in(case.route.source))
    return life is not None and (life - case.on).days >= days


def source_regions_at_least(case: Case, count: int) -> bool:
    """Check whether the ID can be called from so many Regions of the residency asked for."""
    route, within = case.route, case.asked.regions
    sources = {
        one.source
        for one in case.others
        if (one.id, one.endpoint) == (route.id, route.endpoint)
        and holds(one.since, one.until, case.on)
        and (within is None or (one.source in within and one.destinations <= within))
    }
    return len(sources) >= count


def modalities(case: Case, wanted: dict[str, frozenset[str]]) -> bool:
    """Check whether the model is known to take in and to give out all of these."""
    return all(words <= frozenset(case.model.modalities.get(side, ())) for side, words in wanted.items())


def read_on(model: Model) -> date | None:
    """Return the day on which the fact of a model that was read longest ago was last read; None without evidence."""
    newest: dict[str, date] = {}
    for one in model.evidence:
        for section in one.covers or ("",):
            newest[section] = max(one.as_of, newest.get(section, one.as_of))
    return min(newest.values(), default=None)


def evidence_not_older_than(case: Case, days: int) -> bool:
    """Check whether the fact that was read longest ago is no older."""
    read = read_on(case.model)
    return read is not None and (case.on - read).days <= days
