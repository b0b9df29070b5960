"""What the service answers, and to whom: each claim put to the whole application."""

from __future__ import annotations

import copy
import hashlib
import json
import re

import pytest

from tests.unit.service.conftest import COMPILED

DAY = "2026-11-20"
RULED = {"ask": "Ruled", "on": DAY}
# pairs of questions that differ in one thing, and so in their answers
QUESTIONS = [
    RULED,
    {"ask": "Ruled", "on": "2027-01-15"},
    {"ask": "Ruled, UK residency", "on": DAY},
    {"ask": "Ruled, from us-east-1", "on": DAY},
    {"ask": "Ruled, needs vision", "on": DAY},
    {"ask": "Listed", "on": DAY},
    {"model": "Listed", "source": "us-east-1", "on": DAY},
    {"ask": "Ruled", "on": DAY, "policies": ["cost-saver"]},
]
TOKEN = "a-token-that-is-long-enough"  # noqa: S105  # of this test
JSON = {"content-type": "application/json"}


def body(answer):
    assert answer.status_code == 200, answer.text
    return answer.content


def metric(ask, line):
    found = re.search(rf"^{re.escape(line)} (\S+)$", ask("GET", "/metrics").text, re.MULTILINE)
    return float(found[1]) if found else None


def test_kept_answers_are_those_of_their_questions(service):
    """Whatever was asked before, and in whichever order, a question gets the answer that it gets alone."""
    alone = [body(service()("POST", "/v1/decision", json=one)) for one in QUESTIONS]
    assert len(set(alone)) == len(QUESTIONS)
    forth = range(len(QUESTIONS))
    for order in (forth, forth[::-1]):
        ask = service()
        for index in (*order, *order):
            assert body(ask("POST", "/v1/decision", json=QUESTIONS[index])) == alone[index]


def test_one_question_in_two_spellings_has_one_answer(service):
    """Words, parts and a query that mean the same get the same bytes."""
    ask = service()
    words = body(ask("POST", "/v1/decision", json={"ask": "Ruled, in the EU or UK", "on": DAY}))
    parts = {"model": "acme.ruled-v1:0", "residency": ["uk", "europe"], "on": DAY}
    assert body(ask("POST", "/v1/decision", json=parts)) == words
    assert body(ask("GET", "/v1/decision", params={"ask": "Ruled, EU or UK residency", "on": DAY})) == words


def test_a_batch_keeps_its_order(service):
    """Every question of a batch is answered in its own place, one that is not understood among them."""
    ask = service()
    asked = [QUESTIONS[3], {"ask": "Rulde"}, *QUESTIONS, QUESTIONS[1]]
    answers = json.loads(body(ask("POST", "/v1/decisions", json={"requests": asked})))["decisions"]
    assert [answer.get("problem", {}).get("status") for answer in answers[:3]] == [None, 422, None]
    for question, answer in zip(asked, answers, strict=True):
        if "problem" not in answer:
            assert answer == json.loads(body(ask("POST", "/v1/decision", json=question)))
    assert (
        metric(ask, 'bedrock_atlas_decisions_total{outcome="denied",policy="default"}')
        == 2 * sum(not answer["decision"] for answer in answers) - 1
    )


def test_an_etag_is_of_the_revision_too(service):
    """Two revisions that say the same of a path have different ETags, so no cache serves one for the other."""
    other = copy.deepcopy(COMPILED) | {"digest": "sha256:1"}
    first, second = service()("GET", "/v1/regions"), service(document=other)("GET", "/v1/regions")
    assert first.content == second.content
    assert first.headers["etag"] != second.headers["etag"]
    assert first.headers["etag"] == service()("GET", "/v1/regions").headers["etag"]
    assert first.headers["atlas-revision"] != second.headers["atlas-revision"]


