"""Every question about a catalog of five models on every day that matters, put to the engine and to the reference.

Small enough to be asked whole: these are the laws that the planted faults of `mutants.py` are held against.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.analysis.prove import prove
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.analysis.table import rows as table_rows
from bedrock_atlas.decision.deciding import deciding
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.facts.values import Obligation
from bedrock_atlas.policy.compose import compose
from bedrock_atlas.policy.constraints import AnyOf, Not, Test
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.rules import Entry, Invariant, Preference, Role, Rule
from tests.property.reference import routes
from tests.property.reference_policy import naive_duties, naive_entries, naive_policy_decide, price
from tests.unit.core.world import DOCUMENT

GLOBAL = Test("scope_in", frozenset({"global"}), "…")
CONDITIONS = (
    GLOBAL,
    Not(GLOBAL),
    AnyOf((GLOBAL, Test("geography_in", frozenset({"eu"}), "…"))),
    Test("price_at_most", {"input": Decimal("2.00")}, "…"),
    Test("premium_at_most", Decimal("1.10"), "…"),
    Test("days_to_eol_under", 90, "…"),
    Test("days_to_eol_under", 106, "…"),  # to the day when rule `tag` ends
    Test("days_since_launch_under", 30, "…"),
    Test("status_in", frozenset({"LEGACY"}), "…"),
    Test("destinations_within", frozenset({"eu-west-1"}), "…"),
)
ATTRIBUTES = {"data": ("personal", "public")}
ROLES = {"any": Role("any", (Entry("acme.listed-v1:0"), Entry("acme.ruled-v1:0")))}
RULES = (
    *(Rule(f"forbid-{number}", "forbid", condition=one) for number, one in enumerate(CONDITIONS)),
    Rule("near", "require", (("data", frozenset({"personal"})),), "", date(2026, 3, 15), date(2026, 9, 15),
         Not(GLOBAL)),
    Rule("tag", "oblige", (), "", date(2026, 4, 15), date(2026, 10, 1),
         obligations=(Obligation("tag", "a", rule="tag"),)),
)  # fmt: skip
WAIVER = Rule(
    "waiver", "forbid", (("data", frozenset({"personal"})),), "", date(2026, 3, 15), date(2026, 9, 15), GLOBAL
)
PREFER = Rule("first", "prefer", preferences=(Preference("geographies", ("eu",)), Preference("newest")))
POLICIES = tuple(
    Policy(name, name, rules=rules, attributes=ATTRIBUTES, roles=ROLES)
    for name, rules in (("none", ()), ("dated", (WAIVER, RULES[-1])), ("ordered", (PREFER,)), ("strict", RULES))
)
DATED = {date(2026, month, day) for month, day in ((3, 15), (4, 15), (9, 15), (10, 1), (10, 18), (4, 1), (2, 14))}
WRITTEN = {date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", repr(DOCUMENT["models"]))}
DAYS = sorted({day - timedelta(back) for day in DATED | WRITTEN for back in (0, 1)})
NEEDS = (frozenset(), frozenset({"vision"}), frozenset({"pdf", "vision"}))


def questions(policy):
    """Return every question: subjects x residencies x sources, and some with the other parts of a request."""
    subjects = [*((None, model) for model in DOCUMENT["models"]), *((role, "") for role in policy.roles)]
    places = [None, *DOCUMENT["regions"]]
    attributes = (("data", "personal"),), (("data", "public"),)
    for number, ((role, model), residency, source) in enumerate(product(subjects, (None, "eu", "uk", "us"), places)):
        within = frozenset() if residency is None else frozenset((residency,))
        request = Request(model, within, source, role=role, attributes=attributes[number % 2])
        yield request
        yield replace(request, endpoint="bedrock-mantle", retention="none", attributes=attributes[1 - number % 2])
        yield replace(request, needs=NEEDS[1 + number % 2], profile=("eu", "us-gov", None)[number % 3])


def asked():
    """Return (catalog, policy, request, day, decision) for every question on every day that matters."""
    catalog = Catalog(DOCUMENT)
    for turn, policy in enumerate(POLICIES):
        for number, request in enumerate(questions(policy)):
            for day in DAYS[(number + turn) % 4 :: 4]:
                yield catalog, policy, request, day, decide(catalog, policy, request, on=day)


def judged(decision):
    """Return each candidate with the rules that rejected it."""
    return {(one.route.id, one.route.endpoint, one.route.source): set(one.rules) for one in decision.verdicts}


def test_the_engine_gives_the_naive_answer():
    """The chosen ID, every verdict and the models tried are the reference's, for every question on every day."""
    for _, policy, request, day, decision in asked():
        tried = [*decision.tried, decision]
        entries = naive_entries(DOCUMENT, policy, request, day.isoformat())
        for entry, one in zip(entries, tried, strict=False):
            chosen, verdicts = naive_policy_decide(DOCUMENT, policy, request, entry, day.isoformat())
            assert (one.model.id, one.id, judged(one)) == (entry.model, chosen, verdicts), (str(request), day)
        assert all(not one for one in decision.tried)
        assert decision or len(tried) == len(entries)


