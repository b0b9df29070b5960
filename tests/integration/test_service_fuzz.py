"""Whatever is sent, the service answers and never fails: from its own OpenAPI document, and as raw bytes."""

from __future__ import annotations

import json

import httpx
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedrock_atlas.service.openapi import document
from tests.integration.served import JSON, SONNET, Served

EXAMPLES = 25
PATHS = ["/v1/decision", "/v1/decisions", "/v1/data/bedrock/decision"]


schema = schemathesis.openapi.from_dict(json.loads(document()))
# A string of the right form may still name no model: that is 422, or 404 in a path, and no schema can tell it apart.
schema.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "404", "422"]
schema.config.checks.negative_data_rejection.expected_statuses = ["400", "404", "405", "413", "415", "422"]


def test_the_document_is_the_one_that_is_served(service: Served):
    """What is fuzzed below is what /openapi.json gives."""
    assert service.client.get("/openapi.json").content == document()


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_its_promises(service: Served, case):
    """Each operation answers generated requests, right and wrong ones, as its document says; all checks are on."""
    case.call_and_validate(base_url=service.url)


pieces = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
odd = st.sampled_from([
    b"", b"\x00", b"[" * 5000, b"{" * 5000, b'{"a":' * 3000, b'"' * 101, b"\xff\xfe", b"\xef\xbb\xbf{}",
    b'{"ask":"\\ud800\\udc00\\ud800"}', b'{"ask":"a","ask":"b"}', b"9" * 60000, b'{"ask":1e999}', b'{"on":-0}',
    b'{"ask":"' + b"x" * 1001 + b'"}', b'{"requests":[' + b"{}," * 1000 + b"{}]}", b'{"input":{"input":{}}}',
    '{"ask":"Sonnet\u20284.5\u0000, \U0001f600 residency"}'.encode(), b'{"ask":"' + b"," * 900 + b'"}',
    b'{"model":"arn:aws:bedrock:::foundation-model/x"}', b'{"model":".", "residency":["", "eu"]}',
    b'{"ask":"' + b"in " * 300 + b'"}', b'{"ask":"' + b"residency " * 90 + b'"}', b'{"ask":" , , "}',
    b'{"ask":"=,=a,a="}',
])  # fmt: skip
typed = st.text(st.sampled_from("abceinorstu 4.5,-/=+:\n\t"), min_size=1, max_size=60) | st.text(
    min_size=1, max_size=60
)
near = st.builds(
    lambda words, glue: glue.join(words),
    st.lists(
        st.sampled_from(["Sonnet 4.5", "EU", "residency", "from", "eu-west-1", "in", "needs", "over", "role", "a=b"]),
        min_size=1, max_size=8,
    ),
    st.sampled_from([" ", ", ", "", "  "]),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(PATHS), body=st.binary(max_size=300) | odd | pieces.map(lambda one: json.dumps(one).encode())
)
def test_no_body_breaks_it(service: Served, path, body):
    """Raw bytes, deep JSON, huge numbers, NUL, surrogates, keys given twice: an answer or a 4xx that says why."""
    answer = service.client.post(path, content=body, headers=JSON)
    assert answer.status_code == 200 or 400 <= answer.status_code < 500
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(ask=typed | near)
def test_no_question_breaks_it(service: Served, ask):
    """Whatever is typed is answered the same by POST and GET: a decision or a problem that says what is wrong."""
    body = json.dumps({"ask": ask}).encode()
    posted = service.client.post("/v1/decision", content=body, headers=JSON)
    assert posted.status_code in {200, 422}
    got = service.client.get("/v1/decision", params={"ask": ask})
    assert got.status_code == posted.status_code
    assert got.content == posted.content


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(min_size=1, max_size=200))
def test_no_bytes_break_it(service: Served, data):
    """Bytes that are no HTTP end their connection and nothing else."""
    answer = service.raw(data.replace(b"\x16", b"") + b"\r\n\r\n", seconds=0.2)
    assert not answer or answer.startswith((b"HTTP/1.1 4", b"Invalid"))
    assert service.process.poll() is None


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    query=st.binary(max_size=60),
    path=st.sampled_from(["/v1/decision", "/v1/models", "/v1/table", "/v1/snippet", "/v1/models/%ff"]),
)
def test_no_query_breaks_it(service: Served, path, query):
    """Raw query strings are answered or refused."""
    safe = bytes(byte for byte in query if byte > 32 and byte not in b"#\x7f")
    answer = service.raw(
        b"GET " + path.encode() + b"?" + safe + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    assert answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 4"))


def test_it_still_answers(service: Served):
    """After all that the service is the same process and gives the same answer."""
    assert service.process.poll() is None
    assert service.decide(SONNET).json()["decision"] is True
    assert "request failed" not in service.log
    assert httpx.get(f"{service.url}/readyz").status_code == 200
