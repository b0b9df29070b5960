"""Decisions over HTTP: the same as in process, in the forms that callers know."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from bedrock_atlas import Request, decide, decide_jointly, load_catalog, load_policy
from bedrock_atlas.iam.answer import answer_data
from tests.integration.served import JSON, SONNET, Served

QUESTIONS = [
    {"ask": "Sonnet 4.5, EU residency"},
    {"ask": "Fable 5, EU residency"},
    {"ask": "Sonnet 4.6, UK residency", "on": "2026-11-20"},
    {"model": "Sonnet 4.5", "residency": ["eu", "uk"], "source": "eu-west-2", "on": "2026-10-01"},
    {"model": "haiku-4.5", "needs": ["vision", "tools"], "api": "converse"},
    {"model": "Opus 4.8", "residency": "japan", "source": "ap-northeast-1", "needs": "1m context"},
]


@pytest.fixture(scope="session")
def expected(compiled):
    """Decide in process what the service is asked."""
    catalog, policy = load_catalog(compiled), load_policy()

    def answer(question: dict[str, object]) -> dict[str, object]:
        on = date.fromisoformat(question.get("on") or datetime.now(UTC).date().isoformat())
        if "ask" in question:
            request = Request.parse(question["ask"], catalog)
        else:
            request = Request.of(catalog, **{key: value for key, value in question.items() if key != "on"})
        return json.loads(json.dumps(answer_data(decide(catalog, policy, request, on=on))))

    return answer


@pytest.mark.parametrize("question", QUESTIONS, ids=json.dumps)
def test_an_answer_is_the_decision(service: Served, expected, question):
    """POST /v1/decision gives what `decide` gives, twice the same bytes, whether it admits or denies."""
    first, second = service.decide(question), service.decide(question)
    assert first.status_code == 200
    assert first.content == second.content
    assert first.json() == expected(question)
    assert list(first.json()) == list(expected(question))


def test_a_denial_is_an_answer(service: Served):
    """A denied request is 200 with `decision` false, the rules that denied it and how near it came."""
    answer = service.decide({"ask": "Fable 5, EU residency", "on": "2026-11-20"})
    assert answer.status_code == 200
    said = answer.json()
    assert said["decision"] is False
    assert said["id"] is None
    assert "request.residency" in said["rules"]
    assert (said["nearest"], said["alternatives"]) == (None, [])
    assert said["beyond"] == "no route inside eu; `us.` and `global.` exist outside"
    assert said["obligations"] == []


def test_get_gives_the_same_answer_with_an_etag(service: Served, expected):
    """GET /v1/decision?ask= is the same decision; who has it already gets 304 with the same headers and no body."""
    answer = service.client.get("/v1/decision", params=SONNET)
    assert answer.json() == expected(SONNET)
    again = service.client.get("/v1/decision", params=SONNET, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]
    other = service.client.get("/v1/decision", params=SONNET, headers={"if-none-match": '"another"'})
    assert other.status_code == 200


def test_a_batch_answers_in_order(service: Served, expected):
    """POST /v1/decisions answers every question in its place; one that is not understood is denied with the problem."""
    questions = [*QUESTIONS, {"ask": "Sonet 4.5"}]
    answer = service.client.post("/v1/decisions", json={"requests": questions})
    assert answer.status_code == 200
    *decisions, last = answer.json()["decisions"]
    assert decisions == [expected(question) for question in QUESTIONS]
    assert (last["decision"], last["problem"]["status"]) == (False, 422)
    assert last["problem"]["matches"]


def test_a_batch_is_bounded(service: Served):
    """A thousand questions are answered, one more is refused, and none at all is too."""
    question = {"ask": "Jamba 1.5 Mini"}
    assert len(service.client.post("/v1/decisions", json={"requests": [question] * 1000}).json()["decisions"]) == 1000
    for count in (0, 1001):
        assert service.client.post("/v1/decisions", json={"requests": [question] * count}).status_code == 400


def test_opa_callers_get_their_envelope(service: Served, expected):
    """POST /v1/data/bedrock/decision takes `input` and gives `result`, as OPA's data API does."""
    answer = service.client.post("/v1/data/bedrock/decision", json={"input": SONNET})
    assert answer.json() == {"result": expected(SONNET)}
    assert service.client.post("/v1/data/bedrock/decision", json=SONNET).status_code == 400


