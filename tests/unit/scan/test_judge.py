"""What each verdict says, when it begins, and what it offers instead."""

from __future__ import annotations

from datetime import date

import pytest

SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"


def told(found):
    return [(one.slug, str(one.day) if one.day else None, one.replacement) for one in found]


@pytest.mark.parametrize(
    ("on", "slug"),
    [
        (date(2025, 9, 28), "not-yet"),
        (date(2025, 9, 29), None),
        (date(2026, 9, 7), None),
        (date(2026, 9, 8), "legacy-soon"),
        (date(2026, 10, 7), "legacy-soon"),
        (date(2026, 10, 8), "legacy"),
        (date(2027, 3, 8), "legacy"),
        (date(2027, 3, 9), "end-of-life-soon"),
        (date(2027, 4, 7), "end-of-life-soon"),
        (date(2027, 4, 8), "end-of-life"),
    ],
)
def test_a_life(scan, on, slug):
    """One ID over its life, with a horizon of 30 days: each verdict begins on its very day."""
    assert [one.slug for one in scan(f"eu.{SONNET}", on=on, within=30)] == ([slug] if slug else [])


def test_only_the_calendar_of_bedrock_counts(scan):
    """The provider retires Sonnet 4.5 on 2026-11-30; on Amazon Bedrock nothing happens that day."""
    found = scan(f"eu.{SONNET}", on=date(2026, 12, 1), within=1)
    assert told(found) == [("legacy", "2026-10-08", None)]


@pytest.mark.parametrize(
    ("text", "on", "slug"),
    [
        ("anthropic.claude-3-haiku-20240307-v1:0", date(2026, 9, 9), "end-of-life-soon"),
        ("anthropic.claude-3-haiku-20240307-v1:0", date(2026, 9, 10), "legacy"),
        ("us.anthropic.claude-3-haiku-20240307-v1:0", date(2026, 9, 10), "end-of-life"),
        ("us-gov.anthropic.claude-3-7-sonnet-20250219-v1:0", date(2026, 4, 28), "legacy"),
        ("us-gov.anthropic.claude-3-7-sonnet-20250219-v1:0", date(2026, 7, 30), "end-of-life"),
        ("apac.anthropic.claude-3-7-sonnet-20250219-v1:0", date(2026, 4, 28), "end-of-life"),
        ("${prefix}.anthropic.claude-3-7-sonnet-20250219-v1:0", date(2026, 7, 29), "end-of-life-soon"),
        ("${prefix}.anthropic.claude-3-7-sonnet-20250219-v1:0", date(2026, 7, 30), "end-of-life"),
        (
            "arn:aws:bedrock:ap-south-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
            date(2026, 10, 14),
            "legacy",
        ),
        (
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
            date(2026, 9, 10),
            "end-of-life",
        ),
    ],
)
def test_an_id_has_ended_where_it_has_ended_everywhere(scan, text, on, slug):
    """An ID without a Region lives while any Region that it can be called from has it; an ARN goes by its own."""
    (found,) = scan(text, on=on, within=30)
    assert found.slug == slug


def test_what_lives_on_in_a_few_regions_says_so(scan):
    """Past the end in most Regions, an ID is told with the Regions that are left."""
    (found,) = scan("anthropic.claude-3-7-sonnet-20250219-v1:0", on=date(2026, 11, 20), within=30)
    assert found.message == (
        "`anthropic.claude-3-7-sonnet-20250219-v1:0` lives on in eu-west-2 alone; "
        "elsewhere it reached its end of life on 2026-04-28"
    )


