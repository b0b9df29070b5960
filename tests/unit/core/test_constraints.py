"""Each test of the closed table, written as in a policy file, on one route for which it holds and one where not.

The routes are those of the small catalog; a route is named by its ID and source Region.
"""

from __future__ import annotations

import copy
from datetime import date

import pytest

from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.policy.asked import ANYTHING, Asked
from bedrock_atlas.policy.case import Case
from bedrock_atlas.policy.constraints import CONSTRAINTS, AllOf, AnyOf, Not, Test, change_dates, holds, names
from tests.unit.core.world import DOCUMENT, ON, SMALL

IN_REGION = "acme.ruled-v1:0 us-east-1"
GLOBAL = "global.acme.ruled-v1:0 eu-west-1"
EU = "eu.acme.ruled-v1:0 eu-west-1"
GOVCLOUD = "us-gov.acme.ruled-v1:0 us-gov-west-1"
LISTED = "acme.listed-v1:0 us-east-1"
LISTED_EU = "eu.acme.listed-v1:0 eu-west-1"
LISTED_GOVCLOUD = "acme.listed-v1:0 us-gov-west-1"
ODD = "us.acme.odd-v1:0 us-east-1"
KEPT = "acme.kept-mantle us-east-1"

# the test as written, where it holds, where it does not
TABLE = [
    ("destinations_within: eu", [LISTED_EU], [EU, GLOBAL, IN_REGION]),
    ("destinations_within: [eu, uk]", [LISTED_EU, EU], [GLOBAL]),
    ("destinations_in_regions: [eu-west-1]", [LISTED_EU], [EU, GLOBAL]),
    ("destinations_in_countries: [IE, GB]", [EU], [GLOBAL, GOVCLOUD]),
    ("source_in: [eu-west-1]", [GLOBAL, EU], [IN_REGION]),
    ("scope_in: [in-region, geographic]", [IN_REGION, EU, GOVCLOUD], [GLOBAL]),
    ("geography_in: [eu, us-gov]", [EU, GOVCLOUD], [GLOBAL, IN_REGION]),
    ("endpoint_in: [bedrock-mantle]", [KEPT], [IN_REGION]),
    ("model_in: [Ruled]", [IN_REGION, GLOBAL], [LISTED]),
    ("family_in: [acme-1]", [IN_REGION], [LISTED]),
    ("tier_in: [small]", [LISTED], [IN_REGION, ODD]),
    ("provider_in: [acme]", [IN_REGION], []),
    ("status_in: [LEGACY]", [LISTED], [IN_REGION]),
    ("days_to_eol_under: 57", [IN_REGION], [LISTED]),
    ("days_to_eol_under: 56", [], [IN_REGION]),
    ("days_since_launch_under: 265", [LISTED], [IN_REGION, ODD]),
    ("days_since_launch_under: 264", [], [LISTED]),
    ("price_at_most: {input: 2.20, output: 11.00}", [EU, GLOBAL, LISTED], [GOVCLOUD, ODD, KEPT]),
    ("price_at_most: {input: 2.19}", [GLOBAL], [EU]),
    ("price_at_most: {cache_read: 1.00}", [ODD], [GLOBAL]),
    ("premium_at_most: 1.10", [GLOBAL, EU, LISTED], [GOVCLOUD, LISTED_EU, LISTED_GOVCLOUD, ODD, KEPT]),
    ("premium_at_most: 1.50", [LISTED_EU], [IN_REGION]),
    ("end_of_life_not_before: 2027-01-15", [IN_REGION, KEPT], [LISTED]),
    ("end_of_life_not_before: 2027-01-16", [], [IN_REGION]),
    ("guaranteed_days: 56", [IN_REGION, KEPT], [LISTED]),
    ("guaranteed_days: 57", [], [IN_REGION]),
    ("evidence_not_older_than: 51", [IN_REGION], []),
    ("evidence_not_older_than: 50", [], [IN_REGION, KEPT]),
    ("context_window_at_least: 200000", [LISTED], [IN_REGION]),
    ("context_window_at_least: 200001", [], [LISTED, IN_REGION]),
    ("modalities: {input: [text, image], output: [text]}", [LISTED], [IN_REGION]),
    ("modalities: {input: [video]}", [], [LISTED, IN_REGION]),
    ("source_regions_at_least: 2", [GLOBAL], [EU, IN_REGION]),
    ("source_regions_at_least: 1", [GLOBAL, EU, IN_REGION], []),
    ("opt_in: false", [IN_REGION], [GOVCLOUD]),
    ("opt_in: true", [], [IN_REGION, GOVCLOUD]),
    ("gated: true", [IN_REGION, GLOBAL], [LISTED]),
    ("gated: false", [LISTED], [IN_REGION]),
    ("preview: true", [], [IN_REGION, LISTED]),
    ("preview: false", [IN_REGION, LISTED], []),
    ("approved_in: [seen]", [IN_REGION], [LISTED]),
    ("approved_in: [past, coming]", [], [IN_REGION, LISTED]),
    ("id_in: [eu.acme.ruled-v1:0, acme.listed-v1:0]", [EU, LISTED], [GLOBAL, IN_REGION, LISTED_EU]),
    ("capability: [pdf]", [IN_REGION], [LISTED]),
    ("capability: [pdf, vision]", [], [IN_REGION]),
    ("retention_in: [none]", [IN_REGION], [KEPT]),
    ("retention_in: [provider_data_share]", [KEPT], [IN_REGION]),
    ("retention_at_most: none", [IN_REGION], [KEPT]),
    ("retention_at_most: provider_data_share", [KEPT, IN_REGION], []),
    ("not: {scope_in: [global]}", [EU, IN_REGION], [GLOBAL]),
    ("not: {scope_in: [global], source_in: [us-east-1]}", [GLOBAL, IN_REGION], ["global.acme.ruled-v1:0 us-east-1"]),
    ("any_of: [{scope_in: [global]}, {geography_in: [eu]}]", [GLOBAL, EU], [IN_REGION]),
    ("any_of: [{not: {scope_in: [global]}, source_in: [eu-west-1]}]", [EU], [GLOBAL, IN_REGION]),
    ("scope_in: [geographic], source_in: [eu-west-1]", [EU], [GLOBAL, GOVCLOUD]),
]


