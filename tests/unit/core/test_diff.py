"""What a change does to the answers, and when answers end."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal

import pytest

from bedrock_atlas.analysis.diff import diff
from bedrock_atlas.analysis.forecast import forecast
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.policy.policy import Policy
from tests.unit.core.world import DOCUMENT, ON, SMALL

NONE = Policy("none", "no rules")
RULED = "acme.ruled-v1:0"
MIRROR = {
    "denied": "allowed", "allowed": "denied", "id-changed": "id-changed", "widened": "narrowed", "narrowed": "widened",
    "price": "price", "nearer-to-eol": "later-eol", "later-eol": "nearer-to-eol", "status": "status",
    "fewer-sources": "more-sources", "more-sources": "fewer-sources", "warnings": "warnings", "validity": "validity",
    "retries": "retries",
    "duties-dropped": "duties-added", "duties-added": "duties-dropped",
    "asks-back": "settled", "settled": "asks-back",
}  # fmt: skip


def changed(change):
    """Return the small catalog after a change to its document."""
    document = copy.deepcopy(DOCUMENT)
    change(document)
    return Catalog(document)


def entry(document):
    return document["models"][RULED]


def cheaper(document):
    entry(document)["price"]["input"] = "1.00"


def priceless(document):
    del entry(document)["price"]


def ends_sooner(document):
    entry(document)["lifecycle"]["end_of_life"] = "2027-01-01"


def ends_never(document):
    del entry(document)["lifecycle"]["end_of_life"]


def renamed(document):
    document["models"]["acme.new"] = document["models"].pop(RULED)


def wider(document):
    entry(document)["rows"][3][2] = ["eu-west-1", "eu-west-2", "us-east-1"]


def narrower(document):
    entry(document)["rows"][3][2] = ["eu-west-1"]


def other_place(document):
    entry(document)["rows"][3][2] = ["eu-west-1", "us-east-1"]


def no_global(document):
    del entry(document)["rows"][1]


def dearer_rule(document):
    document["premiums"]["regional"]["factors"]["geographic"] = "1.20"


def smaller_union(document):
    document["residencies"]["us"]["countries"] = ["IE"]


# a change, the question it is seen on, the classes it has
CHANGES = [
    (cheaper, (None, None), {"price"}),
    (priceless, (None, None), {"price", "warnings"}),
    (ends_sooner, (None, None), {"denied", "nearer-to-eol", "validity"}),
    (ends_never, (None, None), {"allowed", "later-eol", "validity"}),
    (renamed, (None, None), {"allowed", "denied"}),
    (wider, (None, "eu-west-1"), set()),
    (no_global, (None, "eu-west-1"), {"id-changed", "narrowed", "price"}),
    (no_global, (None, "us-east-1"), {"id-changed", "narrowed", "price", "warnings"}),
    (narrower, ("eu", "eu-west-1"), {"allowed"}),
    (smaller_union, ("us", "us-east-1"), {"denied"}),
    (dearer_rule, (None, None), set()),
]


@pytest.mark.parametrize(("change", "question", "classes"), CHANGES, ids=lambda one: getattr(one, "__name__", None))
def test_a_change_is_classified(change, question, classes):
    """A change of the facts is told by the decisions it changes, each in its classes."""
    limits = Limits(residencies=(question[0],), sources=(question[1],))
    found = diff(QuestionSpace(SMALL, NONE, ON, limits), QuestionSpace(changed(change), NONE, ON, limits))
    assert {name for one in found.found for name in one.change.classes} == classes
    assert found.counts().keys() == classes


@pytest.mark.parametrize(("change", "classes"), [(wider, {"widened"}), (narrower, {"narrowed"}),
                                                 (other_place, {"widened", "narrowed"})])  # fmt: skip
def test_where_it_goes_decides_what_widens(change, classes, policy):
    """An ID that may go to one more Region widens, one that may no longer go to another narrows."""
    near = policy("policy: p\ntitle: t\nrules: [{id: near, require: {geography_in: [eu]}}]\n", over=SMALL)
    limits = Limits(models=(RULED,), residencies=(None,), sources=(None,))
    found = diff(QuestionSpace(SMALL, near, ON, limits), QuestionSpace(changed(change), near, ON, limits))
    assert {name for one in found.found for name in one.change.classes} == classes


@pytest.mark.parametrize("change", dict.fromkeys(row[0] for row in CHANGES), ids=lambda one: one.__name__)
def test_a_diff_mirrors_itself(change):
    """diff(a, a) is empty, and diff(b, a) is the mirror of diff(a, b)."""
    old, new = QuestionSpace(SMALL, NONE, None), QuestionSpace(changed(change), NONE, None)
    assert diff(new, QuestionSpace(changed(change), NONE, None)).found == ()
    there, back = diff(old, new), diff(new, old)
    assert {(one.example, one.since, one.until, one.change.old, one.change.new) for one in there.found} == {
        (one.example, one.since, one.until, one.change.new, one.change.old) for one in back.found
    }
    unmirrored = {"widened", "narrowed"}  # what goes elsewhere widens in both directions
    assert {MIRROR[name] for name in there.counts()} - unmirrored == back.counts().keys() - unmirrored


def test_a_price_moves_by_a_factor():
    """A price that moves tells each component before and after; None where it is not known."""
    limits = Limits(models=(RULED,), residencies=(None,), sources=("eu-west-1",))
    (one,) = diff(QuestionSpace(SMALL, NONE, ON, limits), QuestionSpace(changed(cheaper), NONE, ON, limits)).found
    assert one.change.prices == (("input", Decimal("2.0000"), Decimal("1.0000")),)
    (one,) = diff(QuestionSpace(SMALL, NONE, ON, limits), QuestionSpace(changed(priceless), NONE, ON, limits)).found
    assert {after for _, _, after in one.change.prices} == {None}
    assert one.change.classes == ("price", "warnings")


def test_a_finding_of_a_diff():
    """A finding holds both IDs, where they may be processed, over which days, and the shortest question."""
    limits = Limits(models=(RULED,), residencies=(None,))
    found = diff(QuestionSpace(SMALL, NONE, ON, limits), QuestionSpace(changed(ends_sooner), NONE, ON, limits))
    denied = found.found[0]
    assert denied.change.classes == ("denied",)
    assert (denied.change.old, denied.change.new) == (f"global.{RULED}", None)
    assert (denied.change.countries_old, denied.change.countries_new) == (("GB", "IE", "US"), ())
    assert (denied.since, denied.until, denied.questions) == (date(2027, 1, 1), date(2027, 1, 15), 3)
    assert denied.example == RULED
    assert (found.compared, found.alike) == (5, 0)


def test_rules_are_compared_over_everything(policy):
    """A changed rule is asked about every model and role; a role that only one side has is allowed or denied."""
    old = policy("policy: p\ntitle: t\nroles: {any: [Ruled]}\n", over=SMALL)
    new = policy("policy: p\ntitle: t\nrules: [{id: near, forbid: {scope_in: [global]}}]\n", over=SMALL)
    found = diff(QuestionSpace(SMALL, old, ON), QuestionSpace(SMALL, new, ON))
    assert {one.change.subject for one in found.found} == {"any", RULED}
    assert found.counts().keys() >= {"denied", "id-changed"}


def test_a_role_moves_with_its_models(policy):
    """When a model's facts change, the roles that list it are asked as well."""
    own = policy("policy: p\ntitle: t\nroles: {any: [Ruled], other: [Listed]}\n", over=SMALL)
    found = diff(QuestionSpace(SMALL, own, ON), QuestionSpace(changed(cheaper), own, ON))
    assert {one.change.subject for one in found.found} == {"any", RULED}


