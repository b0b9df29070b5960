"""Roles that are split by shares, that tell the next answers, or of which the cheapest model comes first."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from bedrock_atlas.analysis.diff import diff
from bedrock_atlas.analysis.forecast import forecast
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.analysis.table import rows
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.policy.shares import key_of, slot
from tests.unit.core.world import DOCUMENT, ON, SMALL

HEAD = "policy: p\ntitle: t\n"
CANARY = "{weights: [{model: Opus 5.5, share: 10}, {model: Opus 5, share: 90}]}"
NEW, OLD = "global.anthropic.claude-opus-5-5", "global.anthropic.claude-opus-5"


@pytest.fixture
def canary(policy):
    """Return a function that makes a policy with the role `best`, and rules."""

    def made(role=CANARY, *rules, more=""):
        said = f"rules: [{', '.join(rules)}]\n" if rules else ""
        return policy(f"{HEAD}roles: {{best: {role}}}\n{said}{more}")

    return made


def test_a_key_falls_to_a_share(canary, ask):
    """Every key has one answer, the same each time, and the keys divide as the shares say."""
    own = canary()
    counts = {NEW: 0, OLD: 0}
    for key in range(2000):
        counts[ask(f"role best, key {key}", policy=own).id] += 1
    assert 160 < counts[NEW] < 240
    assert slot("best", "7") == slot("best", "7") == 99
    assert ask("role best, key 7", policy=own).id == OLD


def test_where_a_key_falls_can_be_worked_out_elsewhere():
    """A slot is the hash of role and key in percent; shares of two roles are of different keys."""
    assert [slot("best", key) for key in ("a", "b", "customer-1")] == [36, 34, 80]
    assert [slot("fast", key) for key in ("a", "b", "customer-1")] != [36, 34, 80]
    assert all(slot("best", key_of("best", percent)) == percent for percent in range(100))


def test_the_bounds_of_shares_are_exact(canary, ask):
    """A share of 10 is the keys of the first ten percent, no more and no fewer."""
    own = canary()
    assert [ask(f"role best, key {key_of('best', at)}", policy=own).id for at in (0, 9, 10, 99)] == [NEW, NEW, OLD, OLD]


def test_a_share_falls_back_to_the_others(canary, ask):
    """Where the entry of a key has no route the others are tried in their order, whoever is preferred."""
    three = "{weights: [{model: Opus 5, share: 1}, {model: Opus 5.5, share: 1}, {model: Haiku 4.5, share: 98}]}"
    own = canary(three, "{id: r, forbid: {tier_in: [haiku]}}")
    decision = ask("role best, key 7", policy=own)
    assert [one.model.name for one in decision.tried] == ["Claude Haiku 4.5"]
    assert decision.id == OLD
    newest = canary(three, "{id: r, forbid: {tier_in: [haiku]}}", "{id: n, prefer: [newest]}")
    assert ask("role best, key 7", policy=newest).id == NEW
    assert ask("role best, key 7", policy=canary(CANARY, "{id: n, prefer: [newest]}")).id == OLD


def test_the_trace_tells_the_share(canary, ask):
    """The trace says how many keys begin as this one does, and with what; JSON has the percent."""
    decision = ask("role best, key 7", policy=canary())
    assert "  share         90 % of keys begin with Claude Opus 5, key 7 is one of them\n" in decision.explain()
    assert (decision.to_dict()["share"], decision.to_dict()["request"]["key"]) == (90, "7")
    plain = ask("Opus 5, key 7", policy=canary())
    assert (plain.to_dict()["share"], "share" in plain.explain()) == (None, False)


def test_a_role_with_shares_needs_a_key(canary, catalog, ask):
    """Without a key nothing is guessed: the question is refused, a hand-made one too; other questions need none."""
    own = canary()
    with pytest.raises(RequestError) as caught:
        Request.parse("role best", catalog, own)
    assert str(caught.value) == (
        "role `best` is split by shares, and the question states no key\n"
        "  hint: add `key ID` with an ID that stays the same for a caller, such as a customer's number"
    )
    with pytest.raises(RequestError):
        own.entries("best", own.selection(()), catalog, ON)
    assert ask("Opus 5", policy=own).id == OLD


KEYS = ["a b", "a=b", "", "x" * 129, "é", "a,b"]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_a_word(key, canary, catalog):
    """A key that a question cannot be written with is refused."""
    with pytest.raises(RequestError) as caught:
        Request.of(catalog, canary(), role="best", key=key)
    assert caught.value.slug in {"bad-key", "wrong-type", "missing-key"}


def test_a_key_reads_back(canary, catalog):
    """A question with a key is written as it is read."""
    request = Request.parse("role best key A.b_1:2@c/d+e-f, EU residency", catalog, canary())
    assert str(request) == "role best, residency eu, key A.b_1:2@c/d+e-f"
    assert Request.parse(str(request), catalog, canary()) == request


def test_every_share_is_asked(canary, catalog):
    """Proof, table and forecast ask a key of each share, so that no share hides behind another."""
    promise = "invariants: [{id: never-new, where: {role: best}, then: {model_in: [Opus 5]}}]\n"
    own = canary(more=promise)
    world = QuestionSpace(catalog, own, ON, Limits(roles=("best",), residencies=(None,), sources=(None,)))
    (failed,) = prove(world).counterexamples
    assert (failed.promise, failed.decision.id) == ("never-new", NEW)
    assert {row["id"] for row in rows(world) if row["endpoint"] == "bedrock-runtime"} == {NEW, OLD}
    assert world.size() == len([1 for block, _ in world.blocks() for _ in block])
    dark = QuestionSpace(catalog, own, date(2026, 1, 1), Limits(roles=("best",)))
    assert {one.new for one in forecast(dark) if one.day > dark.since} == {NEW, OLD}


def test_a_share_that_moved_is_a_difference(canary, catalog):
    """A canary that grows moves the keys between its old and its new bound, and diff says so."""
    part = Limits(roles=("best",), residencies=(None,), sources=(None,))
    before, after = (QuestionSpace(catalog, canary(CANARY.replace("10", one).replace("90", other)), ON, part)
                     for one, other in (("10", "90"), ("50", "50")))  # fmt: skip
    found = [one.change for one in diff(before, after).found]
    moved = [(one.old, one.new) for one in found if one.old.startswith("global.")]
    assert moved == [(OLD, NEW)]
    back = [one.change for one in diff(after, before).found]
    assert [(one.old, one.new) for one in back if one.old.startswith("global.")] == [(NEW, OLD)]
    assert diff(before, before).found == ()


def test_the_next_answers_stand_in_order(canary, ask):
    """A role tells the next admitted IDs: of the model that answers first, then of the others; as many as it says."""
    own = canary("{models: [Opus 5, eu.anthropic.claude-opus-5, Haiku 4.5], alternatives: 4}",
                 "{id: few, forbid: {not: {geography_in: [eu, us, global]}}}")  # fmt: skip
    decision = ask("role best", policy=own)
    haiku = "global.anthropic.claude-haiku-4-5-20251001-v1:0"
    assert decision.id == OLD
    assert {one.id for one in decision.retries[:2]} == {"eu.anthropic.claude-opus-5", "us.anthropic.claude-opus-5"}
    assert len(decision.retries) == 4
    assert decision.retries[2].id == haiku
    assert f"  retry         {haiku} from " in decision.explain()
    data = decision.to_dict()["retries"]
    assert [one["id"] for one in data] == [one.id for one in decision.retries]
    assert data[0].keys() == {
        "id", "arn", "model", "scope", "geography", "endpoint", "invoke_from", "destinations", "countries", "price",
        "warnings", "obligations",
    }  # fmt: skip


def test_what_is_told_for_retries_is_admitted(canary, ask):
    """Whoever retries stays where the question and the rules allow, and a denial has no next answer."""
    own = canary("{models: [Opus 5, Haiku 4.5], alternatives: 9}")
    for one in ask("role best, residency EU", policy=own).retries:
        assert all(route.destinations <= own.within(one.catalog, frozenset({"eu"})) for route in one.routes)
        assert one.retries == ()
    assert ask("role best, residency EU, from us-east-1", policy=own).retries == ()
    assert ask("Opus 5", policy=own).retries == ask("role best", policy=canary("[Opus 5]")).retries == ()


def test_an_answer_holds_as_long_as_those_for_retries(canary, ask):
    """What a caller may fall back on is part of the answer: when it changes, the answer does."""
    own = canary("{models: [Opus 5, Sonnet 4.5], alternatives: 9}")
    assert ask("role best, residency EU", policy=own).valid_until == date(2027, 4, 8)
    assert ask("role best, residency EU", policy=canary("[Opus 5, Sonnet 4.5]")).valid_until is None


def test_the_cheapest_model_comes_first(canary, ask):
    """Models are ordered by their lowest price for the mix among what the rules leave; an unknown price comes last."""
    models = "[Opus 5, Nova Lite, Haiku 4.5, Claude Mythos 5]"
    cheapest = canary(models, "{id: c, prefer: [cheapest]}")
    names = [cheapest.entries("best", cheapest.selection(()), ask("Opus 5").catalog, ON)[at].model for at in range(4)]
    assert names == [
        "amazon.nova-lite-v1:0", "anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-opus-5",
        "anthropic.claude-mythos-5",
    ]  # fmt: skip
    assert ask("role best", policy=cheapest).model.name == "Nova Lite"
    assert ask("role best", policy=canary(models)).model.name == "Claude Opus 5"
    dated = canary(models, "{id: c, until: 2026-11-20, prefer: [cheapest]}")
    assert ask("role best", policy=dated).model.name == "Claude Opus 5"


CHEAP = {
    "input": ("{input: 1}", "", "Listed"),
    "output": ("{output: 1}", "", "Ruled"),
    "a part that is not known": ("{cache_read: 1}", "", "Ruled"),  # as listed
    "what a rule removes costs nothing": ("{input: 1}", ", {id: no, forbid: {scope_in: [in-region]}}", "Ruled"),
}


@pytest.mark.parametrize(("mix", "more", "first"), CHEAP.values(), ids=CHEAP)
def test_the_mix_decides_which_model_is_cheap(mix, more, first, policy):
    """A mix of input alone and one of output alone may order models differently, by the routes that rules leave."""
    document = copy.deepcopy(DOCUMENT)
    document["models"]["acme.ruled-v1:0"]["price"] = {"base": "global", "input": "1.20", "output": "1.00"}
    catalog, day = Catalog(document), date(2026, 6, 10)
    own = policy(f"{HEAD}roles: {{best: [Ruled, Listed]}}\nrules: [{{id: c, prefer: [{{cheapest: {mix}}}]}}{more}]\n",
                 over=catalog)  # fmt: skip
    entry = own.entries("best", own.selection(()), catalog, day)[0]
    assert catalog.model(entry.model).name == first


def test_the_trace_says_by_what_is_ranked(canary, ask):
    """The keys of the ranking stand in the trace with their token mix, the default one too."""
    own = canary("[Opus 5, Haiku 4.5]", "{id: c, prefer: [{cheapest: {input: 4, output: 1}}]}",
                 "{id: d, prefer: [{price: {input: 1}}, {geographies: [eu, us]}, longest_to_eol]}")  # fmt: skip
    assert ask("role best", policy=own).to_dict()["ranked_by"] == [
        "cheapest model of 4 input : 1 output", "price of 1 input", "geographies eu, us", "longest to end of life",
        "global first", "price of 3 input : 1 output", "narrowest scope",
    ]  # fmt: skip
    keys = "price of 1 input, then geographies eu, us, then price of 3 input : 1 output, then narrowest scope"
    assert f"  ranked by     {keys}\n" in ask("Opus 5, residency EU", policy=own).explain()


def test_what_a_long_prompt_costs_is_known_or_refused(policy, ask):
    """A ceiling on a part that the long-context tier does not list is not kept by a question with a long prompt."""
    text = HEAD + "rules: [{{id: cap, require: {{price_at_most: {{{}: 500}}}}}}]\n"
    asked = "eu.acme.listed-v1:0"
    day = date(2026, 6, 10)
    assert ask(asked, day, over=SMALL, policy=policy(text.format("output"), over=SMALL))
    long = f"{asked}, needs 1m context"
    verdicts = {
        part: ask(long, day, over=SMALL, policy=policy(text.format(part), over=SMALL)).histogram.get("cap", 0)
        for part in ("input", "output")
    }
    assert verdicts["input"] < verdicts["output"]


def test_other_answers_for_retries_are_a_difference(canary, catalog):
    """A role that tells more answers to callers that retry is told by a diff, and nothing else of it."""
    sides = [canary(f"{{models: [Opus 5, Haiku 4.5, Sonnet 4.6], alternatives: {count}}}") for count in (1, 2)]
    part = Limits(roles=("best",), residencies=("eu",), sources=(None,))
    found = diff(*(QuestionSpace(catalog, one, ON, part) for one in sides)).found
    assert {one.change.classes for one in found} == {("retries",)}
