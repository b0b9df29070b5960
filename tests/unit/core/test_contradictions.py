"""Rules that cannot both hold are told in pairs; those that can meet under some route, day or question are not."""

from __future__ import annotations

import pytest

from bedrock_atlas import load_catalog, load_policy
from bedrock_atlas.analysis.contradictions import contradicting_rules

HEAD = "policy: pair\ntitle: A pair of rules\nattributes: {data: [public, personal]}\nrules:\n"
EU, US = "require: {destinations_within: eu}", "require: {destinations_within: us}"

TOGETHER = [
    (EU, US),
    (EU, "require: {destinations_in_regions: [us-east-1]}"),
    (EU, "forbid: {destinations_within: eea}"),
    ("forbid: {scope_in: [geographic, global]}", "require: {scope_in: [global]}"),
    (f"when: {{data: personal}}, {EU}", US),
    (f"from: 2026-01-01, {EU}", f"until: 2027-01-01, {US}"),
    ("require: {tier_in: [opus], provider_in: [anthropic]}", "require: {provider_in: [amazon]}"),
]
APART = [
    (EU, "require: {destinations_within: eea}"),
    (EU, "forbid: {destinations_within: us}"),
    (EU, "forbid: {destinations_within: eu, scope_in: [global]}"),
    (EU, "require: {any_of: [{destinations_within: us}, {scope_in: [geographic]}]}"),
    (EU, "prefer: [price]"),
    (EU, "require: {scope_in: [global]}"),
    ("forbid: {destinations_within: eu}", "forbid: {destinations_within: us}"),
    (f"when: {{data: personal}}, {EU}", f"when: {{data: public}}, {US}"),
    (f"until: 2026-01-01, {EU}", f"from: 2026-01-01, {US}"),
]


def found(tmp_path, *rules):
    path = tmp_path / "pair.yaml"
    listed = "".join(f"  - {{id: rule-{index}, {rule}}}\n" for index, rule in enumerate(rules, 1))
    path.write_text(HEAD + listed, "utf-8")
    return [(one.line, one.slug) for one in contradicting_rules(load_policy(path, catalog=load_catalog()))]


@pytest.mark.parametrize("rules", TOGETHER)
def test_told(rules, tmp_path):
    """Two rules that no route satisfies and that meet are told at the later one, in either order."""
    assert found(tmp_path, *rules) == [(6, "contradicting-rules")]
    assert found(tmp_path, *reversed(rules)) == [(6, "contradicting-rules")]


@pytest.mark.parametrize("rules", APART)
def test_not_told(rules, tmp_path):
    """Two rules that a route may satisfy, or that never meet, are not told."""
    assert found(tmp_path, *rules) == []


def test_one_rule_against_itself(tmp_path):
    """A rule whose own tests exclude each other is told."""
    rule = "require: {destinations_within: eu, destinations_in_regions: [us-east-1]}"
    assert found(tmp_path, rule) == [(5, "contradicting-rules")]
