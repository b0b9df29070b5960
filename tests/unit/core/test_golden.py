"""Whole decisions over the shipped catalog, as text, Markdown and JSON data, in `tests/golden/decisions`.

With BEDROCK_ATLAS_GOLDEN=write they are written anew.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bedrock_atlas.decision.explain import markdown
from bedrock_atlas.loading import load_policy
from tests.unit.core.world import ON, SMALL

FOLDER = Path(__file__).parents[2] / "golden" / "decisions"

# question, day, policy
DECISIONS = {
    "sonnet-4.5-eu": ("Sonnet 4.5, EU residency", "2026-11-20", "default"),
    "sonnet-4.5-eu-from-london": ("Sonnet 4.5, EU residency, from eu-west-2", "2026-11-20", "default"),
    "sonnet-4.5-eu-from-zurich": ("Sonnet 4.5, EU residency, from eu-central-2", "2026-11-20", "default"),
    "sonnet-4.5-1m-beta": ("Sonnet 4.5, EU residency, 1M context", "2026-03-01", "default"),
    "fable-5-eu": ("Fable 5, EU residency", "2026-11-20", "default"),
    "fable-5-eu-in-june": ("Fable 5, EU residency", "2026-06-15", "default"),
    "sonnet-4.6-uk": ("Sonnet 4.6, UK residency", "2026-11-20", "default"),
    "haiku-4.5-au-from-auckland": ("Haiku 4.5, Australia only, from ap-southeast-6", "2026-11-20", "default"),
    "haiku-4.5-au-or-nz": ("Haiku 4.5, residency AU or NZ", "2026-11-20", "default"),
    "sonnet-3.7": ("Sonnet 3.7", "2026-11-20", "default"),
    "opus-4.5-before-launch": ("Opus 4.5", "2025-10-20", "default"),
    "sonnet-4.6-visual-pdf": ("Sonnet 4.6, visual PDF over Converse", "2026-11-20", "default"),
    "company-smart": ("role smart, environment=prod, data=personal, team=research", "2026-10-05", "company"),
    "company-denied": (
        "Sonnet 4.5, from eu-west-1, environment=prod, data=internal, team=support",
        "2026-11-20",
        "company",
    ),
    "company-role-denied": (
        "role smart, from us-east-1, environment=prod, data=personal, team=research",
        "2026-11-20",
        "company",
    ),
}


@pytest.mark.parametrize(("name", "asked"), DECISIONS.items(), ids=DECISIONS)
def test_a_decision_in_full(name, asked, ask, catalog, compare):
    """The text and the data of a decision are those of its golden files, byte for byte."""
    text, on, policy = asked
    decision = ask(text, date.fromisoformat(on), load_policy(policy, catalog=catalog))
    data = decision.to_dict()
    assert json.loads(json.dumps(data)) == data
    data["catalog"]["digest"] = "sha256:…"  # moves with every fact
    keep = [one for one in data["verdicts"] if one["admitted"]][:2] + data["verdicts"][:2]
    data["verdicts"] = [one for one in data["verdicts"] if one in keep]
    compare(FOLDER / f"{name}.txt", decision.explain())
    compare(FOLDER / f"{name}.json", json.dumps(data, indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("name", ["sonnet-4.5-eu", "sonnet-4.5-eu-from-london", "company-smart"])
def test_a_decision_as_markdown(name, ask, catalog, compare):
    """The Markdown of a decision is that of its golden file."""
    text, on, policy = DECISIONS[name]
    decision = ask(text, date.fromisoformat(on), load_policy(policy, catalog=catalog))
    compare(FOLDER / f"{name}.md", markdown(decision))


SMALL_WORLD = {
    "everything-said": ("Ruled, needs pdf, over converse, EU or UK residency, retention none", "2026-03-01"),
    "unknown-price": ("Ruled, US residency", "2026-11-20"),
    "listed-price": ("Listed, EU residency", "2026-05-01"),
    "retention": ("Kept on mantle, retention none", "2026-11-20"),
    "endpoint": ("Kept", "2026-11-20"),
    "govcloud": ("us-gov.acme.ruled-v1:0", "2026-11-20"),
    "no-routes": ("Rumour", "2026-11-20"),
    "upcoming": ("Ruled", "2026-01-01"),
    "partly-outside": ("Ruled, EU residency", "2026-11-20"),
    "two-reasons": ("eu.acme.ruled-v1:0, needs vision, from us-east-1", "2026-11-20"),
}


@pytest.mark.parametrize(("name", "asked"), SMALL_WORLD.items(), ids=SMALL_WORLD)
def test_a_decision_over_the_small_catalog(name, asked, ask, policy, compare):
    """What the shipped facts have seldom is explained just as well."""
    rules = """\
policy: rules
title: t
rules:
  - {id: tag, oblige: [{kind: tag, value: a=b}]}
  - {id: no-premium-in-us, forbid: {source_in: [us-east-1], premium_at_most: 1.05}, because: of a test}
  - {id: never-global-in-eu, require: {any_of: [{not: {scope_in: [global]}}, {source_in: [us-east-1]}]}}
"""
    decision = ask(asked[0], date.fromisoformat(asked[1]), policy(rules, over=SMALL), SMALL)
    compare(FOLDER / f"small-{name}.txt", decision.explain())


def test_the_data_has_the_same_keys_in_the_same_order(ask):
    """Granted or denied, the data of a decision has the same keys in the same order."""
    granted, denied = ask("Sonnet 4.5, EU residency"), ask("Fable 5, EU residency")
    assert list(granted.to_dict()) == list(denied.to_dict())
    assert str(ON) == granted.to_dict()["on"]
