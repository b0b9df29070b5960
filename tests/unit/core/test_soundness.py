"""What once was proved and did not hold: each promise here is broken, or put to no test, and is said to be."""

from __future__ import annotations

import copy
import os
import signal
import subprocess
import sys
from datetime import date, timedelta

import pytest

from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.errors import PolicyError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.rules import Invariant, Rule
from tests.property.test_small_world import GLOBAL
from tests.unit.core.world import DOCUMENT, ON, SMALL

HEAD = "policy: p\ntitle: t\n"


def broken(world):
    """Return the counterexamples of a world as {promise: (day, question)}."""
    return {one.promise: (str(one.decision.on), str(one.decision.request)) for one in prove(world).counterexamples}


@pytest.mark.parametrize(
    ("then", "first"),
    [
        ("{not: {days_to_eol_under: 60}}", date(2026, 11, 17)),
        ("{any_of: [{not: {days_to_eol_under: 30}}, {scope_in: [in-region]}]}", date(2026, 12, 17)),
        ("{not: {days_to_eol_under: 90}}", date(2026, 10, 18)),
    ],
)
def test_days_that_a_promise_counts_are_dates_of_change(then, first, policy):
    """A promise that counts days is asked on the day its count runs out, nested or not, though no rule counts."""
    own = policy(f"{HEAD}invariants: [{{id: warned, then: {then}}}]\n", over=SMALL)
    world = QuestionSpace(SMALL, own, date(2026, 9, 1), Limits(models=("acme.ruled-v1:0",)))
    assert broken(world) == {"warned": (str(first), "acme.ruled-v1:0")}


def test_a_rule_of_89_days_does_not_keep_a_promise_of_90(policy):
    """The one day between them is found."""
    text = HEAD + "rules: [{id: near, forbid: {days_to_eol_under: 89}}]\n"
    own = policy(text + "invariants: [{id: warned, then: {not: {days_to_eol_under: 90}}}]\n", over=SMALL)
    world = QuestionSpace(SMALL, own, date(2026, 9, 1), Limits(models=("acme.ruled-v1:0",)))
    assert broken(world)["warned"][0] == str(date(2027, 1, 15) - timedelta(89))


ROLE = "roles: {{best: [{}]}}\nrules: [{{id: alive, forbid: {{status_in: [UPCOMING]}}}}]\n"


@pytest.mark.parametrize(
    ("models", "only", "question"),
    [
        ("Kept, Ruled", "acme.kept", "role best"),  # mantle only: bare questions fall to the next model
        ("Listed, Ruled", "acme.listed-v1:0", "role best, from eu-west-1"),
    ],
)
def test_a_place_moves_a_role(models, only, question, policy):
    """A role that falls to a later model for some place breaks a promise about its model."""
    own = policy(HEAD + ROLE.format(models) + f"invariants: [{{id: one, then: {{model_in: [{only}]}}}}]\n", over=SMALL)
    assert broken(QuestionSpace(SMALL, own, ON, Limits(roles=("best",)))).get("one", ("", ""))[1] == question


def test_a_need_moves_a_role(policy):
    """A need that the first model lacks leads to the second, although every plain question stays with the first."""
    text = "roles: {best: [Listed, Ruled]}\nrules: [{id: us, require: {geography_in: [eu]}}]\n"
    own = policy(HEAD + text + "invariants: [{id: one, then: {model_in: [Listed]}}]\n", over=SMALL)
    world = QuestionSpace(SMALL, own, date(2026, 4, 15), Limits(roles=("best",), residencies=("eu",)))
    assert broken(world).get("one") == ("2026-04-15", "role best, residency eu, needs pdf")


def test_a_retention_mode_moves_a_role(policy):
    """A stated retention mode leads past a model that needs another one."""
    document = copy.deepcopy(DOCUMENT)
    document["models"]["acme.listed-v1:0"]["rows"].append(["mantle", ["us-east-1"], [], None, None, None, None])
    catalog = Catalog(document)
    text = "roles: {best: [Kept, Listed]}\ninvariants: [{id: one, then: {model_in: [Kept]}}]\n"
    own = policy(HEAD + text.replace("then", "where: {endpoint: mantle}, then"), over=catalog)
    proof = prove(QuestionSpace(catalog, own, ON, Limits(roles=("best",))))
    (found,) = [one for one in proof.counterexamples if one.promise == "one"]
    assert str(found.decision.request) == "role best, on bedrock-mantle, retention none"
    assert found.decision.id == "acme.listed-v1:0"


