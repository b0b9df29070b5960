from __future__ import annotations

import pytest

from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError
from bedrock_atlas.policy.policy import Policy
from bedrock_atlas.policy.rules import Entry, Role
from tests.unit.core.world import SMALL

SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"


def test_parts_say_what_words_say(catalog):
    """A request from its parts equals the one from words, in any spelling."""
    parts = {
        "model": " Sonnet 4.5 ", "residency": ["EU", "UK"], "source": "EU-West-1", "endpoint": "mantle",
        "profile": "eu", "needs": "vision and tools", "api": "InvokeModel", "retention": "none", "attributes": {},
        "role": None, "key": "customer-7",
    }  # fmt: skip
    said = (
        "EU or UK residency, from eu-west-1, on mantle, needs vision, needs tools, over InvokeModel, retention none, "
    )
    said += "key customer-7"
    assert Request.of(catalog, **parts) == Request.parse(f"eu.{SONNET}, {said}", catalog)


def test_a_word_or_a_list_of_words(catalog):
    """`residency` and `needs` take a word, words joined by `or`, or any collection of words."""
    for said in ("EU or UK", ["EU", "UK"], ("EU", "UK"), {"EU", "UK"}, frozenset({"eu", "uk"}), "EU / UK", "EU+UK"):
        assert Request.of(catalog, model="Sonnet 4.5", residency=said).residency == {"eu", "uk"}


def test_what_is_open_may_be_none_or_empty(catalog):
    """None and empty collections leave a part open, as `to_dict` writes them."""
    assert Request.of(catalog, model="Sonnet 4.5", residency=[], source=None, attributes={}) == Request(SONNET)


def test_the_parts_of_a_request(catalog):
    """`to_dict` gives every part in a fixed order."""
    request = Request.parse(f"eu.{SONNET} from eu-west-1, EU residency, needs vision", catalog)
    assert request.to_dict() == {
        "model": SONNET, "role": None, "residency": ["eu"], "source": "eu-west-1", "endpoint": "bedrock-runtime",
        "profile": "eu", "needs": ["vision"], "api": None, "retention": None, "key": None, "attributes": {},
    }  # fmt: skip


PARTS = {
    "no model": ({}, "missing-model", "ask for one model or one role"),
    "unknown part": ({"modle": "Sonnet 4.5"}, "unknown-part", "unknown part `modle`\n  hint: did you mean `model`?"),
    "foreign part": (
        {"model": "Sonnet 4.5", "when": "now"},
        "unknown-part",
        "unknown part `when`\n  hint: known: model, role, residency, source, endpoint, profile, needs, api, retention, "
        "attributes, key",
    ),
    "not text": ({"model": 4.5}, "wrong-type", "`model` must be a word, not `4.5`"),
    "blank": ({"model": "  "}, "wrong-type", "`model` must be a word, not `'  '`"),
    "a list of numbers": (
        {"model": "Sonnet 4.5", "needs": [1]},
        "wrong-type",
        "`needs` must be a word, not `1`",
    ),
    "a number of needs": ({"model": "Sonnet 4.5", "needs": 1}, "wrong-type", "`needs` must be a word, not `1`"),
    "attributes as a list": (
        {"model": "Sonnet 4.5", "attributes": ["a"]},
        "wrong-type",
        "`attributes` must map words to words",
    ),
    "attributes of numbers": (
        {"model": "Sonnet 4.5", "attributes": {"a": 1}},
        "wrong-type",
        "`attributes` must map words to words",
    ),
    "two profiles": (
        {"model": f"eu.{SONNET}", "profile": "us"},
        "two-values",
        "two profiles: `eu` and `us`",
    ),
    "two sources": (
        {"model": f"arn:aws:bedrock:eu-west-1::foundation-model/{SONNET}", "source": "eu-west-2"},
        "two-values",
        "two source Regions: `eu-west-1` and `eu-west-2`",
    ),
    "unknown attribute": (
        {"model": "Sonnet 4.5", "attributes": {"a": "b"}},
        "unknown-attribute",
        "unknown attribute `a`\n  hint: the policy declares: none",
    ),
    "unknown role": ({"role": "smart"}, "unknown-role", "unknown role `smart`\n  hint: known: none"),
}