def test_newer_ids_keep_the_geography(scan):
    """What is offered for an ended profile has its prefix and reaches no further, for a bare ID none."""
    (profile,) = scan("us.anthropic.claude-3-7-sonnet-20250219-v1:0")
    assert profile.instead
    assert all(one.startswith("us.anthropic.claude-sonnet-") for one in profile.instead)
    (further,) = scan("eu.anthropic.claude-3-7-sonnet-20250219-v1:0")  # it never ran in Milan; all that came later do
    assert (further.instead, further.replacement) == ((), None)
    assert further.hint == (
        "no route inside the Regions that `eu.anthropic.claude-3-7-sonnet-20250219-v1:0` reached; "
        "IDs without a prefix exist outside"
    )
    (bare,) = scan("anthropic.claude-3-haiku-20240307-v1:0")
    assert all(".anthropic.claude-haiku-" in one for one in bare.instead)  # a bare ID would be refused once more


@pytest.mark.parametrize(
    ("text", "slug", "replacement"),
    [
        ("us.anthropic.claude-sonnet-4-6-v1:0", "unknown-model", "us.anthropic.claude-sonnet-4-6"),
        ("anthropic.claude-opus-4-5-20251101", "incomplete-id", None),
        ("us.anthropic.claude-opus-4-5-20251101-v1", "incomplete-id", "us.anthropic.claude-opus-4-5-20251101-v1:0"),
        ("us.anthropic.claude-haiku-4-5", "incomplete-id", "us.anthropic.claude-haiku-4-5-20251001-v1:0"),
        ("anthropic.claude-3-haiku-20240307", "incomplete-id", None),
        ("us.amazon.nova-pro-v1", "incomplete-id", "us.amazon.nova-pro-v1:0"),
        ("apac.anthropic.claude-sonnet-4-6", "unknown-profile", None),
        ("uk.anthropic.claude-sonnet-4-6", "unknown-geography", None),
        ("eu.anthropic.claude-fable-5", "withdrawn-profile", None),
        ("anthropic.claude-opus-4-1-20250805-v1:0", "profile-only", "us.anthropic.claude-opus-4-1-20250805-v1:0"),
        ("anthropic.claude-opus-4-5-20251101-v1:0", "profile-only", None),
        ("eu.anthropic.claude-opus-4-1-20250805-v1:0", "unknown-profile", None),
        ("us.meta.llama4-scout-17b-instruct-v1", "incomplete-id", None),
        ("cohere.embed-english-v3:9", "unknown-model", None),
    ],
)
def test_replacement_only_where_one_id_is_right(scan, text, slug, replacement):
    """A replacement is the same model in the same geography, and it works; otherwise there is none."""
    (found,) = scan(text)
    assert (found.slug, found.replacement) == (slug, replacement)


@pytest.mark.parametrize(
    "text",
    [
        "anthropic.claude-3",
        "us.anthropic.claude-sonnet-4",
        'if "cohere.embed-v4" in model_id:',
        "meta.llama3",
        "anthropic.claude-haiku-4-5",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-5-20251101-v1:0",
        "com.anthropic.claude-sonnet-4-6",
        "us-gov.anthropic.claude-opus-5-5",
    ],
)
def test_clean(scan, text):
    """A family, an ID of bedrock-mantle, a foundation model in an ARN and a package are no findings."""
    assert scan(text) == []


def test_policy_decides_what_is_left(scan):
    """Under a policy an ID it does not admit is a finding, replaced where the policy leaves one ID alone."""
    (found,) = scan("global.anthropic.claude-opus-4-5-20251101-v1:0", policy=("eu-residency",))
    assert (found.slug, found.replacement) == ("not-admitted", "eu.anthropic.claude-opus-4-5-20251101-v1:0")
    assert "stay-in-eu" in found.message
    assert found.instead == ("eu.anthropic.claude-opus-4-5-20251101-v1:0",)
    (none,) = scan("us.amazon.nova-premier-v1:0", policy=("eu-residency",), on=date(2026, 1, 1), within=1)
    assert (none.slug, none.instead, none.replacement) == ("not-admitted", (), None)


