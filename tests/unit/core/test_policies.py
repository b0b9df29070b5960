"""Loading and composing policies, roles and fallback, and how rules say what they decide."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from bedrock_atlas import loading
from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import PolicyError, RequestError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading import load_policy, shipped_policies
from bedrock_atlas.policy.compose import compose
from bedrock_atlas.source.policy_file import render
from tests.unit.core.world import DOCUMENT, ON, SMALL

ROOT = Path(__file__).parents[3]
HEAD = "policy: {}\ntitle: {}\n"
FIRST = (
    HEAD.format("first", "the first")
    + """\
attributes: {data: [public, personal]}
residencies: {auditors: {regions: [eu-west-1]}}
roles: {smart: [Opus 5]}
rules: [{id: near, require: {scope_in: [geographic]}}, {id: shared, forbid: {scope_in: [global]}}]
examples: [{ask: Opus 5, set: {data: public}, on: 2026-11-20, expect: none}]
invariants: [{id: ok, then: answered}]
"""
)
SECOND = HEAD.format("second", "the second") + "rules: [{id: shared, forbid: {scope_in: [global]}}]\n"


def test_the_shipped_policies():
    """Eight policies ship, and each is loaded by its name."""
    assert shipped_policies() == (
        "australia-residency", "company", "cost-saver", "default", "eu-residency", "japan-residency",
        "production-lifecycle", "us-residency",
    )  # fmt: skip
    for name in shipped_policies():
        assert load_policy(name).name == name
    assert load_policy().name == "default"


def test_a_shipped_policy_is_the_same_from_a_wheel(monkeypatch, tmp_path, catalog):
    """Compiled policies, as a wheel has them, give the same policies; only places are not known."""
    folder = tmp_path / "policies"
    folder.mkdir()
    for path in (ROOT / "policies").glob("*.yaml"):
        (folder / f"{path.stem}.json").write_text(render(path), encoding="utf-8")
    read = {name: load_policy(name, catalog=catalog) for name in shipped_policies()}
    monkeypatch.setattr(loading.shipped, "_folder", lambda: (folder, ".json"))
    assert shipped_policies() == tuple(sorted(read))
    for name, policy in read.items():
        compiled = load_policy(name, catalog=catalog)
        assert (compiled.rules, compiled.roles, compiled.attributes) == (policy.rules, policy.roles, policy.attributes)
        assert (compiled.sources, compiled.residencies) == (policy.sources, policy.residencies)
        assert len(compiled.examples) == len(policy.examples)
        assert not compiled.rules or compiled.rules[0].location.line == 1


def test_where_the_shipped_policies_are(tmp_path, monkeypatch):
    """A package with compiled data reads them there, a checkout from its folder of YAML."""
    package = tmp_path / "src" / "bedrock_atlas"
    package.mkdir(parents=True)
    monkeypatch.setattr(loading.shipped, "_PACKAGE", package)
    assert loading.shipped._folder.__wrapped__() == (tmp_path / "policies", ".yaml")  # noqa: SLF001  # decided there, once
    (package / "_data" / "policies").mkdir(parents=True)
    assert loading.shipped._folder.__wrapped__() == (package / "_data" / "policies", ".json")  # noqa: SLF001  # as above


def test_a_file_of_a_shipped_name_is_the_shipped_one(tmp_path, monkeypatch):
    """A bare name means the shipped policy even when a file of that name lies here; a path means the file."""
    monkeypatch.chdir(tmp_path)
    Path("default").write_text(HEAD.format("mine", "mine"), encoding="utf-8")
    assert load_policy("default").name == "default"
    assert load_policy("./default").name == "mine"
    shutil.copy("default", "mine")
    assert load_policy("mine").name == "mine"


def test_policies_compose(policy, catalog):
    """Two policies are the union of their rules and declarations; what both say alike stands once."""
    both = policy(FIRST, SECOND)
    assert both.name == "first + second"
    assert both.title == "the first; the second"
    assert [source.name for source in both.sources] == ["first", "second"]
    assert {rule.id for rule in both.rules} == {"near", "shared"}
    assert (both.attributes.keys(), both.roles.keys(), both.residencies.keys()) == ({"data"}, {"smart"}, {"auditors"})
    assert (len(both.examples), len(both.invariants)) == (1, 1)
    request = Request.of(catalog, both, role="smart", residency="auditors", attributes={"data": "public"})
    assert decide(catalog, both, request, on=ON).histogram.keys() >= {"near", "shared", "request.residency"}


def test_one_of_two_policies_that_prefer_leads(policy):
    """Two files that prefer differently are refused, each order being another policy, unless one is told to lead."""
    first = "policy: a\ntitle: t\nrules: [{id: x, prefer: [price]}, {id: z, forbid: {scope_in: [global]}}]\n"
    second = "policy: b\ntitle: t\nrules: [{id: y, prefer: [narrowest_scope]}]\n"
    with pytest.raises(PolicyError) as caught:
        policy(first, second)
    assert str(caught.value) == (
        "policy-2.yaml:3:14: error[two-orders]: policies `a` and `b` both prefer, and neither leads\n"
        "  hint: name the one that counts first: `--prefer-from a`"
    )
    led = load_policy("policy.yaml", "policy-2.yaml", prefer_from="b")
    assert [rule.id for rule in led.rules] == ["y", "x", "z"]
    with pytest.raises(PolicyError) as caught:
        load_policy("policy.yaml", "policy-2.yaml", prefer_from="c")
    assert caught.value.findings[0].slug == "unknown-lead"
    alike = policy(first, first.replace("policy: a", "policy: b"))
    assert [rule.id for rule in alike.rules] == ["x", "z"]


def test_one_policy_stays_as_it_is(policy):
    """A policy alone, or named twice, is not rewritten."""
    one = policy(FIRST)
    assert compose([one]) is one
    assert load_policy("policy.yaml", "policy.yaml").name == "first"


CLASHES = {
    "attribute": (
        "attributes: {data: [public, secret]}\n",
        (
            "policy-2.yaml:3:20: error[attribute-clash]: two policies declare attribute `data` differently\n"
            "  hint: the other one is at policy.yaml:3:20"
        ),
    ),
    "role": (
        "roles: {smart: [Opus 4.8]}\n",
        (
            "policy-2.yaml:3:16: error[role-clash]: two policies declare role `smart` differently\n"
            "  hint: the other one is at policy.yaml:5:16"
        ),
    ),
    "residency": (
        "residencies: {auditors: {regions: [eu-west-2]}}\n",
        (
            "policy-2.yaml:3:25: error[residency-clash]: two policies declare residency `auditors` differently\n"
            "  hint: the other one is at policy.yaml:4:25"
        ),
    ),
    "rule": (
        "rules: [{id: near, require: {scope_in: [in-region]}}]\n",
        (
            "policy-2.yaml:3:14: error[rule-clash]: two policies declare rule `near` differently\n"
            "  hint: the other one is at policy.yaml:6:14"
        ),
    ),
}


@pytest.mark.parametrize(("text", "said"), CLASHES.values(), ids=CLASHES)
def test_declarations_that_clash(text, said, policy):
    """One name for two things is an error that names both places."""
    with pytest.raises(PolicyError) as caught:
        policy(FIRST, HEAD.format("other", "the other") + text)
    assert str(caught.value) == said


ROLES = HEAD.format("roles", "fallback") + (
    "attributes: {data: [public, personal]}\n"
    "roles: {smart: [Fable 5, Sonnet 4.5, Opus 5], far: [Opus 4.1, Sonnet 3.7]}\n"
    "rules: [{id: stay, when: {data: personal}, require: {destinations_within: eu}}]\n"
)


def test_a_role_is_its_first_model_with_a_route(policy, ask):
    """A role answers with the first model that has an admitted route, and keeps why those before it had none."""
    roles = policy(ROLES)
    decision = ask("role smart, data=personal", policy=roles)
    assert decision.id == "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
    assert [one.model.name for one in decision.tried] == ["Claude Fable 5"]
    assert decision.tried[0].histogram["stay"] > 0
    assert ask("role smart, data=public", policy=roles).id == "global.anthropic.claude-fable-5"


def test_a_role_falls_past_an_end_of_life(policy, ask):
    """After the end of life of one model the role gives the next; the answer says until when it holds."""
    roles = policy(ROLES)
    before = ask("role smart, data=personal", policy=roles)
    assert before.valid_until == date(2027, 4, 8)
    after = ask("role smart, data=personal", on=date(2027, 4, 8), policy=roles)
    assert after.id == "eu.anthropic.claude-opus-5"
    assert [one.model.name for one in after.tried] == ["Claude Fable 5", "Claude Sonnet 4.5"]


def test_a_role_without_a_route(policy, ask):
    """When no model of a role has a route the denial names all of them."""
    decision = ask("role far, data=personal", policy=policy(ROLES))
    assert decision.id is None
    assert decision.summary() == (
        "no route: none of Claude Opus 4.1 and Claude 3.7 Sonnet has an admitted route for role far"
    )


ORDERS = {
    "newest": ["Opus 5", "Sonnet 4.5", "Opus 4"],
    "longest_to_eol": ["Opus 5", "Sonnet 4.5", "Opus 4"],
    "{models: [Sonnet 4.5]}": ["Sonnet 4.5", "Opus 4", "Opus 5"],
    "price": ["Opus 4", "Opus 5", "Sonnet 4.5"],
}


@pytest.mark.parametrize(("preference", "order"), ORDERS.items())
def test_preferences_order_the_models_of_a_role(preference, order, policy, catalog):
    """Newest, longest to its end of life or as listed; what does not speak of models keeps the role's own order."""
    text = f"roles: {{any: [Opus 4, Opus 5, Sonnet 4.5]}}\nrules: [{{id: order, prefer: [{preference}]}}]\n"
    own = policy(HEAD.format("p", "t") + text)
    entries = own.entries("any", own.selection(()), catalog, ON)
    assert [catalog.model(one.model).name.removeprefix("Claude ") for one in entries] == order


