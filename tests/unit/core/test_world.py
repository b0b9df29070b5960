"""The world of questions, the table of its answers, proofs over it and the examples of a policy."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis import prove as proving
from bedrock_atlas.analysis.examples import run_examples
from bedrock_atlas.analysis.prove import TooManyQuestionsError, prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.analysis.table import COLUMNS, rows, to_csv, to_json_lines
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading import load_policy, shipped_policies
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.program import Program
from bedrock_atlas.policy.rules import Entry, Invariant, Role
from tests.unit.core.world import DOCUMENT, ON, SMALL

NONE = Policy("none", "no rules")
TEXT = """\
policy: p
title: t
attributes: {data: [public, personal], team: [a, b]}
residencies: {seen: {regions: [eu-west-1]}}
roles: {any: [Listed, Ruled]}
rules:
  - {id: stay, when: {data: personal}, require: {destinations_within: [eu, uk]}}
"""


@pytest.fixture
def own(policy):
    """Return a policy over the small catalog with attributes, a residency and a role, and more text at its end."""
    return lambda more="": policy(TEXT + more, over=SMALL)


def test_the_size_of_a_world(own):
    """A world has (models + roles, on each endpoint they have) x residencies x sources x attributes, or left open."""
    world = QuestionSpace(SMALL, own(), ON)
    assert world.size() == (5 + 1 + 1) * (1 + 3 + 1) * (1 + 4) * 4
    assert sum(len(requests) for requests, _ in world.blocks()) == world.size()
    assert len({str(one) for requests, _ in world.blocks() for one in requests}) == world.size()


def test_a_part_of_a_world(own):
    """Limits name the models, roles, residencies and sources that are meant."""
    limits = Limits(models=("acme.ruled-v1:0",), residencies=(None, "eu"), sources=("eu-west-1",))
    world = QuestionSpace(SMALL, own(), ON, limits)
    assert world.size() == 1 * 2 * 1 * 4
    assert QuestionSpace(SMALL, own(), ON, Limits(roles=("any",))).subjects() == (("any", ""),)


def test_the_stretches_of_a_world(own):
    """Intervals begin on the first day of the world and at each later date of a model or rule; the last is open."""
    ahead = QuestionSpace(SMALL, NONE, date(2026, 6, 15)).intervals(None, "acme.ruled-v1:0", ())
    assert ahead == [
        (date(2026, 6, 15), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2027, 1, 15)),
        (date(2027, 1, 15), None),
    ]
    assert QuestionSpace(SMALL, NONE, None).intervals(None, "acme.rumour-v1:0", ()) == [(date.min, None)]
    role = QuestionSpace(SMALL, own(), date(2026, 8, 1)).intervals("any", "", (("data", "public"), ("team", "a")))
    assert [begin for begin, _ in role] == [date(2026, 8, 1), date(2026, 9, 1), date(2027, 1, 15)]


def test_what_a_world_knows(own):
    """A world knows a request when it knows every name in it."""
    world, attributes = QuestionSpace(SMALL, own(), ON), (("data", "public"), ("team", "a"))
    known = Request("acme.ruled-v1:0", residency=frozenset({"seen"}), source="eu-west-1", attributes=attributes)
    assert world.known(known)
    assert world.known(Request("", role="any", attributes=attributes))
    for other in (
        replace(known, model="acme.other"),
        replace(known, model="", role="none"),
        replace(known, residency=frozenset({"mars"})),
        replace(known, source="eu-west-9"),
        replace(known, attributes=()),
    ):
        assert not world.known(other)


def table(world):
    return list(rows(world))


def test_the_table_of_a_world():
    """A row is one answer for one question over an interval of days; neighbours that say the same are one row."""
    limits = Limits(models=("acme.ruled-v1:0",), residencies=("eu",), sources=(None,))
    assert table(QuestionSpace(SMALL, NONE, None, limits)) == [
        {
            "model": "acme.ruled-v1:0", "role": None, "residency": "eu", "source": None,
            "endpoint": "bedrock-runtime", "api": None, "needs": [], "retention": None, "key": None, "attributes": {},
            "valid_from": begin, "valid_to": end, "id": id_, "answered_by": id_ and "acme.ruled-v1:0",
            "input": id_ and "2.20", "output": id_ and "11.00", "rules": rules,
        }
        for begin, end, id_, rules in (
            (None, "2026-01-15", None, ["lifecycle.start-of-life", "request.partition", "request.residency"]),
            ("2026-01-15", "2026-05-01", "eu.acme.ruled-v1:0", ["request.residency"]),
            ("2026-05-01", "2027-01-15", None, ["request.partition", "request.residency"]),
            ("2027-01-15", None, None, ["lifecycle.end-of-life", "request.partition", "request.residency"]),
        )
    ]  # fmt: skip


def test_a_table_of_today_begins_today(own):
    """From a day on, the first row begins on that day and roles say which model answers."""
    limits = Limits(roles=("any",), residencies=(None,), sources=("eu-west-1",))
    first, *rest = table(QuestionSpace(SMALL, own(), date(2026, 8, 1), limits))
    assert (first["valid_from"], first["role"], first["model"]) == ("2026-08-01", "any", None)
    assert first["answered_by"] == "acme.listed-v1:0"
    assert any(row["answered_by"] == "acme.ruled-v1:0" for row in rest)


def test_a_table_as_text(own):
    """JSON Lines carry every column; CSV has a header, joins what is a list and leaves empty what is None."""
    limits = Limits(models=("acme.ruled-v1:0",), residencies=("seen",), sources=(None, "eu-west-1"))
    world = QuestionSpace(SMALL, own(), ON, limits)
    lines = [json.loads(line) for line in to_json_lines(rows(world))]
    assert [list(line) for line in lines] == [list(COLUMNS)] * len(lines)
    assert lines == [{name: row[name] for name in COLUMNS} for row in table(world)]
    read = list(csv.DictReader("".join(to_csv(rows(world))).splitlines()))
    assert [row["attributes"] for row in read[:2]] == ["data=public team=a"] * 2
    assert read[0]["rules"] == " ".join(lines[0]["rules"])
    assert (read[0]["id"], read[-1]["valid_to"]) == ("", "")
    assert "".join(to_csv(iter(()))) == ",".join(COLUMNS) + "\n"


# --- proofs


def slugs(proof):
    return [(one.slug, one.message) for one in proof.findings]


@pytest.mark.parametrize("name", shipped_policies())
def test_the_shipped_policies_are_proved(name, catalog):
    """Every shipped policy keeps its promises over the models of one provider from 2026-11-20 on."""
    policy = load_policy(name, catalog=catalog)
    models = tuple(model.id for model in catalog if model.provider == "anthropic")
    limits = Limits(models=models, roles=tuple(policy.roles), residencies=(None, "eu"), sources=(None, "eu-west-1"))
    proof = prove(QuestionSpace(catalog, policy, ON, limits))
    assert proof.counterexamples == []
    assert proof
    assert proof.questions > 0


def test_an_empty_policy_is_proved():
    """Over the whole of the small world the built-in promises hold for all of history."""
    proof = prove(QuestionSpace(SMALL, NONE, None))
    assert proof
    intervals = sum(len(SMALL.change_dates(model.id)) + 1 for model in SMALL) + 1  # one model on both endpoints
    assert proof.questions == intervals * (1 + 3) * (1 + 4)


def test_a_promise_that_does_not_hold(own):
    """A broken invariant is told with the shortest question that shows it, and the question really shows it."""
    proof = prove(QuestionSpace(SMALL, own("invariants: [{id: in-eu, then: {destinations_within: eu}}]\n"), ON))
    (one,) = proof.counterexamples
    assert not proof
    assert one.promise == "in-eu"
    assert one.says.endswith(" is admitted")
    assert str(one.decision.request) == "role any, data=public, team=a"
    again = decide(SMALL, one.decision.policy, one.decision.request, on=one.decision.on)
    assert any(not route.countries <= {"IE"} for route in again.candidates.pick(again.admitted))


def test_a_question_that_must_be_answered(own):
    """`answered` promises that there is a route; `where` says for which questions."""
    text = "invariants:\n  - {{id: there, where: {{role: any, residency: eu, source: {}}}, then: answered}}\n"
    part = prove(QuestionSpace(SMALL, own(text.format("eu-west-1")), date(2026, 6, 1), Limits(sources=("eu-west-1",))))
    assert part.left_out == []
    part = prove(QuestionSpace(SMALL, own(text.format("eu-west-1")), date(2026, 6, 1), Limits(sources=("us-east-1",))))
    assert part.left_out == ["no question is meant by invariant `there` in this part of the world"]
    proof = prove(QuestionSpace(SMALL, own(text.format("us-east-1")), ON))
    assert [one.promise for one in proof.counterexamples] == ["there"]
    assert proof.counterexamples[0].says.startswith("no route: none of Listed and Ruled")


def test_an_answer_is_promised_on_the_runtime_endpoint(policy):
    """That there is an answer is promised on bedrock-runtime, and elsewhere only where the invariant says so."""
    text = "policy: p\ntitle: t\nroles: {{any: [Kept, Ruled]}}\n"
    text += "invariants: [{{id: there, where: {{{}}}, then: answered}}]\n"
    limits = Limits(roles=("any",), residencies=(None,), sources=("eu-west-1",))

    def broken(where):
        return prove(QuestionSpace(catalog, policy(text.format(where), over=catalog), ON, limits)).counterexamples

    endless = DOCUMENT["models"]["acme.ruled-v1:0"] | {"lifecycle": {}}
    catalog = Catalog(DOCUMENT | {"models": DOCUMENT["models"] | {"acme.ruled-v1:0": endless}})
    assert broken("role: any") == []
    (one,) = broken("role: any, endpoint: bedrock-mantle")
    assert str(one.decision.request) == "role any, from eu-west-1, on bedrock-mantle"


def test_a_role_that_goes_dark(policy):
    """Every role resolves on the first day, and up to a later day when that is asked."""
    text = "policy: p\ntitle: t\nroles: {one: [Ruled]}\n"
    world = QuestionSpace(SMALL, policy(text, over=SMALL), ON)
    assert prove(world)
    (dark,) = prove(world, roles_until=date(2027, 6, 1)).counterexamples
    assert (dark.promise, dark.decision.on) == ("every-role-resolves", date(2027, 1, 15))
    (gone,) = prove(replace(world, since=date(2027, 2, 1))).counterexamples
    assert gone.says.endswith("Ruled reached its end of life on 2027-01-15")


USELESS = {
    "never in force": (
        "{id: over, until: 2020-01-01, forbid: {scope_in: [global]}}",
        [("dead-rule", "rule `over` is never in force")],
    ),
    "for nobody": (
        "{id: dead, forbid: {tier_in: [small], family_in: [acme-1]}}",
        [("dead-rule", "rule `dead` never rejects a route")],
    ),
    "shadowed": (
        "{id: narrow, forbid: {scope_in: [global], source_in: [eu-west-1]}}, {id: wide, forbid: {scope_in: [global]}}",
        [("shadowed-rule", "whatever rule `narrow` rejects, other rules reject as well")],
    ),
    "waiting for launches": ("{id: settled, forbid: {days_since_launch_under: 3}}", []),
    "a obligation": ("{id: tag, oblige: [{kind: tag, value: a=b}]}", []),
}


@pytest.mark.parametrize(("rule", "said"), USELESS.values(), ids=USELESS)
def test_rules_without_use(rule, said, policy):
    """A rule that is never in force, rejects nothing or only what others reject is a finding with its place."""
    proof = prove(QuestionSpace(SMALL, policy(f"policy: p\ntitle: t\nrules: [{rule}]\n", over=SMALL), ON))
    assert slugs(proof) == said
    assert all((one.path, one.line, one.column) == ("policy.yaml", 3, 14) for one in proof.findings)


def test_an_invariant_that_never_applies(policy):
    """An invariant that no question is meant by is a finding."""
    text = "policy: p\ntitle: t\nroles: {one: [Ruled]}\ninvariants: [{id: idle, where: {model: ruled, role: one}, "
    proof = prove(QuestionSpace(SMALL, policy(text + "then: answered}]\n", over=SMALL), ON))
    assert slugs(proof) == [("idle-invariant", "no question is meant by invariant `idle`")]


def test_a_part_of_the_world_shows_no_lack_of_use(policy):
    """Over a part of the world no rule and no invariant is told to be of no use."""
    text = "policy: p\ntitle: t\nrules: [{id: dead, forbid: {tier_in: [small], family_in: [acme-1]}}]\n"
    world = QuestionSpace(SMALL, policy(text, over=SMALL), ON, Limits(sources=("eu-west-1",)))
    assert prove(world).findings == []


def test_a_world_that_is_too_large(own, monkeypatch):
    """A world past the stated size is refused with its count and what to leave out."""
    monkeypatch.setattr(proving, "MOST_BLOCKS", 11)
    with pytest.raises(TooManyQuestionsError) as caught:
        prove(QuestionSpace(SMALL, own(), ON))
    assert str(caught.value) == (
        "6 models and roles under 2 combinations of attributes that rules tell apart, more than 11 together\n"
        "  hint: name models or roles to leave the others out"
    )


def faulty(monkeypatch, rule):
    """Make every program forget what one rule rejects."""
    init = Program.__init__

    def forgetful(self, *given):
        init(self, *given)
        self.rejections = tuple(pair for pair in self.rejections if pair[0] != rule)

    monkeypatch.setattr(Program, "__init__", forgetful)


def test_the_built_in_promises_do_not_trust_the_engine(monkeypatch, policy):
    """An engine that forgets the end of life, the residency or the source is caught by the proof."""
    limits = Limits(models=("acme.ruled-v1:0",))
    with monkeypatch.context() as patch:
        faulty(patch, "lifecycle.end-of-life")
        proof = prove(QuestionSpace(Catalog(DOCUMENT), Policy("p", "t"), ON, limits))
        assert [one.promise for one in proof.counterexamples] == ["nothing-past-end-of-life"]
        assert proof.counterexamples[0].says == "acme.ruled-v1:0 ended in us-east-1 on 2027-01-15"
    with monkeypatch.context() as patch:
        patch.setattr("bedrock_atlas.facts.candidates.Candidates.destinations", lambda *_: 0)
        proof = prove(QuestionSpace(Catalog(DOCUMENT), Policy("p", "t"), ON, limits))
        assert [one.promise for one in proof.counterexamples] == ["destinations-within-residency"]
        role = Role("any", (Entry("acme.ruled-v1:0"), Entry("acme.listed-v1:0")))
        proof = prove(QuestionSpace(SMALL, Policy("p", "t", roles={"any": role}), ON, Limits(roles=("any",))))
        assert {one.promise for one in proof.counterexamples} == {"destinations-within-residency"}
    with monkeypatch.context() as patch:
        patch.setattr("bedrock_atlas.facts.candidates.Candidates.destinations", lambda *_: 0)
        own = policy("policy: p\ntitle: t\nresidencies: {seen: {regions: [eu-west-1]}}\n", over=SMALL)
        proof = prove(QuestionSpace(Catalog(DOCUMENT), own, ON, replace(limits, residencies=("seen",))))
        assert [one.promise for one in proof.counterexamples] == ["destinations-within-residency"]
    with monkeypatch.context() as patch:
        patch.setattr("bedrock_atlas.facts.candidates.Candidates.source", lambda *_: 0)
        proof = prove(QuestionSpace(Catalog(DOCUMENT), Policy("p", "t"), ON, limits))
        assert [one.promise for one in proof.counterexamples] == ["invoked-from-source"]


# --- examples


@pytest.mark.parametrize("name", shipped_policies())
def test_the_examples_of_the_shipped_policies_hold(name, catalog):
    """Each shipped policy has at least eight examples, and all hold."""
    outcomes = list(run_examples(catalog, load_policy(name, catalog=catalog)))
    assert len(outcomes) >= 8
    assert [one.failures for one in outcomes if not one.passed] == []


def test_an_example_says_what_is_wrong(own):
    """An example that does not hold tells the other answer, the rule that did not decide, or the error."""
    text = """\