def test_a_fix_is_written_only_where_the_policy_leaves_one(scan):
    """A fix is the one ID that is left within what the old one reached; one that leads elsewhere is not even named."""
    (found,) = scan("global.amazon.nova-2-lite-v1:0", policy=("us-residency",))
    assert (found.slug, found.instead, found.replacement) == (
        "not-admitted", ("us.amazon.nova-2-lite-v1:0",), "us.amazon.nova-2-lite-v1:0",
    )  # fmt: skip
    (found,) = scan("eu.amazon.nova-lite-v1:0", policy=("us-residency",))
    assert (found.slug, found.instead, found.replacement) == ("not-admitted", (), None)


def test_what_is_not_known_is_not_admitted(scan):
    """A profile of which nobody knows where it processes is clean without rules and refused under rules that narrow."""
    assert scan("us-gov.anthropic.claude-opus-5-5") == []
    (found,) = scan("us-gov.anthropic.claude-opus-5-5", policy=("us-residency",))
    assert (found.slug, found.replacement) == ("not-admitted", None)
    assert "where it is processed is not known" in found.message


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("eu.anthropic.claude-sonet-4-6", ("eu.anthropic.claude-sonnet-4-6",)),
        ("global.anthropic.claude-sonet-4-6", ()),
        ("us.anthropic.claude-opus-4-5-20251101-v1", ()),
        ("eu.anthropic.claude-opus-4-5-20251101-v1", ("eu.anthropic.claude-opus-4-5-20251101-v1:0",)),
    ],
)
def test_a_suggestion_never_leaves_the_policy(scan, text, suggested):
    """Under a residency a misspelled ID is told no ID that leaves it, however near: a hint must not widen."""
    (found,) = scan(text, policy=("eu-residency",))
    assert found.instead == suggested
    assert found.replacement in {None, *suggested}


def test_a_successor_is_named_and_not_written(scan):
    """Another model is never written over the one that stands there, though it be the only one left."""
    (found,) = scan("jp.anthropic.claude-sonnet-4-5-20250929-v1:0")
    assert (found.slug, found.instead, found.replacement) == (
        "end-of-life-soon", ("jp.anthropic.claude-sonnet-4-6",), None,
    )  # fmt: skip


def test_policy_and_the_region_of_an_arn(scan):
    """A profile that leaks from one Region alone is a finding in an ARN of that Region alone."""
    arn = "arn:aws:bedrock:{}:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6"
    assert scan(arn.format("eu-west-1"), policy=("eu-residency",)) == []
    (leak,) = scan(arn.format("eu-west-2"), policy=("eu-residency",))
    assert (leak.slug, leak.replacement) == ("not-admitted", None)
    assert "from eu-west-2" in leak.message


def test_vendor_ids_are_judged_by_bedrock(scan):
    """A provider's own ID gets Amazon Bedrock's dates, and no replacement."""
    assert scan('"claude-3-7-sonnet-20250219"') == []
    (found,) = scan('"claude-3-7-sonnet-20250219"', vendor_ids=True)
    assert told([found]) == [("end-of-life", "2026-04-28", None)]
    (refused,) = scan('"claude-mythos-preview"', vendor_ids=True, policy=("eu-residency",))
    assert refused.slug == "not-admitted"


def test_suppressions(scan):
    """A comment silences the kinds it names on its line; what it does not name stays."""
    dead = "eu.anthropic.claude-3-haiku-20240307-v1:0"
    assert scan(f"{dead}  # atlas: ignore[end-of-life] because it is a test") == []
    assert (
        scan(f"uk.anthropic.claude-sonnet-4-6 {dead} <!-- atlas: ignore[unknown-geography, end-of-life] because x -->")
        == []
    )
    other = scan(f"{dead}  // atlas: ignore[legacy] because x")
    assert [one.slug for one in other] == ["end-of-life", "unused-suppression"]
    assert [one.slug for one in scan(f"{dead}\n# atlas: ignore[end-of-life] because x\n")] == [
        "end-of-life",
        "unused-suppression",
    ]
