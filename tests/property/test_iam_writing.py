from __future__ import annotations

from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_atlas.iam.document import make_document
from bedrock_atlas.iam.evaluator import Authority, Level
from bedrock_atlas.iam.proof import Calls
from bedrock_atlas.iam.universe import Case, universe
from bedrock_atlas.iam.write.policies import runtime_policy, service_control_policies
from bedrock_atlas.loading import load_catalog, load_policy, shipped_policies
from bedrock_atlas.policy.policy import Policy
from tests.property.worlds import catalogs, dates

ME = "123456789012"
DAY = date(2026, 11, 20)
EMPTY = Policy("empty", "no rules")
modes = st.sampled_from(("", "closed", "open"))

settings.register_profile("writing", max_examples=40, deadline=None)
settings.load_profile("writing")


@st.composite
def universes(draw):
    """Draw a small catalog and any part of its routes as those that are admitted, at least one."""
    catalog = draw(catalogs)
    whole = universe(catalog, EMPTY, draw(dates), partition=draw(st.sampled_from(("aws", "aws", "aws-us-gov"))))
    kept = draw(st.sets(st.integers(0, max(0, len(whole.cases) - 1)), min_size=1, max_size=len(whole.cases) or 1))
    cases = tuple(Case(case.route, case.model, () if at in kept else ("no",)) for at, case in enumerate(whole.cases))
    return catalog, replace(whole, cases=cases)


def equal(written, space):
    documents = tuple(make_document(one, kind=written.kind) for one in written.documents)
    return list(Calls(space, ME).differences(Authority([Level(written.kind, documents)]))) == []


@given(universes(), modes)
def test_identity_policies_admit_exactly_what_they_are_for(drawn, mode):
    """Whatever part of the routes is admitted, the identity policies judged by the evaluator are that part."""
    _, space = drawn
    if space.admitted:
        assert equal(runtime_policy(space, ME, mode), space)


@given(universes(), modes)
def test_scps_deny_exactly_the_rest(drawn, mode):
    """Whatever part of the routes is admitted, the SCPs judged by the evaluator let that part pass and no more."""
    catalog, space = drawn
    if space.admitted:
        assert equal(service_control_policies(catalog, space, mode), space)


@given(universes(), modes)
def test_both_together_are_each_of_them(drawn, mode):
    """An identity policy under the SCPs of the same policy admits what it admits alone."""
    catalog, space = drawn
    if space.admitted:
        both = [runtime_policy(space, ME, mode), service_control_policies(catalog, space, mode)]
        levels = [Level(one.kind, tuple(make_document(each, kind=one.kind) for each in one.documents)) for one in both]
        assert list(Calls(space, ME).differences(Authority(levels))) == []


def test_closed_documents_have_no_open_ends():
    """Of the shipped catalog a closed document lists nothing that tomorrow's models would match."""
    catalog = load_catalog()
    space = universe(catalog, load_policy("japan-residency", catalog=catalog), DAY)
    assert runtime_policy(space, ME, "closed").open_ends == ()
    assert service_control_policies(catalog, space, "closed").open_ends == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_policies())
def test_the_documents_of_every_shipped_policy_are_proved(name):
    """Over every route of the shipped catalog the documents of a shipped policy are it, proved in 5 seconds at most.

    An authorisation takes 100 microseconds at most.
    """
    catalog = load_catalog()
    space = universe(catalog, load_policy(name, catalog=catalog), DAY)
    for written in (runtime_policy(space, ME), service_control_policies(catalog, space)):
        before = process_time()
        assert equal(written, space)
        took = process_time() - before
        assert took <= 5
        checks = sum(len(judged.checks) for judged in Calls(space, ME).judged(Authority([])))
        assert took / checks <= 100e-6
