"""What counts as admitted: IAM knows no question, so one that admits a route is enough."""

from __future__ import annotations

from datetime import date

import pytest

from bedrock_atlas.iam.universe import universe
from bedrock_atlas.loading import load_catalog, load_policy

DAY = date(2026, 11, 20)
CATALOG = load_catalog()


@pytest.fixture
def admitted(tmp_path):
    """Return what the rules of one policy admit, as (ID, source Region)."""

    def of(rule):
        path = tmp_path / "own.yaml"
        path.write_text(f"policy: own\ntitle: Own\nrules: [{rule}]\n", "utf-8")
        found = universe(CATALOG, load_policy(path, catalog=CATALOG), DAY)
        return {(route.id, route.source) for route in found.admitted}

    return of


@pytest.mark.parametrize(
    ("ask", "condition"),
    [
        ("residency: stated", "{geography_in: [eu]}"),
        ("api: [converse]", "{provider_in: [meta]}"),
        ("source: [eu-west-1]", "{endpoint_in: [bedrock-mantle]}"),
    ],
)
def test_a_rule_for_some_questions_rejects_nothing_that_others_admit(admitted, ask, condition):
    """Where a question that the rule is not for admits a route, documents must not deny it."""
    everything = admitted("{id: own, prefer: [newest]}")
    assert admitted(f"{{id: own, ask: {{{ask}}}, require: {condition}}}") == everything


def test_a_rule_for_every_question_rejects(admitted):
    """What a rule rejects under each part of a question is rejected."""
    everything = admitted("{id: own, prefer: [newest]}")
    some = admitted("{id: own, ask: {residency: [stated, unstated]}, require: {geography_in: [eu]}}")
    assert some == {one for one in everything if one[0].startswith("eu.")}
