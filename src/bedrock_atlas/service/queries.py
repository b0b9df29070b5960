"""Query strings, read as strictly as bodies: unknown, repeated and malformed parameters are refused."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from bedrock_atlas.analysis.questions import Limits
from bedrock_atlas.errors import RequestError
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.questions import LONGEST_ASK, Ask

if TYPE_CHECKING:
    from bedrock_atlas.service.state import State

__all__ = ["LONGEST_QUERY", "question_of", "read_days", "read_limits", "read_names", "read_on", "read_query"]

LONGEST_QUERY = 4096


def read_query(raw: bytes, *known: str) -> dict[str, str]:
    """Read a query string strictly; raises Problem 400 for a parameter that is unknown, given twice or not UTF-8."""
    if len(raw) > LONGEST_QUERY:
        raise Problem(HTTPStatus.BAD_REQUEST, "too-long", f"a query may have {LONGEST_QUERY} bytes at most")
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, "bad-query", "the query cannot be read") from None
    for name, _ in pairs:
        if name not in known:
            hint = f"known: {', '.join(known)}" if known else "this path takes no query"
            raise Problem(HTTPStatus.BAD_REQUEST, "unknown-parameter", f"unknown parameter `{name[:100]}`", hint=hint)
    if len(pairs) != len(dict(pairs)):
        raise Problem(HTTPStatus.BAD_REQUEST, "repeated-parameter", "a parameter is given twice")
    return dict(pairs)


def read_on(text: str | None) -> date | None:
    """Read a date, YYYY-MM-DD; None for None. Raises Problem 400 (bad-date)."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-11-20"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    detail, hint = f"`{text[:100]}` is no date", "write it as YYYY-MM-DD, such as 2026-11-20"
    raise Problem(HTTPStatus.BAD_REQUEST, "bad-date", detail, hint=hint)


def read_days(text: str | None) -> int | None:
    """Read a number of days; None for None. Raises Problem 400 (bad-span)."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 5):  # noqa: PLR2004  # a span of centuries is enough
        raise Problem(HTTPStatus.BAD_REQUEST, "bad-span", f"`{text[:100]}` is no number of days")
    return int(text)


def question_of(query: dict[str, str]) -> Ask:
    """Return the question of `ask`, `on` and `policies`; raises Problem 400."""
    ask = query.get("ask", "")
    if not ask:
        raise Problem(HTTPStatus.BAD_REQUEST, "missing-ask", "the query has no `ask`")
    if len(ask) > LONGEST_ASK:
        raise Problem(HTTPStatus.BAD_REQUEST, "too-long", f"an ask may have {LONGEST_ASK} characters at most")
    return Ask(ask=ask, on=read_on(query.get("on")), policies=tuple(read_names(query.get("policies"))) or None)


def read_names(text: str | None) -> list[str]:
    """Return the names of a list with commas; none for None."""
    return [name.strip()[:300] for name in (text or "").split(",") if name.strip()][:20]


def read_limits(facts: State, query: dict[str, str]) -> Limits:
    """Return which questions are meant; raises Problem 422 when no model or role is named, or an unknown one."""
    if ("model" in query) == ("role" in query):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "missing-model", "name a `model` or a `role`")
    given = {name: (query[name],) if name in query else () for name in ("model", "role", "residency", "source")}
    try:
        return Limits.of(
            facts.catalog,
            facts.policy,
            models=given["model"],
            roles=given["role"],
            residencies=given["residency"],
            sources=given["source"],
        )
    except RequestError as error:
        raise Problem.of_request(error) from None
