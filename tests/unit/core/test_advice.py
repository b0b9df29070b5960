"""What is recommended beside an answer: which question else is answered, and what changes for who asks it."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date

import pytest

from bedrock_atlas.advice.alternatives import advise
from bedrock_atlas.advice.answer import decide, hold
from bedrock_atlas.decision.request import Request
from bedrock_atlas.facts.catalog import Catalog
from bedrock_atlas.loading.policies import load_policy
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.rules import Entry, Role
from tests.unit.core.world import ON

NONE = Policy("none", "no rules")
SONNET_45 = "anthropic.claude-sonnet-4-5-20250929-v1:0"
HAIKU_45 = "anthropic.claude-haiku-4-5-20251001-v1:0"

# question, day: what is recommended, and the words for what lies further out
CASES = {
    "Sonnet 4.6, Germany only": (
        [],
        "no route inside de; IDs without a prefix, `jp.`, `au.`, `us.`, `eu.` and `global.` exist outside",
    ),
    "GPT 5.5, EU residency": ([], "no route inside eu; `us.` and `global.` exist outside"),
    "eu.anthropic.claude-fable-5": (
        [],
        "no route inside the Regions that `eu.anthropic.claude-fable-5` reached; `us.` and `global.` exist outside",
    ),
    "Sonnet 3.7, EU residency": (
        [
            "eu.anthropic.claude-sonnet-5-5 in place of Claude 3.7 Sonnet",
            "eu.anthropic.claude-sonnet-4-6 in place of Claude 3.7 Sonnet",
            "eu.anthropic.claude-sonnet-5 in place of Claude 3.7 Sonnet and with data-retention mode default",
        ],
        "no route inside eu; IDs without a prefix exist outside",
    ),
    "eu.anthropic.claude-3-7-sonnet-20250219-v1:0": (
        [],
        "no route inside the Regions that `eu.anthropic.claude-3-7-sonnet-20250219-v1:0` reached; "
        "IDs without a prefix exist outside",
    ),
    "us.anthropic.claude-3-7-sonnet-20250219-v1:0, US residency": (
        [
            "us.anthropic.claude-sonnet-5-5 in place of Claude 3.7 Sonnet",
            "us.anthropic.claude-sonnet-4-6 in place of Claude 3.7 Sonnet",
            "us.anthropic.claude-sonnet-5 in place of Claude 3.7 Sonnet and with data-retention mode default",
        ],
        "no route inside us; IDs without a prefix exist outside",
    ),
    "Sonnet 4.5, EU residency, from eu-west-2": ([f"eu.{SONNET_45} if invoked from eu-west-1"], ""),
    "Sonnet 4.5, EU residency, from eu-central-2": ([f"eu.{SONNET_45} if invoked from eu-central-1"], ""),
    "Haiku 4.5, Australia only, from ap-southeast-6": ([f"au.{HAIKU_45} if invoked from ap-southeast-2"], ""),
    f"jp.{HAIKU_45}, from eu-west-1": ([f"jp.{HAIKU_45} if invoked from ap-northeast-1"], ""),
    "us.amazon.nova-2-lite-v1:0, EU residency": (
        ["eu.amazon.nova-2-lite-v1:0 instead of us.amazon.nova-2-lite-v1:0"],
        "",
    ),
    "Fable 5, retention none, from us-east-1, US residency": (
        ["us.anthropic.claude-fable-5 with data-retention mode aws_review"],
        "",
    ),
    "Sonnet 3.7, from us-gov-west-1": ([], "no successor inside the Regions that "
                                           "`anthropic.claude-3-7-sonnet-20250219-v1:0` reached"),
    "Opus 4.5": ([], ""),
    "Mythos 5": ([], ""),
}  # fmt: skip


def told(advice):
    return [str(one) for one in advice.alternatives], advice.beyond


@pytest.mark.parametrize(("question", "expected"), CASES.items(), ids=CASES)
def test_what_is_recommended(ask, question, expected):
    """A recommendation says the ID and what changes; what goes further than was asked is said in words alone."""
    assert told(ask(question).advice) == expected


def test_a_day_ahead(ask):
    """A model that has not begun is recommended from its first day on, before another model."""
    advice = ask("Opus 4.5, EU residency", date(2025, 11, 1)).advice
    (first, *others) = advice.alternatives
    assert str(first) == "eu.anthropic.claude-opus-4-5-20251101-v1:0 from 2025-11-24 on"
    assert not others


def test_a_day_before(policy):
    """Where a rule alone ended an answer its last day is told, after any successor; what the calendar ended is not."""
    catalog = world(old=(NEW, [EU]), a=(starts("2026-02-01"), [["us", ["us-east-1"], ["us-east-1"], None, None]]))
    rule = "rules: [{id: r, from: 2026-10-01, forbid: {geography_in: [eu]}}]"
    own = policy(f"policy: p\ntitle: t\n{rule}\n", over=catalog)
    asked = Request.of(catalog, own, model="acme.old")
    assert list(map(str, decide(catalog, own, asked, on=ON).alternatives)) == ["eu.acme.old until 2026-09-30"]
    gone = world(old=(NEW, [["eu", ["eu-west-1"], ["eu-west-1"], None, "2026-10-01"]]))
    assert recommended(gone) == []


def test_a_role_is_given_no_model_of_others(ask, catalog):
    """For a role another Region is recommended, never a model that it does not name."""
    policy = load_policy("company", catalog=catalog)
    denied = ask("role smart, from us-east-1, environment=prod, data=personal, team=research", ON, policy)
    (first,) = denied.alternatives
    assert first.id in {f"eu.{one}" for one in policy.roles["smart"].models}
    assert first.changes[0].part == "source"
    assert denied.summary().endswith(f"nearest: {first}")


def test_a_role_of_the_dead_stays_without():
    """Where every model of a role has ended nothing is recommended in their place."""
    catalog = world(old=(DEAD, [EU]), a=(NEW, [EU]))
    own = Policy("p", "t", roles={"smart": Role("smart", (Entry("acme.old"),))})
    denied = decide(catalog, own, Request.of(catalog, own, role="smart"), on=ON)
    assert told(denied.advice) == ([], "")


def test_an_answer_that_ends_has_a_successor(ask):
    """For a LEGACY model the successors stand by, as far as its own answer goes; for an ACTIVE one nothing does."""
    found = ask("Opus 4.1")
    assert found.id == "us.anthropic.claude-opus-4-1-20250805-v1:0"
    assert found.alternatives[0].id == "us.anthropic.claude-opus-5-5"
    assert ask("Opus 5.5").alternatives == ()


def test_a_bare_id(ask):
    """An ID without a prefix that was never served by itself names its model; one that was names where it ran."""
    never = "anthropic.claude-opus-4-1-20250805-v1:0"
    advice = advise(ask(never), never, refused=True)
    assert told(advice) == ([f"us.{never} instead of {never}"], "")
    ran = advise(ask("Sonnet 3.7"), "anthropic.claude-3-7-sonnet-20250219-v1:0")
    assert told(ran)[0][0] == "anthropic.claude-sonnet-4-6 in place of Claude 3.7 Sonnet"


def test_the_data_of_an_alternative(ask):
    """As JSON an alternative has its ID, where it is called from and processed, and the parts that change."""
    data = ask("Sonnet 4.5, EU residency, from eu-west-2").to_dict()
    assert data["beyond"] is None
    assert data["nearest"]["source"] == "eu-west-1"
    assert data["alternatives"] == [
        {
            "id": f"eu.{SONNET_45}",
            "model": SONNET_45,
            "status": "LEGACY",
            "invoke_from": ["eu-west-1"],
            "countries": ["DE", "ES", "FR", "IE", "IT", "SE"],
            "on": "2026-11-20",
            "changes": {"source": "eu-west-1"},
            "summary": f"eu.{SONNET_45} if invoked from eu-west-1",
        }
    ]


WORLD = {
    "schema": 2,
    "version": "2026.11.20",
    "digest": "sha256:0",
    "regions": {
        "eu-west-1": {"name": "Ireland", "country": "IE", "partition": "aws", "opt_in": False},
        "eu-west-2": {"name": "London", "country": "GB", "partition": "aws", "opt_in": False},
        "us-east-1": {"name": "N. Virginia", "country": "US", "partition": "aws", "opt_in": False},
        "us-gov-west-1": {"name": "GovCloud", "country": "US", "partition": "aws-us-gov"},
        "us-gov-east-1": {"name": "GovCloud (East)", "country": "US", "partition": "aws-us-gov"},
    },
    "geographies": {name: {"title": name} for name in ("global", "us", "eu", "us-gov")},
    "residencies": {"eu": {"title": "European Union", "countries": ["IE"]},
                    "us": {"title": "United States", "countries": ["US"]}},
    "premiums": {},
    "models": {},
}  # fmt: skip
EU = ["eu", ["eu-west-1"], ["eu-west-1"], None, None]
LONDON = ["eu", ["eu-west-1"], ["eu-west-1", "eu-west-2"], None, None]
TEXT = {"output": ["text"], "input": ["text"]}


def world(**models):
    """Make a catalog of models of one tier, each from its lifecycle, rows and what else is given."""
    document = copy.deepcopy(WORLD)
    for name, (life, rows, *more) in models.items():
        entry = {"name": name, "tier": "large", "modalities": TEXT, "lifecycle": life, "evidence": []}
        entry["rows"] = [[*row, None, None][:7] for row in rows]
        document["models"][f"acme.{name}"] = entry | (more[0] if more else {})
    return Catalog(document)


def recommended(catalog, **parts):
    """Return what is recommended for the model `old`: IDs and what changes."""
    asked = Request.of(catalog, **{"model": "acme.old"} | parts)
    return [str(one).replace("acme.", "") for one in decide(catalog, NONE, asked, on=ON).alternatives]


def starts(day, **more):
    return {"start_of_life": day} | more


DEAD = starts("2025-01-01", end_of_life="2026-06-01")
NEW = starts("2026-01-01")
SUCCESSORS = {
    "newest first": (({"a": (NEW, [EU]), "b": (starts("2026-02-01"), [EU])}), ["eu.b", "eu.a"]),
    "older": ({"a": (starts("2024-01-01"), [EU])}, []),
    "unknown start": ({"a": ({}, [EU])}, []),
    "legacy": ({"a": (NEW | {"legacy": "2026-06-01"}, [EU])}, []),
    "ends soon": ({"a": (NEW | {"end_of_life": "2027-05-18"}, [EU])}, []),
    "ends late": ({"a": (NEW | {"end_of_life": "2027-05-19"}, [EU])}, ["eu.a"]),
    "another output": ({"a": (NEW, [EU], {"modalities": {"output": ["image"]}})}, []),
    "unknown output": ({"a": (NEW, [EU], {"modalities": {}})}, []),
    "another tier": ({"a": (NEW, [EU], {"tier": "small"})}, []),
    "further out": ({"a": (NEW, [LONDON])}, []),
    "in another partition": ({"a": (NEW, [["us-gov", ["us-gov-west-1"], ["us-gov-west-1"], None, None]])}, []),
    "on another endpoint": ({"a": (NEW, [["mantle", ["eu-west-1"], [], None, None]])}, []),
    "by itself": ({"a": (NEW, [["in-region", ["eu-west-1"], [], None, None]])}, ["a"]),
    "four": ({one: (starts(f"2026-0{number}-01"), [EU]) for number, one in enumerate("abcd", 1)},
             ["eu.d", "eu.c", "eu.b"]),
}  # fmt: skip


@pytest.mark.parametrize(("others", "expected"), SUCCESSORS.values(), ids=SUCCESSORS)
def test_which_models_succeed(others, expected):
    """A successor is ACTIVE, newer, of the same tier and output, lives on for half a year and goes no further."""
    found = recommended(world(old=(DEAD, [EU]), **others))
    assert [one.split()[0] for one in found] == expected


def test_a_legacy_model_is_no_successor_even_in_words():
    """Where the only newer model is LEGACY, no successor is said to be further out."""
    denials = []
    for life in (NEW, NEW | {"legacy": "2026-06-01"}):
        catalog = world(old=(DEAD, [EU]), a=(life, [LONDON]))
        denials.append(decide(catalog, NONE, Request.of(catalog, model="acme.old", residency=["eu"]), on=ON))
    assert [told(one.advice) for one in denials] == [([], "no successor inside eu"), ([], "")]


def test_the_successor_that_aws_names(monkeypatch):
    """Who AWS names comes first, one after the other, if ACTIVE and of no other output."""
    catalog = world(
        old=(DEAD, [EU]),
        gone=(starts("2025-06-01", legacy="2026-06-01"), [EU]),
        picture=(NEW, [EU], {"modalities": {"output": ["image"]}}),
        named=(starts("2026-01-01"), [EU], {"tier": ""}),
        newest=(starts("2026-09-01"), [EU]),
    )
    chain = {"old": "gone", "gone": "picture", "picture": "named", "named": "old"}
    known = {one.id: replace(one, successor=f"acme.{chain.get(one.name, 'none')}") for one in catalog}
    monkeypatch.setattr(catalog, "model", known.__getitem__)
    assert [one.split()[0] for one in recommended(catalog)] == ["eu.named", "eu.newest"]


def test_another_endpoint_widens_nothing():
    """Where a model runs on bedrock-mantle is no place for what is recommended on bedrock-runtime."""
    there = [["in-region", ["us-east-1"], [], None, None]]
    catalog = world(old=(DEAD, [EU, ["mantle", ["us-east-1"], [], None, None]]), a=(NEW, there))
    assert recommended(catalog) == []


def test_a_region_of_the_old_one_is_named_where_another_leads_further():
    """Where a successor leaks from one Region alone, it is recommended from the other."""
    rows = [EU, ["eu", ["eu-west-2"], ["eu-west-1", "eu-west-2"], None, None]]
    (found,) = recommended(world(old=(DEAD, [EU]), a=(NEW, rows)))
    assert found == "eu.a in place of old and if invoked from eu-west-1"


def test_retention_that_a_successor_asks_for_is_a_change():
    """A successor that needs a data-retention mode says so, and comes after one that needs none."""
    catalog = world(
        old=(DEAD, [EU]), a=(NEW, [EU]), b=(starts("2026-02-01"), [EU], {"retention": [{"mode": "default"}]})
    )
    assert recommended(catalog) == ["eu.a in place of old", "eu.b in place of old and with data-retention mode default"]
    assert recommended(catalog, retention="none") == ["eu.a in place of old"]


def test_a_model_that_ran_nowhere_known_names_its_successor_in_words(monkeypatch):
    """Where an ended model has no row, no ID is recommended without a residency: the ACTIVE successor's name alone."""
    late = (NEW | {"legacy": "2026-06-01"}, [EU])
    for successor, words in (("named", "AWS recommends named; "), ("late", ""), ("far", "")):
        catalog = world(old=(DEAD, []), late=late, named=(NEW, [EU]), far=(NEW, []))
        known = {one.id: replace(one, successor="") for one in catalog}
        known["acme.old"] = replace(known["acme.old"], successor=f"acme.{successor}")
        monkeypatch.setattr(catalog, "model", known.__getitem__)
        denied = decide(catalog, NONE, Request.of(catalog, model="acme.old"), on=ON)
        assert told(denied.advice) == ([], f"{words}where old was processed is not known, say a residency")
        assert denied.summary().startswith("no route: old was retired on 2026-06-01; ")
        inside = decide(catalog, NONE, Request.of(catalog, model="acme.old", residency=["eu"]), on=ON)
        by_aws = ", as AWS recommends" if successor == "named" else ""
        assert str(inside.alternatives[0]) == f"eu.acme.named in place of old{by_aws}"


