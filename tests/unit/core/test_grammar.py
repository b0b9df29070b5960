from __future__ import annotations

import pytest

from bedrock_atlas.decision.request import Request
from bedrock_atlas.errors import RequestError
from tests.unit.core.world import SMALL

SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"
SONNET_4 = "anthropic.claude-sonnet-4-20250514-v1:0"
HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"

READS = {
    # the forms of the issue
    "Sonnet 4.5, EU residency": f"{SONNET}, residency eu",
    "claude-sonnet-4-5 in the EU": f"{SONNET}, residency eu",
    f"eu.{SONNET} from eu-west-1": f"eu.{SONNET}, from eu-west-1",
    "Opus 4.8, Japan only, from ap-northeast-1, 1M context": (
        "anthropic.claude-opus-4-8, residency jp, from ap-northeast-1, needs context-1m"
    ),
    "Haiku 4.5, residency AU or NZ": f"{HAIKU}, residency au or nz",
    SONNET: SONNET,
    f"eu.{SONNET}": f"eu.{SONNET}",
    f"arn:aws:bedrock:eu-west-1::foundation-model/{SONNET}": f"{SONNET}, in-region, from eu-west-1",
    f"arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.{SONNET}": f"eu.{SONNET}, from eu-west-1",
    "claude-sonnet-4-5-20250929": SONNET,
    "claude-sonnet-4-5-20250929-v1:0": SONNET,
    # names are sets of words, brands and case of no weight
    "4.5 Sonnet": SONNET,
    "Claude Sonnet 4.5": SONNET,
    "Anthropic Claude Sonnet 4.5": SONNET,
    "sonnet-4.5": SONNET,
    "SONNET_4_5": SONNET,
    "Claude 3.5 Sonnet v2": "anthropic.claude-3-5-sonnet-20241022-v2:0",
    "Sonnet 4": SONNET_4,
    "Nova Pro": "amazon.nova-pro-v1:0",
    "gpt-oss-120b": "openai.gpt-oss-120b-1:0",
    # IDs and ARNs in any case, an ARN without Region
    SONNET.upper(): SONNET,
    f"EU.{SONNET}": f"eu.{SONNET}",
    f"arn:aws:bedrock:::foundation-model/{SONNET}": f"{SONNET}, in-region",
    f"arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.{SONNET}": (
        f"us-gov.{SONNET}, from us-gov-west-1"
    ),
    # residencies
    "Sonnet 4.5 within the EU or UK": f"{SONNET}, residency eu or uk",
    "Sonnet 4.5, within EU": f"{SONNET}, residency eu",
    "Sonnet 4.5, residency in the EU": f"{SONNET}, residency eu",
    "Sonnet 4.5, EU data residency": f"{SONNET}, residency eu",
    "Sonnet 4.5, EU/UK only": f"{SONNET}, residency eu or uk",
    "Sonnet 4.5, EU + UK residency": f"{SONNET}, residency eu or uk",
    "Sonnet 4.5, in AU and NZ": f"{SONNET}, residency au or nz",
    "Sonnet 4.5, European Union residency": f"{SONNET}, residency eu",
    "Sonnet 4.5, in residency": f"{SONNET}, residency in",
    # sources, endpoints, APIs, needs, retention
    "Sonnet 4.5, FROM EU-WEST-1": f"{SONNET}, from eu-west-1",
    "Sonnet 4.5, from eu-west-1, from eu-west-1": f"{SONNET}, from eu-west-1",
    "Sonnet 4.5 on mantle": f"{SONNET}, on bedrock-mantle",
    "Sonnet 4.5, on the runtime endpoint".replace("the ", ""): SONNET,
    "Sonnet 4.5, bedrock-mantle endpoint": f"{SONNET}, on bedrock-mantle",
    "Sonnet 4.5, mantle": f"{SONNET}, on bedrock-mantle",
    "Sonnet 4.5 over Converse": f"{SONNET}, over converse",
    "Sonnet 4.5, over InvokeModel": f"{SONNET}, over invoke-model",
    "Sonnet 4.5, needs vision and pdf": f"{SONNET}, needs pdf, needs vision",
    "Sonnet 4.5 with tools + caching / 1m": f"{SONNET}, needs context-1m, needs prompt-caching, needs tool-use",
    "Sonnet 4.5, needing visual PDF": f"{SONNET}, needs pdf-visual",
    "Sonnet 4.5, vision, vision": f"{SONNET}, needs vision",
    "Sonnet 4.5, retention none": f"{SONNET}, retention none",
    # spaces and empty clauses
    "  Sonnet 4.5 ,, EU residency , ": f"{SONNET}, residency eu",
}


