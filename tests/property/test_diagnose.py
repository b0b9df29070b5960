"""What is said of an error is in it: no text, however cut, wrapped, joined or foreign, gets a cause that is not there.

And what is proposed stays where the call went: the law of `advice`, over every cause, ID and Region.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from itertools import islice, product

import botocore.session
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_atlas.diagnose.answer import diagnose
from bedrock_atlas.diagnose.case import Known
from bedrock_atlas.diagnose.log import read_text
from bedrock_atlas.diagnose.recognise import recognise
from bedrock_atlas.diagnose.table import WORDINGS
from bedrock_atlas.loading.catalogs import load_catalog
from bedrock_atlas.loading.policies import load_policy
from tests.wrappers import DAY, WRAPPERS, javascript

FOREIGN = 10_000
LINES = 2_000
SHARE = 41
RIGHTS = {one.slug for one in WORDINGS if "not authorized to perform: bedrock:" in one.said}
NOISE = (
    'time="{n}" level=info msg="request done" status=200 path=/v1/items/{n} took={n}ms',
    '127.0.0.{n} - - [20/Nov/2026:10:00:00 +0000] "POST /model/{n} HTTP/1.1" 403 {n}',
    "WARN pool: too many requests for tenant {n}, please retry later",
    "ERROR redis: operation not allowed when {n} keys are locked",
    "psycopg.errors.InsufficientPrivilege: permission denied for table t{n}",
    "kernel: Out of memory: Killed process {n} (python) total-vm:{n}kB",
    "The model has {n} parameters and does not support tool calls",
    "token {n} included in the request is invalid",
    "job {n} has reached the end of its life cycle",
    "input file {n} is too long for column name",
    "openai.NotFoundError: Error code: 404 - The model `gpt-{n}` does not exist or you do not have access to it.",
    "sqs {n}: AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.",
    "git: 'x{n}' is not available for this account type",
    "AccessDenied: User {n} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::{n}:role/x",
    "data retention mode {n} days is set for bucket",
)


@cache
def catalog():
    """Return the shipped catalog."""
    return load_catalog()


def slugs(text):
    return {one.wording.slug for one in read_text(text)}


def foreign(step):
    """Iterate over errors of every service but Bedrock, as botocore, the JS and the Java SDK would word them."""
    session = botocore.session.get_session()
    tags = re.compile(r"<[^>]+>")
    for service in [one for one in session.get_available_services() if not one.startswith("bedrock")][::step]:
        model = session.get_service_model(service)
        for name in model.operation_names:
            for shape in model.operation_model(name).error_shapes:
                message = tags.sub("", shape.documentation).strip() or "The request is not valid."
                yield f"An error occurred ({shape.name}) when calling the {name} operation: {message}"
                yield f"{shape.name}: {message}"
                yield f"{shape.name}: {message} (Service: {service.title()}, Status Code: 400, Request ID: 0)"
        yield from (
            f"An error occurred ({one.codes[0] if one.codes else 'X'}) when calling the {name} operation: {one.said}"
            for name, one in zip(model.operation_names, (one for one in WORDINGS if one.shared), strict=False)
        )


def test_nothing_foreign_is_taken_for_a_refusal_of_bedrock():
    """Of ten thousand errors of other services, and shared words in their mouths, none gets a cause."""
    texts = list(islice(dict.fromkeys(foreign(5)), FOREIGN))
    assert len(texts) == FOREIGN
    assert [one for one in texts if recognise(one)] == []


def test_no_line_of_other_logs_is_taken_for_a_refusal():
    """Two thousand lines of other programs, each by itself and all together, get no cause."""
    lines = [NOISE[at % len(NOISE)].format(n=at) for at in range(LINES)]
    assert [one for one in lines if recognise(one)] == []
    assert slugs("\n".join(lines)) == set()


@settings(max_examples=300)
@given(st.sampled_from(WORDINGS), st.sampled_from(WRAPPERS), st.data())
def test_a_cut_text_says_no_more_than_the_whole(wording, wrapper, data):
    """A piece of a text has no cause that the text has not; of a right, that it was denied."""
    text = wrapper(wording)
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    assert slugs(piece) <= {wording.slug} | ({"denied"} if wording.slug in RIGHTS else set())


@settings(max_examples=200)
@given(st.sampled_from(WORDINGS), st.integers(40, 200))
def test_a_wrapped_text_says_the_same(wording, width):
    """Lines broken between words change nothing for words that are Bedrock's own, and add nothing for others."""
    text = textwrap.fill(javascript(wording).split("\n")[0], width, break_on_hyphens=False, break_long_words=False)
    assert slugs(text) <= {wording.slug}
    if not (wording.shared or wording.beside):
        assert slugs(text) == {wording.slug}


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(WORDINGS), st.sampled_from(WRAPPERS)), min_size=2, max_size=4), st.booleans())
def test_joined_texts_say_what_each_says(parts, apart):
    """Side by side no two texts make a third; on lines of their own each is still there."""
    text = ("\n" if apart else " ").join(wrapper(wording) for wording, wrapper in parts)
    assert slugs(text) <= {wording.slug for wording, _ in parts}
    if apart and all(one.__name__ in {"botocore", "litellm", "url"} for _, one in parts):
        assert slugs(text) == {wording.slug for wording, _ in parts}


