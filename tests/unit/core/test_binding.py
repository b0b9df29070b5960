"""What a policy file may get wrong: each file in `bad/` with its findings beside it, whole.

With BEDROCK_ATLAS_GOLDEN=write the findings are written anew.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bedrock_atlas.errors import Location, PolicyError
from bedrock_atlas.facts.values import Obligation
from bedrock_atlas.loading import load_policy, shipped_policies
from bedrock_atlas.policy.constraints import AllOf, AnyOf, Not, Test
from bedrock_atlas.policy.rules import Entry, Example, Preference, Role

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_policy_is_refused(path, catalog, monkeypatch, compare):
    """Every problem of a file is a finding with its line, all in one run, and nothing is evaluated."""
    monkeypatch.chdir(path.parent)
    with pytest.raises(PolicyError) as caught:
        load_policy(path.name, catalog=catalog)
    compare(path.with_suffix(".txt"), f"{caught.value}\n")


def test_findings_of_several_files_come_together(catalog, monkeypatch):
    """One run tells what is wrong with all files."""
    monkeypatch.chdir(BAD[0].parent)
    with pytest.raises(PolicyError) as caught:
        load_policy("duplicate-rule.yaml", "reserved-id.yaml", "no-such-policy", "missing.yaml", catalog=catalog)
    assert [(one.path, one.slug) for one in caught.value.findings] == [
        ("duplicate-rule.yaml", "duplicate-rule"),
        ("duplicate-rule.yaml", "duplicate-rule"),
        ("missing.yaml", "unreadable"),
        ("no-such-policy", "unknown-policy"),
        ("reserved-id.yaml", "reserved-id"),
        ("reserved-id.yaml", "reserved-id"),
    ]


UNKNOWN = {
    "eu-residecy": "did you mean `eu-residency`?",
    "zzz": f"shipped: {', '.join(shipped_policies())}; or name a file",
}


@pytest.mark.parametrize(("name", "hint"), UNKNOWN.items())
def test_an_unknown_name_of_a_shipped_policy(name, hint, catalog):
    """A bare name that is neither shipped nor a file gets the nearest name, or all of them."""
    with pytest.raises(PolicyError) as caught:
        load_policy(name, catalog=catalog)
    assert str(caught.value) == (
        f"{name}:1:1: error[unknown-policy]: there is no shipped policy `{name}`\n  hint: {hint}"
    )


EVERYTHING = """\
policy: everything
title: every part of the language
attributes: {data: [public, personal]}
residencies:
  auditors: {title: seen, regions: [eu-west-1]}
  alpine: {countries: [CH]}
roles: {smart: [Opus 5, claude-opus-4-8]}
rules:
  - {id: one, when: {data: personal}, from: 2026-01-01, until: 2027-01-01, because: why,
     require: {destinations_within: auditors}}
  - {id: two, forbid: {scope_in: [global], any_of: [{premium_at_most: 1.10}, {not: {days_to_eol_under: 90}}]}}
  - {id: three, prefer: [price, {price: {input: 3, output: 1}}, {geographies: [eu, us]}, {models: [Opus 5]}, newest]}
  - {id: four, oblige: [{kind: tag, value: a=b}, {kind: allow-regions, regions: [us-east-1, eu-west-1]}]}
  - {id: five, require: {price_at_most: {input: 5.00}, model_in: [Opus 5], capability: [vision, tool-use]}}
  - {id: six, require: {destinations_within: [alpine, eu]}}
examples:
  - {ask: smart, set: {data: public}, on: 2026-11-20, expect: none, because: [one, request.residency]}
  - {ask: smart, on: 2026-11-20, expect: x}
invariants:
  - {id: in-eu, where: {data: [personal], residency: eu, source: [eu-west-1], model: opus-5, role: smart},
     then: {destinations_within: [eu, auditors]}}
  - {id: there, then: answered}