examples:
  - {ask: "Ruled, EU or UK residency", set: {data: personal, team: a}, on: 2026-11-20, expect: eu.acme.ruled-v1:0}
  - {ask: Ruled, set: {data: public, team: a}, on: 2026-11-20, expect: none, because: [stay]}
  - {ask: "Ruled, UK residency", set: {data: personal, team: a}, on: 2026-11-20, expect: acme.ruled-v1:0,
     because: [lifecycle.end-of-life]}
  - {ask: Rulde, set: {data: public, team: a}, on: 2026-11-20, expect: none}
"""
    first, second, third, fourth = run_examples(SMALL, own(text))
    assert first.passed
    assert second.failures == (
        "expected no route, got global.acme.ruled-v1:0",
        "rule `stay` did not decide; these did: none",
    )
    assert third.failures[0].startswith("expected acme.ruled-v1:0, got no route: 0 of 5 admitted (")
    assert third.failures[1].startswith("rule `lifecycle.end-of-life` did not decide; these did: request.partition")
    assert fourth.failures == ("unknown model `Rulde`\n  Rulde\n  ^^^^^\n  hint: did you mean `Ruled`?",)


def test_a_role_is_a_value():
    """A role made by hand is as good as one from a file."""
    policy = Policy("p", "t", roles={"any": Role("any", (Entry("acme.listed-v1:0"), Entry("acme.ruled-v1:0")))})
    assert decide(SMALL, policy, Request("", role="any"), on=ON).id == "acme.listed-v1:0"
    assert Path(policy.roles["any"].location.path) == Path()


def test_an_invariant_that_demands_nothing_holds():
    """An invariant made by hand without a condition holds for every answer."""
    policy = Policy("p", "t", invariants=(Invariant("any", (), None),))
    assert prove(QuestionSpace(SMALL, policy, ON, Limits(models=("acme.ruled-v1:0",))))


def test_limits_from_words(catalog, policy):
    """Words become limits, a policy's own residency and `none` included; the nearest of its own is the hint."""
    own = policy("policy: own\ntitle: own\nroles: {smart: [Opus 5]}\nresidencies: {alpine: {countries: [AT, CH]}}\n")
    found = Limits.of(
        catalog, own, models=["Opus 5"], roles=["smart"], residencies=["alpine", "none", "EU"], sources=["none"]
    )
    assert found == Limits(("anthropic.claude-opus-5",), ("smart",), ("alpine", None, "eu"), (None,))
    for word, hint in (("alpin", "did you mean `alpine`?"), ("eu-west-1", "names the Region that is called")):
        with pytest.raises(RequestError, match=r"(unknown|no) residency") as caught:
            Limits.of(catalog, own, residencies=[word])
        assert hint in caught.value.hint