def test_a_preference_orders_models_while_it_is_in_force(policy, catalog):
    """A preference with dates orders the models of a role between them and leaves the role's own order else."""
    text = "roles: {any: [Opus 4, Opus 5]}\nrules: [{id: order, from: 2026-12-01, prefer: [newest]}]\n"
    own = policy(HEAD.format("p", "t") + text)
    first = [
        own.entries("any", own.selection(()), catalog, day)[0].model for day in (date(2026, 11, 30), date(2026, 12, 1))
    ]
    assert [catalog.model(one).name for one in first] == ["Claude Opus 4", "Claude Opus 5"]


def test_residencies_of_both_kinds_are_taken_together(policy, catalog):
    """A residency of the policy's own and one of the catalog allow what either allows."""
    own = policy(FIRST)
    assert own.within(catalog, frozenset({"auditors"})) == {"eu-west-1"}
    assert own.within(catalog, frozenset({"auditors", "uk"})) == {"eu-west-1"} | catalog.within(frozenset({"uk"}))
    assert own.within(catalog, frozenset({"uk"})) == catalog.within(frozenset({"uk"}))


def test_a_model_without_dates_is_last_among_the_newest(policy):
    """An unknown launch is older than any, an unknown end of life is later than any."""
    text = "roles: {any: [Ruled, Rumour, Listed]}\nrules: [{id: order, prefer: [%s]}]\n"
    newest = policy(HEAD.format("p", "t") + text % "newest", over=SMALL)
    assert newest.entries("any", newest.selection(()), SMALL, ON)[-1].model == "acme.rumour-v1:0"
    longest = policy(HEAD.format("p", "t") + text % "longest_to_eol", over=SMALL)
    assert longest.entries("any", longest.selection(()), SMALL, ON)[-1].model == "acme.ruled-v1:0"


