"""What `prove` says is what asking every question on every day says, for pairs of a small world and a promise.

The suite asks a share, and `make test-all` the first 1,500. `ATLAS_PAIRS=1500-1600` asks other pairs; CI gives it a
range of its own each day, and a failure names the number of its pair.
"""

from __future__ import annotations

import os
from itertools import product

import pytest

from bedrock_atlas.analysis import named
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import QuestionSpace
from bedrock_atlas.facts.catalog import Catalog
from tests.property.reference_proof import World, length, subsets
from tests.property.small_pairs import APIS, DAYS, FIRST, MODES, NEEDS, pair

SHARE, WHOLE = 16, 1500
PAIRS = [pytest.param(number, marks=pytest.mark.slow if number >= SHARE else ()) for number in range(WHOLE)]
if "ATLAS_PAIRS" in os.environ:
    PAIRS = list(range(*map(int, os.environ["ATLAS_PAIRS"].split("-"))))
BESIDE = list(product((None, *APIS), subsets(NEEDS), (None, *MODES)))
PLAIN = [(None, frozenset(), None)]


def compare(number):
    """Compare a pair's proof with the reference; return whether it is broken, None where a part was not asked."""
    document, policy = pair(number)
    proof = prove(QuestionSpace(Catalog(document), policy, FIRST))
    told = {one.promise: one.decision for one in proof.counterexamples}
    world = World(document, policy, DAYS, BESIDE)
    if "promise" not in told:
        found = next(world.broken(), None)
        assert proof.left_out or found is None, found
        return None if found else False
    decision, models = told["promise"], [(None, one) for one in document["models"]]
    shortest = min((length(*one) for one in world.broken(models)), default=None)
    plain = World(document, policy, DAYS, PLAIN).broken([("any", "")])
    most = min(filter(None, [shortest, *(length(*one) for one in plain if one[0].profile is None)]), default=None)
    assert most is None or proof.left_out or length(decision.request, decision.on) <= most
    asked = decision.request
    real = World(document, policy, [decision.on], [(asked.api, asked.needs, asked.retention)])
    assert (asked, str(decision.on)) in list(real.broken([(asked.role, asked.model)])), asked
    return True


@pytest.mark.parametrize("number", PAIRS)
def test_a_promise_is_broken_when_some_question_on_some_day_breaks_it(number):
    """None is missed and none is false; the counterexample is real, and no question about a model is shorter."""
    compare(number)


@pytest.mark.parametrize("number", PAIRS[::4])
def test_the_smallest_sets_of_residencies_are_enough(number, monkeypatch):
    """What is found by asking all sets of residencies is found by asking the smallest that rules can tell apart."""
    monkeypatch.setattr(named, "MOST_SUBSETS", 0)
    compare(number)