@pytest.mark.parametrize(("parts", "slug", "said"), PARTS.values(), ids=PARTS)
def test_parts_are_refused(catalog, parts, slug, said):
    """Parts that are unknown, of another type or contradict each other are refused in words."""
    with pytest.raises(RequestError) as caught:
        Request.of(catalog, **parts)
    assert (caught.value.slug, str(caught.value)) == (slug, said)


def test_one_subject(catalog, policy):
    """A request asks for a model or a role, not for both."""
    roles = policy("policy: p\ntitle: t\nroles: {smart: [Opus 5]}\n")
    assert Request.of(catalog, roles, role="smart").role == "smart"
    with pytest.raises(RequestError) as caught:
        Request.of(catalog, roles, role="smart", model="Opus 5")
    assert caught.value.slug == "two-subjects"


def test_the_same_value_twice_is_one(catalog):
    """A profile or source Region that is said twice alike is no contradiction."""
    arn = f"arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.{SONNET}"
    assert Request.of(catalog, model=arn, profile="eu", source="eu-west-1") == Request.parse(arn, catalog)


def test_every_model_answers_to_its_names():
    """In the small catalog each model is found by name, ID, ID on the other endpoint and vendor's ID."""
    for text in ("Kept", "acme.kept", "ACME.KEPT-MANTLE", "kept"):
        assert Request.parse(text, SMALL).model == "acme.kept"
    for text in ("ruled", "acme.ruled-v1:0", "ruled-v1:0"):
        assert Request.parse(text, SMALL).model == "acme.ruled-v1:0"


def test_words_and_parts_together(catalog):
    """Parts fill what the words leave open and may repeat what they say; needs add up."""
    said = Request.asked(
        "Sonnet 4.5, EU residency, needs vision", catalog, residency="eu", needs="pdf", source="eu-west-1"
    )
    assert said == Request.parse("Sonnet 4.5, EU residency, needs vision, needs pdf, from eu-west-1", catalog)
    assert Request.asked("Sonnet 4.5 on runtime", catalog, endpoint="runtime").endpoint == "bedrock-runtime"


@pytest.mark.parametrize(
    ("ask", "parts", "said", "added"),
    [
        ("Sonnet 4.5", {"model": "Opus 4.8"}, f"model `{SONNET}`", "anthropic.claude-opus-4-8"),
        ("Sonnet 4.5 on runtime", {"endpoint": "mantle"}, "endpoint `bedrock-runtime`", "bedrock-mantle"),
        ("Sonnet 4.5, EU or UK residency", {"residency": "eu"}, "residency `eu or uk`", "eu"),
        ("Sonnet 4.5 from eu-west-1", {"source": "eu-west-2"}, "source Region `eu-west-1`", "eu-west-2"),
        (f"eu.{SONNET}", {"profile": "us"}, "profile `eu`", "us"),
    ],
)
def test_contradictions_are_refused(catalog, ask, parts, said, added):
    """What was said twice and differently is an error that names both."""
    with pytest.raises(RequestError) as caught:
        Request.asked(ask, catalog, **parts)
    message = f"the question says {said}, the options say `{added}`"
    assert (caught.value.slug, caught.value.message, caught.value.hint) == ("contradiction", message, "say it once")


def test_a_profile_stands_beside_a_role(catalog):
    """A prefix narrows a role as it narrows a model; one that Bedrock does not have is refused."""
    policy = Policy("roles", "one role", roles={"smart": Role("smart", (Entry(SONNET),))})
    assert Request.of(catalog, policy, role="smart", profile="EU.").profile == "eu"
    with pytest.raises(RequestError, match="`eus` is no geography prefix of Amazon Bedrock") as caught:
        Request.of(catalog, policy, role="smart", profile="eus")
    assert caught.value.hint.startswith("known: global, us, eu, ")
    with pytest.raises(RequestError, match=r"no profile `jp\.`"):
        Request.of(catalog, model="Sonnet 3.7", profile="jp")