def test_what_stays_is_not_asked():
    """Models whose facts are the same are not asked, and are counted as alike."""
    same = diff(QuestionSpace(SMALL, NONE, ON), QuestionSpace(Catalog(DOCUMENT), NONE, ON))
    assert (same.compared, same.alike) == (120, 120)
    moved = diff(QuestionSpace(SMALL, NONE, ON), QuestionSpace(changed(cheaper), NONE, ON))
    assert (moved.compared, moved.alike) == (120, 100)


ROLES = """\
policy: p
title: t
attributes: {data: [public, personal]}
roles: {any: [Listed, Ruled], last: [Ruled]}
rules: [{id: stay, when: {data: personal}, require: {destinations_within: [eu, uk]}}]
"""


def test_a_forecast(policy):
    """A forecast tells of each role and model the day its answer changes and what it falls to, soonest first."""
    own = policy(ROLES, over=SMALL)
    steps = forecast(QuestionSpace(SMALL, own, date(2026, 8, 1)), source="eu-west-1")
    told = [(str(one.day), one.subject, dict(one.attributes)["data"], one.old, one.new) for one in steps]
    assert told == [
        ("2026-09-01", "any", "personal", "eu.acme.listed-v1:0", f"eu.{RULED}"),
        ("2026-09-01", "any", "public", "eu.acme.listed-v1:0", f"global.{RULED}"),
        ("2026-09-01", "acme.listed-v1:0", "personal", "eu.acme.listed-v1:0", None),
        ("2026-09-01", "acme.listed-v1:0", "public", "eu.acme.listed-v1:0", None),
        ("2027-01-15", "any", "personal", f"eu.{RULED}", None),
        ("2027-01-15", "any", "public", f"global.{RULED}", None),
        ("2027-01-15", "last", "personal", f"eu.{RULED}", None),
        ("2027-01-15", "last", "public", f"global.{RULED}", None),
        ("2027-01-15", RULED, "personal", f"eu.{RULED}", None),
        ("2027-01-15", RULED, "public", f"global.{RULED}", None),
    ]
    assert steps[0].summary == f"eu.{RULED}"
    assert steps[4].summary.startswith("no route: none of Listed and Ruled")
    assert [one.role for one in steps[:3]] == [True, True, False]


