"""What rules look at of a question is asked of them: proofs, tables, forecasts and differences over the language."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from bedrock_atlas.analysis import kinds as telling
from bedrock_atlas.analysis import named
from bedrock_atlas.analysis.diff import diff
from bedrock_atlas.analysis.forecast import forecast
from bedrock_atlas.analysis.kinds import Beside, Looked, TooManyQuestionsError, Words, words
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.analysis.table import rows
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.policy.policy import Policy
from tests.unit.core.world import DOCUMENT, ON, SMALL

HEAD = "policy: p\ntitle: t\n"
RULED = Limits(models=("acme.ruled-v1:0",))
NONE = Policy("none", "no rules")


def broken(world):
    """Return the counterexamples of a world as {promise: question}."""
    return {one.promise: str(one.decision.request) for one in prove(world).counterexamples}


def law(rules, then, where=""):
    """Return the text of a policy with rules and one promise, `kept`."""
    written = f"rules: [{rules}]\n" if rules else ""
    return f"{HEAD}{written}invariants: [{{id: kept, {where}then: {then}}}]\n"


@pytest.mark.parametrize(
    ("ask", "question"),
    [
        ("api: converse", "acme.ruled-v1:0"),
        ("api: stated", "acme.ruled-v1:0"),
        ("api: unstated", "acme.ruled-v1:0, over converse"),
        ("api: [unstated, converse]", "acme.ruled-v1:0, over messages"),
        ("needs: unstated", "acme.ruled-v1:0, needs pdf"),
        ("needs: [pdf, unstated]", "acme.ruled-v1:0, needs pdf-visual"),
        ("retention: unstated", "acme.ruled-v1:0, retention none"),
        ("retention: [unstated, none, inherit]", "acme.ruled-v1:0, retention default"),
        ("endpoint: mantle", "acme.ruled-v1:0"),
        ("endpoint: runtime", None),
        ("residency: unstated", "acme.ruled-v1:0, residency us"),
        ("residency: [us, unstated]", "acme.ruled-v1:0, residency eu or uk"),
        ("residency: [us, unstated, uk]", None),
        ("residency: [eu, unstated]", "acme.ruled-v1:0, residency us"),
        ("source: unstated", "us-gov.acme.ruled-v1:0"),
        ("role: stated", "acme.ruled-v1:0"),
    ],
)
def test_a_rule_for_some_questions_keeps_no_promise_of_others(ask, question, policy):
    """A promise is broken by the shortest question that the rule which would keep it is not for."""
    if "source" in ask:
        rules = "{id: r, ask: {source: stated}, forbid: {provider_in: [acme]}}, {id: s, ask: {source: unstated}, "
        rules += "forbid: {not: {geography_in: [us-gov]}}}"
    else:
        rules = f"{{id: r, ask: {{{ask}}}, forbid: {{provider_in: [acme]}}}}"
    own = policy(law(rules, "{not: {provider_in: [acme]}}"), over=SMALL)
    assert broken(QuestionSpace(SMALL, own, ON, RULED)).get("kept") == question


def test_the_long_prompt_is_asked(policy):
    """A price that is promised is the one that a question can meet, a long prompt's too."""
    own = policy(law("", "{price_at_most: {input: 2.20}}"), over=SMALL)
    limits = replace(RULED, residencies=("eu", "uk"), sources=("eu-west-1",))
    day = ON.replace(month=4)  # the tier holds, vision too
    assert broken(QuestionSpace(SMALL, own, day, limits)) == {}
    long = copy.deepcopy(DOCUMENT)
    long["models"]["acme.ruled-v1:0"]["capabilities"].append({"capability": "context-1m"})
    world = QuestionSpace(Catalog(long), own, day, limits)
    assert broken(world) == {"kept": "acme.ruled-v1:0, residency eu, from eu-west-1, needs context-1m"}


@pytest.mark.parametrize("most", [0, 256])
def test_regions_are_counted_within_the_residency_asked(most, policy, monkeypatch):
    """A rule that counts Regions of the residency gives another outcome for each; a promise that counts does too."""
    monkeypatch.setattr(named, "MOST_SUBSETS", most)
    rule = "{id: two, ask: {residency: stated}, require: {source_regions_at_least: 2}}"
    assert broken(QuestionSpace(SMALL, policy(law(rule, "{model_in: [Kept]}"), over=SMALL), ON, RULED)) == {
        "kept": "acme.ruled-v1:0"
    }
    within = "where: {residency: [eu, uk, us]}, "
    own = policy(law("", "{source_regions_at_least: 2}", within), over=SMALL)
    assert broken(QuestionSpace(SMALL, own, ON, RULED)) == {"kept": "acme.ruled-v1:0, residency us"}
    own = policy(law(rule, "{model_in: [Kept]}", within), over=SMALL)
    everywhere = "acme.ruled-v1:0, residency eu or uk or us"
    assert broken(QuestionSpace(SMALL, own, ON, RULED)) == {"kept": everywhere}


