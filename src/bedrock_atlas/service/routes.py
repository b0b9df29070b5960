"""From a method and a path to what is done: a look-up in a dict, since every path but one is a constant.

Decided against a framework's router, which took longer than a decision does, so that decisions had to go past it.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from bedrock_atlas.service.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bedrock_atlas.service.operation import Operation

__all__ = ["Routes", "not_routed"]

HINT = "/openapi.json lists what there is"
Methods = dict[str, "Operation"]


class Routes:
    """The operations by path and method; GET answers HEAD too, and the server leaves out the body."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Take the operations, in any order."""
        self._constant: dict[str, Methods] = {}
        self._open: dict[str, Methods] = {}
        for one in operations:
            prefix = one.path.removesuffix("{id}")
            methods = (self._constant if prefix == one.path else self._open).setdefault(prefix, {})
            methods[one.method] = one
            if one.method == "GET":
                methods["HEAD"] = one

    def find(self, path: str) -> tuple[Methods, str]:
        """Return what a path offers by method, and what stands for its `{id}`; nothing for a path there is not."""
        methods = self._constant.get(path)
        if methods is None:
            for prefix, found in self._open.items():
                if path.startswith(prefix) and path != prefix:
                    return found, path.removeprefix(prefix)
        return methods or {}, ""


def not_routed(methods: Methods) -> Problem:
    """Return the problem of a method that a path does not offer: 404 when it offers none at all."""
    status = HTTPStatus.METHOD_NOT_ALLOWED if methods else HTTPStatus.NOT_FOUND
    slug = "wrong-method" if methods else "not-found"
    allow = ((b"allow", ", ".join(methods).encode()),) if methods else ()
    return Problem(status, slug, status.description.lower(), hint=HINT, headers=allow)