def test_a_life_is_that_of_the_region():
    """A model that is LEGACY or ends soon in a Region is recommended there after one that is ACTIVE, or not at all."""
    rows = [["in-region", ["eu-west-1", "eu-west-2"], [], None, None]]
    elsewhere = {"elsewhere": [{"in": ["eu-west-1"], "legacy": "2026-06-01"}]}
    catalog = world(old=(NEW | elsewhere, rows))
    found = recommended(catalog, source="us-east-1")
    assert found == ["old if invoked from eu-west-2"]
    late = {"elsewhere": [{"in": ["eu-west-2"], "legacy": "2026-06-01", "end_of_life": "2027-01-01"}]}
    catalog = world(old=(DEAD | late, rows), a=(NEW, [["in-region", ["eu-west-2"], [], None, None]]))
    assert recommended(catalog, source="eu-west-1") == [
        "a in place of old and if invoked from eu-west-2",
        "old if invoked from eu-west-2",
    ]
    near = {"elsewhere": [{"in": ["eu-west-1"], "end_of_life": "2026-12-01"}]}
    catalog = world(old=(DEAD, [EU]), a=(NEW | near, [EU]))
    assert recommended(catalog) == []


def test_an_end_in_one_region_is_told_of_it():
    """Where a model lives on elsewhere its end is told with the Region."""
    life = {"elsewhere": [{"in": ["eu-west-1"], "end_of_life": "2026-06-01"}]}
    catalog = world(old=(NEW | life, [["in-region", ["eu-west-1", "eu-west-2"], [], None, None]]))
    denied = decide(catalog, NONE, Request.of(catalog, model="acme.old", source="eu-west-1"), on=ON)
    assert denied.summary().startswith("no route: old reached its end of life in eu-west-1 on 2026-06-01 (0 of 2 ")


