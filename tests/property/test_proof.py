"""What `prove` says is what asking every question on every day says, for pairs of a small world and a promise.

`ATLAS_PAIRS=0-1400` asks other pairs than the suite does; CI gives it a range of its own each day, and a failure names
the number of its pair.
"""

from __future__ import annotations

import os

import pytest

from bedrock_atlas.analysis.narrowest import conditions
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import QuestionSpace
from bedrock_atlas.facts.catalog import Catalog
from tests.property.reference_proof import World
from tests.property.small_pairs import DAYS, FIRST, MODES, NEEDS, pair

BEGIN, END = map(int, os.environ.get("ATLAS_PAIRS", "0-40").split("-"))


def length(request, day):
    """Return how long a counterexample is to read."""
    return (conditions(request), str(day), len(str(request)), str(request))


@pytest.mark.parametrize("number", range(BEGIN, END))
def test_a_promise_is_broken_when_some_question_on_some_day_breaks_it(number):
    """None is missed and none is false; the counterexample is real, and the shortest of the plain questions."""
    document, policy = pair(number)
    proof = prove(QuestionSpace(Catalog(document), policy, FIRST))
    told = {one.promise: one.decision for one in proof.counterexamples}
    world = World(document, policy, DAYS, NEEDS, MODES)
    plain = list(world.broken(narrow=False))
    narrow = plain[:1] or next(world.broken(), None)
    assert ("promise" in told) == bool(narrow), policy
    if "promise" not in told:
        return
    decision = told["promise"]
    if plain:
        assert length(decision.request, decision.on) == min(length(*one) for one in plain), policy
    else:
        world.days, world.narrow = [decision.on], [decision.request]
        assert (decision.request, str(decision.on)) in list(world.broken()), policy