"""


@pytest.fixture
def everything(policy):
    """Return the policy that uses every part of the language."""
    return policy(EVERYTHING)


def test_a_rule_is_what_its_file_says(everything):
    """Dates, attributes, reason and place of a rule are those of the file."""
    rule = everything.rule("one")
    assert (rule.effect, rule.when, rule.because) == ("require", (("data", frozenset({"personal"})),), "why")
    assert (rule.since, rule.until) == (date(2026, 1, 1), date(2027, 1, 1))
    assert rule.location == Location("policy.yaml", 9, 10)
    assert rule.policy == "everything"
    assert everything.rule("request.residency") is None


def test_conditions_are_bound(everything, catalog):
    """Arguments become facts of the catalog; several tests hold together, `any_of` and `not` nest."""
    assert everything.rule("one").condition == Test("destinations_within", frozenset({"eu-west-1"}), "auditors")
    assert everything.rule("two").condition == AllOf((
        Test("scope_in", frozenset({"global"}), "[global]"),
        AnyOf((Test("premium_at_most", Decimal("1.10"), "1.10"), Not(Test("days_to_eol_under", 90, "90")))),
    ))  # fmt: skip
    assert everything.rule("five").condition == AllOf((
        Test("price_at_most", {"input": Decimal("5.00")}, "{input: 5.00}"),
        Test("model_in", frozenset({"anthropic.claude-opus-5"}), "[Opus 5]"),
        Test("capability", frozenset({"vision", "tool-use"}), "[vision, tool-use]"),
    ))  # fmt: skip
    within = catalog.residencies["eu"].regions | {"eu-central-2"}
    assert everything.rule("six").condition == Test("destinations_within", within, "[alpine, eu]")


def test_preferences_are_bound(everything):
    """A preference is a word, a token mix or an order of names the catalog knows."""
    assert everything.rule("three").preferences == (
        Preference("price"),
        Preference("price", mix=(("input", Decimal(3)), ("output", Decimal(1)))),
        Preference("geographies", ("eu", "us")),
        Preference("models", ("anthropic.claude-opus-5",)),
        Preference("newest"),
    )


def test_obligations_are_bound(everything):
    """A obligation carries its rule; its Regions are sorted."""
    assert everything.rule("four").obligations == (
        Obligation("tag", "a=b", rule="four"),
        Obligation("allow-regions", regions=("eu-west-1", "us-east-1"), rule="four"),
    )


def test_declarations_are_bound(everything):
    """Roles hold each model once, residencies hold Regions, attributes their values."""
    assert everything.attributes == {"data": ("public", "personal")}
    assert everything.roles == {
        "smart": Role("smart", (Entry("anthropic.claude-opus-5"), Entry("anthropic.claude-opus-4-8")))
    }
    assert everything.residencies["auditors"].regions == {"eu-west-1"}
    assert everything.residencies["alpine"].regions == {"eu-central-2"}
    assert everything.residencies["alpine"].title == "alpine"


def test_examples_are_bound(everything):
    """An example expects an ID, or None where the file says `none`."""
    first, second = everything.examples
    attributes, because = (("data", "public"),), ("one", "request.residency")
    assert first == Example("smart", date(2026, 11, 20), None, because, attributes, Location("policy.yaml", 17, 11))
    assert (second.expect, second.attributes, second.because) == ("x", (), ())


def test_invariants_are_bound(everything, catalog):
    """An invariant pairs parts of a request with values and holds a condition, or asks for an answer."""
    first, second = everything.invariants
    assert dict(first.where) == {
        "residency": {"eu"},
        "source": {"eu-west-1"},
        "model": {"anthropic.claude-opus-5"},
        "role": {"smart"},
        "data": {"personal"},
    }
    assert first.then.argument == catalog.residencies["eu"].regions
    assert (second.where, second.then, second.answers) == ((), None, True)


def test_a_digest_is_of_the_content(policy):
    """Comments and layout do not move a policy's digest; a word does."""
    first = policy(EVERYTHING).sources
    assert first == policy(f"# a comment\n{EVERYTHING.replace('because: why', 'because:   why')}").sources
    assert first != policy(EVERYTHING.replace("because: why", "because: so")).sources
    assert first[0].name == "everything"
    assert first[0].digest.startswith("sha256:")