def test_who_has_an_answer_is_told_that_it_is_unchanged(service):
    """If-None-Match with the ETag gives 304, alone or in a list or weak; with that of another answer the answer."""
    ask = service()
    for path in ("/v1/catalog", "/v1/models", f"/v1/decision?ask=Ruled&on={DAY}"):
        etag = ask("GET", path).headers["etag"]
        for known in (etag, f'"x", {etag}', f"W/{etag}", "*"):
            again = ask("GET", path, headers={"if-none-match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag), (path, known)
        assert ask("GET", path, headers={"if-none-match": '"x"'}).status_code == 200


def test_a_policy_named_in_a_question_only_narrows(service):
    """A shipped policy that is named judges beside the service's own, and one that nobody ships is refused."""
    ask = service()
    wide = json.loads(body(ask("POST", "/v1/decision", json=RULED)))
    narrow = json.loads(body(ask("POST", "/v1/decision", json=QUESTIONS[-1])))
    admitted = [{(v["id"], v["source"]) for v in one["verdicts"] if v["admitted"]} for one in (wide, narrow)]
    assert admitted[1] <= admitted[0]
    assert [one["name"] for one in narrow["policies"]] == ["default", "cost-saver"]
    refused = ask("POST", "/v1/decision", json=RULED | {"policies": ["cost-savr"]})
    assert (refused.status_code, refused.json()["hint"]) == (422, "did you mean `cost-saver`?")


def test_only_known_hosts_are_answered(service):
    """A request for another host is refused, so that no page of somebody else's can ask through a browser."""
    ask = service(hosts=frozenset({"atlas.example"}))
    for host, status in (("127.0.0.1:99", 200), ("[::1]:1", 200), ("atlas.example", 200), ("evil.example", 400)):
        assert ask("GET", "/v1/regions", headers={"host": host}).status_code == status, host
    assert ask("GET", "/v1/regions", headers={"host": "evil.example"}).json()["type"].endswith(":wrong-host")


def test_a_token_is_needed_for_facts_alone(service):
    """With tokens every fact and decision needs one of them; whether the service lives is told to all."""
    ask = service(tokens=frozenset({hashlib.sha256(TOKEN.encode()).digest()}))
    for path in ("/v1/models", "/v1/catalog", "/metrics", "/v1/table?model=Ruled", "/nowhere"):
        assert ask("GET", path).status_code == 401, path
        assert ask("GET", path, headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401, path
        assert ask("GET", path, headers={"authorization": f"Basic {TOKEN}"}).status_code == 401, path
        assert ask("GET", path, headers={"authorization": f"Bearer {TOKEN}"}).status_code != 401, path
    assert ask("POST", "/v1/decision", json=RULED).headers["www-authenticate"].startswith("Bearer ")
    for path in ("/healthz", "/readyz", "/openapi.json", "/"):
        assert ask("GET", path).status_code == 200, path


def test_headers_that_decide_are_sent_once(service):
    """A header by which somebody is let in, sent twice, is refused: two readers could take different ones."""
    given = [("host", "127.0.0.1"), ("authorization", "Bearer a"), ("authorization", "Bearer b")]
    answer = service()("GET", "/v1/regions", headers=given)
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:bedrock-atlas:problem:repeated-header"


REFUSED = {
    "a key twice": (b'{"ask": "Ruled", "ask": "Listed"}', "duplicate-key"),
    "a key twice inside": (b'{"model": "Ruled", "attributes": {"a": "b", "a": "c"}}', "duplicate-key"),
    "NaN": (b'{"ask": NaN}', "bad-json"),
    "too deep": (b'{"model": "Ruled", "needs": ' + b"[" * 9 + b"]" * 9 + b"}", "too-deep"),
    "an unknown key": (b'{"ask": "Ruled", "residncy": "eu"}', "bad-request"),
    "a number for a date": (b'{"ask": "Ruled", "on": 20261120}', "bad-request"),
    "not UTF-8": (b'{"ask": "\xff"}', "bad-encoding"),
}


@pytest.mark.parametrize(("sent", "slug"), REFUSED.values(), ids=REFUSED)
def test_a_body_has_one_meaning(service, sent, slug):
    """What two readers of JSON could understand differently is refused, and counted."""
    ask = service()
    answer = ask("POST", "/v1/decision", content=sent, headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["type"] == f"urn:bedrock-atlas:problem:{slug}"
    assert metric(ask, 'bedrock_atlas_problems_total{status="400"}') == 1


def test_only_json_is_read(service):
    """A form of a page in a browser is no question."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = service()("POST", "/v1/decision", content=json.dumps(RULED), headers={"content-type": kind})
        assert answer.status_code == 415


def test_a_body_is_bounded(service):
    """More than 64 KiB is refused, declared or not; so much is read."""
    ask = service()
    padded = json.dumps(RULED).encode().ljust(64 * 1024)

    async def streamed():
        yield padded
        yield b" "

    assert ask("POST", "/v1/decision", content=padded, headers=JSON).status_code == 200
    assert ask("POST", "/v1/decision", content=padded + b" ", headers=JSON).status_code == 413
    assert ask("POST", "/v1/decision", content=streamed(), headers=JSON).status_code == 413


def test_an_error_is_told(service):
    """A known refusal comes with its causes and what helps, another one as not known, under the service's policies."""
    ask = service()
    told = ask("POST", "/v1/diagnosis", json={"text": "The provided model identifier is invalid.", "id": "acme.ruled"})
    assert told.status_code == 200
    assert [one["slug"] for one in told.json()["causes"]] == ["version-suffix"]
    assert told.json()["fixes"][0]["cause"] == "version-suffix"
    unknown = ask("POST", "/v1/diagnosis", json={"text": "disk full"}).json()
    assert (unknown["known"], unknown["causes"], unknown["fixes"]) == (False, [], [])


@pytest.mark.parametrize(
    ("sent", "status", "slug"),
    [
        ({}, 400, "bad-request"),
        ({"text": ""}, 400, "bad-request"),
        ({"text": "x", "region": "eu"}, 400, "bad-request"),
        ({"text": "x", "source": "mars-1"}, 422, "unknown-region"),
        ({"text": "x", "residency": "moon"}, 422, "unknown-residency"),
        ({"text": "x", "role": "boss"}, 422, "unknown-role"),
        ({"text": "x", "policies": ["/etc/passwd"]}, 422, "unknown-policy"),
    ],
)
def test_an_error_is_read_strictly(service, sent, status, slug):
    """What is said of the call is checked as in a question."""
    answer = service()("POST", "/v1/diagnosis", json=sent)
    assert answer.status_code == status
    assert answer.json()["type"] == f"urn:bedrock-atlas:problem:{slug}"


QUERIES = {
    "/v1/models?onn=2026-11-20": "unknown-parameter",
    "/v1/models?on=2026-11-20&on=2026-11-21": "repeated-parameter",
    "/v1/models?on=20261120": "bad-date",
    "/v1/models?on=2026-02-30": "bad-date",
    "/v1/lifecycle?within=-1": "bad-span",
    "/v1/decision?on=2026-11-20": "missing-ask",
    "/v1/regions?x=1": "unknown-parameter",
    "/v1/table": "missing-model",
    "/v1/table?model=Ruled&role=x": "missing-model",
    "/v1/table?model=Ruled&residency=moon": "unknown-residency",
    "/v1/snippet?ask=Ruled&lang=cobol": "unknown-language",
}


@pytest.mark.parametrize(("path", "slug"), QUERIES.items())
def test_a_query_is_read_strictly(service, path, slug):
    """An unknown, repeated or malformed parameter is refused: ignoring it would answer another question."""
    answer = service()("GET", path)
    assert answer.status_code in {400, 422}
    assert answer.json()["type"] == f"urn:bedrock-atlas:problem:{slug}"


def test_a_legacy_model_is_announced(service):
    """The answer about a LEGACY model says since when and until when in its headers, another one says nothing."""
    document = copy.deepcopy(COMPILED)
    document["models"]["acme.ruled-v1:0"]["lifecycle"]["legacy"] = "2026-06-01"
    ask = service(document=document)
    answer = ask("POST", "/v1/decision", json=RULED)
    assert answer.headers["deprecation"] == "@1780272000"
    assert answer.headers["sunset"] == "Fri, 15 Jan 2027 00:00:00 GMT"
    before = ask("POST", "/v1/decision", json=RULED | {"on": "2026-05-31"})
    assert not {"deprecation", "sunset"} & set(before.headers)


def test_decisions_are_counted_by_how_they_end(service):
    """An admitted and a denied decision are counted apart, a problem is no decision."""
    ask = service()
    for question in (RULED, RULED, {"ask": "Rumour"}, {"ask": "Rulde"}):
        ask("POST", "/v1/decision", json=question)
    outcomes = [metric(ask, f'bedrock_atlas_decisions_total{{outcome="{one}",policy="default"}}')
                for one in ("admitted", "denied")]  # fmt: skip
    assert outcomes == [2, 1]
    assert metric(ask, 'bedrock_atlas_problems_total{status="422"}') == 1
    assert metric(ask, "bedrock_atlas_decision_seconds_count") == 3


def test_a_trace_is_passed_on_only_when_it_is_one(service):
    """A valid traceparent comes back, one of zeros or with more behind it does not."""
    valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    ask = service()
    for given, back in (
        (valid, valid),
        (f"{valid}-1", None),
        (valid.replace("0af7651916cd43dd8448eb211c80319c", "0" * 32), None),
    ):
        answer = ask("POST", "/v1/decision", json=RULED, headers={"traceparent": given})
        assert answer.headers.get("traceparent") == back


def test_opas_envelope_holds_the_same_answer(service):
    """The answer in the envelope of OPA's data API is the answer."""
    ask = service()
    plain = json.loads(body(ask("POST", "/v1/decision", json=RULED)))
    assert json.loads(body(ask("POST", "/v1/data/bedrock/decision", json={"input": RULED}))) == {"result": plain}


def test_a_name_that_fits_no_model_is_not_found(service):
    """A model's page answers to its names, and is 404 for one that nobody has."""
    ask = service()
    assert ask("GET", "/v1/models/ruled").json() == ask("GET", "/v1/models/acme.ruled-v1:0").json()
    assert ask("GET", "/v1/models/nobody").status_code == 404
    assert ask("POST", "/v1/models").status_code == 405