@pytest.mark.parametrize(("text", "said"), READS.items(), ids=READS)
def test_a_question_reads(catalog, text, said):
    """Each form that people type is the request that its canonical form says, which reads back as itself."""
    request = Request.parse(text, catalog)
    assert str(request) == said
    assert Request.parse(said, catalog) == request


EXPECTED = (
    "expected `EU residency`, `from REGION`, `on ENDPOINT`, `over API`, `needs CAPABILITY`, "
    "`retention MODE` or `key ID`"
)
REFUSED = {
    "": ("empty-request", "nothing is asked\n  hint: try `Sonnet 4.5, EU residency`"),
    " , ": ("empty-request", "nothing is asked\n  hint: try `Sonnet 4.5, EU residency`"),
    # models
    "Sonnet": (
        "ambiguous-model",
        "`Sonnet` could be any of 9 models\n  Sonnet\n  ^^^^^^\n  hint: one of: Claude 3 Sonnet, Claude 3.5 Sonnet, "
        "Claude 3.5 Sonnet v2, Claude 3.7 Sonnet, Claude Sonnet 4, Claude Sonnet 4.5, Claude Sonnet 4.6, "
        "Claude Sonnet 5, Claude Sonnet 5.5",
    ),
    "cohere": (
        "unknown-model",
        "unknown model `cohere`\n  cohere\n  ^^^^^^\n  hint: `bedrock-atlas models` lists them",
    ),
    "Sonet 4.5, EU residency": (
        "unknown-model",
        "unknown model `Sonet 4.5`\n  Sonet 4.5, EU residency\n  ^^^^^^^^^\n  hint: did you mean `Claude Sonnet 4.5`, "
        "`Claude Sonnet 5.5`, `Claude Sonnet 4.6`?",
    ),
    "Sonnet 4.5 EU residency": (
        "unknown-model",
        "unknown model `Sonnet 4.5 EU residency`\n  Sonnet 4.5 EU residency\n  ^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: put a comma after the model: `Sonnet 4.5, EU residency`",
    ),
    "zzzzqqq": (
        "unknown-model",
        "unknown model `zzzzqqq`\n  zzzzqqq\n  ^^^^^^^\n  hint: `bedrock-atlas models` lists them",
    ),
    "...": ("unknown-model", "unknown model `...`\n  ...\n  ^^^\n  hint: `bedrock-atlas models` lists them"),
    "Scout 17B": (
        "ambiguous-model",
        "`Scout 17B` could be any of 2 models\n  Scout 17B\n  ^^^^^^^^^\n  hint: one of: Llama 4 Scout 17B Instruct, "
        "Llama 4 Scout 17B Instruct (10M)",
    ),
    "Mixtral": (
        "unknown-model",
        "unknown model `Mixtral`\n  Mixtral\n  ^^^^^^^\n  hint: did you mean `Mixtral 8x7B Instruct`?",
    ),
    # profiles and ARNs
    f"xx.{SONNET_4}": (
        "unknown-geography",
        f"`xx` is no geography prefix of Amazon Bedrock\n  xx.{SONNET_4}\n  {'^' * 42}\n  hint: it has "
        "`global.`, `us.`, `eu.`, `apac.`: name a residency, and the right one is found",
    ),
    f"jp.{SONNET_4}": (
        "unknown-profile",
        f"no profile `jp.` of `{SONNET_4}` exists\n  jp.{SONNET_4}\n  {'^' * 42}\n  hint: it has "
        "`global.`, `us.`, `eu.`, `apac.`: name a residency, and the right one is found",
    ),
    "us.cohere.rerank-v3-5:0": (
        "unknown-profile",
        "no profile `us.` of `cohere.rerank-v3-5:0` exists\n  us.cohere.rerank-v3-5:0\n  ^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: it has no inference profile",
    ),
    "arn:aws:s3:::bucket": (
        "bad-arn",
        "not a Bedrock model or inference-profile ARN: `arn:aws:s3:::bucket`\n  arn:aws:s3:::bucket\n"
        "  ^^^^^^^^^^^^^^^^^^^",
    ),
    "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc": (
        "unknown-profile",
        "the catalog does not know the application profile "
        "`arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc`\n"
        f"  arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc\n  {'^' * 72}\n"
        "  hint: name the model it was made from, or add the profile to an overlay catalog",
    ),
    f"arn:aws:bedrock:eu-west-1::foundation-model/eu.{SONNET}": (
        "unknown-model",
        f"`eu.{SONNET}` is no foundation model the catalog knows\n"
        f"  arn:aws:bedrock:eu-west-1::foundation-model/eu.{SONNET}\n  {'^' * 88}",
    ),
    f"arn:aws:bedrock:eu-west-1:123456789012:inference-profile/{SONNET}": (
        "unknown-model",
        f"`{SONNET}` is no inference profile the catalog knows\n"
        f"  arn:aws:bedrock:eu-west-1:123456789012:inference-profile/{SONNET}\n  {'^' * 98}",
    ),
    "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-opus-4-9": (
        "unknown-model",
        "`anthropic.claude-opus-4-9` is no foundation model the catalog knows\n"
        f"  arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-opus-4-9\n  {'^' * 69}\n"
        "  hint: did you mean `anthropic.claude-opus-4-8`?",
    ),
    f"arn:aws:bedrock:mars-1::foundation-model/{HAIKU}": (
        "unknown-region",
        f"unknown Region `mars-1`\n  arn:aws:bedrock:mars-1::foundation-model/{HAIKU}\n  {'^' * 81}\n"
        "  hint: `bedrock-atlas regions` lists them",
    ),
    # residencies
    "Sonnet 4.5, EU": (
        "ambiguous-clause",
        "`EU` alone is ambiguous\n  Sonnet 4.5, EU\n              ^^\n"
        "  hint: write `EU residency` for where it is processed, or the full profile ID for one profile",
    ),
    "Sonnet 4.5, in": (
        "ambiguous-clause",
        "`in` alone is ambiguous\n  Sonnet 4.5, in\n              ^^\n"
        "  hint: write `in residency` for where it is processed, or the full profile ID for one profile",
    ),
    "Sonnet 4.5, residency": (
        "bad-clause",
        f"cannot read `residency`\n  Sonnet 4.5, residency\n              ^^^^^^^^^\n  hint: {EXPECTED}",
    ),
    "Sonnet 4.5, Europa residency": (
        "unknown-residency",
        "unknown residency `Europa`\n  Sonnet 4.5, Europa residency\n              ^^^^^^^^^^^^^^^^\n"
        "  hint: did you mean `european union`?",
    ),
    "Sonnet 4.5, eu-west-1 only": (
        "unknown-residency",
        "`eu-west-1` is a Region, no residency\n  Sonnet 4.5, eu-west-1 only\n              ^^^^^^^^^^^^^^\n"
        "  hint: a residency is a set of countries; `from eu-west-1` names the Region that is called",
    ),
    "Sonnet 4.5, EU residency, UK residency": (
        "given-twice",
        "the residency is given twice\n  Sonnet 4.5, EU residency, UK residency\n"
        "                            ^^^^^^^^^^^^\n  hint: join names with `or`",
    ),
    # other clauses
    "Sonnet 4.5, from eu-west-9": (
        "unknown-region",
        "unknown Region `eu-west-9`\n  Sonnet 4.5, from eu-west-9\n              ^^^^^^^^^^^^^^\n"
        "  hint: did you mean `eu-west-3`?",
    ),
    "Sonnet 4.5 from eu-west-1 from eu-west-2": (
        "two-values",
        "two source Regions: `eu-west-1` and `eu-west-2`\n  Sonnet 4.5 from eu-west-1 from eu-west-2\n"
        "                            ^^^^^^^^^^^^^^",
    ),
    f"eu.{SONNET}, in-region": (
        "two-values",
        f"two profiles: `eu` and `in-region`\n  eu.{SONNET}, in-region\n  {' ' * len(f'eu.{SONNET}, ')}^^^^^^^^^",
    ),
    "Sonnet 4.5, on moon": (
        "unknown-endpoint",
        "unknown endpoint `moon`\n  Sonnet 4.5, on moon\n              ^^^^^^^\n"
        "  hint: known: bedrock-runtime, bedrock-mantle",
    ),
    "Sonnet 4.5, mantle, on runtime": (
        "given-twice",
        "the endpoint is given twice\n  Sonnet 4.5, mantle, on runtime\n                      ^^^^^^^^^^\n"
        "  hint: join names with `or`",
    ),
    "Sonnet 4.5, over smtp": (
        "unknown-api",
        "unknown API `smtp`\n  Sonnet 4.5, over smtp\n              ^^^^^^^^^\n"
        "  hint: known: converse, invoke-model, messages",
    ),
    "Sonnet 4.5, needs visoin": (
        "unknown-capability",
        "unknown capability `visoin`\n  Sonnet 4.5, needs visoin\n              ^^^^^^^^^^^^\n"
        "  hint: did you mean `vision`?",
    ),
    "Sonnet 4.5, retention forever": (
        "unknown-retention-mode",
        "unknown retention mode `forever`\n  Sonnet 4.5, retention forever\n              ^^^^^^^^^^^^^^^^^\n"
        "  hint: known: aws_review, default, inherit, none, provider_data_share",
    ),
    "Sonnet 4.5, visio": (
        "bad-clause",
        "cannot read `visio`\n  Sonnet 4.5, visio\n              ^^^^^\n  hint: did you mean `vision`?",
    ),
    "Sonnet 4.5, as fast as you can": (
        "bad-clause",
        "cannot read `as fast as you can`\n  Sonnet 4.5, as fast as you can\n              ^^^^^^^^^^^^^^^^^^\n"
        f"  hint: {EXPECTED}",
    ),
    "Sonnet 4.5, from": (
        "bad-clause",
        f"cannot read `from`\n  Sonnet 4.5, from\n              ^^^^\n  hint: {EXPECTED}",
    ),
    "Sonnet 4.5, data=public": (
        "unknown-attribute",
        "unknown attribute `data`\n  Sonnet 4.5, data=public\n              ^^^^^^^^^^^\n"
        "  hint: the policy declares: none",
    ),
    "role smart": (
        "unknown-role",
        "unknown role `smart`\n  role smart\n  ^^^^^^^^^^\n  hint: known: none",
    ),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items(), ids=lambda one: one if isinstance(one, str) else one[0])