def test_an_attribute_is_said_once(catalog):
    """The question and the attributes beside it may name the same value and no other."""
    policy = Policy("environments", "one attribute", attributes={"environment": ("prod", "dev")})
    asked = Request.asked("Sonnet 4.5, environment=prod", catalog, policy, attributes={"environment": "prod"})
    assert asked.attributes == (("environment", "prod"),)
    with pytest.raises(RequestError, match="the question says environment `prod`, the attributes say `dev`"):
        Request.asked("Sonnet 4.5, environment=prod", catalog, policy, attributes={"environment": "dev"})


DIFFER = {
    "model": ("Opus 5", {"model": "Opus 4.8"}, "anthropic.claude-opus-5", "anthropic.claude-opus-4-8"),
    "residency": ("Opus 5, EU residency", {"residency": ["eu", "uk"]}, "eu", "eu or uk"),
    "source Region": ("Opus 5, from eu-west-1", {"source": "eu-west-2"}, "eu-west-1", "eu-west-2"),
    "endpoint": ("Opus 5 on runtime", {"endpoint": "mantle"}, "bedrock-runtime", "bedrock-mantle"),
    "api": ("Opus 5 over converse", {"api": "messages"}, "converse", "messages"),
    "retention": ("Opus 5, retention none", {"retention": "default"}, "none", "default"),
    "data": ("Opus 5, data=public", {"attributes": {"data": "personal"}}, "public", "personal"),
}


@pytest.mark.parametrize(("part", "asked"), DIFFER.items(), ids=DIFFER)
def test_words_and_parts_must_not_differ(catalog, policy, part, asked):
    """Where words and parts differ neither wins; a need more, and what is said twice alike, is no contradiction."""
    text, parts, said, added = asked
    own = policy("policy: p\ntitle: t\nattributes: {data: [public, personal]}\n")
    also = {"attributes": {"data": "public"}} if part != "data" else {}
    by = "attributes" if part == "data" else "options"
    with pytest.raises(RequestError) as caught:
        Request.asked(text, catalog, own, **also, **parts)
    message = f"the question says {part} `{said}`, the {by} say `{added}`"
    assert (caught.value.slug, caught.value.message) == ("contradiction", message)
    twice = Request.asked("Opus 5, data=public", catalog, own, attributes={"data": "public"}, model="opus-5")
    assert dict(twice.attributes) == {"data": "public"}
    assert Request.asked("Opus 5, vision", catalog, needs="pdf").needs == {"pdf", "vision"}


def test_a_role_contradicts_a_model(catalog, policy):
    """Words that name a model and a part that names a role, or the other way round, differ in what is asked for."""
    own = policy("policy: p\ntitle: t\nroles: {smart: [Opus 5]}\n")
    for text, parts in (("Opus 5", {"role": "smart"}), ("role smart", {"model": "Opus 5"})):
        with pytest.raises(RequestError) as caught:
            Request.asked(text, catalog, own, **parts)
        assert caught.value.slug == "contradiction"
    assert Request.asked("role smart", catalog, own, role="smart").role == "smart"


def test_a_profile_is_one_of_its_model(catalog):
    """A profile that the model does not have is refused in parts as it is in words."""
    with pytest.raises(RequestError) as caught:
        Request.of(catalog, model="Sonnet 4.5", profile="apac")
    assert (caught.value.slug, caught.value.message) == ("unknown-profile", f"no profile `apac.` of `{SONNET}` exists")
    assert Request.of(catalog, model="Sonnet 4.5", profile="EU").profile == "eu"


def test_the_base_id_is_asked_for_as_a_part(catalog):
    """`in-region` is the profile of a question for the base ID itself, in any case."""
    asked = Request.of(catalog, model=SONNET, profile="In-Region")
    assert (asked.profile, asked.named, str(asked)) == ("in-region", SONNET, f"{SONNET}, in-region")
