"""Every path but the two that carry the load, as Starlette endpoints.

What depends on the facts alone is rendered once a revision and day and kept with the decisions; a query that is not
known is refused, because one that is quietly ignored answers another question.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter, time
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from bedrock_atlas.analysis.questions import QuestionSpace
from bedrock_atlas.analysis.table import rows
from bedrock_atlas.errors import RequestError
from bedrock_atlas.listings import card, history, lifecycle, matrix, models, profiles, regions
from bedrock_atlas.service.answers import SECURITY, Answers, KeptAnswer, dump
from bedrock_atlas.service.middleware import json_only, trace_id
from bedrock_atlas.service.openapi import document
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.queries import (
    LONGEST_QUERY,
    question_of,
    read_days,
    read_limits,
    read_names,
    read_on,
    read_query,
)
from bedrock_atlas.service.questions import read_batch, read_input
from bedrock_atlas.service.wire import read_body
from bedrock_atlas.snippet import LANGUAGES, write_snippet

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import date

    from starlette.requests import Request

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.service.counters import Counters
    from bedrock_atlas.service.keeper import Keeper
    from bedrock_atlas.service.metrics import Metrics
    from bedrock_atlas.service.records import DecisionLog
    from bedrock_atlas.service.settings import Settings
    from bedrock_atlas.service.state import State

__all__ = ["Endpoints"]

AT_ONCE = 20
MOST_QUESTIONS = 20_000


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The endpoints over the parts of one service."""

    settings: Settings
    keeper: Keeper
    counters: Counters
    metrics: Metrics
    records: DecisionLog | None

    def routes(self) -> list[Route]:
        """Return the routes."""
        get: dict[str, Callable[[Request], Coroutine[Any, Any, Response]]] = {
            "/v1/decision": self.decision,
            "/v1/models": self._view(lambda at, on, _: {"models": models.model_records(at.catalog, on)}, "on"),
            "/v1/profiles": self._view(lambda at, on, _: {"profiles": profiles.profile_records(at.catalog, on)}, "on"),
            "/v1/regions": self._view(lambda at, on, _: {"regions": regions.region_records(at.catalog, on)}, "on"),
            "/v1/lifecycle": self._view(_events, "on", "within"),
            "/v1/matrix": self._view(lambda at, on, _: matrix.matrix(at.catalog, on), "on"),
            "/v1/history": self._view(lambda at, _, __: history.history(at.catalog)),
            "/v1/policies": self._view(
                lambda facts, _, query: facts.describe(read_names(query.get("policies"))), "policies"
            ),
            "/v1/table": self.table,
            "/v1/snippet": self.snippet,
            "/v1/catalog": self.catalog,
            "/v1/models/{id:path}": self.model,
            "/openapi.json": self.openapi,
            "/healthz": self.health,
            "/readyz": self.ready,
            "/metrics": self.measured,
        }  # fmt: skip
        post = {"/v1/decision": None, "/v1/decisions": self.batch, "/v1/data/bedrock/decision": self.opa}
        found = [Route(path, endpoint, methods=["GET"]) for path, endpoint in get.items()]
        return found + [Route(path, endpoint, methods=["POST"]) for path, endpoint in post.items() if endpoint]

    async def decision(self, request: Request) -> Response:
        """KeptAnswer `GET /v1/decision?ask=…&on=…`."""
        began, now = perf_counter(), time()
        answers = self.keeper.answers(now)
        raw = request.scope["query_string"]
        answer = answers.sent.get(b"?" + raw)
        if answer is None:
            answer = answers.answer(question_of(read_query(raw, "ask", "on", "policies")))
            answers.sent.put(b"?" + raw, answer, len(raw) + answer.size())
        response = _respond(request, answer, now)
        self._count(request, answer, now, began)
        return response

    async def opa(self, request: Request) -> Response:
        """KeptAnswer in the envelope of OPA's data API."""
        began, now = perf_counter(), time()
        question = read_input(await self._body(request)).input
        answer = self.keeper.answers(now).answer(question)
        body = b'{"result":' + answer.body + b"}"
        extra = [(n, v) for n, v in answer.message(now)["headers"] if n not in {b"content-length", b"etag"}]
        self._count(request, answer, now, began)
        return _response(body, [*extra, (b"content-length", b"%d" % len(body))])

    async def batch(self, request: Request) -> Response:
        """KeptAnswer up to a thousand questions; one that names something unknown is denied, with the problem."""
        questions = read_batch(await self._body(request)).requests
        now = time()
        answers = self.keeper.answers(now)
        bodies, admitted, denied = [], 0, 0
        for index, question in enumerate(questions):
            if index % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
            try:
                answer = answers.answer(question)
            except Problem as problem:
                bodies.append(dump({"decision": False, "id": None, "problem": problem.to_dict()}))
                denied += 1
                continue
            admitted, denied = admitted + bool(answer.admitted), denied + (not answer.admitted)
            bodies.append(answer.body)
            if self.records is not None:
                self.records.add(now, answer, _traceparent(request))
        self.counters.batch(admitted, denied)
        return _respond(request, KeptAnswer(answers.state, b'{"decisions":[' + b",".join(bodies) + b"]}"), now)

    async def snippet(self, request: Request) -> Response:
        """Write code that calls the answer to a question: as text for one client, else as JSON for all of them."""
        query = read_query(request.scope["query_string"], "ask", "on", "policies", "lang")
        language = query.get("lang")
        if language is not None and language not in LANGUAGES:
            hint = f"known: {', '.join(LANGUAGES)}"
            raise Problem(HTTPStatus.BAD_REQUEST, "unknown-language", "`lang` is none of those known", hint=hint)
        answers = self.keeper.answers(time())
        question = question_of(query)
        policy, meant = answers.state.ask(question)
        decision = answers.state.decide(policy, meant, question.on or answers.on)
        if not decision:
            raise Problem(HTTPStatus.NOT_FOUND, "no-route", decision.summary())
        if language is None:
            return _respond(request, KeptAnswer(answers.state, dump(_snippets(decision))), time())
        try:
            text = write_snippet(decision, language)
        except RequestError as error:
            raise Problem.of_request(error) from None
        return _respond(request, KeptAnswer(answers.state, text.encode(), b"text/plain; charset=utf-8"), time())

    async def table(self, request: Request) -> Response:
        """Return every answer about one model or role as rows that hold for an interval of days."""
        query = read_query(request.scope["query_string"], "model", "role", "residency", "source")
        facts = self.keeper.state
        limits = read_limits(facts, query)

        def every() -> bytes:
            asked = QuestionSpace(facts.catalog, facts.policy, None, limits)
            if asked.size() > MOST_QUESTIONS:
                detail = f"that is {asked.size()} questions; {MOST_QUESTIONS} at most are answered at once"
                raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "too-many", detail, hint="name a residency or a source")
            return dump({"rows": list(rows(asked))})

        return _respond(request, KeptAnswer(facts, await asyncio.to_thread(every)), time())

    async def catalog(self, request: Request) -> Response:
        """Return the compiled catalog."""
        read_query(request.scope["query_string"])
        return _respond(request, self.keeper.catalog, time())

    async def model(self, request: Request) -> Response:
        """Return everything known of the model that a name, ID or ARN stands for, with what holds on a date."""
        name = request.path_params["id"]

        def view(answers: Answers) -> dict[str, Any]:
            catalog = answers.state.catalog
            try:
                subject = catalog.names.subject(name)
            except RequestError as error:
                problem = Problem.of_request(error)
                problem.status = HTTPStatus.NOT_FOUND
                raise problem from None
            return card.card(catalog, catalog.model(subject.model), read_on(query.get("on")) or answers.on)

        query = read_query(request.scope["query_string"], "on")
        return self._kept(request, view)

    async def openapi(self, request: Request) -> Response:
        """Return the OpenAPI document."""
        read_query(request.scope["query_string"])
        body = document()
        return _response(body, [(b"cache-control", b"no-cache"), *_json(len(body)), *self.keeper.headers, *SECURITY])

    async def health(self, request: Request) -> Response:
        """Report that the process answers."""
        read_query(request.scope["query_string"])
        return _response(b'{"status":"ok"}', [(b"cache-control", b"no-store"), *_json(15), *SECURITY])

    async def ready(self, request: Request) -> Response:
        """Check whether there are facts to answer from, and how the last reload ended; 503 until there are."""
        read_query(request.scope["query_string"])
        ready = self.keeper.ready
        body = dump({"status": "ready" if ready else "not ready", "last_reload_failed": bool(self.keeper.findings)})
        headers = [(b"cache-control", b"no-store"), *_json(len(body)), *self.keeper.headers, *SECURITY]
        return _response(body, headers, HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)

    async def measured(self, request: Request) -> Response:
        """Return the metrics in the text format of Prometheus."""
        read_query(request.scope["query_string"])
        body = self.metrics.text()
        kind = b"text/plain; version=0.0.4; charset=utf-8"
        headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), (b"cache-control", b"no-store")]
        return _response(body, [*headers, *self.keeper.headers, *SECURITY])

    def _view(
        self, make: Callable[[Any, date, dict[str, str]], dict[str, Any]], *known: str
    ) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def endpoint(request: Request) -> Response:
            query = read_query(request.scope["query_string"], *known)

            def view(answers: Answers) -> dict[str, Any]:
                on = read_on(query.get("on")) or answers.on
                return make(answers.state, on, query)

            return self._kept(request, view)

        return endpoint

    def _kept(self, request: Request, view: Callable[[Answers], dict[str, Any]]) -> Response:
        now = time()
        answers = self.keeper.answers(now)
        key = b"=" + request.scope["raw_path"] + b"?" + request.scope["query_string"]
        answer = answers.sent.get(key)
        if answer is None:
            answer = KeptAnswer(answers.state, dump(view(answers)))
            if len(key) <= LONGEST_QUERY:
                answers.sent.put(key, answer, len(key) + answer.size())
        return _respond(request, answer, now)

    async def _body(self, request: Request) -> bytes:
        headers = dict(request.scope["headers"])
        json_only(headers)
        return await read_body(request.receive, headers.get(b"content-length"), self.settings.patience)

    def _count(self, request: Request, answer: KeptAnswer, now: float, began: float) -> None:
        self.counters.decision(admitted=bool(answer.admitted), seconds=perf_counter() - began)
        if self.records is not None:
            self.records.add(now, answer, _traceparent(request))


