"""Faults of the room that recommends."""

from __future__ import annotations

from tests.property.mutants.planting import Mutant

LAW = "tests/property/test_advice.py::test_the_law_of_mentions"
UNIT = "tests/unit/core/test_advice.py"
PLACES = "bedrock_atlas.advice.places:"
WAYS = "bedrock_atlas.advice.alternatives:"
NEXT = "bedrock_atlas.advice.successors:"

ADVICE = (
    Mutant("a recommendation leaves the Regions", PLACES + "Places.hold", "route.destinations <= self.regions and ", "",
           UNIT),
    Mutant("one destination inside is enough", PLACES + "Places.hold", "route.destinations <= self.regions",
           "route.destinations & self.regions", UNIT),
    Mutant("where a dead ID ran is forgotten", PLACES + "_last_routes", "for day in (on, *past, ",
           "for day in (on, ", UNIT),
    Mutant("the model's reach stands for the ID's", PLACES + "_last_routes", "if wanted in {None, route.id}",
           "if wanted != ''", UNIT),
    Mutant("another endpoint counts for where an ID ran", PLACES + "_last_routes",
           "route.endpoint == decision.request.endpoint and ", "", UNIT),
    Mutant("LEGACY comes before ACTIVE", WAYS + "_ranked", 'one.decision.status != "ACTIVE", costs',
           "False, costs", UNIT),
    Mutant("the list has no end", WAYS + "_ranked", "[:_SHOWN]", "", UNIT),
    Mutant("what changes most comes first", WAYS + "_ranked", "_COSTS[change.part]", "-_COSTS[change.part]", UNIT),
    Mutant("a model with an answer is replaced", WAYS + "advise", "if not _ends_soon(decision):", "if False:", UNIT),
    Mutant("a past that the calendar ended is recommended", WAYS + "_earlier", "living.issuperset(", "bool(", UNIT),
    Mutant("a route elsewhere answers", WAYS + "_inside", "if found and all(map(where.hold, found.routes))",
           "if found", UNIT),
    Mutant("a successor may be LEGACY", NEXT + "successors", 'and other.status(on) == "ACTIVE"', "",
           UNIT + "::test_a_legacy_model_is_no_successor_even_in_words"),
    Mutant("a successor may be older", NEXT + "successors", "and other.lifecycle.start_of_life > born", "", UNIT),
    Mutant("a successor may end soon", NEXT + "lasts", "or left >= LASTS", "or left >= 0", UNIT),
    Mutant("another output is no matter", NEXT + "successors",
           '(other.provider, other.tier, other.modalities.get("output")) == (model.provider, model.tier, output)',
           "(other.provider, other.tier) == (model.provider, model.tier)", UNIT),
    Mutant("who AWS names may be dead", NEXT + "named_successors", 'one.status(on) == "ACTIVE" and ', "", UNIT),
)  # fmt: skip