LISTS = """\
models:
  seen: [{model: Ruled, until: 2026-11-21, ticket: MRC-1}]
  past: [{model: Ruled, until: 2026-11-20, ticket: MRC-2}]
  coming: [{model: Ruled, from: 2026-11-21, until: 2027-01-01, ticket: MRC-3}]
"""


@pytest.fixture
def condition(policy):
    """Return a function that reads a condition as a policy file has it."""

    def read(written):
        text = f"policy: p\ntitle: t\n{LISTS}rules: [{{id: r, require: {{{written}}}}}]\n"
        return policy(text, over=SMALL).rule("r").condition

    return read


def case(name, on=ON, asked=ANYTHING):
    """Return the case of a route that is named by ID and source."""
    id_, source = name.split()
    model = SMALL.model(SMALL.names.subject(id_).model)
    for route in SMALL.candidates(model.id, on).routes:
        if (route.id, route.source) == (id_, source):
            return Case(route, model, model.price(route, on), on, asked, SMALL.candidates(model.id, on).routes)
    raise LookupError(name)


@pytest.mark.parametrize(("written", "yes", "no"), TABLE, ids=[row[0] for row in TABLE])
def test_a_condition_holds_or_not(written, yes, no, condition):
    """A condition holds on the first routes and not on the second."""
    bound = condition(written)
    assert {name: holds(bound, case(name)) for name in (*yes, *no)} == dict.fromkeys(yes, True) | dict.fromkeys(
        no, False
    )


def test_every_test_is_tried():
    """The table above has a case for every entry of the closed table, both ways where the catalog allows."""
    assert {row[0].partition(":")[0] for row in TABLE} >= CONSTRAINTS.keys()


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_example_of_a_test_is_readable(name, policy, catalog):
    """The example that the reference page shows is a valid argument over the shipped catalog."""
    one = CONSTRAINTS[name]
    lists = "models: {model-risk: [{model: Opus 5, until: 2027-02-28, ticket: MRC-17}]}\n"
    text = f"policy: p\ntitle: t\n{lists}rules: [{{id: r, require: {{{name}: {one.example}}}}}]\n"
    assert names(policy(text, over=catalog).rule("r").condition) == f"{name}: {one.example}"
    assert one.says