@pytest.mark.parametrize("most", [0, 256])
def test_unions_of_residencies_hold_as_many_regions_as_are_counted(most, policy, monkeypatch):
    """A route that stays in one Region needs a second residency where a rule counts two Regions."""
    monkeypatch.setattr(named, "MOST_SUBSETS", most)
    document = copy.deepcopy(DOCUMENT)
    document["models"]["acme.ruled-v1:0"]["rows"] = [
        ["in-region", ["eu-west-1", "eu-west-2"], [], None, None, None, None]
    ]
    over = Catalog(document)
    rule = "{id: two, require: {source_regions_at_least: 2}}"
    own = policy(law(rule, "{model_in: [Kept]}", "where: {residency: [eu, us]}, "), over=over)
    assert broken(QuestionSpace(over, own, ON, RULED)) == {"kept": "acme.ruled-v1:0, residency eu or uk"}


def test_what_is_left_out_of_unions_is_said(policy, monkeypatch):
    """Where a rule forbids by a count of Regions, a role may be moved by unions that are not asked: that is told."""
    monkeypatch.setattr(named, "MOST_SUBSETS", 0)
    text = HEAD + "roles: {any: [Listed, Ruled]}\nrules: [{id: r, forbid: {source_regions_at_least: 2}}]\n"
    own = policy(text, over=SMALL)
    assert prove(QuestionSpace(SMALL, own, ON)).left_out == [
        "some residencies named together for roles, where a rule forbids by the number of Regions"
    ]
    assert not prove(QuestionSpace(SMALL, policy(text.replace("forbid", "require"), over=SMALL), ON)).left_out
    within = Limits(residencies=("eu", "uk", "us"))
    assert not prove(QuestionSpace(SMALL, policy(text.replace("forbid", "require"), over=SMALL), ON, within)).left_out
    monkeypatch.setattr(named, "MOST_COVERS", 1)
    some = text.replace("forbid", "ask: {residency: [eu]}, require")
    left_out = prove(QuestionSpace(SMALL, policy(some, over=SMALL), ON)).left_out
    assert left_out == ["residencies that are named together in more than 4,096 ways for one route"]


ATTRIBUTES = "attributes: {team: [a, b, c], stage: [prod, dev]}\n"


@pytest.mark.parametrize(
    "rule",
    [
        "{id: r, unless: {team: c}, forbid: {provider_in: [acme]}}",
        "{id: r, forbid: {provider_in: [acme]}, except: [{when: {team: c}, until: 2027-01-01, ticket: W}]}",
    ],
)
def test_exceptions_tell_values_apart(rule, policy):
    """Who a rule is not for, or excepts, is asked for on its own, though no `when` names the value."""
    own = policy(law(rule, "{not: {provider_in: [acme]}}") + ATTRIBUTES, over=SMALL)
    world = QuestionSpace(SMALL, own, ON, RULED)
    assert broken(world) == {"kept": "acme.ruled-v1:0, stage=dev, team=c"}
    assert world.apart() == 2


def test_a_promise_is_asked_on_the_day_after_an_exception_and_an_approval(policy):
    """Bounds of exceptions and of approvals are days on which a promise is asked."""
    rule = "{id: r, forbid: {provider_in: [acme]}, except: [{models: [Ruled], from: 2026-12-01, until: 2026-12-24, ticket: W}]}"  # noqa: E501  # one rule on one line
    own = policy(law(rule, "{not: {provider_in: [acme]}}"), over=SMALL)
    (found,) = prove(QuestionSpace(SMALL, own, ON, RULED)).counterexamples
    assert str(found.decision.on) == "2026-12-01"
    lists = "models: {ok: [{model: Ruled, from: 2026-12-05, until: 2026-12-24, ticket: M}]}\n"
    text = law("{id: r, require: {approved_in: [ok]}}", "{not: {provider_in: [acme]}}") + lists
    (found,) = prove(QuestionSpace(SMALL, policy(text, over=SMALL), ON, RULED)).counterexamples
    assert str(found.decision.on) == "2026-12-05"


def test_a_role_of_ids_is_proved_by_its_entries(policy):
    """An entry that names one ID answers with that alone, and one on a list of approvals while it is approved."""
    text = law("", "{geography_in: [eu]}", "where: {role: any}, ") + "roles: {any: [eu.acme.ruled-v1:0]}\n"
    world = QuestionSpace(SMALL, policy(text, over=SMALL), ON, Limits(roles=("any",)))
    assert broken(world) == {}
    wider = text.replace("[eu.acme.ruled-v1:0]", "[eu.acme.ruled-v1:0, Ruled]")
    assert "kept" in broken(QuestionSpace(SMALL, policy(wider, over=SMALL), ON, Limits(roles=("any",))))


