"""Faults in roles that are split, that tell what comes next, or that begin with the cheapest model."""

from __future__ import annotations

from tests.property.mutants.planting import Mutant

TEST = "tests/unit/core/test_roles.py::test_"
SHARES, ENTRIES = "bedrock_atlas.policy.shares:", "bedrock_atlas.policy.entries:"
ROLE, POLICY = "bedrock_atlas.policy.rules:Role.", "bedrock_atlas.policy.policy:Policy."
DECLARING, DECISION = "bedrock_atlas.policy.declaring:", "bedrock_atlas.decision.decision:Decision."
MISTAKES = "tests/unit/core/test_mistakes.py::test_a_mistake_is_told_as_a_colleague_would"

ROLES = (
    Mutant("every role is split alike", SHARES + "slot", "{role}:{key}", "{key}",
           TEST + "where_a_key_falls_can_be_worked_out_elsewhere"),
    Mutant("a key falls by its last bytes", SHARES + "slot", "digest[:8]", "digest[-8:]",
           TEST + "where_a_key_falls_can_be_worked_out_elsewhere"),
    Mutant("a share has one percent more", ROLE + "share", "slot(self.name, key)", "max(slot(self.name, key) - 1, 0)",
           TEST + "the_bounds_of_shares_are_exact"),
    Mutant("a share has one percent less", ROLE + "share", "slot(self.name, key)", "min(slot(self.name, key) + 1, 99)",
           TEST + "the_bounds_of_shares_are_exact"),
    Mutant("without a key lots are drawn", ROLE + "share", "if not self.shares:", "if not self.shares or key is None:",
           TEST + "a_role_with_shares_needs_a_key"),
    Mutant("one share is asked for all", ROLE + "keys", "for begin in begins)", "for begin in (0,))",
           TEST + "every_share_is_asked"),
    Mutant("what is preferred undoes a share", POLICY + "entries",
           "(first, *preferred(others, selection, catalog, on))", "preferred((first, *others), selection, catalog, on)",
           TEST + "a_share_falls_back_to_the_others"),
    Mutant("a share tries nothing else", POLICY + "entries",
           "(first, *preferred(others, selection, catalog, on))", "(first,)",
           TEST + "a_share_falls_back_to_the_others"),
    Mutant("shares need not be the whole", DECLARING + "_shares", "if together != WHOLE:", "if together > WHOLE:",
           MISTAKES),
    Mutant("a model has a share twice", DECLARING + "role", "if some in named[:index]:",
           "if not shares and some in named[:index]:", MISTAKES),
    Mutant("the dearest model is the cheapest", ENTRIES + "_cost", "return min(costs,", "return max(costs,",
           TEST + "the_mix_decides_which_model_is_cheap"),
    Mutant("what rules remove makes a model cheap", ENTRIES + "_cost", "if group.mask & left)", "if group.mask)",
           TEST + "the_mix_decides_which_model_is_cheap"),
    Mutant("the mix of a cheapest model is forgotten", ENTRIES + "_cost", "preference.mix or TOKEN_MIX", "TOKEN_MIX",
           TEST + "the_mix_decides_which_model_is_cheap"),
    Mutant("retries begin with the answer itself", DECISION + "retries", "[1 : role.alternatives + 1]",
           "[: role.alternatives]", TEST + "the_next_answers_stand_in_order"),
    Mutant("what is not admitted is told for a retry", DECISION + "retries", "if group.mask & one.admitted:",
           "if group.mask:",
           TEST + "the_next_answers_stand_in_order"),
    Mutant("retries stay with one model", DECISION + "retries", "in (self, *self.later)", "in (self,)",
           TEST + "the_next_answers_stand_in_order"),
    Mutant("an answer outlives those for retries", DECISION + "answer", "told = (self, *self.retries)",
           "told = (self,)", TEST + "an_answer_holds_as_long_as_those_for_retries"),
    Mutant("a part that a long prompt's tier lacks costs as usual", "bedrock_atlas.policy.case:price_at_most",
           "max(usd, tier.usd_per_mtok[name]) for name, usd in known.items() if name in tier.usd_per_mtok",
           "max(usd, tier.usd_per_mtok.get(name, usd)) for name, usd in known.items()",
           TEST + "what_a_long_prompt_costs_is_known_or_refused"),
    Mutant("a share that moved is asked on one side", "bedrock_atlas.analysis.compared:_beside",
           "for world in worlds for key in world.keys",
           "for world in worlds[:1] for key in world.keys", TEST + "a_share_that_moved_is_a_difference"),
)  # fmt: skip