def test_an_unproven_route_is_recommended_from_the_day_it_was_seen():
    """Before a row was first seen nothing is recommended on it but for that day."""
    catalog = world(old=(starts("2026-01-01"), [[*EU, "2026-12-01", "2026-12-02"]]))
    assert recommended(catalog) == ["eu.old from 2026-12-01 on"]


def test_a_bare_id_without_a_place_names_the_narrowest_first():
    """For an ID that was never served by itself the profile that reaches least comes first, `global.` last."""
    wide = ["us", ["us-east-1", "eu-west-2"], ["us-east-1", "eu-west-2"], None, None]
    catalog = world(old=(NEW, [["global", ["eu-west-1", "us-east-1"], "commercial", None, None], wide, EU]))
    advice = advise(decide(catalog, NONE, Request.of(catalog, model="acme.old"), on=ON), "acme.old", refused=True)
    assert [one.id for one in advice.alternatives] == ["eu.acme.old", "us.acme.old", "global.acme.old"]


def test_what_changes_least_comes_first():
    """The profile that was asked for, from another Region, comes before another profile from the Region asked."""
    rows = [EU, ["us", ["us-east-1"], ["us-east-1"], None, None], ["global", ["us-east-1"], "commercial", None, None]]
    catalog = world(old=(NEW, rows))
    assert recommended(catalog, profile="eu", source="us-east-1", residency=["eu", "us"]) == [
        "eu.old if invoked from eu-west-1",
        "us.old instead of eu.old",
    ]
    assert recommended(catalog, profile="eu", source="us-east-1") == ["eu.old if invoked from eu-west-1"]


