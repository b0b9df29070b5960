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
from bedrock_atlas.policy import case as cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bedrock_atlas.facts.model import Model
    from bedrock_atlas.facts.values import Lifecycle
    from bedrock_atlas.policy.approval import Approval
    from bedrock_atlas.policy.case import Case

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
    "arguments",
    "change_dates",
    "holds",
    "looks_at",
    "names",
]

RULES = (
    "request.source",
    "request.endpoint",
    "request.profile",
    "role.entry",
    "request.retention",
    "request.capability",
    "lifecycle.unproven",
    "lifecycle.not-yet",
    "lifecycle.withdrawn",
    "request.residency",
    "request.partition",
    "role.approval",
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
    "providers", "statuses", "days", "prices", "factor", "capabilities", "retention-modes", "ids", "approvals", "day",
    "count", "modalities", "setting",
    "retention-mode",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Constraint:
    """One row of the table: a test's name, the kind of its argument, what it says, an example and its function.

    `looks` are the parts of a question that it looks at; `changes` gives the days on which it may change for a model.
    """

    name: str
    argument: Argument
    says: str
    example: str
    holds: Callable[[Case, Any], bool]
    looks: frozenset[str] = frozenset()
    changes: Callable[[Model, Any], Iterable[date | None]] = lambda *_: ()


def _days_from(day: date | None, days: int) -> tuple[date | None]:
    return (None if day is None else day + timedelta(days=days),)


def _lives(model: Model) -> tuple[Lifecycle, ...]:
    return (model.lifecycle, *model.elsewhere.values())


def _by_end(model: Model, days: int) -> Iterator[date | None]:
    return (day for life in _lives(model) for day in _days_from(life.end_of_life, 1 - days))


def _by_launch(model: Model, days: int) -> tuple[date | None]:
    return _days_from(model.lifecycle.start_of_life, days)


def _by_promise(model: Model, days: int) -> Iterator[date | None]:
    return (day for life in _lives(model) for day in _days_from(cases.promised(life), 1 - days))


def _by_evidence(model: Model, days: int) -> tuple[date | None]:
    return _days_from(cases.read_on(model), days + 1)


def _by_approval(model: Model, approvals: Iterable[Approval]) -> Iterator[date | None]:
    return (day for one in approvals if one.model == model.id for day in (one.since, one.until))


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
        Constraint("approved_in", "approvals", "the model is on one of these lists of the policy's `models`, and its "
                   "approval is in force on the day", "[model-risk]",
                   lambda case, approvals: any(one.holds(case.model.id, case.on) for one in approvals),
                   changes=_by_approval),
        Constraint("id_in", "ids", "the ID that is invoked is one of these: a profile ID, or a base ID for In-Region "
                   "use", "[eu.anthropic.claude-opus-5]", lambda case, ids: case.route.id in ids),
        Constraint("family_in", "families", "the model is of one of these families", "[claude-4.5]",
                   lambda case, families: case.model.family in families),
        Constraint("tier_in", "tiers", "the model is of one of these tiers", "[haiku, sonnet]",
                   lambda case, tiers: case.model.tier in tiers),
        Constraint("provider_in", "providers", "the model comes from one of these providers", "[anthropic]",
                   lambda case, providers: case.model.provider in providers),
        Constraint("status_in", "statuses", "the lifecycle status on the day is one of these", "[ACTIVE]",
                   lambda case, statuses: case.model.lifecycle_in(case.route.source).status(case.on) in statuses),
        Constraint("days_to_eol_under", "days", "the end of life is known and fewer days away than this", "90",
                   cases.days_to_eol_under, changes=_by_end),
        Constraint("days_since_launch_under", "days", "the model has been on Bedrock for fewer days than this", "30",
                   cases.days_since_launch_under, changes=_by_launch),
        Constraint("end_of_life_not_before", "day", "the end of life, or else the day before which AWS promises none, "
                   "is known and not before this day", "2027-06-30", cases.end_of_life_not_before),
        Constraint("guaranteed_days", "days", "the end of life, or else the day before which AWS promises none, is "
                   "known and at least so many days away", "365", cases.guaranteed_days, changes=_by_promise),
        Constraint("evidence_not_older_than", "days", "every fact of the model was read at most so many days ago",
                   "180", cases.evidence_not_older_than, changes=_by_evidence),
        Constraint("price_at_most", "prices", "each named price component is known and at most this, USD per million "
                   "tokens; for a question that needs `1m context` also where the long-context price is charged",
                   "{input: 5.00, output: 25.00}", cases.price_at_most, frozenset({"needs"})),
        Constraint("premium_at_most", "factor", "the price is known and at most this factor over the model's base "
                   "price", "1.00", cases.premium_at_most),
        Constraint("context_window_at_least", "count", "the context window is known and has at least so many tokens",
                   "200000", lambda case, count: case.model.limits.get("context_window", 0) >= count),
        Constraint("modalities", "modalities", "the model is known to take all of these in and to give all of these "
                   "out", "{input: [text, image], output: [text]}", cases.modalities),
        Constraint("source_regions_at_least", "count", "the ID can be called from at least so many Regions on the day; "
                   "where a residency is asked for, from so many that lie in it and whose requests stay in it", "2",
                   cases.source_regions_at_least, frozenset({"residency"})),
        Constraint("opt_in", "setting", "the Region that is called must (`true`) or need not (`false`) be enabled in "
                   "the account first, and which of the two is known", "false",
                   lambda case, regions: case.route.source in regions),
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
    """Return the days on which a condition that counts days, or has dates of its own, may change for a model."""
    match condition:
        case Test(name, argument):
            yield from (day for day in CONSTRAINTS[name].changes(model, argument) if day is not None)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from change_dates(part, model)
        case _:
            yield from change_dates(condition.part, model)


def looks_at(condition: Condition) -> frozenset[str]:
    """Return the parts of a question that a condition looks at."""
    match condition:
        case Test(name):
            return CONSTRAINTS[name].looks
        case AllOf(parts) | AnyOf(parts):
            return frozenset[str]().union(*map(looks_at, parts))
        case _:
            return looks_at(condition.part)


def arguments(condition: Condition, name: str) -> Iterator[Any]:
    """Return what each test of that name in a condition is given."""
    match condition:
        case Test():
            yield from (condition.argument,) * (condition.name == name)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from arguments(part, name)
        case _:
            yield from arguments(condition.part, name)


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
