"""Statements divided into documents: Denies one by one, since each stands alone; Allows by the routes they are for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bedrock_atlas.iam.write.shape import measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bedrock_atlas.facts.values import Route
    from bedrock_atlas.iam.write.shape import Json, Limit

__all__ = ["by_routes", "by_statements"]

_AROUND = len('{"Version":"2012-10-17","Statement":[\n\n]}')


def by_routes(
    routes: Sequence[Route], render: Callable[[Sequence[Route]], list[Json]], limit: Limit
) -> Iterator[list[Json]]:
    """Return the statements of as many routes as fit in one document, then of the next; a single one may not fit."""
    left = sorted(routes, key=lambda route: (route.id, route.endpoint, route.source))
    while left:
        low, high = 1, len(left)
        while low < high:
            middle = (low + high + 1) // 2
            if _size(render(left[:middle]), limit) <= limit.characters:
                low = middle
            else:
                high = middle - 1
        yield render(left[:low])
        left = left[low:]


def by_statements(statements: Sequence[Json], limit: Limit) -> Iterator[list[Json]]:
    """Return the statements in documents, in order; a Deny on many resources is halved until it fits."""
    page: list[Json] = []
    size = 0
    for one in _halved(statements, limit):
        more = _size([one], limit) - _AROUND + len(",\n")
        if page and size + more > limit.characters:
            yield page
            page, size = [], 0
        size = size + more if page else more + _AROUND
        page.append(one)
    if page:
        yield page


def _halved(statements: Sequence[Json], limit: Limit) -> Iterator[Json]:
    for one in statements:
        resources = one.get("Resource", ())
        if _size([one], limit) <= limit.characters or len(resources) < 2:  # noqa: PLR2004  # nothing to halve
            yield one
            continue
        middle = len(resources) // 2
        halves = (resources[:middle], resources[middle:])
        yield from _halved(
            [
                one | {"Sid": f"{one['Sid']}{letter}", "Resource": half}
                for letter, half in zip("ab", halves, strict=True)
            ],
            limit,
        )


def _size(statements: Sequence[Json], limit: Limit) -> int:
    text = ",\n".join(json.dumps(one, separators=(",", ":")) for one in statements)
    return measured(text, limit) + _AROUND