WRITTEN = {
    "scope_in: [global]": "scope_in: [global]",
    "scope_in: [global], days_to_eol_under: 90": "scope_in: [global], days_to_eol_under: 90",
    "any_of: [{tier_in: [small]}, {scope_in: [global], source_in: [eu-west-1]}]": (
        "any of (tier_in: [small]; scope_in: [global], source_in: [eu-west-1])"
    ),
    "not: {price_at_most: {input: 5.00, output: 25.00}}": "not (price_at_most: {input: 5.00, output: 25.00})",
}


@pytest.mark.parametrize(("written", "said"), WRITTEN.items(), ids=WRITTEN)
def test_a_condition_is_told_on_one_line(written, said, condition):
    """A condition in an explanation reads as in the file."""
    assert names(condition(written)) == said


def test_days_at_which_a_condition_changes(condition):
    """Conditions that count days change on a day of their own, wherever they are nested; others never do."""
    ruled, rumour = SMALL.model("acme.ruled-v1:0"), SMALL.model("acme.rumour-v1:0")
    nested = condition("not: {days_to_eol_under: 90}, any_of: [{days_since_launch_under: 30}, {scope_in: [global]}]")
    assert sorted(change_dates(nested, ruled)) == [date(2026, 2, 14), date(2026, 10, 18)]
    assert list(change_dates(nested, rumour)) == []


@pytest.mark.parametrize(
    "written",
    [
        "days_to_eol_under: 90",
        "days_since_launch_under: 30",
        "guaranteed_days: 56",
        "evidence_not_older_than: 50",
        "approved_in: [seen]",
    ],
)
def test_the_change_is_on_that_very_day(written, condition):
    """A condition that counts days is one thing on the day before and the other on the day itself."""
    bound = condition(written)
    (day,) = change_dates(bound, SMALL.model("acme.ruled-v1:0"))
    before = date.fromordinal(day.toordinal() - 1)
    assert holds(bound, case(IN_REGION, before)) != holds(bound, case(IN_REGION, day))


def test_a_long_prompt_is_judged_by_what_it_may_cost(condition):
    """A ceiling holds at the long-context price for a question that needs it, on the days when it is charged."""
    bound, long = condition("price_at_most: {input: 2.20}"), Asked(needs=frozenset({"context-1m"}))
    in_may = date(2026, 5, 1)
    assert holds(bound, case(GLOBAL, in_may))
    assert not holds(bound, case(GLOBAL, in_may, long))
    assert holds(bound, case(GLOBAL, ON, long))


def test_regions_for_disaster_recovery_lie_in_the_residency(condition):
    """Where a residency is asked for, only the Regions in it count, and only calls that stay in it."""
    bound = condition("source_regions_at_least: 1")
    ireland = Asked(residency=frozenset({"eu"}), regions=frozenset({"eu-west-1"}))
    both = Asked(residency=frozenset({"eu", "uk"}), regions=frozenset({"eu-west-1", "eu-west-2"}))
    assert [holds(bound, case(EU, ON, one)) for one in (Asked(), ireland, both)] == [True, False, True]
    assert not holds(bound, case(GLOBAL, ON, both))


def test_a_region_outside_the_residency_is_none_for_disaster_recovery(condition):
    """A Region that is not in the residency does not count, though calls from it are processed inside alone."""
    document = copy.deepcopy(DOCUMENT)
    row = ["eu", ["eu-west-1", "us-east-1"], ["eu-west-1"], None, None, None, None]
    document["models"]["acme.listed-v1:0"]["rows"] = [row]
    routes, bound = Catalog(document).candidates("acme.listed-v1:0", ON).routes, condition("source_regions_at_least: 2")
    model = SMALL.model("acme.listed-v1:0")
    asked = (ANYTHING, Asked(residency=frozenset({"eu"}), regions=frozenset({"eu-west-1"})))
    assert [holds(bound, Case(routes[0], model, None, ON, one, routes)) for one in asked] == [True, False]


def test_nothing_is_within_nothing():
    """`any_of` of nothing never holds and all of nothing always does."""
    assert not holds(AnyOf(()), case(IN_REGION))
    assert holds(AllOf(()), case(IN_REGION))
    assert not holds(Not(AllOf(())), case(IN_REGION))
    assert not holds(Test("source_in", frozenset(), "[]"), case(IN_REGION))
