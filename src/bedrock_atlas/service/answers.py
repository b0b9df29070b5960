"""Answers as bytes, kept for the day and the revision they are true for.

A decision takes microseconds, its JSON with every verdict a hundred times as long, and services ask the same questions
all day. So an answer is rendered once and kept under the bytes that asked for it and under the request they meant.
What is kept is bounded in bytes, in two generations: when the young one is full it becomes the old one, and what is
asked for again moves back. Nothing is kept across a reload or midnight.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Generic, TypeVar

from bedrock_atlas.decision.decision import deciding
from bedrock_atlas.service.questions import read_question

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.service.questions import Ask, Parts
    from bedrock_atlas.service.state import State
    from bedrock_atlas.service.wire import Message

__all__ = ["DAY", "Answers", "Generations", "KeptAnswer", "dump"]

DAY = 86_400
FRESH = 300
KEPT_BYTES = 8 * 1024 * 1024
LONGEST_KEY = 4096
EPOCH_DAY = date(1970, 1, 1).toordinal()

SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)

UNSENT = frozenset({b"content-length", b"content-type"})

Key = TypeVar("Key", bound="Hashable")


def dump(data: Mapping[str, object]) -> bytes:
    """Return JSON as the service sends it: compact, characters as they are."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class KeptAnswer:
    """One rendered answer, good for its revision until midnight UTC.

    `start` and `end` are the two ASGI messages of it; `start` is for all but the last five minutes of a day.
    `admitted` says whether a decision admits a route, None for what is no decision; `log` is what the decision log says
    of it, `end_of_life` when its model ends (None: not known).
    """

    __slots__ = ("admitted", "body", "end", "end_of_life", "etag", "log", "start")

    def __init__(
        self, state: State, body: bytes, kind: bytes = b"application/json", extra: tuple[tuple[bytes, bytes], ...] = ()
    ) -> None:
        """Make the headers for a body; `extra` are headers beside the usual ones."""
        self.body = body
        self.etag = b'"' + blake2b(state.headers[0][1] + body, digest_size=12).hexdigest().encode() + b'"'
        self.start: Message = {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", kind),
                (b"content-length", b"%d" % len(body)),
                (b"cache-control", b"max-age=%d" % FRESH),
                (b"etag", self.etag),
                *state.headers,
                *SECURITY,
                *extra,
            ],
        }
        self.end: Message = {"type": "http.response.body", "body": body}
        self.admitted: bool | None = None
        self.log = b""
        self.end_of_life: date | None = None

    @classmethod
    def of_decision(cls, state: State, decision: Decision) -> KeptAnswer:
        """Render a decision; a LEGACY model is announced in the headers of RFC 9745 and RFC 8594."""
        answer = cls(state, dump(decision.to_dict()), extra=_announcement(decision))
        answer.admitted = bool(decision)
        answer.end_of_life = decision.model.lifecycle.end_of_life
        said = {
            "decision": bool(decision),
            "id": decision.id,
            "on": decision.on.isoformat(),
            "request": str(decision.request),
            "rules": list(deciding(decision)),
            "revision": state.revision,
            "catalog": state.catalog.digest,
            "policies": [one.digest for one in decision.policy.sources],
        }
        answer.log = dump(said)[1:]
        return answer

    def message(self, now: float) -> Message:
        """Return the message that starts the answer: no cache may keep it beyond midnight, when it may change."""
        left = DAY - int(now) % DAY
        if left >= FRESH:
            return self.start
        fresh = b"max-age=%d" % left
        headers = [(name, fresh if name == b"cache-control" else value) for name, value in self.start["headers"]]
        return {**self.start, "headers": headers}

    def unchanged(self) -> Message:
        """Return the 304 for who has this answer already."""
        headers = [(name, value) for name, value in self.start["headers"] if name not in UNSENT]
        return {"type": "http.response.start", "status": 304, "headers": headers}

    def size(self) -> int:
        """Return the bytes it keeps, about."""
        return len(self.body) + len(self.log) + 1500


def _announcement(decision: Decision) -> tuple[tuple[bytes, bytes], ...]:
    if decision.status != "LEGACY":
        return ()
    life = decision.model.lifecycle
    since, end = life.legacy_from, life.end_of_life
    headers = []
    if since is not None:
        headers.append((b"deprecation", b"@%d" % _midnight(since).timestamp()))
    if end is not None:
        headers.append((b"sunset", format_datetime(_midnight(end), usegmt=True).encode()))
    return tuple(headers)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


class Generations(Generic[Key]):
    """Answers by key, at most `limit` bytes of them (and as much again of older ones)."""

    def __init__(self, limit: int) -> None:
        """Begin empty."""
        self._limit, self._size = limit, 0
        self._young: dict[Key, KeptAnswer] = {}
        self._old: dict[Key, KeptAnswer] = {}

    def get(self, key: Key) -> KeptAnswer | None:
        """Return what is kept under a key; None when nothing is."""
        answer = self._young.get(key)
        if answer is None and self._old:
            answer = self._old.pop(key, None)
            if answer is not None:
                self.put(key, answer, answer.size())
        return answer

    def put(self, key: Key, answer: KeptAnswer, size: int) -> None:
        """Keep an answer of that many bytes."""
        self._young[key] = answer
        self._size += size
        if self._size > self._limit:
            self._old, self._young, self._size = self._young, {}, 0

    def __len__(self) -> int:
        """Count what is kept."""
        return len(self._young) + len(self._old)


class Answers:
    """The answers of one revision on one UTC day; `day` counts from 1970-01-01."""

    def __init__(self, state: State, day: int, use: Callable[[date | None], None]) -> None:
        """Begin with none; `use` is told the end of life of every model that is asked for."""
        self._use = use
        self.state, self.day, self.on = state, day, date.fromordinal(EPOCH_DAY + day)
        self.sent: Generations[bytes] = Generations(KEPT_BYTES // 2)
        self._meant: Generations[Hashable] = Generations(KEPT_BYTES // 2)

    def decision(self, body: bytes) -> KeptAnswer:
        """Return the answer to a question as it was sent; raises Problem."""
        answer = self.sent.get(body)
        if answer is None:
            answer = self.answer(read_question(body))
            if len(body) <= LONGEST_KEY:
                self.sent.put(body, answer, len(body) + answer.size())
        return answer

    def answer(self, question: Ask | Parts) -> KeptAnswer:
        """Return the answer to a question; raises Problem when it names something unknown."""
        policy, request = self.state.ask(question)
        on = question.on or self.on
        key = (request, on, policy.sources)
        answer = self._meant.get(key)
        if answer is None:
            answer = KeptAnswer.of_decision(self.state, self.state.decide(policy, request, on))
            self._use(answer.end_of_life)
            self._meant.put(key, answer, answer.size())
        return answer