def test_rules_that_cannot_both_hold_prove_nothing(policy):
    """`require eu` with `require us` admits nothing, and that is no proof."""
    rules = "{id: a, require: {destinations_within: eu}}, {id: b, require: {destinations_within: us}}"
    proof = prove(QuestionSpace(SMALL, policy(law(rules, "{provider_in: [acme]}"), over=SMALL), ON))
    assert [one.slug for one in proof.findings] == ["nothing-admitted"]
    assert not proof


def test_a_duty_that_nothing_owes_is_told(policy):
    """A rule that obliges where nothing is admitted is of no use; one that does is."""
    rule = "{{id: r, oblige: [{{kind: tag, value: a}}], where: {{geography_in: [{}]}}}}"
    proof = prove(QuestionSpace(SMALL, policy(HEAD + f"rules: [{rule.format('global')}]\n", over=SMALL), ON))
    assert not proof.findings
    text = HEAD + f"rules: [{rule.format('global')}, {{id: no, forbid: {{geography_in: [global]}}}}]\n"
    proof = prove(QuestionSpace(SMALL, policy(text, over=SMALL), ON))
    assert [one.message for one in proof.findings] == [
        "rule `r` never obliges: nothing admitted is as its `where` says"
    ]


def test_an_answer_is_promised_over_every_api_and_to_no_need(policy):
    """A promise that there is an answer is asked over each API that rules tell apart, and for no capability."""
    rule = "{id: r, ask: {api: messages}, forbid: {provider_in: [acme]}}"
    limits = Limits(models=("acme.listed-v1:0",), residencies=(None,), sources=(None,))
    own = policy(law(rule, "answered"), over=SMALL)
    assert broken(QuestionSpace(SMALL, own, ON, limits)) == {"kept": "acme.listed-v1:0, over messages"}
    own = policy(law(rule.replace("api: messages", "needs: [pdf]"), "answered"), over=SMALL)
    assert broken(QuestionSpace(SMALL, own, ON, limits)) == {}


def test_too_many_kinds_are_not_asked(policy, monkeypatch):
    """Where rules tell more questions apart than can be asked, that is an error with a hint."""
    monkeypatch.setattr(telling, "MOST_KINDS", 3)
    rules = "{id: a, ask: {api: converse}, forbid: {tier_in: [small]}}, {id: b, ask: {source: stated}, forbid: {tier_in: [large]}}"  # noqa: E501  # two rules on one line
    with pytest.raises(TooManyQuestionsError, match="hint: let fewer rules"):
        prove(QuestionSpace(SMALL, policy(HEAD + f"rules: [{rules}]\n", over=SMALL), ON))
    with pytest.raises(TooManyQuestionsError, match="more than 3 kinds"):
        words([frozenset({"a"}), frozenset({"b"}), frozenset({"c"})], frozenset("abc"))


def test_what_a_part_of_the_world_cannot_ask_is_no_kind(policy):
    """Where no residency is asked, a rule for those that are stated is for nobody."""
    own = policy(law("{id: r, ask: {residency: stated}, forbid: {tier_in: [large]}}", "{tier_in: [small]}"), over=SMALL)
    world = QuestionSpace(SMALL, own, ON, replace(RULED, residencies=(None,)))
    assert broken(world) == {"kept": "acme.ruled-v1:0"}


def test_residencies_that_overlap_are_told_apart(policy):
    """Where a rule is for one residency, another that holds the same Region is asked for."""
    text = law("{id: r, ask: {residency: [seen, unstated]}, forbid: {provider_in: [acme]}}", "{tier_in: [small]}")
    own = policy(text + "residencies: {seen: {title: seen, regions: [us-east-1]}}\n", over=SMALL)
    assert broken(QuestionSpace(SMALL, own, ON, RULED)) == {"kept": "acme.ruled-v1:0, residency us"}


def test_too_many_ways_to_count_are_cut(policy, monkeypatch):
    """Beyond a number of ways to count Regions the rest is left out, and that is said."""
    monkeypatch.setattr(named, "MOST_SUBSETS", 0)
    monkeypatch.setattr(named, "MOST_COVERS", 1)
    document = copy.deepcopy(DOCUMENT)
    places = ["eu-west-1", "eu-west-2", "us-east-1"]
    document["models"]["acme.ruled-v1:0"]["rows"] = [["in-region", places, [], None, None, None, None]]
    over = Catalog(document)
    own = policy(HEAD + "rules: [{id: two, require: {source_regions_at_least: 3}}]\n", over=over)
    assert prove(QuestionSpace(over, own, ON, RULED)).left_out == [
        "residencies that are named together in more than 4,096 ways for one route"
    ]


