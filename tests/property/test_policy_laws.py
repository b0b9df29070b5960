"""What holds of every policy over every catalog, whatever its rules say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.analysis.table import rows as table_rows
from bedrock_atlas.analysis.table import to_csv, to_json_lines
from bedrock_atlas.decision.deciding import deciding
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.policy.compose import compose
from bedrock_atlas.policy.policy import Policy
from tests.property.policy_worlds import invariants, policies, policy_requests, rules
from tests.property.reference import routes as reference_routes
from tests.property.reference_policy import naive_duties, naive_entries, naive_policy_decide, naive_retries, says
from tests.property.worlds import MODELS, catalogs, dates, documents

settings.register_profile("policy-laws", max_examples=60, deadline=None)
settings.load_profile("policy-laws")

PART = Limits(residencies=(None, "eu"), sources=(None, "eu-west-1"))


def judged(decision):
    """Return each candidate with the rules that rejected it."""
    return {(one.route.id, one.route.endpoint, one.route.source): set(one.rules) for one in decision.verdicts}


def admitted(decision):
    """Return the candidates that no rule rejected."""
    return {key for key, rejecting in judged(decision).items() if not rejecting}


def offered(decision):
    """Return the candidates that are admitted, or would be were it only said where."""
    return {key for key, rejecting in judged(decision).items() if rejecting <= {"request.geography"}}


@given(documents(), policies(), policy_requests(), dates)
def test_the_engine_gives_the_naive_answer(document, policy, request, on):
    """Under any policy the chosen ID, every route's rejecting rules and the models tried are the reference's."""
    decision = decide(Catalog(document), policy, request, on=on)
    asked = [*decision.tried, decision]
    for entry, one in zip(naive_entries(document, policy, request, on.isoformat()), asked, strict=False):
        chosen, verdicts = naive_policy_decide(document, policy, request, entry, on.isoformat())
        assert (one.model.id, one.id, judged(one)) == (entry.model, chosen, verdicts)
    assert all(one.id is None for one in decision.tried)
    assert decision or decision.choices or request.role is None or len(asked) == len(policy.roles["any"].entries)


@given(documents(), policies(), policy_requests(), dates)
def test_retries_are_the_next_admitted_answers(document, policy, request, on):
    """What is told for retries would answer next, in order, each admitted and told once, as many as the role says."""
    decision = decide(Catalog(document), policy, request, on=on)
    most = policy.roles["any"].alternatives if request.role else 0
    naive = naive_retries(document, policy, request, on.isoformat()) if most else []
    assert [one.id for one in decision.retries] == naive[1 : most + 1]
    for one in decision.retries:
        assert {(route.id, route.endpoint, route.source) for route in one.routes} <= admitted(one)


@given(documents(), policies(), policy_requests(), dates)
def test_obligations_are_those_of_the_rules_in_force(document, policy, request, on):
    """An answer carries exactly the duties of the rules in force, each once, on its routes, for its API."""
    decision, day = decide(Catalog(document), policy, request, on=on), on.isoformat()
    told = [duty for duty in decision.obligations if duty.rule]
    reached = [(one.id, one.endpoint, one.source) for one in decision.routes]
    assert set(told) == naive_duties(document, policy, request, decision.model.id, day, reached)
    assert len(told) == len(set(told))


@given(catalogs, policies(most=5), policy_requests(), dates, st.randoms(use_true_random=False))
def test_the_order_of_rules_is_irrelevant(catalog, policy, request, on, random):
    """Rules that remove or oblige may stand in any order: the same verdicts, the same ID, the same obligations."""
    preferring = [rule for rule in policy.rules if rule.effect == "prefer"]
    others = [rule for rule in policy.rules if rule.effect != "prefer"]
    random.shuffle(others)
    places = set(random.sample(range(len(policy.rules)), len(preferring)))
    shuffled = tuple(preferring.pop(0) if at in places else others.pop() for at in range(len(policy.rules)))
    first = decide(catalog, policy, request, on=on)
    second = decide(catalog, Policy("p", "t", rules=shuffled, attributes=policy.attributes, roles=policy.roles),
                    request, on=on)  # fmt: skip
    assert (first.id, judged(first), set(first.obligations)) == (second.id, judged(second), set(second.obligations))
    assert [judged(one) for one in first.tried] == [judged(one) for one in second.tried]


@given(catalogs, policies(), rules("added"), policy_requests(), dates)
def test_adding_a_rule_never_admits_a_route(catalog, policy, rule, request, on):
    """Whatever is admitted under more rules is admitted under fewer, or is there one of several to choose from."""
    request = replace(request, model=request.model or MODELS[0], role=None)
    more = Policy("p", "t", rules=(*policy.rules, rule), attributes=policy.attributes, roles=policy.roles)
    fewer = decide(catalog, policy, request, on=on)
    assert admitted(decide(catalog, more, request, on=on)) <= offered(fewer)


@given(catalogs, policies("a"), policies("b"), policies("c"), policy_requests(), dates)
def test_composition_is_a_union(catalog, first, second, third, request, on):  # noqa: PLR0913, PLR0917  # three policies
    """Putting policies together is commutative, associative and idempotent on verdicts, and admits what all admit."""
    request = replace(request, model=request.model or MODELS[0], role=None)
    second, third = (replace(one, roles=first.roles) for one in (second, third))

    def verdicts(*together):
        found = judged(decide(catalog, union(*together), request, on=on))
        return {key: rejecting - {"request.geography"} for key, rejecting in found.items()}  # said last, of all

    def union(*together):
        return compose(together, together[0].name)

    assert verdicts(first, second) == verdicts(second, first)
    assert verdicts(first, union(second, third)) == verdicts(union(first, second), third)
    assert verdicts(first, first) == verdicts(first)
    alone = [verdicts(one) for one in (first, second)]
    assert verdicts(first, second) == {key: alone[0][key] | alone[1][key] for key in alone[0]}


@given(catalogs, policies(), policy_requests(), dates, st.integers(1, 90))
def test_the_answer_is_constant_between_dates(catalog, policy, request, on, days):
    """Before `valid_until` the answer is the same on every day, dates of rules and counted days included."""
    decision = decide(catalog, policy, request, on=on)
    later = on + timedelta(days=days)
    if decision.valid_until is None or later < decision.valid_until:
        assert decide(catalog, policy, request, on=later).answer() == decision.answer()
    else:
        assert decide(catalog, policy, request, on=decision.valid_until).answer() != decision.answer()


@given(catalogs, policies(), policy_requests(), st.sampled_from([1, 2, 30, 31, 90, 365]))
def test_the_stretches_of_a_world_are_constant(catalog, policy, request, far):
    """Within an interval of the world the verdicts are those of its first day."""
    for begin, end in QuestionSpace(catalog, policy, date(2025, 12, 1)).intervals(
        request.role, request.model, request.attributes
    ):
        last = begin + timedelta(days=far) if end is None else max(begin, end - timedelta(days=far))
        first, second = (decide(catalog, policy, request, on=day) for day in (begin, last))
        assert (first.id, judged(first)) == (second.id, judged(second))


@settings(max_examples=40)
@given(documents(), policies(), invariants())
def test_counterexamples_are_real_and_none_is_missed(document, policy, invariant):
    """A promise has a counterexample exactly when some question breaks it, and the question given really does."""
    catalog = Catalog(document)
    policy = replace(policy, invariants=(invariant,))
    world = QuestionSpace(catalog, policy, date(2026, 4, 1), PART)
    found = {one.promise: one.decision for one in prove(world).counterexamples}

    bad = {}

    def breaks(decision):
        request, model_id, day = decision.request, decision.model.id, decision.on.isoformat()
        given = {"model": {request.model}, "role": {request.role}, "source": {request.source},
                 "residency": request.residency, **{name: {value} for name, value in request.attributes}}  # fmt: skip
        if any(not given[name] & values for name, values in invariant.where):
            return False
        if invariant.answers:
            return decision.id is None and request.endpoint == "bedrock-runtime"
        if (model_id, day, request.residency) not in bad:
            bad[model_id, day, request.residency] = {
                key
                for key, route in reference_routes(document, model_id, day).items()
                if not says(invariant.then, document, model_id, key, route, day, request)
            }
        return not bad[model_id, day, request.residency].isdisjoint(offered(decision))

    broken = any(
        breaks(decide(catalog, policy, request, on=begin))
        for requests, intervals in world.blocks()
        for begin, _ in intervals
        for request in requests
    )
    assert "promise" in found or not broken
    if "promise" in found:  # perhaps on a day that only the promise counts
        decision = found["promise"]
        again = decide(Catalog(document), policy, decision.request, on=decision.on)
        assert judged(again) == judged(decision)
        assert breaks(again)
    assert found.keys() <= {"promise", "every-role-resolves"}
    if "every-role-resolves" in found:
        assert decide(catalog, policy, found["every-role-resolves"].request, on=date(2026, 4, 1)).told is None


@settings(max_examples=40)
@given(catalogs, policies(most=3))
def test_the_rows_of_a_table_are_its_answers(catalog, policy):
    """Each row equals what `decide` says on its first and last day; the rows of a question cover all days, once."""
    world = QuestionSpace(catalog, policy, date(2026, 2, 15), PART)
    found = {}
    for row in table_rows(world):
        residency = frozenset() if row["residency"] is None else frozenset((row["residency"],))
        request = Request(row["model"] or "", residency, row["source"], row["endpoint"], None, frozenset(row["needs"]),
                          row["api"], row["retention"], row["role"], tuple(row["attributes"].items()),
                          row["key"])  # fmt: skip
        found.setdefault(request, []).append(row)
        begin = date.fromisoformat(row["valid_from"])
        last = date.fromisoformat(row["valid_to"]) - timedelta(days=1) if row["valid_to"] else begin + timedelta(9999)
        for day in (begin, last):
            decision = decide(catalog, policy, request, on=day)
            assert (decision.id, list(deciding(decision))) == (row["id"], row["rules"])
    assert len(found) == world.size()
    for rows in found.values():
        assert (rows[0]["valid_from"], rows[-1]["valid_to"]) == ("2026-02-15", None)
        assert all(one["valid_to"] == other["valid_from"] for one, other in pairwise(rows))
    assert "".join(to_json_lines(table_rows(world))).count("\n") == sum(map(len, found.values()))
    assert "".join(to_csv(table_rows(world))).count("\n") == sum(map(len, found.values())) + 1