def test_a_legacy_model_is_announced_in_the_headers(service: Served):
    """Deprecation (RFC 9745) gives the second it became LEGACY and Sunset (RFC 8594) its end of life."""
    answer = service.decide(SONNET | {"on": "2026-11-20"})
    assert answer.headers["deprecation"] == f"@{int(datetime(2026, 10, 8, tzinfo=UTC).timestamp())}"
    assert answer.headers["sunset"] == "Thu, 08 Apr 2027 00:00:00 GMT"
    assert not {"deprecation", "sunset"} & set(service.decide({"ask": "Opus 4.8", "on": "2026-11-20"}).headers)


def test_every_answer_names_its_revision_and_catalog(service: Served):
    """Revision and digest stand in the headers of answers and of problems alike."""
    digest = service.decide(SONNET).json()["catalog"]["digest"]
    answers = [
        service.decide(SONNET),
        service.decide({"ask": "nothing like it"}),
        service.client.get("/v1/models"),
        service.client.get("/nowhere"),
        service.client.get("/readyz"),
    ]
    assert len({answer.headers["atlas-revision"] for answer in answers}) == 1
    assert all(answer.headers["atlas-catalog"].endswith(f"digest={digest}") for answer in answers)


def test_no_cache_keeps_an_answer_beyond_midnight(service: Served):
    """max-age is 300 seconds at most and ends at midnight UTC, before which no answer can cease to hold."""
    answer = service.decide(SONNET)
    now = datetime.now(UTC)
    left = 86400 - (now.hour * 3600 + now.minute * 60 + now.second)
    assert int(answer.headers["cache-control"].removeprefix("max-age=")) <= min(300, left + 1)
    assert date.fromisoformat(answer.json()["valid_until"]) > date.fromisoformat(answer.json()["on"])


