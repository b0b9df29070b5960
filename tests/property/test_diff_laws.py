from __future__ import annotations

from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.diff import CLASSES, diff
from bedrock_atlas.analysis.forecast import forecast
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.policy.constraints import Test
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.rules import Entry, Role, Rule
from tests.property.worlds import MODELS, catalogs, documents, models

FEW = settings(max_examples=40, deadline=None)
LIMITS = Limits(residencies=(None, "eu", "uk"), sources=(None, "eu-west-1", "us-east-1"))
MIRROR = dict(pair for a, b in (("denied", "allowed"), ("widened", "narrowed"), ("nearer-to-eol", "later-eol"),
                                          ("fewer-sources", "more-sources"), ("duties-dropped", "duties-added"),
                                          ("asks-back", "settled"))
              for pair in ((a, b), (b, a)))  # fmt: skip
firsts = st.sampled_from((None, date(2026, 3, 15)))
policies = st.sampled_from((
    Policy("empty", "no rules"),
    Policy("roles", "a role", roles={"any": Role("any", tuple(map(Entry, MODELS)))}),
    Policy("near", "near", rules=(Rule("near", "forbid", condition=Test("scope_in", frozenset({"global"}), "x")),)),
    Policy("dated", "later", rules=(
        Rule("later", "require", since=date(2026, 6, 15), condition=Test("geography_in", frozenset({"eu"}), "x")),
    )),
))  # fmt: skip


@st.composite
def edited(draw):
    """Draw two documents of which the second has another entry for one model, or lacks it."""
    old = draw(documents())
    new = {**old, "models": dict(old["models"])}
    if draw(st.booleans()):
        new["models"][MODELS[0]] = draw(models())
    else:
        del new["models"][MODELS[1]]
    return Catalog(old), Catalog(new)


@FEW
@given(catalogs, policies, firsts)
def test_a_world_does_not_differ_from_itself(catalog, policy, since):
    """diff(a, a) is empty."""
    assert (
        diff(QuestionSpace(catalog, policy, since, LIMITS), QuestionSpace(catalog, policy, since, LIMITS)).found == ()
    )


@FEW
@given(edited(), policies, policies, firsts)
def test_a_diff_mirrors_the_one_the_other_way(catalogs_, first, second, since):
    """diff(b, a) tells the same changes with the sides exchanged."""
    first, second = (one if not one.roles else Policy("empty", "no rules") for one in (first, second))
    old, new = (QuestionSpace(one, two, since, LIMITS) for one, two in zip(catalogs_, (first, second), strict=True))

    def told(found, *, mirrored):
        """Return each change as it looks from one side, the classes in mirror image."""
        for one in found:
            sides = [one.change.old, one.change.new][:: -1 if mirrored else 1]
            classes = {MIRROR.get(name, name) if mirrored else name for name in one.change.classes}
            yield (*sides, one.since, one.until, one.questions, frozenset(classes))

    assert set(told(diff(new, old).found, mirrored=True)) == set(told(diff(old, new).found, mirrored=False))


@FEW
@given(edited(), policies, firsts)
def test_every_change_is_true_on_its_days(catalogs_, policy, since):
    """The example of a change has the old ID in the old world and the new one in the new, on the first of its days."""
    assume(not policy.roles or set(MODELS) <= set(catalogs_[1].document["models"]))
    old, new = (QuestionSpace(one, policy, since, LIMITS) for one in catalogs_)
    for one in diff(old, new).found:
        assert set(one.change.classes) <= set(CLASSES)
        for world, expected in ((old, one.change.old), (new, one.change.new)):
            subjects = {*world.catalog.document["models"], *world.policy.roles}
            if one.change.subject not in subjects:
                assert expected is None
            elif expected is not None or one.change.subject in world.catalog:
                request = Request.parse(one.example, world.catalog, world.policy)
                assert decide(world.catalog, world.policy, request, on=one.since).told == expected


@FEW
@given(edited(), policies, firsts)
def test_an_unchanged_question_is_not_told(catalogs_, policy, since):
    """Where both worlds answer alike on every common interval, no change names the subject."""
    assume(not policy.roles or set(MODELS) <= set(catalogs_[1].document["models"]))
    old, new = (QuestionSpace(one, policy, since, LIMITS) for one in catalogs_)
    told = {one.change.subject for one in diff(old, new).found}
    for model in set(old.catalog.document["models"]) & set(new.catalog.document["models"]):
        if old.catalog.document["models"][model] == new.catalog.document["models"][model]:
            assert model not in told


@FEW
@given(catalogs, policies)
def test_a_forecast_step_is_true(catalog, policy):
    """Before its day the subject answers the old ID, from its day on the new one."""
    world = QuestionSpace(catalog, policy, date(2026, 1, 15))
    for step in forecast(world):
        request = Request(model="" if step.role else step.subject, role=step.subject if step.role else None)
        before = date.fromordinal(step.day.toordinal() - 1)
        assert decide(catalog, policy, request, on=before).told == step.old
        assert decide(catalog, policy, request, on=step.day).told == step.new
