"""What is an ID and what only looks like one, and where it stands."""

from __future__ import annotations

import pytest

from bedrock_atlas import load_catalog
from bedrock_atlas.scan.finder import Finder

FINDER = Finder(load_catalog())
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"


def seen(text):
    """Return each mention as (bytes it spans, prefix, text)."""
    data = text.encode()
    return [(data[one.start : one.end].decode(), one.mention.prefix, one.mention.text) for one in FINDER.hits(data)]


@pytest.mark.parametrize(
    ("text", "spans", "prefix"),
    [
        (f"{SONNET}", SONNET, None),
        (f"eu.{SONNET}", f"eu.{SONNET}", "eu"),
        (f"us-gov.{SONNET}", f"us-gov.{SONNET}", "us-gov"),
        (f"uk.{SONNET}", f"uk.{SONNET}", "uk"),
        (f'"bedrock/eu.{SONNET}"', f"eu.{SONNET}", "eu"),
        (f"bedrock.eu.{SONNET}", f"eu.{SONNET}", "eu"),
        (f"model-eu.{SONNET}", f"eu.{SONNET}", "eu"),
        (f'"text\\neu.{SONNET}\\n"', f"eu.{SONNET}", "eu"),
        (f'"text\\n{SONNET}"', SONNET, None),
        (f"\\u0022{SONNET}\\u0022", SONNET, None),
        (f"model%2F{SONNET}/invoke", SONNET, None),
        (f"model/eu.{SONNET.replace(':', '%3A')}/invoke", f"eu.{SONNET.replace(':', '%3A')}", "eu"),
        (f"{SONNET}.json", SONNET, None),
        (f"{SONNET}:200k", SONNET, None),
        (f"Use {SONNET}.", SONNET, None),
        (f"${{geo}}.{SONNET}", SONNET, ""),
        (f'prefix + ".{SONNET}"', SONNET, ""),
        (f"*.{SONNET}", SONNET, ""),
        (f"models.bedrock.{SONNET}", SONNET, ""),
    ],
)
def test_found(text, spans, prefix):
    """An ID is found where it begins and ends, with the prefix it is written with."""
    assert seen(text) == [(spans, prefix, SONNET)]


@pytest.mark.parametrize(
    "text",
    [
        "anthropic.claude-sonnet-4-*",
        "anthropic.claude-sonnet-4-{date}-v1:0",
        "anthropic.claude-${version}",
        "anthropic.claude-3-5-sonnet...",
        r"anthropic\.claude-3",
        "anthropic.claude_v2",
        f"my-{SONNET}",
        f"my_{SONNET}",
        f"{SONNET}_old",
        "import amazon.nova as nova",
        "meta.llama(3)",
        "mistral.mistral_client",
        "https://www.amazon.novascotia.example",
        "cohere.command-r-plus-08-2024",
        "oci/xai.grok-4.3",
        "oci/meta.llama-3.3-70b-instruct",
        "openai.gpt-4o",
        "a" * 300 + f".{SONNET}" + "-a" * 200,
        "",
    ],
)
def test_not_found(text):
    """A pattern, a template, another cloud's ID, a module or a longer word is no ID."""
    assert [one for one in FINDER.hits(text.encode()) if one.mention.text not in {"amazon.nova", "meta.llama"}] == []


@pytest.mark.parametrize(
    ("arn", "kind", "region", "spans"),
    [
        (f"arn:aws:bedrock:eu-west-1::foundation-model/{SONNET}", "foundation-model", "eu-west-1", SONNET),
        (
            f"arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.{SONNET}",
            "inference-profile",
            "us-gov-west-1",
            f"us-gov.{SONNET}",
        ),
        (f"arn:aws:bedrock:*::foundation-model/{SONNET}", "foundation-model", "", SONNET),
        (f"arn:aws:bedrock:${{AWS::Region}}::foundation-model/{SONNET}", "id", "", SONNET),
        ("arn:aws:bedrock:eu-west-1::foundation-model/nobody.knows-v1:0", "foundation-model", "eu-west-1",
         "nobody.knows-v1:0"),
    ],
)  # fmt: skip
def test_arns(arn, kind, region, spans):
    """An ID in an ARN carries what the ARN says of it."""
    (hit,) = FINDER.hits(arn.encode())
    assert (hit.mention.kind, hit.mention.region, arn[hit.start : hit.end]) == (kind, region, spans)


def test_application_profile():
    """The ARN of an application inference profile is found as a whole."""
    arn = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc123def456"
    (hit,) = FINDER.hits(f'profile = "{arn}"'.encode())
    assert hit.mention.text == arn
    assert hit.mention.kind == "application-inference-profile"


def test_vendor_ids_are_found_only_when_asked_for():
    """A provider's own ID is no mention unless it is asked for, and never a part of Bedrock's."""
    data = f'"claude-sonnet-4-5-20250929" eu.{SONNET}'.encode()
    assert [one.mention.text for one in FINDER.hits(data)] == [SONNET]
    asked = Finder(load_catalog(), vendor_ids=True)
    assert [one.mention.text for one in asked.hits(data)] == ["claude-sonnet-4-5-20250929", SONNET]
    assert list(asked.hits(b"my-claude-sonnet-4-5-20250929 x.claude-sonnet-4-5-20250929")) == []


def test_two_on_a_line():
    """Neighbours are told apart whatever stands between them."""
    assert [span for span, _, _ in seen(f"{SONNET},eu.{SONNET}|{SONNET}")] == [SONNET, f"eu.{SONNET}", SONNET]