@settings(max_examples=300, deadline=None)  # the first one loads the catalog
@given(st.text() | st.binary().map(lambda one: one.decode("utf-8", "replace")))
def test_any_text_is_read(text):
    """No text is too strange to be read, and its data is JSON."""
    assert not diagnose(text, Known(catalog(), load_policy(), DAY))


def cases():
    """Iterate over the whole world of refusals: every wording about every ID from some Regions."""
    ids = sorted({row.id for model in catalog() for row in model.rows} | {model.id for model in catalog()})
    sources = (None, "eu-west-1", "us-east-1", "ap-northeast-1", "us-gov-west-1")
    return product(WORDINGS, ids, sources)


def allowed(name, residency):
    """Return where a fix may go, worked out from the rows: the residency, else the ID's own reach; None: its Region."""
    if residency:
        return catalog().within(frozenset({residency}))
    known = catalog()
    rows = [row for model in known for row in model.rows if row.id == name and row.endpoint == "bedrock-runtime"]
    reach = set().union(*((row.destinations or set(row.sources)) for row in rows))
    prefix = name.partition(".")[0]
    if prefix in known.geographies or rows:
        return frozenset(reach)
    return None


@pytest.mark.parametrize("residency", [None, "eu"])
def test_a_fix_stays_where_the_call_went(residency):
    """Every ID that is proposed is within the residency or the ID's own reach, and never goes global unasked."""
    policy, told = load_policy(), 0
    for wording, name, source in islice(cases(), 0, None, SHARE):
        asked = frozenset({residency}) if residency else frozenset()
        known = Known(catalog(), policy, DAY, name, source, asked)
        bounds = allowed(name, residency)
        for refusal in diagnose(wording.said, known).refusals:
            for fix in (one for _, helps in refusal.causes for one in helps if one.id):
                told += 1
                model = next(one for one in catalog() if any(row.id == fix.id for row in one.rows))
                routes = [
                    route for route in catalog().candidates(model.id, DAY).routes
                    if route.id == fix.id and route.source in fix.invoke_from and route.endpoint == fix.endpoint
                ]  # fmt: skip
                assert routes
                assert name.startswith("global.") or all(route.scope != "global" for route in routes)
                if bounds is not None:
                    assert all(route.destinations <= bounds for route in routes), (wording.slug, name, source, fix)
                elif source is not None and wording.slug != "invalid-identifier":
                    assert source in fix.invoke_from, (wording.slug, name, fix)
    assert told > 100