def test_a_question_is_refused(catalog, text, said):
    """What is not understood is an error that shows where and says what to do, never a guess."""
    with pytest.raises(RequestError) as caught:
        Request.parse(text, catalog)
    assert (caught.value.slug, str(caught.value)) == said


@pytest.mark.parametrize("brand", ["Claude", "anthropic"])
def test_a_brand_alone_names_its_own_models(catalog, brand):
    """A brand is ambiguous among its own models only."""
    with pytest.raises(RequestError, match="could be any of 31 models") as caught:
        Request.parse(brand, catalog)
    assert all(name.startswith("Claude ") for name in caught.value.matches)


def test_a_brand_without_models_is_unknown():
    """A brand that the catalog does not hold is an unknown model."""
    with pytest.raises(RequestError) as caught:
        Request.parse("openai", SMALL)
    assert caught.value.slug == "unknown-model"


POLICY = """
policy: words
title: words of its own
attributes: {data: [public, personal], team: [search, support]}
residencies: {auditors: {regions: [eu-central-1, eu-west-1]}}
roles: {smart: [Opus 5], cheap and cheerful: [Haiku 4.5]}
rules: [{id: tag, oblige: [{kind: tag, value: a=b}]}]
"""


@pytest.fixture
def words(policy):
    """Return a policy with attributes, roles and a residency of its own."""
    return policy(POLICY.replace(", cheap and cheerful", ", cheap"))