PREFERENCES = {
    "price": "global.acme.ruled-v1:0",
    "narrowest_scope": "acme.ruled-v1:0",
    "widest_scope": "global.acme.ruled-v1:0",
    "{geographies: [eu]}": "eu.acme.ruled-v1:0",
    "{geographies: [eu, global]}": "eu.acme.ruled-v1:0",
    "{geographies: [global, eu]}": "global.acme.ruled-v1:0",
    "{price: {output: 1}}, narrowest_scope": "global.acme.ruled-v1:0",
    "{price: {cache_read: 1}}, narrowest_scope": "acme.ruled-v1:0",
    "newest": "global.acme.ruled-v1:0",
}


@pytest.mark.parametrize(("preference", "chosen"), PREFERENCES.items())
def test_preferences_order_the_routes(preference, chosen, policy, ask):
    """Preferences rank the IDs of a model, in the order of the file; the default ranking breaks ties."""
    own = policy(HEAD.format("p", "t") + f"rules: [{{id: order, prefer: [{preference}]}}]\n", over=SMALL)
    assert ask("Ruled", policy=own, over=SMALL).id == chosen


def test_rules_are_in_force_between_their_dates(policy, ask):
    """`from` is the first day of a rule and `until` the first that is not; the answer knows both."""
    text = "rules: [{id: waiver, from: 2026-10-01, until: 2026-12-01, forbid: {scope_in: [global]}}]\n"
    dated = policy(HEAD.format("p", "t") + text)
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 30), date(2026, 12, 1)]
    asked = [ask("Sonnet 4.6", on=day, policy=dated) for day in days]
    assert [one.id.partition(".")[0] for one in asked] == ["global", "anthropic", "anthropic", "global"]
    assert [one.valid_until for one in asked][:3] == [date(2026, 10, 1), date(2026, 12, 1), date(2026, 12, 1)]


def test_a_hand_made_request_is_checked(policy, catalog):
    """A request made by hand with another role, attribute or value than the policy's is refused."""
    own = policy(ROLES)
    fault = {
        "unknown-role": Request("", role="smrt", attributes=(("data", "public"),)),
        "missing-attribute": Request("", role="smart"),
        "unknown-attribute": Request("", role="smart", attributes=(("data", "public"), ("zone", "x"))),
        "unknown-value": Request("", role="smart", attributes=(("data", "x"),)),
    }
    for slug, request in fault.items():
        with pytest.raises(RequestError) as caught:
            decide(catalog, own, request, on=ON)
        assert caught.value.slug == slug


def test_a_policy_is_bound_to_its_catalog(policy):
    """The same words over another catalog mean that catalog's facts; a name it lacks is a finding."""
    text = HEAD.format("p", "t") + "rules: [{id: r, require: {model_in: [Ruled], tier_in: [small]}}]\n"
    assert policy(text, over=SMALL).rule("r")
    fewer = json.loads(json.dumps(DOCUMENT))
    del fewer["models"]["acme.listed-v1:0"]
    with pytest.raises(PolicyError, match="unknown tier `small`"):
        policy(text, over=Catalog(fewer))


def test_the_order_of_values_is_of_no_meaning(policy):
    """Two policies that declare the same values of an attribute in another order say the same."""
    first = policy("policy: a\ntitle: a\nattributes: {data: [public, personal]}\n")
    second = policy("policy: b\ntitle: b\nattributes: {data: [personal, public]}\n")
    assert compose([first, second]).attributes == {"data": ("public", "personal")}