def test_a_forecast_within_a_residency(policy):
    """A forecast is for questions with the residency that is given."""
    own = policy(ROLES.replace("data: personal}, ", "data: personal}, until: 2026-12-01, "), over=SMALL)
    steps = forecast(QuestionSpace(SMALL, own, ON, Limits(roles=("last",))), residency=frozenset({"eu", "uk"}))
    assert {one.day for one in steps} == {date(2027, 1, 15)}


GUARD = "rules: [{id: guard-personal, oblige: [{kind: guardrail, value: gr-1}]}]\n"
HEAD = "policy: p\ntitle: t\n"


def test_a_duty_that_goes_is_a_change(policy):
    """Deleting a rule that only obliges is told, and so is adding it."""
    limits = Limits(models=(RULED,), residencies=(None,), sources=(None,))
    guarded, bare = (QuestionSpace(SMALL, policy(HEAD + text, over=SMALL), ON, limits) for text in (GUARD, ""))
    (one,) = [one for one in diff(guarded, bare).found if one.change.old and one.change.new]
    assert one.change.classes == ("duties-dropped",)
    assert [duty.value for duty in one.change.dropped] == ["gr-1"]
    assert [one.change.classes for one in diff(bare, guarded).found] == [("duties-added",)]


@pytest.mark.parametrize("name", ["input", "output", "long"])
def test_every_component_of_a_price_counts(name):
    """A component that moves alone is told by its name, that of a long prompt too."""

    def dearer(document):
        price = entry(document)["price"]
        if name == "long":
            price["long_context"]["output"] = "99.00"
        else:
            price[name] = "99.00"

    limits = Limits(models=(RULED,), residencies=(None,), sources=("eu-west-1",))
    first = date(2026, 6, 15)
    found = diff(QuestionSpace(SMALL, NONE, first, limits), QuestionSpace(changed(dearer), NONE, first, limits)).found
    assert {one.change.classes for one in found} == {("price",)}
    assert [moved[0] for moved in found[0].change.prices] == ["long_context_output" if name == "long" else name]


def test_an_added_attribute_is_compared_with_what_stood_before(policy):
    """Each value of a new attribute is compared with the answer there was: nothing is denied or allowed by its name."""
    rule = "rules: [{id: near, when: {data: personal}, forbid: {scope_in: [global]}}]\n"
    old, new = HEAD, HEAD + "attributes: {data: [public, personal]}\n" + rule
    limits = Limits(models=(RULED,), residencies=(None,), sources=("us-east-1",))
    found = diff(*(QuestionSpace(SMALL, policy(text, over=SMALL), ON, limits) for text in (old, new)))
    assert found.compared == 2
    assert {(one.change.old, one.change.new, one.example) for one in found.found} == {
        (f"global.{RULED}", RULED, f"{RULED}, from us-east-1, data=personal")
    }