OWN = {
    "smart, data=public, team=search": "role smart, data=public, team=search",
    "role smart, team = search, data=public": "role smart, data=public, team=search",
    "Sonnet 4.5, auditors only, data=public, team=search": (f"{SONNET}, residency auditors, data=public, team=search"),
    "cheap, EU residency, data=personal, team=support": "role cheap, residency eu, data=personal, team=support",
}


@pytest.mark.parametrize(("text", "said"), OWN.items())
def test_a_policy_brings_words(catalog, words, text, said):
    """Roles, attributes and residencies that a policy declares are words of the grammar."""
    request = Request.parse(text, catalog, words)
    assert str(request) == said
    assert Request.parse(said, catalog, words) == request


OWN_REFUSED = {
    "role smrt, data=public, team=search": ("unknown-role", "unknown role `smrt`", "did you mean `smart`?"),
    "role xyz, data=public, team=search": ("unknown-role", "unknown role `xyz`", "known: cheap, smart"),
    "smart, dat=public": ("unknown-attribute", "unknown attribute `dat`", "did you mean `data`?"),
    "smart, zone=public": ("unknown-attribute", "unknown attribute `zone`", "the policy declares: data, team"),
    "smart, data=publik": ("unknown-value", "`data` has no value `publik`", "did you mean `public`?"),
    "smart, data=x": ("unknown-value", "`data` has no value `x`", "one of: public, personal"),
    "smart, data=public": ("missing-attribute", "the policy asks for `team`", "add `team=…`, one of: search, support"),
    "smart, data=public, data=personal": (
        "given-twice",
        "the attribute data is given twice",
        "join names with `or`",
    ),
    "smart, auditors": (
        "ambiguous-clause",
        "`auditors` alone is ambiguous",
        "write `auditors residency` for where it is processed, or the full profile ID for one profile",
    ),
}


@pytest.mark.parametrize(("text", "said"), OWN_REFUSED.items())
def test_a_policys_words_are_closed(catalog, words, text, said):
    """A role, attribute or value that the policy does not declare, or leaves out, is refused with what it knows."""
    with pytest.raises(RequestError) as caught:
        Request.parse(text, catalog, words)
    assert (caught.value.slug, caught.value.message, caught.value.hint) == said
