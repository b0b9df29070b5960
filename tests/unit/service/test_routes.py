"""From a path and a method to an operation, and what the table of operations promises."""

from __future__ import annotations

import json

import pytest

from bedrock_atlas.service.openapi import document
from bedrock_atlas.service.operations import OPERATIONS
from bedrock_atlas.service.parameters import read_query
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.routes import Routes, not_routed

ROUTES = Routes(OPERATIONS)


@pytest.mark.parametrize(
    ("method", "path", "name", "rest"),
    [
        ("GET", "/v1/models", "models", ""), ("HEAD", "/v1/models", "models", ""),
        ("GET", "/v1/models/a/b:0", "model", "a/b:0"), ("GET", "/v1/models/{id}", "model", "{id}"),
        ("GET", "/v1/decision", "ask", ""), ("POST", "/v1/decision", "decide", ""),
    ],
)  # fmt: skip
def test_a_path_is_found(method, path, name, rest):
    """A path leads to its operation, GET answers HEAD, and what follows an open path is handed on as it is."""
    methods, found = ROUTES.find(path)
    assert (methods[method].name, found) == (name, rest)


@pytest.mark.parametrize(
    ("path", "status", "headers"),
    [
        ("/v1/models/", 404, ()), ("/v1", 404, ()), ("", 404, ()), ("/v1/decision/", 404, ()),
        ("/v1/decision", 405, ((b"allow", b"POST, GET, HEAD"),)), ("/v1/decisions", 405, ((b"allow", b"POST"),)),
    ],
)  # fmt: skip
def test_a_path_that_is_not_there_or_takes_no_such_method(path, status, headers):
    """An unknown path is 404; a method that a path does not offer is 405 with those it does."""
    methods, _ = ROUTES.find(path)
    problem = not_routed(methods)
    assert (problem.status, problem.headers) == (status, headers)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_a_query_takes_what_the_document_says_and_nothing_else(operation):
    """The parameters of the document are those that are read; an unknown one is refused with their names."""
    shown = json.loads(document())["paths"][operation.path][operation.method.lower()].get("parameters", [])
    names = [one["name"] for one in shown if one["in"] == "query"]
    with pytest.raises(Problem) as refused:
        read_query(b"no-such-thing=1", operation.parameters)
    assert refused.value.hint == (f"known: {', '.join(names)}" if names else "this path takes no query")