def test_admitted_routes_stay_within_the_residency():
    """No admitted route may be processed outside the countries of the residency."""
    for _, _, request, day, decision in asked():
        countries = {one for name in request.residency for one in DOCUMENT["residencies"][name]["countries"]}
        for route in decision.candidates.pick(decision.admitted):
            reached = {DOCUMENT["regions"][code]["country"] for code in route.destinations}
            assert not request.residency or reached <= countries, (str(request), day)


def test_prices_are_the_naive_ones():
    """Every route is priced as the reference prices it, or not at all."""
    catalog = Catalog(DOCUMENT)
    for model in catalog:
        for route in catalog.candidates(model.id, date(2026, 5, 1)).routes:
            kind = route.geography or ("mantle" if route.endpoint == "bedrock-mantle" else "in-region")
            usd, factor = price(DOCUMENT, model.id, kind, route.source)
            known = model.price(route, date(2026, 5, 1))
            assert (dict(known.usd_per_mtok) if known else {}, known.over_base if known else None) == (usd, factor)


def test_answers_are_constant_between_dates():
    """An answer stays the same on every day that matters before its `valid_until`, and is another one on it."""
    for number, (catalog, policy, request, day, decision) in enumerate(asked()):
        if number % 5 == 0:
            end, answer = decision.valid_until, decision.answer()
            for later in [one for one in DAYS if one > day and (end is None or one < end)]:
                assert decide(catalog, policy, request, on=later).answer() == answer, (str(request), day, later)
            assert end is None or decide(catalog, policy, request, on=end).answer() != answer


def test_obligations_are_those_of_the_rules_in_force():
    """An answer carries exactly the duties of the rules in force, each once, on its routes and for its API."""
    for _, policy, request, day, decision in asked():
        told = [duty for duty in decision.obligations if duty.rule]
        reached = [(one.id, one.endpoint, one.source) for one in decision.routes]
        wanted = naive_duties(DOCUMENT, policy, request, decision.model.id, day.isoformat(), reached)
        assert (set(told), len(told)) == (wanted, len(wanted))


def test_composition_is_a_union():
    """Two policies together reject what either rejects, in either order."""
    catalog, (_, dated, _, strict) = Catalog(DOCUMENT), POLICIES
    for asking in questions(dated):
        request = replace(asking, model=asking.model or "acme.ruled-v1:0", role=None)
        both, mirrored, *alone = (
            judged(decide(catalog, policy, request, on=date(2026, 5, 1)))
            for policy in (compose([dated, strict]), compose([strict, dated]), dated, strict)
        )
        assert both == mirrored == {key: alone[0][key] | alone[1][key] for key in alone[0]}


def test_the_table_holds_every_answer():
    """Rows of a table are `decide` on their first and last day and cover all days without a gap."""
    catalog = Catalog(DOCUMENT)
    for policy in POLICIES[:2]:
        world, found = (
            QuestionSpace(catalog, policy, None, Limits(residencies=(None, "eu"), sources=(None, "eu-west-1"))),
            {},
        )
        for row in table_rows(world):
            residency = frozenset() if row["residency"] is None else frozenset((row["residency"],))
            request = Request(row["model"] or "", residency, row["source"], row["endpoint"], role=row["role"],
                              attributes=tuple(row["attributes"].items()), key=row["key"])  # fmt: skip
            found.setdefault(request, []).append(row)
            first = date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min
            last = date.fromisoformat(row["valid_to"]) - timedelta(1) if row["valid_to"] else date(2030, 1, 1)
            for day in (first, last):
                decision = decide(catalog, policy, request, on=day)
                assert (decision.id, list(deciding(decision))) == (row["id"], row["rules"])
        assert len(found) == world.size()
        assert all(one["valid_to"] == other["valid_from"] for rows in found.values() for one, other in pairwise(rows))


def test_the_proof_sees_every_question():
    """A promise that questions with one residency and source alone break has the shortest of them as counterexample."""
    catalog = Catalog(DOCUMENT)
    for residency, source in product(("eu", "us"), ("eu-west-1", "us-east-1")):
        where = (("residency", frozenset({residency})), ("source", frozenset({source})))
        policy = replace(POLICIES[0], invariants=(Invariant("never", where, Test("source_in", frozenset(), "…")),))
        world = QuestionSpace(catalog, policy, date(2026, 4, 15), Limits(models=("acme.ruled-v1:0",)))
        names = [frozenset({residency, *others}) for others in ((), ("eu",), ("uk",), ("us",), ("eu", "uk", "us"))]
        broken = any(decide(catalog, policy, replace(request, residency=one), on=begin)
                     for requests, intervals in world.blocks() for request in requests for begin, _ in intervals
                     if request.source == source for one in names)  # fmt: skip
        assert [one.promise for one in prove(world).counterexamples] == ["never"] * broken
    assert routes(DOCUMENT, "acme.ruled-v1:0", "2026-04-15")
