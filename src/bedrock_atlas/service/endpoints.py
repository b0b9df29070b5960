"""What is decided, computed or measured for a request; what only shows facts is in `views`."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from bedrock_atlas.advice.answer import decide as decided
from bedrock_atlas.advice.jointly import decide_jointly
from bedrock_atlas.analysis.questions import Limits, QuestionSpace
from bedrock_atlas.analysis.table import rows
from bedrock_atlas.diagnose.answer import diagnose
from bedrock_atlas.errors import RequestError
from bedrock_atlas.service.answers import KeptAnswer, dump
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.questions import read_batch, read_input, read_roles, read_trouble
from bedrock_atlas.service.reply import NO_STORE, SECURITY, Reply
from bedrock_atlas.service.views import kept, question_of
from bedrock_atlas.service.wire import traceparent
from bedrock_atlas.snippet import LANGUAGES, write_snippet

if TYPE_CHECKING:
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.service.operation import Call
    from bedrock_atlas.service.state import State

__all__ = [
    "ask", "batch", "catalog", "decide", "diagnosis", "health", "metrics", "opa", "ready", "snippet", "table",
    "together",
]  # fmt: skip

AT_ONCE = 20
MOST_QUESTIONS = 20_000

ask = kept(lambda answers, call: answers.answer(question_of(call.query())))


async def decide(call: Call) -> Reply:
    """Answer one question."""
    body = await call.body()
    return call.service.keeper.answers(call.now).decision(body)


async def opa(call: Call) -> Reply:
    """Answer one question in the envelope of OPA's data API."""
    question = read_input(await call.body()).input
    answers = call.service.keeper.answers(call.now)
    return answers.answer(question).in_envelope(answers.state)


async def batch(call: Call) -> Reply:
    """Answer up to a thousand questions; one that names something unknown is denied, with the problem."""
    questions = read_batch(await call.body()).requests
    answers = call.service.keeper.answers(call.now)
    bodies, admitted = [], 0
    for index, question in enumerate(questions):
        if index % AT_ONCE == AT_ONCE - 1:
            await asyncio.sleep(0)
        try:
            answer = answers.answer(question)
        except Problem as problem:
            bodies.append(dump({"decision": False, "id": None, "problem": problem.to_dict()}))
            continue
        admitted += bool(answer.admitted)
        bodies.append(answer.body)
        if call.service.log is not None:
            call.service.log.add(call.now, answer, traceparent(call.headers))
    call.service.counters.batch(admitted, len(questions) - admitted)
    return KeptAnswer(answers.state, b'{"decisions":[' + b",".join(bodies) + b"]}")


async def together(call: Call) -> Reply:
    """Answer several roles from one source Region that has them all."""
    question = read_roles(await call.body())
    answers = call.service.keeper.answers(call.now)
    policy, requests = answers.state.together(question)
    joint = await asyncio.to_thread(
        decide_jointly, answers.state.catalog, policy, requests, on=question.on or answers.on
    )
    return KeptAnswer(answers.state, dump(joint.to_dict()))


async def diagnosis(call: Call) -> Reply:
    """Say what an error of Amazon Bedrock means; one that is not known is told as such."""
    trouble = read_trouble(await call.body())
    answers = call.service.keeper.answers(call.now)
    known = answers.state.known(trouble, answers.on)
    found = await asyncio.to_thread(diagnose, trouble.text, known)
    return KeptAnswer(answers.state, dump(found.to_dict()))


async def snippet(call: Call) -> Reply:
    """Write code that calls the answer to a question: as text for one client, else as JSON for all of them."""
    query = call.query()
    language = query.get("lang")
    answers = call.service.keeper.answers(call.now)
    question = question_of(query)
    policy, request = answers.state.ask(question)
    decision = decided(answers.state.catalog, policy, request, on=question.on or answers.on)
    if not decision:
        raise Problem(HTTPStatus.NOT_FOUND, "no-route", decision.summary())
    if language is None:
        return KeptAnswer(answers.state, dump(_snippets(decision)))
    try:
        text = write_snippet(decision, language)
    except RequestError as error:
        raise Problem.of_request(error) from None
    return KeptAnswer(answers.state, text.encode(), b"text/plain; charset=utf-8")


def _snippets(decision: Decision) -> dict[str, Any]:
    """Return the code for every client, or why there is none for it."""
    found: dict[str, Any] = {}
    for language, title in LANGUAGES.items():
        try:
            found[language] = {"title": title, "code": write_snippet(decision, language)}
        except RequestError as error:
            found[language] = {"title": title, "problem": error.message}
    return {"snippets": found}


async def table(call: Call) -> Reply:
    """Return every answer about one model or role as rows that hold for an interval of days."""
    query = call.query()
    facts = call.service.keeper.state
    limits = _limits(facts, query)

    def every() -> bytes:
        questions = QuestionSpace(facts.catalog, facts.policy, None, limits)
        if questions.size() > MOST_QUESTIONS:
            detail = f"that is {questions.size()} questions; {MOST_QUESTIONS} at most are answered at once"
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "too-many", detail, hint="name a residency or a source")
        return dump({"rows": list(rows(questions))})

    return KeptAnswer(facts, await asyncio.to_thread(every))


def _limits(facts: State, query: dict[str, str]) -> Limits:
    """Return which questions are meant; raises Problem 422 when no model or role is named, or an unknown one."""
    if ("model" in query) == ("role" in query):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "missing-model", "name a `model` or a `role`")
    parts = {name: (query[name],) if name in query else () for name in ("model", "role", "residency", "source")}
    try:
        return Limits.of(
            facts.catalog,
            facts.policy,
            models=parts["model"],
            roles=parts["role"],
            residencies=parts["residency"],
            sources=parts["source"],
        )
    except RequestError as error:
        raise Problem.of_request(error) from None


async def catalog(call: Call) -> Reply:
    """Return the compiled catalog."""
    call.query()
    return call.service.keeper.catalog


async def health(call: Call) -> Reply:
    """Report that the process answers."""
    call.query()
    return Reply(b'{"status":"ok"}', (*NO_STORE, *SECURITY))


async def ready(call: Call) -> Reply:
    """Check whether there are facts to answer from, and how the last reload ended; 503 until there are."""
    call.query()
    keeper = call.service.keeper
    body = dump({"status": "ready" if keeper.ready else "not ready", "last_reload_failed": bool(keeper.findings)})
    status = HTTPStatus.OK if keeper.ready else HTTPStatus.SERVICE_UNAVAILABLE
    return Reply(body, (*NO_STORE, *keeper.headers, *SECURITY), status=status)


async def metrics(call: Call) -> Reply:
    """Return the metrics in the text format of Prometheus."""
    call.query()
    headers = (*NO_STORE, *call.service.keeper.headers, *SECURITY)
    return Reply(call.service.metrics.text(), headers, b"text/plain; version=0.0.4; charset=utf-8")
