from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from bedrock_atlas.diagnose.causes import CAUSES
from bedrock_atlas.diagnose.log import read_lines, read_text
from bedrock_atlas.diagnose.normal import normal
from bedrock_atlas.diagnose.page import renew
from bedrock_atlas.diagnose.recognise import recognise
from bedrock_atlas.diagnose.table import WORDINGS
from tests.wrappers import WRAPPERS, botocore

NAMES = {one.slug: one for one in WORDINGS}
APOSTROPHES = {"straight": ("\u2019", "'"), "curly": ("'", "\u2019")}
ROW = [pytest.param(one, id=one.slug) for one in WORDINGS]


def slugs(text):
    return [one.wording.slug for one in read_text(text)]


@pytest.mark.parametrize("wording", ROW)
@pytest.mark.parametrize("apostrophe", APOSTROPHES)
@pytest.mark.parametrize("wrapper", WRAPPERS, ids=lambda one: one.__name__)
def test_every_wording_in_every_wrapper(wording, apostrophe, wrapper):
    """A wording is recognised in whatever brought it, with either apostrophe, once and as no other."""
    text = wrapper(wording).replace(*APOSTROPHES[apostrophe])
    assert slugs(text) == [wording.slug]


@pytest.mark.parametrize("wording", ROW)
def test_every_wording_says_where_it_was_met(wording):
    """A wording has causes that are known, an address and a day, and its sample holds its anchor."""
    assert set(wording.causes) <= CAUSES.keys()
    assert wording.source.startswith("https://")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", wording.seen)
    assert wording.anchor in normal(wording.said).text.lower()
    assert slugs(wording.said) == [wording.slug]


def test_every_cause_is_that_of_a_wording():
    """No cause stands in the table that no wording has, and each names a page."""
    assert {slug for one in WORDINGS for slug in one.causes} == CAUSES.keys()
    assert all(cause.link.startswith("https://") and cause.title and cause.apart for cause in CAUSES.values())
    assert len({one.slug for one in WORDINGS}) == len(WORDINGS) >= 39


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (NAMES["profile-needed"].said, {"id": "anthropic.claude-sonnet-4-5-20250929-v1:0"}),
        (NAMES["retention"].said, {"mode": "default"}),
        (NAMES["output-limit"].said, {"limit": "64000"}),
        (NAMES["legacy-idle"].said, {"days": "15"}),
        (
            NAMES["scp-destination"].said,
            {
                "action": "bedrock:InvokeModel",
                "resource": "arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
                "region": "eu-north-1",
                "id": "anthropic.claude-sonnet-4-5-20250929-v1:0",
            },
        ),
        (NAMES["bearer-rights"].said, {"action": "bedrock-mantle:CallWithBearerToken"}),
        (NAMES["no-endpoint"].said, {"kind": "-mantle", "region": "us-west-1"}),
    ],
)
def test_parts_are_named(text, parts):
    """What varies in a wording is read out of it."""
    (seen,) = recognise(text)
    assert dict(seen.parts) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "disk full",
        "Operation not allowed on a closed socket",
        "An error occurred (ValidationException) when calling the PutObject operation: Operation not allowed",
        "An error occurred (ValidationException) when calling the PutObject operation: bedrock: Operation not allowed",
        "AccessDeniedException: Operation not allowed",
        "An error occurred (AccessDenied) when calling the GetObject operation: User: x is not authorized to perform: "
        "s3:GetObject on resource: arn:aws:s3:::b/k because no identity-based policy allows the s3:GetObject action",
        "An error occurred (ThrottlingException) when calling the DescribeStacks operation: Too many requests, please "
        "wait before trying again.",
        "software.amazon.awssdk.services.sqs.model.SqsException: The security token included in the request is invalid."
        " (Service: Sqs, Status Code: 403, Request ID: 0)",
        '{"eventSource": "s3.amazonaws.com", "errorCode": "ValidationException", "errorMessage": "The provided ARN is '
        'invalid for the service region"}',
        "The model 'gpt-4' does not exist or you do not have access to it.",
        "the user file does not exist",
        "curl: (6) Could not resolve host: bedrock.example.com",
        "-" * 5000 + " Operation not allowed x",
    ],
)
def test_others_are_left_alone(text):
    """What another service says, and what only sounds like it, is not known."""
    assert slugs(text) == []


def test_bedrock_beside_shared_words_counts_on_the_same_lines_alone():
    """Common words count where their own line names Bedrock, not where the line before does."""
    assert slugs("bedrock-runtime said: Operation not allowed (403)") == ["operation-not-allowed"]
    assert slugs("calling bedrock-runtime\nredis: Operation not allowed for user 7") == []


def test_lines_of_a_log():
    """In a log each refusal has the number of its line, over the borders of what is read at once."""
    lines = ["2026-11-20 INFO nothing to see"] * 20_000
    at = {
        5: "quota-day",
        4090: "retention",
        4094: "capacity",
        4096: "end-of-life",
        8191: "context-window",
        20_000: "geo-block",
    }
    for line, slug in at.items():
        lines[line - 1] = f"2026-11-20 ERROR {botocore(NAMES[slug])}"
    assert [(one.line, one.wording.slug) for one in read_lines(lines)] == list(at.items())


def test_a_wrapped_refusal_at_a_border_is_told_once():
    """A refusal that a terminal wrapped is recognised wherever the border of a block falls in it."""
    said = ["User: x is not authorized to perform: bedrock:InvokeModel on resource:",
            "arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
            "with an explicit deny in a service control policy"]  # fmt: skip
    for before in range(4085, 4105):
        found = [(one.line, one.wording.slug) for one in read_lines(["x"] * before + said + ["y"] * 5000)]
        assert found == [(before + 1, "scp-destination")]


def test_records_of_a_document_stand_alone():
    """Of a CloudTrail file each record is read by itself, and its line is that of its message."""
    text = """{"Records": [
      {"eventSource": "s3.amazonaws.com",
       "errorMessage": "Operation not allowed"},
      {"eventSource": "bedrock.amazonaws.com",
       "errorCode": "ValidationException",
       "errorMessage": "Operation not allowed"}
    ]}"""
    assert [(one.line, one.wording.slug) for one in read_text(text)] == [(6, "operation-not-allowed")]


def test_the_guide_is_fresh():
    """docs/diagnose.md holds what `python -m bedrock_atlas.diagnose.page` writes, every wording and cause."""
    page = (Path(__file__).parents[3] / "docs" / "diagnose.md").read_text("utf-8")
    assert renew(page) == page
    assert [one.slug for one in WORDINGS if f"| `{one.slug}` |" not in page] == []


@pytest.mark.parametrize(
    "piece",
    ["x is not authorized to perform: bedrock:Invoke an error (service: y when calling the ", "model '", "%41+", "-",
     "Operation not allowed bedrock ", "\\\\u2019", "error "],
)  # fmt: skip
def test_no_text_takes_long(piece):
    """A megabyte of what looks most like a refusal, on one line, is read within seconds."""
    start = time.process_time()
    list(read_text(piece * (1_000_000 // len(piece))))
    assert time.process_time() - start < 5