def test_what_ends_sooner_is_told_before_it_does(policy):
    """An answer that holds until an earlier day differs from the first day on: somebody may keep it."""
    later, sooner = (HEAD + f"rules: [{{id: no, from: {day}, forbid: {{scope_in: [global]}}}}]\n"
                     for day in ("2026-12-24", "2026-12-01"))  # fmt: skip
    limits = Limits(models=(RULED,), residencies=(None,), sources=("us-east-1",))
    found = diff(*(QuestionSpace(SMALL, policy(text, over=SMALL), ON, limits) for text in (later, sooner))).found
    told = {one.change.classes: (one.change.valid_until_old, one.change.valid_until_new) for one in found}
    assert told.get(("validity",)) == (date(2026, 12, 24), date(2026, 12, 1))


def test_a_diff_begins_on_the_later_of_two_days():
    """Days that one side does not speak of are not compared."""
    old, new = QuestionSpace(SMALL, NONE, date(2026, 1, 1)), QuestionSpace(changed(cheaper), NONE, ON)
    assert min(one.since for one in diff(old, new).found) == ON
    assert min(one.since for one in diff(new, old).found) == ON


def test_a_role_that_is_dark_from_the_first_day_is_told(policy):
    """A role that resolves to nothing today is told on this day, and again when it gets a route; a model is not."""
    own = policy(HEAD + "roles: {far: [Rumour], soon: [Listed]}\n", over=SMALL)
    steps = forecast(QuestionSpace(SMALL, own, date(2026, 2, 1)), source="eu-west-1")
    told = [(str(one.day), one.subject, one.old, one.new) for one in steps if one.role]
    assert told == [
        ("2026-02-01", "far", None, None),
        ("2026-02-01", "soon", None, None),
        ("2026-04-01", "soon", None, "eu.acme.listed-v1:0"),
        ("2026-09-01", "soon", "eu.acme.listed-v1:0", None),
    ]
    assert ("2026-02-01", "acme.rumour-v1:0") not in {(str(one.day), one.subject) for one in steps}


def test_a_forecast_within_a_residency_heeds_it(policy):
    """What leaves the residency is no answer, so its end is no step ahead."""
    own = policy("policy: p\ntitle: t\nroles: {last: [Ruled]}\n", over=SMALL)
    world = QuestionSpace(SMALL, own, date(2026, 4, 1), Limits(roles=("last",)))
    (step, *_) = forecast(world, residency=frozenset({"eu"}))
    assert (step.day, step.old, step.new) == (date(2026, 5, 1), f"eu.{RULED}", None)
    assert forecast(world)[0].day == date(2027, 1, 15)


def test_a_premium_moves_the_models_that_name_it():
    """A price rule that changes moves the answers of the models under it, and no other model is asked."""
    limits = Limits(residencies=("eu",), sources=("eu-west-1",))
    old, new = (QuestionSpace(one, NONE, date(2026, 4, 1), limits) for one in (SMALL, changed(dearer_rule)))
    (one,) = diff(old, new).found
    assert (one.change.subject, one.change.classes) == (RULED, ("price",))


def test_a_row_that_became_stale_is_told():
    """A row that nobody looked at again moves answers although its model reads the same: only the catalog is later."""

    def proved(document):
        for row in document["models"][RULED]["rows"]:
            row[6] = "2026-10-01"

    def later(document):
        proved(document)
        document["version"] = "2027.01.10"

    limits = Limits(models=(RULED,), residencies=(None,), sources=("eu-west-1",))
    old, new = (QuestionSpace(changed(one), NONE, ON, limits) for one in (proved, later))
    (one,) = diff(old, new).found
    assert one.change.classes == ("warnings",)


def test_neighbouring_days_are_one_change():
    """Days that change in the same way are one change, whatever else begins or ends between them."""
    limits = Limits(models=(RULED,), residencies=(None,), sources=("eu-west-1",))
    old, new = (QuestionSpace(one, NONE, date(2026, 2, 15), limits) for one in (SMALL, changed(cheaper)))
    (one,) = diff(old, new).found
    assert (one.since, one.until) == (date(2026, 2, 15), date(2027, 1, 15))


def test_the_gravest_change_stands_first():
    """What is denied stands before what is allowed, and that before what only costs more."""

    def several(document):
        renamed(document)
        document["models"]["acme.listed-v1:0"]["price"]["listed"]["eu"]["input"] = "2.00"

    found = diff(
        QuestionSpace(SMALL, NONE, date(2026, 5, 1)), QuestionSpace(changed(several), NONE, date(2026, 5, 1))
    ).found
    classes = [one.change.classes[0] for one in found]
    assert classes == sorted(classes, key=["denied", "allowed", "price"].index)
    assert set(classes) == {"denied", "allowed", "price"}