def test_a_trace_is_passed_on(service: Served):
    """A valid W3C traceparent comes back with the answer; one that is not valid does not."""
    valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    for path in ("/v1/decision?ask=Opus+4.8", "/v1/models", "/nowhere"):
        assert service.client.get(path, headers={"traceparent": valid}).headers["traceparent"] == valid
    post = service.client.post("/v1/decision", json=SONNET, headers={"traceparent": valid})
    assert post.headers["traceparent"] == valid
    for wrong in ("x", f"{valid}-1", valid.replace("0af7651916cd43dd8448eb211c80319c", "0" * 32)):
        answer = service.client.post("/v1/decision", json=SONNET, headers={"traceparent": wrong})
        assert "traceparent" not in answer.headers


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"", 400, "bad-json"),
        (b"{", 400, "bad-json"),
        (b"[]", 400, "bad-request"),
        (b"null", 400, "bad-request"),
        (b'{"ask": 1}', 400, "bad-request"),
        (b'{"ask": ""}', 400, "bad-request"),
        (b'{"ask": "Opus 4.8", "ask": "Sonnet 4.5"}', 400, "duplicate-key"),
        (b'{"ask": "Opus 4.8", "extra": 1}', 400, "bad-request"),
        (b'{"ask": "Opus 4.8", "on": "2026-02-30"}', 400, "bad-request"),
        (b'{"ask": "Opus 4.8", "on": 20261120}', 400, "bad-request"),
        (b'{"ask": NaN}', 400, "bad-json"),
        (b'{"ask": "\\ud800"}', 400, "bad-request"),
        (b'{"ask": "\xff"}', 400, "bad-encoding"),
        (b'{"model": "Opus 4.8", "needs": ' + b"[" * 20 + b"]" * 20 + b"}", 400, "too-deep"),
        (b'{"model": "Opus 4.8", "on": ' + b"9" * 5000 + b"}", 400, "bad-request"),
        (b'{"ask": "Opus\\u0000"}', 422, "unknown-model"),
        (b'{"ask": "Sonet 4.5"}', 422, "unknown-model"),
        (b'{"ask": "Sonnet"}', 422, "ambiguous-model"),
        (b'{"ask": "Opus 4.8, from eu-west-9"}', 422, "unknown-region"),
        (b'{"model": "Opus 4.8", "residency": "moon"}', 422, "unknown-residency"),
        (b'{"model": "Opus 4.8", "source": "   "}', 422, "wrong-type"),
    ],
)
def test_bad_input_is_a_problem_with_its_slug(service: Served, body, status, slug):
    """What is no question is 400, what names the unknown is 422, each as problem details that say what and where."""
    answer = service.client.post("/v1/decision", content=body, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert (said["type"], said["status"]) == (f"urn:bedrock-atlas:problem:{slug}", status)
    assert said["title"]
    assert said["detail"]


def test_a_question_that_is_not_understood_is_told_where(service: Served):
    """The problem carries the text, the characters at fault and what was probably meant."""
    said = service.decide({"ask": "Opus 4.8, from eu-west-9"}).json()
    start, end = said["span"]
    assert said["ask"][start:end] == "from eu-west-9"
    assert said["hint"].startswith("did you mean `eu-west-")


PROD = {"environment": "prod", "data": "personal", "team": "research"}


def test_several_roles_are_answered_from_one_region(service: Served):
    """POST /v1/decision/together gives what `decide_jointly` gives; a role nobody knows is 422, an empty list 400."""
    catalog = load_catalog()
    policy = load_policy("default", "company", catalog=catalog)
    question = {"roles": ["smart", "fast"], "attributes": PROD, "policies": ["company"], "on": "2026-11-20"}
    path = "/v1/decision/together"
    answer = service.client.post(path, json=question).json()
    requests = [Request.of(catalog, policy, role=name, attributes=PROD) for name in question["roles"]]
    assert answer == json.loads(json.dumps(decide_jointly(catalog, policy, requests, on=date(2026, 11, 20)).to_dict()))
    assert [one["id"] for one in answer["answers"]] == ["eu.anthropic.claude-opus-5-5", "eu.anthropic.claude-haiku-5-5"]
    denied = service.client.post(path, json=question | {"source": "us-east-1"}).json()
    assert (denied["decision"], denied["fails"]) == (False, {"smart": ["us-east-1"], "fast": ["us-east-1"]})
    assert service.client.post(path, json=question | {"roles": ["smart", "slow"]}).status_code == 422
    assert service.client.post(path, json=question | {"roles": []}).status_code == 400


NAMED = {
    "Sonnet 4.6, Germany only": ("no route inside de; ", None),
    "GPT 5.5, EU residency": ("no route inside eu", None),
    "eu.anthropic.claude-fable-5": ("no route: eu.anthropic.claude-fable-5 was withdrawn on 2026-07-02 (", None),
    "Sonnet 3.7, EU residency": ("no route: Claude 3.7 Sonnet reached its end of life on 2026-04-28 (",
                                 "eu.anthropic.claude-sonnet-5-5"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), NAMED.items(), ids=NAMED)
def test_what_is_recommended_over_http(text, said, service: Served):
    """A denial begins with its cause, and recommends nothing that goes further than was asked."""
    answer = service.decide({"ask": text, "on": "2026-11-20"}).json()
    cause, instead = said
    assert cause in answer["summary"]
    found = [one["id"] for one in answer["alternatives"]]
    assert found[:1] == ([instead] if instead else found[:1])
    assert not any(one.startswith("global.") for one in found)
