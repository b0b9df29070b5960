"""The shipped catalog under the shipped policies: every answer is the naive reference's.

Every model under every residency from every source Region is asked on some days; which of these questions are asked
under which policy is stratified so that each pair of a model and a residency, a source or a policy occurs.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.analysis.table import rows as table_rows
from bedrock_atlas.decision.deciding import deciding
from bedrock_atlas.decision.request import Request
from bedrock_atlas.loading import load_catalog, load_policy, shipped_policies
from bedrock_atlas.policy.policy import Policy
from tests.property.reference_policy import naive_entries, naive_policy_decide

DAYS = (date(2025, 10, 20), date(2026, 6, 15), date(2026, 11, 20), date(2027, 4, 8))
NONE = Policy("none", "no rules")
STEP = 7  # of every so many sources one is asked for each model and residency, another one each time


@cache
def catalog():
    """Return the shipped catalog."""
    return load_catalog()


def same(policy, request, on):
    """Compare one decision with the reference, and look at every admitted destination."""
    document, decision = catalog().document, decide(catalog(), policy, request, on=on)
    tried = [*decision.tried, decision]
    entries = naive_entries(document, policy, request, on.isoformat())
    for entry, one in zip(entries, tried, strict=False):
        chosen, verdicts = naive_policy_decide(document, policy, request, entry, on.isoformat())
        judged = {(each.route.id, each.route.endpoint, each.route.source): set(each.rules) for each in one.verdicts}
        assert (one.model.id, one.id) == (entry.model, chosen), str(request)
        assert judged == verdicts, str(request)
    countries = {one for name in request.residency for one in document["residencies"][name]["countries"]}
    if request.residency:
        for route in decision.candidates.pick(decision.admitted):
            assert {document["regions"][code]["country"] for code in route.destinations} <= countries


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_every_model_residency_and_source(on):
    """Without rules, each model under each residency (and none) has the naive answer, sources taken in turn."""
    residencies = (None, *catalog().residencies)
    sources = (None, *catalog().regions)
    for number, model in enumerate(catalog().document["models"]):
        for place, residency in enumerate(residencies):
            within = frozenset() if residency is None else frozenset((residency,))
            turn = number + place * 3 + DAYS.index(on) * 11
            for source in (None, *(sources[(turn + far) % len(sources)] for far in (0, 13, 23))):
                same(NONE, Request(model, within, source), on)


@pytest.mark.parametrize("name", shipped_policies())
def test_every_shipped_policy(name):
    """Under each shipped policy, each model and role has the naive answer, attributes and places taken in turn."""
    policy = load_policy(name, catalog=catalog())
    world = QuestionSpace(catalog(), policy, None)
    attributes, sources = world.attributes(), world.sources()
    residencies = (None, "eu", "us", "uk", "apac")
    for number, (role, model) in enumerate(world.subjects()):
        for turn, residency in enumerate(residencies):
            within = frozenset() if residency is None else frozenset((residency,))
            at = number * len(residencies) + turn
            source = None if turn % 2 else sources[at % len(sources)]
            endpoints = world.endpoints(role, model)
            request = Request(model, within, source, endpoints[at % len(endpoints)], role=role,
                              attributes=attributes[at % len(attributes)])  # fmt: skip
            same(policy, request, DAYS[at % len(DAYS)])


@pytest.mark.parametrize("name", ["default", "eu-residency", "production-lifecycle"])
def test_the_table_of_the_shipped_catalog(name):
    """The rows of a table are unique, cover all of history without a gap, and equal `decide` where they begin."""
    policy = load_policy(name, catalog=catalog())
    world = QuestionSpace(
        catalog(), policy, None, Limits(residencies=(None, "eu", "uk"), sources=(None, "eu-west-1", "us-east-1"))
    )
    found = {}
    for number, row in enumerate(table_rows(world)):
        residency = frozenset() if row["residency"] is None else frozenset((row["residency"],))
        request = Request(row["model"] or "", residency, row["source"], row["endpoint"], role=row["role"],
                          attributes=tuple(row["attributes"].items()))  # fmt: skip
        found.setdefault(request, []).append((row["valid_from"], row["valid_to"]))
        day = date.min if row["valid_from"] is None else date.fromisoformat(row["valid_from"])
        decision = decide(catalog(), policy, request, on=day)
        assert (decision.id, list(deciding(decision))) == (row["id"], row["rules"])
        if number % STEP == 0:
            same(policy, request, day)
    assert len(found) == world.size()
    for intervals in found.values():
        assert (intervals[0][0], intervals[-1][1]) == (None, None)
        assert all(one[1] == other[0] for one, other in pairwise(intervals))
