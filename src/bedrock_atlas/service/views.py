"""What depends on the facts, the day and the query alone: rendered once and kept with the decisions."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import RequestError
from bedrock_atlas.listings import card as cards
from bedrock_atlas.listings import history as histories
from bedrock_atlas.listings import lifecycle as events
from bedrock_atlas.listings import matrix as matrices
from bedrock_atlas.listings import models as model_lists
from bedrock_atlas.listings import profiles as profile_lists
from bedrock_atlas.listings import regions as region_lists
from bedrock_atlas.service.answers import Answers, KeptAnswer, dump
from bedrock_atlas.service.parameters import LONGEST_QUERY
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.questions import Ask

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date

    from bedrock_atlas.service.operation import Call
    from bedrock_atlas.service.reply import Reply
    from bedrock_atlas.service.state import State

__all__ = [
    "history",
    "kept",
    "lifecycle",
    "matrix",
    "model",
    "models",
    "policies",
    "profiles",
    "question_of",
    "regions",
]

Query = dict[str, Any]


def kept(answer: Callable[[Answers, Call], KeptAnswer]) -> Callable[[Call], Awaitable[Reply]]:
    """Make an operation that answers from what is kept, and keeps what it has to make."""

    async def run(call: Call) -> Reply:
        answers = call.service.keeper.answers(call.now)
        key = (call.scope["path"], call.scope["query_string"])
        found = answers.sent.get(key)
        if found is None:
            found = answer(answers, call)
            if len(key[0]) + len(key[1]) <= LONGEST_QUERY:
                answers.sent.put(key, found, len(key[0]) + len(key[1]) + found.size())
        return found

    return run


def question_of(query: Query) -> Ask:
    """Return the question of `ask`, `on` and `policies`."""
    return Ask(ask=query["ask"], on=query.get("on"), policies=tuple(query.get("policies", ())) or None)


def _view(make: Callable[[State, date, Query], dict[str, Any]]) -> Callable[[Call], Awaitable[Reply]]:
    def answer(answers: Answers, call: Call) -> KeptAnswer:
        query = call.query()
        return KeptAnswer(answers.state, dump(make(answers.state, query.get("on", answers.on), query)))

    return kept(answer)


def _model(answers: Answers, call: Call) -> KeptAnswer:
    query = call.query()
    catalog = answers.state.catalog
    try:
        subject = catalog.names.subject(call.rest)
    except RequestError as error:
        raise Problem.of_request(error, HTTPStatus.NOT_FOUND) from None
    card = cards.card(catalog, catalog.model(subject.model), query.get("on", answers.on))
    return KeptAnswer(answers.state, dump(card))


model = kept(_model)
models = _view(lambda facts, on, _: {"models": model_lists.model_records(facts.catalog, on)})
profiles = _view(lambda facts, on, _: {"profiles": profile_lists.profile_records(facts.catalog, on)})
regions = _view(lambda facts, on, _: {"regions": region_lists.region_records(facts.catalog, on)})
lifecycle = _view(
    lambda facts, on, query: {"events": events.event_records(facts.catalog, on, within=query.get("within"))}
)
matrix = _view(lambda facts, on, _: matrices.matrix(facts.catalog, on))
history = _view(lambda facts, _, __: histories.history(facts.catalog))
policies = _view(lambda facts, _, query: facts.describe(query.get("policies", [])))