def test_words_in_kinds():
    """A kind of sets holds what its selectors tell apart; its least and its most are of it."""
    able = frozenset({"a", "b", "c"})
    bare, with_a, with_b = words([frozenset({"a", "unstated"})], able), *words([frozenset({"b"})], able)
    assert [one.holds(frozenset()) for one in bare] == [True, False]
    assert [one.least(able) for one in bare] == [frozenset(), frozenset({"b"})]
    assert (with_a.most(able), with_b.most(able)) == (frozenset({"a", "c"}), able)
    assert (with_b.least(frozenset("c")), with_b.most(frozenset("c"))) == (None, frozenset())
    assert Words(filled=False).most(able) == frozenset()
    assert not with_a.holds(frozenset({"b", "c"}))
    assert with_b.holds(frozenset({"b", "c"}))


def test_what_is_asked_beside():
    """Of each kind there is a question that each model can withstand."""
    looked = Looked((("api", frozenset({"converse"})), ("needs", frozenset({"pdf", "vision"})),
                     ("retention", frozenset({"stated"}))))  # fmt: skip
    asked = looked.beside([frozenset({"pdf"}), frozenset({"vision", "batch"}), frozenset()])
    assert len(asked) == 2 * 3 * 2
    assert str(asked[-1]) == "over converse, needs vision, retention provider_data_share"
    assert Looked((("source", frozenset({"stated"})),)).beside([]) == [Beside()]


def rule_for(ask):
    return f"{HEAD}rules: [{{id: r, ask: {{{ask}}}, forbid: {{provider_in: [acme]}}}}]\n"


def differ(old, new, since=ON):
    """Return what a diff of the small catalog finds for the ruled model: the classes and the example."""
    sides = [one if isinstance(one, QuestionSpace) else QuestionSpace(SMALL, one, since, RULED) for one in (old, new)]
    return [(one.change.classes[0], one.example) for one in diff(*sides).found]


@pytest.mark.parametrize(
    ("ask", "example"),
    [
        ("api: converse", "acme.ruled-v1:0, over converse"),
        ("needs: [pdf]", "acme.ruled-v1:0, needs pdf"),
        ("retention: [default]", "acme.ruled-v1:0, retention default"),
    ],
)
def test_a_changed_rule_for_some_questions_is_a_difference(ask, example, policy):
    """A rule for questions that ask for an API, a need or a mode is told where it comes and where it goes."""
    own = policy(rule_for(ask), over=SMALL)
    assert ("denied", example) in differ(NONE, own)
    assert ("allowed", example) in differ(own, NONE)


def test_a_table_and_a_forecast_ask_what_rules_look_at(policy):
    """A row and a step say what their question asks for beside."""
    own = policy(rule_for("api: converse, needs: [vision]"), over=SMALL)
    world = QuestionSpace(SMALL, own, None, replace(RULED, residencies=("eu",), sources=("eu-west-1",)))
    asked = {(one["api"], *one["needs"]) for one in rows(world) if "r" in one["rules"]}
    assert asked == {("converse", "vision")}
    found = forecast(QuestionSpace(SMALL, own, ON.replace(month=4), RULED))
    assert {one.asks for one in found} >= {"", "needs vision"}


def moved(change):
    """Return the ruled model of the small world after a change to its entry."""
    document = copy.deepcopy(DOCUMENT)
    change(document["models"]["acme.ruled-v1:0"])
    return QuestionSpace(Catalog(document), NONE, ON, RULED)


def test_a_capability_or_a_mode_that_a_model_loses_is_told():
    """What a model has on one side alone is asked for, though no rule looks at it."""
    less = moved(lambda entry: entry["capabilities"].pop())
    assert ("denied", "acme.ruled-v1:0, needs pdf-visual") in differ(NONE, less)
    free = moved(lambda entry: entry.pop("price"))
    assert differ(NONE, free)[0][0] == "price"
    kept = moved(lambda entry: entry.update(retention=[{"mode": "aws_review"}]))
    assert ("denied", "acme.ruled-v1:0, retention none") in differ(NONE, kept)


def test_another_default_is_a_difference(policy):
    """Where the default of an attribute changes, a question that leaves it out is another."""
    text = HEAD + "attributes: {{stage: {{values: [prod, dev], default: {}}}}}\nrules: [{{id: r, when: {{stage: dev}}, "
    text += "forbid: {{provider_in: [acme]}}}}]\n"
    old = policy(text.format("prod"), over=SMALL)
    assert ("denied", "acme.ruled-v1:0") in differ(old, policy(text.format("dev"), over=SMALL))
    assert differ(old, old) == []