def test_govcloud_stays_in_govcloud():
    """For a question from GovCloud another Region of GovCloud is recommended, and none outside."""
    gov = ["us-gov", ["us-gov-west-1"], ["us-gov-west-1"], None, None]
    catalog = world(old=(NEW, [gov, ["us", ["us-east-1"], ["us-east-1"], None, None]]))
    assert recommended(catalog, source="us-gov-east-1") == ["us-gov.old if invoked from us-gov-west-1"]
    assert recommended(catalog, profile="us", source="us-gov-east-1") == []


def test_active_before_legacy():
    """An ACTIVE model comes before a LEGACY one, though it changes more."""
    later = starts("2026-12-01", legacy="2026-12-01")
    catalog = world(old=(later, [EU]), a=(starts("2027-01-01"), [EU]), b=(NEW, [EU]))
    assert recommended(catalog) == ["eu.old from 2026-12-01 on"]
    row = ["eu", ["eu-west-1"], ["eu-west-1"], "2026-12-01", None]
    catalog = world(old=(starts("2026-10-01", legacy="2026-10-02"), [row]), a=(starts("2026-11-01"), [EU]))
    assert recommended(catalog) == ["eu.a in place of old", "eu.old from 2026-12-01 on"]


def test_what_a_rule_for_stated_regions_forbids_is_no_alternative(policy, ask):
    """A route that answers while no Region is named, and not once it is, is recommended to nobody."""
    own = policy(
        "policy: p\ntitle: t\nrules:\n"
        "  - {id: named, ask: {source: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]},\n"
        "     forbid: {endpoint_in: [bedrock-runtime]}}\n"
    )
    denied = ask("Sonnet 4.5, EU residency, from eu-west-2", policy=own)
    assert (denied.id, denied.alternatives) == (None, ())


def test_a_held_answer_tells_how_long_it_holds_and_what_else_there_is(catalog, policy):
    """What is pinned is asked again as it was pinned, and its alternatives are asked as any question is."""
    none = policy("policy: p\ntitle: t\n")
    request = Request.parse("Sonnet 4.5, EU residency", catalog, none)
    model = "anthropic.claude-sonnet-4-5-20250929-v1:0"
    held = hold(catalog, none, request, model, f"eu.{model}", on=date(2026, 11, 20))
    assert (held.id, held.valid_until) == (f"eu.{model}", date(2027, 4, 8))
    assert {one.id.partition(".")[0] for one in held.alternatives} == {"eu"}