def _events(facts: State, on: date, query: dict[str, str]) -> dict[str, Any]:
    return {"events": lifecycle.event_records(facts.catalog, on, within=read_days(query.get("within")))}


def _snippets(decision: Decision) -> dict[str, Any]:
    """Return the code for every client, or why there is none for it."""
    found: dict[str, Any] = {}
    for language, title in LANGUAGES.items():
        try:
            found[language] = {"title": title, "code": write_snippet(decision, language)}
        except RequestError as error:
            found[language] = {"title": title, "problem": error.message}
    return {"snippets": found}


def _respond(request: Request, answer: KeptAnswer, now: float) -> Response:
    """Send an answer, or 304 to who has it."""
    given = dict(request.scope["headers"])
    known = [tag.strip().removeprefix(b"W/") for tag in given.get(b"if-none-match", b"").split(b",")]
    headers = answer.message(now)["headers"]
    if request.method in {"GET", "HEAD"} and (answer.etag in known or known == [b"*"]):
        return _response(b"", answer.unchanged()["headers"], HTTPStatus.NOT_MODIFIED)
    trace = _traceparent(request)
    return _response(answer.body, [*headers, (b"traceparent", trace)] if trace else headers)


def _response(body: bytes, headers: list[tuple[bytes, bytes]], status: HTTPStatus = HTTPStatus.OK) -> Response:
    response = Response(status_code=status.value)
    response.body, response.raw_headers = body, headers
    return response


def _json(length: int) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", b"application/json"), (b"content-length", b"%d" % length)]


def _traceparent(request: Request) -> bytes | None:
    headers = dict(request.scope["headers"])
    return headers[b"traceparent"] if trace_id(headers) else None