def test_a_lesser_retention_mode_moves_a_role_from_the_day_on_that_it_does(policy):
    """Of modes that a later model takes the least is asked, from the day on which an earlier model asks for more."""
    document = copy.deepcopy(DOCUMENT)
    document["models"]["acme.listed-v1:0"]["rows"].append(["mantle", ["us-east-1"], [], None, None, None, None])
    document["models"]["acme.listed-v1:0"]["retention"] = [{"mode": "default"}]
    document["models"]["acme.kept"]["retention"] = [{"mode": "none"}, {"mode": "aws_review", "since": "2026-12-01"}]
    catalog = Catalog(document)
    text = (
        "roles: {best: [Kept, Listed]}\ninvariants: [{id: one, where: {endpoint: mantle}, then: {model_in: [Kept]}}]\n"
    )
    proof = prove(QuestionSpace(catalog, policy(HEAD + text, over=catalog), ON, Limits(roles=("best",))))
    (found,) = [one for one in proof.counterexamples if one.promise == "one"]
    assert str(found.decision.request) == "role best, on bedrock-mantle, retention default"
    assert found.decision.on == date(2026, 12, 1)


def test_days_that_are_counted_in_a_region_of_its_own_are_dates_of_change(policy):
    """A promise about days left is broken where a Region ends sooner, on the first day on which it is."""
    document = copy.deepcopy(DOCUMENT)
    life = document["models"]["acme.ruled-v1:0"]["lifecycle"]
    life["elsewhere"] = [{"in": ["us-east-1"], "end_of_life": "2027-01-10"}]
    catalog = Catalog(document)
    text = "invariants: [{id: one, then: {not: {days_to_eol_under: 40}}}]\n"
    limits = Limits(models=("acme.ruled-v1:0",))
    proof = prove(QuestionSpace(catalog, policy(HEAD + text, over=catalog), ON, limits))
    (found,) = [one for one in proof.counterexamples if one.promise == "one"]
    assert found.decision.on == date(2026, 12, 2)
    assert "from us-east-1" in found.says


def test_residencies_that_are_named_together_are_asked(policy):
    """A route that no single residency covers is admitted by two, and what is promised of one is held against it."""
    text = "invariants: [{id: in-eu, where: {residency: eu}, then: {destinations_within: eu}}]\n"
    world = QuestionSpace(SMALL, policy(HEAD + text, over=SMALL), ON, Limits(models=("acme.ruled-v1:0",)))
    assert broken(world) == {"in-eu": ("2026-11-20", "acme.ruled-v1:0, residency eu or uk")}


def test_promises_of_one_name_do_not_prove_each_other():
    """What is kept is kept for the promise itself: two of one name and two rules of one name are four things."""
    kept, bad = Invariant("same", (), None, answers=False), Invariant("same", (), GLOBAL)
    for order in ((kept, bad), (bad, kept)):
        proof = prove(QuestionSpace(SMALL, Policy("p", "t", invariants=order), ON))
        assert [one.promise for one in proof.counterexamples] == ["same"]
    rules = (Rule("same", "forbid", condition=GLOBAL), Rule("same", "require", condition=GLOBAL))
    assert not prove(QuestionSpace(SMALL, Policy("p", "t", rules=rules), ON))


def test_ids_are_unique_over_all_files(policy):
    """Two promises under one id are an error in one file and in two, as is the id of a promise that always holds."""
    one, other = "{id: same, then: answered}", "{id: same, then: {scope_in: [global]}}"
    with pytest.raises(PolicyError, match="duplicate-invariant"):
        policy(f"{HEAD}invariants: [{one}, {other}]\n", over=SMALL)
    with pytest.raises(PolicyError, match="invariant-clash"):
        policy(f"{HEAD}invariants: [{one}]\n", f"policy: q\ntitle: t\ninvariants: [{other}]\n", over=SMALL)
    with pytest.raises(PolicyError, match="reserved-id"):
        policy(f"{HEAD}invariants: [{{id: every-role-resolves, then: answered}}]\n", over=SMALL)
    assert len(policy(f"{HEAD}invariants: [{one}]\n", f"policy: q\ntitle: t\ninvariants: [{one}]\n").invariants) == 1
    both = policy(f"{HEAD}invariants: [{one}]\n", f"policy: q\ntitle: t\ninvariants: [{other.replace('same', 'b')}]\n")
    assert [found.id for found in both.invariants] == ["same", "b"]


