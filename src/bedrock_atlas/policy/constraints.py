"""The closed table of what a rule can test, and how tests combine: all of a mapping, `not` and `any_of`.

A test is a function of one route and the facts around it; there is no expression language. Adding a test is a
function with its line in the table, from which the schema and the reference page are made. A fact that is not known
satisfies no test, so `require` fails closed; under `forbid` write the test so that unknown is caught by a `require`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from bedrock_atlas.facts.words import retention_rank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.prices import Price
    from bedrock_atlas.facts.values import Route

__all__ = [
    "CONSTRAINTS",
    "PROMISES",
    "RULES",
    "AllOf",
    "AnyOf",
    "Condition",
    "Constraint",
    "Not",
    "Test",
    "change_dates",
    "holds",
    "names",
]

RULES = (
    "request.source",
    "request.endpoint",
    "request.profile",
    "request.retention",
    "request.capability",
    "lifecycle.unproven",
    "lifecycle.not-yet",
    "lifecycle.withdrawn",
    "request.residency",
    "request.partition",
    "lifecycle.start-of-life",
    "lifecycle.end-of-life",
)
"""The ids of what a request and the calendar demand under every policy, the least severe first."""

PROMISES = (
    "destinations-within-residency",
    "invoked-from-source",
    "nothing-past-end-of-life",
    "every-role-resolves",
)
"""The ids of the promises that `prove` holds every policy to, beside its own invariants."""

Argument = Literal[
    "residencies", "regions", "countries", "scopes", "geographies", "endpoints", "models", "families", "tiers",
    "providers", "statuses", "days", "prices", "factor", "capabilities", "retention-modes", "retention-mode",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One route with the facts that tests look at, on one day; `price` is None when it is not known."""

    route: Route
    model: Model
    price: Price | None
    on: date


@dataclass(frozen=True, slots=True)
class Constraint:
    """One row of the table: a test's name, the kind of its argument, what it says, an example and its function."""

    name: str
    argument: Argument
    says: str
    example: str
    holds: Callable[[Case, Any], bool]


def _price_at_most(case: Case, most: dict[str, Decimal]) -> bool:
    known = case.price.usd_per_mtok if case.price else {}
    return all(name in known and known[name] <= limit for name, limit in most.items())


def _premium_at_most(case: Case, most: Decimal) -> bool:
    return case.price is not None and case.price.over_base is not None and case.price.over_base <= most


def _days_to_eol_under(case: Case, days: int) -> bool:
    left = case.model.lifecycle_in(case.route.source).days_to_end_of_life(case.on)
    return left is not None and left < days


def _days_since_launch_under(case: Case, days: int) -> bool:
    start = case.model.lifecycle.start_of_life
    return start is not None and (case.on - start).days < days


CONSTRAINTS: dict[str, Constraint] = {
    one.name: one
    for one in (
        Constraint("destinations_within", "residencies", "every Region that may process the request lies in one of "
                   "these residencies", "eu", lambda case, regions: case.route.destinations <= regions),
        Constraint("destinations_in_regions", "regions", "every Region that may process the request is one of these",
                   "[eu-central-1, eu-west-1]", lambda case, regions: case.route.destinations <= regions),
        Constraint("destinations_in_countries", "countries", "every country that may process the request is one of "
                   "these", "[DE, FR]", lambda case, countries: case.route.countries <= countries),
        Constraint("source_in", "regions", "the Region that is called is one of these", "[eu-west-1]",
                   lambda case, regions: case.route.source in regions),
        Constraint("scope_in", "scopes", "the route is in-region, geographic or global", "[in-region, geographic]",
                   lambda case, scopes: case.route.scope in scopes),
        Constraint("geography_in", "geographies", "the ID carries one of these prefixes; a base ID carries none",
                   "[eu, us]", lambda case, prefixes: case.route.geography in prefixes),
        Constraint("endpoint_in", "endpoints", "the route is on one of these endpoints", "[bedrock-runtime]",
                   lambda case, endpoints: case.route.endpoint in endpoints),
        Constraint("model_in", "models", "the model is one of these, by any name the catalog knows", "[Opus 5]",
                   lambda case, models: case.model.id in models),
        Constraint("family_in", "families", "the model is of one of these families", "[claude-4.5]",
                   lambda case, families: case.model.family in families),
        Constraint("tier_in", "tiers", "the model is of one of these tiers", "[haiku, sonnet]",
                   lambda case, tiers: case.model.tier in tiers),
        Constraint("provider_in", "providers", "the model comes from one of these providers", "[anthropic]",
                   lambda case, providers: case.model.provider in providers),
        Constraint("status_in", "statuses", "the lifecycle status on the day is one of these", "[ACTIVE]",
                   lambda case, statuses: case.model.lifecycle_in(case.route.source).status(case.on) in statuses),
        Constraint("days_to_eol_under", "days", "the end of life is known and fewer days away than this", "90",
                   _days_to_eol_under),
        Constraint("days_since_launch_under", "days", "the model has been on Bedrock for fewer days than this", "30",
                   _days_since_launch_under),
        Constraint("price_at_most", "prices", "each named price component is known and at most this, USD per million "
                   "tokens", "{input: 5.00, output: 25.00}", _price_at_most),
        Constraint("premium_at_most", "factor", "the price is known and at most this factor over the model's base "
                   "price", "1.00", _premium_at_most),
        Constraint("capability", "capabilities", "the model has all of these capabilities on the day", "[vision]",
                   lambda case, names: all(case.model.has(name, case.on) for name in names)),
        Constraint("retention_in", "retention-modes", "the data-retention mode that the model needs is one of these; "
                   "`none` stands for a model that needs none", "[none]",
                   lambda case, modes: (case.model.retention_on(case.on) or "none") in modes),
        Constraint("retention_at_most", "retention-mode", "the model asks for this data-retention mode or one that "
                   "keeps less: `none`, `default`, `aws_review`, `provider_data_share`", "none",
                   lambda case, most: retention_rank(case.model.retention_on(case.on)) <= retention_rank(most)),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Test:
    """One test with its argument: `argument` as resolved against the catalog, `written` as in the file."""

    __test__ = False

    name: str
    argument: Any
    written: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: Condition


Condition = Test | AllOf | AnyOf | Not


def holds(condition: Condition, case: Case) -> bool:
    """Check whether a condition holds for one route on one day."""
    match condition:
        case Test(name, argument):
            return CONSTRAINTS[name].holds(case, argument)
        case AllOf(parts):
            return all(holds(part, case) for part in parts)
        case AnyOf(parts):
            return any(holds(part, case) for part in parts)
        case _:
            return not holds(condition.part, case)


def change_dates(condition: Condition, model: Model) -> Iterator[date]:
    """Return the days on which a condition that counts days may change for a model."""
    match condition:
        case Test("days_to_eol_under", days):
            for life in (model.lifecycle, *model.elsewhere.values()):
                if life.end_of_life is not None:
                    yield life.end_of_life - timedelta(days=days - 1)
        case Test("days_since_launch_under", days):
            if model.lifecycle.start_of_life is not None:
                yield model.lifecycle.start_of_life + timedelta(days=days)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from change_dates(part, model)
        case Not(part):
            yield from change_dates(part, model)


def names(condition: Condition) -> str:
    """Write a condition as one line, as it stands in the file."""
    match condition:
        case Test(name, _, written):
            return f"{name}: {written}"
        case AllOf(parts):
            return ", ".join(map(names, parts))
        case AnyOf(parts):
            return f"any of ({'; '.join(map(names, parts))})"
        case _:
            return f"not ({names(condition.part)})"
