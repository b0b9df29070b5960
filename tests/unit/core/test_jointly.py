"""Several roles from one source Region: which Region, who fails where, and what is asked back."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.advice.jointly import decide_jointly
from bedrock_atlas.decision.together import read_together
from bedrock_atlas.errors import RequestError
from bedrock_atlas.loading import load_policy
from bedrock_atlas.policy.rules import Role
from tests.unit.core.world import ON

PROD = {"environment": "prod", "data": "personal", "team": "research"}
DEV = {"environment": "dev", "data": "internal", "team": "research"}
ROLES = ("smart", "fast", "balanced")


@pytest.fixture
def company(catalog):
    """Return the company's policy."""
    return load_policy("company", catalog=catalog)


@pytest.fixture
def joint(catalog, company):
    """Return a function that answers a question about several roles."""

    def decided(text, attributes=PROD, policy=company, **parts):
        requests = read_together(text, catalog, policy, attributes=attributes, **parts)
        return decide_jointly(catalog, policy, requests, on=ON)

    return decided


@pytest.mark.parametrize(("attributes", "residency"), list(product((PROD, DEV), ((), ("eu",), ("jp",), ("uk",)))))
def test_every_region_is_tried(attributes, residency, catalog, company):
    """A Region answers exactly when each role alone has a route from there; the best fall back least."""
    requests = read_together(None, catalog, company, roles=ROLES, attributes=attributes, residency=list(residency))
    found = decide_jointly(catalog, company, requests, on=ON)
    alone = {
        source: [decide(catalog, company, replace(one, source=source), on=ON) for one in requests]
        for source, region in catalog.regions.items()
        if region.partition == "aws"
    }
    able = {source for source, way in alone.items() if all(way)}
    for name, lost in found.fails().items():
        assert set(lost) == {source for source, way in alone.items() if not way[ROLES.index(name)]}
    told = {*found.best, *(one for group in found.choices for one in group)}
    assert bool(told) == bool(able)
    assert told <= able
    fallen = {source: sum(len(one.tried) for one in alone[source]) for source in able}
    assert all(fallen[source] == min(fallen.values()) for source in told)
    for source in found.best:
        assert [one.id for one in alone[source]] == [one.id for one in found.decisions]


def test_one_region_has_them_all(joint):
    """The IDs come in the order asked, with the Regions from which they hold, in text and as JSON."""
    found = joint("role smart,fast, EU residency")
    assert [one.id for one in found.decisions] == ["eu.anthropic.claude-opus-5-5", "eu.anthropic.claude-haiku-5-5"]
    assert "eu-west-1" in found.best
    assert found.summary().startswith("smart: eu.anthropic.claude-opus-5-5, fast: eu.anthropic.claude-haiku-5-5; from ")
    data = found.to_dict()
    assert (data["decision"], data["invoke_from"]) == (True, list(found.best))
    assert [one["role"] for one in data["answers"]] == ["smart", "fast"]
    assert all(one["destinations"].keys() == set(found.best) for one in data["answers"])
    assert "  invoke from" in found.explain()


def test_a_region_that_is_named_is_the_one(joint):
    """From a Region that is said all are answered there, or it is told which role fails and why."""
    assert joint("role smart,fast, from eu-west-1").best == ("eu-west-1",)
    denied = joint("role smart,fast, from us-east-1")
    assert not denied
    assert denied.decisions == ()
    assert denied.fails() == {"smart": ("us-east-1",), "fast": ("us-east-1",)}
    assert denied.summary().startswith("not all have a route from us-east-1: smart: no route: ")
    assert "has no route from us-east-1" in denied.explain()


def test_a_denial_says_which_role_fails_where(joint, company):
    """Where no Region has them all each role is told with the Regions that it has, and the nearest Region."""
    split = {"here": Role("here", company.roles["smart"].entries[:1]), "old": Role("old", ())}
    entry = replace(company.roles["smart"].entries[0], model="anthropic.claude-3-7-sonnet-20250219-v1:0")
    roles = company.roles | split | {"old": Role("old", (entry,))}
    denied = joint("role here,old", policy=replace(company, roles=roles))
    assert (denied.best, denied.choices) == ((), ())
    assert "old fails in all of " in denied.summary()
    assert "nearest: " in denied.summary()
    assert "here          has a route from eu-central-1, " in denied.explain()


def test_where_nothing_says_where_it_is_asked_back(joint):
    """Regions of one rank that lead to different IDs are offered in the catalog's order of geographies."""
    asked = joint("role smart,fast", DEV)
    assert (bool(asked), asked.best) == (False, ())
    assert [group[0].partition("-")[0] for group in asked.choices][:2] == ["ca", "eu"]
    assert asked.summary().startswith("say from where or for whom: from ")
    assert joint("role smart,fast, EU residency", DEV).best


def test_what_is_asked_together(catalog, company):
    """One role is one question; a role twice, an unknown one and a clause that is none are refused."""
    assert len(read_together("role smart, EU residency", catalog, company, attributes=PROD)) == 1
    assert len(read_together("Sonnet 4.5", catalog, company, attributes=PROD)) == 1
    for text in ("role smart,fast,smart", "role smart,fast,slow", "role smart,fats"):
        with pytest.raises(RequestError):
            read_together(text, catalog, company, attributes=PROD)


def test_govcloud_is_asked_for_by_its_region(joint):
    """From GovCloud only its own Region is tried."""
    assert joint("role smart,fast, from us-gov-west-1").ways.keys() == {"us-gov-west-1"}