VACUOUS = {
    "nothing is ever admitted": (
        "rules: [{id: none, forbid: {scope_in: [in-region, geographic, global]}}]\n"
        "invariants: [{id: in-eu, then: {destinations_within: eu}}]\n",
        [("nothing-admitted", "no question has an answer")],
    ),
    "no answer comes under it": (
        "rules: [{id: near, forbid: {scope_in: [global]}}]\n"
        "invariants: [{id: in-eu, where: {model: rumour}, then: {destinations_within: eu}}]\n",
        [("idle-invariant", "every question that invariant `in-eu` is about is denied")],
    ),
}


@pytest.mark.parametrize(("text", "said"), VACUOUS.values(), ids=VACUOUS)
def test_what_nothing_puts_to_the_test_is_not_proved(text, said, policy):
    """A promise is not proved by a policy that answers nothing, or nothing that it is about."""
    proof = prove(QuestionSpace(SMALL, policy(HEAD + text, over=SMALL), ON))
    assert not proof
    assert [(one.slug, one.message) for one in proof.findings] == said


def test_a_role_that_never_answers_is_told(policy):
    """A role that no question of a part of the world is answered by is a finding, though none of them was bare."""
    own = policy(HEAD + "roles: {far: [Odd], near: [Ruled]}\n", over=SMALL)
    proof = prove(QuestionSpace(SMALL, own, ON, Limits(roles=("far", "near"), sources=("eu-west-1",))))
    assert [(one.slug, one.message) for one in proof.findings] == [("dark-role", "role `far` never answers")]


def test_until_is_the_first_day_that_no_longer_counts(policy):
    """A role that goes dark on the day until which it must resolve has kept the promise."""
    world = QuestionSpace(SMALL, policy(HEAD + "roles: {one: [Ruled]}\n", over=SMALL), ON)
    assert prove(world, roles_until=date(2027, 1, 15))
    assert not prove(world, roles_until=date(2027, 1, 16))


def test_a_rule_is_of_use_on_either_endpoint(policy):
    """A rule that rejects what nothing else does on bedrock-mantle alone is of use."""
    text = "rules: [{id: mantle, forbid: {endpoint_in: [bedrock-mantle]}}]\n"
    assert prove(QuestionSpace(SMALL, policy(HEAD + text, over=SMALL), ON)).findings == []


def test_values_that_no_rule_tells_apart_are_one_question(policy):
    """Values are asked once for all that are alike, and all are counted."""
    text = (
        "attributes: {team: [a, b, c], data: [x, y]}\nrules: [{id: a, when: {team: a}, forbid: {scope_in: [global]}}]\n"
    )
    world = QuestionSpace(SMALL, policy(HEAD + text, over=SMALL), ON)
    assert list(world.alike()) == [((("data", "x"), ("team", "a")), 2), ((("data", "x"), ("team", "b")), 4)]
    assert world.apart() == 2
    assert prove(world).questions % 6 == 0


def test_processes_say_the_same():
    """Two processes find what one finds, word for word."""
    code = (
        "from bedrock_atlas.analysis.prove import prove\n"
        "from bedrock_atlas.analysis.questions import QuestionSpace\n"
        "from bedrock_atlas.loading import load_catalog, load_policy\n"
        "from datetime import date\n"
        "catalog = load_catalog()\n"
        "world = QuestionSpace(catalog, load_policy('company', catalog=catalog), date(2026, 11, 20))\n"
        "told = []\n"
        "for number in (1, 2):\n"
        "    proof = prove(world, processes=number, tell=lambda *told_: told.append(told_))\n"
        "    decisions = [(one.promise, one.says, str(one.decision.request)) for one in proof.counterexamples]\n"
        "    print(proof.questions, decisions, proof.findings, proof.left_out, told[-1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    first, second = done.stdout.splitlines()
    assert first == second


def test_a_proof_that_is_stopped_says_what_it_knows():
    """An interrupt ends a proof early: what was settled stands, and it is not proved."""

    def stop(settled, _):
        if settled == 2:
            signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs this in the background ignores it
    try:
        proof = prove(QuestionSpace(SMALL, Policy("p", "t"), ON), tell=stop)
    finally:
        signal.signal(signal.SIGINT, before)
    assert not proof
    assert (proof.settled, proof.subjects, proof.counterexamples) == (2, 5, [])
    assert proof.questions > 0


def test_residencies_that_were_left_out_are_said(policy, monkeypatch):
    """Where more sets of residencies than can be asked lead to a route, the proof says that it left some out."""
    monkeypatch.setattr("bedrock_atlas.analysis.covers.MOST_COVERS", 1)
    own = policy(HEAD + "invariants: [{id: near, then: {scope_in: [geographic]}}]\n", over=SMALL)
    assert prove(QuestionSpace(SMALL, own, ON)).left_out == [
        "residencies that are named together in more than 4,096 ways for one route"
    ]
