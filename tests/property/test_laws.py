from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading import load_catalog
from bedrock_atlas.policy.policy import Policy
from tests.property.reference import cost, naive_decide
from tests.property.worlds import catalogs, dates, documents, requests


@pytest.fixture(scope="session")
def shipped():
    """Load the shipped catalog once."""
    return load_catalog()


DEFAULT_POLICY = Policy("empty", "no rules")

settings.register_profile("laws", max_examples=100, deadline=None)
settings.load_profile("laws")


@given(documents(), requests(), dates)
def test_the_engine_gives_the_naive_answer(document, request, on):
    """The chosen ID and every route's rejecting rules are those of the naive reference."""
    decision = decide(Catalog(document), DEFAULT_POLICY, request, on=on)
    chosen, rules = naive_decide(document, request, on.isoformat())
    judged = {(one.route.id, one.route.endpoint, one.route.source): set(one.rules) for one in decision.verdicts}
    assert decision.id == chosen
    assert judged == rules


@given(catalogs, requests(), dates)
def test_every_candidate_is_judged_exactly_once(catalog, request, on):
    """The trace holds each (ID, endpoint, source) of the model's rows once, admitted or not."""
    verdicts = decide(catalog, DEFAULT_POLICY, request, on=on).verdicts
    keys = [(one.route.id, one.route.endpoint, one.route.source) for one in verdicts]
    rows = catalog.model(request.model).rows
    assert sorted(keys) == sorted({(row.id, row.endpoint, source) for row in rows for source in row.sources})


@given(catalogs, requests(), dates)
def test_an_admitted_route_stays_within_the_residency(catalog, request, on):
    """Every destination of every admitted route lies in a country of the residency that was asked."""
    decision = decide(catalog, DEFAULT_POLICY, request, on=on)
    if request.residency:
        allowed = {country for name in request.residency for country in catalog.residencies[name].countries}
        for one in decision.verdicts:
            if one.admitted:
                assert {catalog.regions[code].country for code in one.route.destinations} <= allowed


@given(catalogs, requests(), dates)
def test_a_decision_is_one_id_with_all_its_admitted_routes(catalog, request, on):
    """`invoke_from` is exactly the sources from which the chosen ID was admitted."""
    decision = decide(catalog, DEFAULT_POLICY, request, on=on)
    admitted = [one.route for one in decision.verdicts if one.admitted]
    chosen = [route.source for route in admitted if route.id == decision.id]
    assert list(decision.invoke_from) == sorted(chosen)
    assert bool(admitted) == bool(decision)


@given(catalogs, requests(), dates, st.integers(1, 60))
def test_the_answer_is_constant_between_dates(catalog, request, on, days):
    """What a caller acts on does not change before `valid_until`, and has changed on it."""
    decision = decide(catalog, DEFAULT_POLICY, request, on=on)
    later = on + timedelta(days=days)
    if decision.valid_until is None or later < decision.valid_until:
        assert decide(catalog, DEFAULT_POLICY, request, on=later).answer() == decision.answer()
    else:
        changed = decide(catalog, DEFAULT_POLICY, request, on=decision.valid_until)
        assert changed.answer() != decision.answer()


@given(documents(), requests(), dates)
def test_every_price_is_base_times_the_stated_premium(document, request, on):
    """A price is the base price times the premium it states, exactly, or is listed by AWS as it stands."""
    decision = decide(Catalog(document), DEFAULT_POLICY, request, on=on)
    if decision.price is not None:
        entry = document["models"][request.model]["price"]
        for name, usd in decision.price.usd_per_mtok.items():
            if decision.price.premium is None:
                assert usd == Decimal(entry["listed"]["eu"][name])
            else:
                assert usd == Decimal(entry[name]) * decision.price.premium


@given(catalogs, requests(profiles=()), dates)
def test_no_admitted_route_is_cheaper_than_the_answer_to_a_residency(catalog, request, on):
    """With a residency the chosen ID is the cheapest admitted one."""
    decision = decide(catalog, DEFAULT_POLICY, request, on=on)
    if decision and request.residency:
        usd = {
            one.route.id: cost(
                catalog.document,
                request.model,
                one.route.geography or "in-region",
                one.route.source,
                on.isoformat(),
            )
            for one in decision.verdicts
            if one.admitted
        }
        assert usd[decision.id] == min(usd.values())


@given(catalogs, requests())
def test_a_request_reads_back_as_itself(catalog, request):
    """parse(str(request)) is the request, and so is of(**request.to_dict())."""
    known = catalog.model(request.model).profiles
    if request.profile is None or request.profile in known:
        assert Request.parse(str(request), catalog) == request
        assert Request.of(catalog, **request.to_dict()) == request


@given(documents(), requests(), dates)
def test_the_same_inputs_give_the_same_bytes(document, request, on):
    """Two catalogs opened from one document give the same JSON and the same text."""
    first, second = (decide(Catalog(document), DEFAULT_POLICY, request, on=on) for _ in range(2))
    assert json.dumps(first.to_dict()) == json.dumps(second.to_dict())
    assert first.explain() == second.explain()


@given(catalogs, requests(), dates)
def test_a_denial_names_what_is_in_the_way_and_what_comes_nearest(catalog, request, on):
    """As few rules are in the way as reject any route; the nearest is a rejected route that an alternative takes."""
    decision = decide(catalog, DEFAULT_POLICY, request, on=on)
    asked = [one for one in decision.verdicts if "request.profile" not in one.rules] or decision.verdicts
    fewest = 0 if decision else min((len(one.rules) for one in asked), default=0)
    assert len(decision.blocking_rules) == fewest
    nearest = decision.nearest
    assert nearest is None or (not decision and not nearest.admitted)
    assert nearest is None or nearest.route.id in {one.id for one in decision.alternatives}


@given(
    st.sampled_from(("Sonnet 4.5", "Sonnet 4.5, EU residency", "Sonnet 4.5 from eu-west-1, needs vision")),
    st.text(min_size=1) | st.sampled_from(("prod, dach residency, from eu-central-2", "a=b", ", on mantle", "' or '")),
)
def test_an_ask_with_attributes_is_its_parts(shipped, ask, value):
    """What stands in an attribute's value is never read as a part of the question, whatever characters it holds."""
    policy = Policy("noting", "an attribute of any value", attributes={"note": (value,)})
    plain = Request.parse(ask, shipped)
    noted = Request.asked(ask, shipped, policy, attributes={"note": value})
    assert noted == replace(plain, attributes=(("note", value),))
    parts = {part: given for part, given in plain.to_dict().items() if given}
    assert Request.of(shipped, policy, **parts | {"attributes": {"note": value}}) == noted


@given(st.text())
def test_a_value_that_is_not_declared_is_refused(shipped, value):
    """An attribute has one of its declared values or the question is refused: nothing else is made of it."""
    policy = Policy("environments", "one attribute", attributes={"environment": ("prod",)})
    if value != "prod":
        with pytest.raises(RequestError) as caught:
            Request.asked("Sonnet 4.5", shipped, policy, attributes={"environment": value})
        assert caught.value.slug == "unknown-value"
