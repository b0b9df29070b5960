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
from typing import TYPE_CHECKING, Generic, TypeVar

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.deciding import deciding
from bedrock_atlas.service.questions import read_question
from bedrock_atlas.service.reply import JSON, SECURITY, Reply, etag_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.service.questions import Ask, Parts
    from bedrock_atlas.service.state import State
    from bedrock_atlas.service.wire import Headers, Message

__all__ = ["DAY", "Answers", "Cache", "KeptAnswer", "dump"]

DAY = 86_400
FRESH = 300
KEPT_BYTES = 8 * 1024 * 1024
LONGEST_KEY = 4096
EPOCH_DAY = date(1970, 1, 1).toordinal()

Key = TypeVar("Key", bound="Hashable")


def dump(data: Mapping[str, object]) -> bytes:
    """Return JSON as the service sends it: compact, characters as they are."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class KeptAnswer(Reply):
    """One rendered answer, good for its revision until midnight UTC; `start` is for all but the last minutes of a day.

    `extra` are headers of its own and `end_of_life` is when its model ends (None: not known).
    """

    __slots__ = ("end_of_life", "extra")

    def __init__(self, state: State, body: bytes, kind: bytes = JSON, extra: Headers = ()) -> None:
        """Make the headers for a body."""
        headers = ((b"cache-control", b"max-age=%d" % FRESH), *state.headers, *SECURITY, *extra)
        super().__init__(body, headers, kind, etag=etag_of(state.headers[0][1], body))
        self.extra = extra
        self.end_of_life: date | None = None

    @classmethod
    def of_decision(cls, state: State, decision: Decision) -> KeptAnswer:
        """Render a decision; a LEGACY model is announced in the headers of RFC 9745 and RFC 8594."""
        answer = cls(state, dump(decision.to_dict()), extra=_announcement(decision))
        answer.admitted = bool(decision)
        answer.end_of_life = decision.lifecycle.end_of_life
        answer.record = dump({
            "decision": bool(decision),
            "id": decision.id,
            "model": decision.model.id,
            "on": decision.on.isoformat(),
            "request": str(decision.request),
            "rules": list(deciding(decision)),
            "revision": state.revision,
            "catalog": state.catalog.digest,
            "policies": [one.digest for one in decision.policy.sources],
        })  # fmt: skip
        return answer

    def in_envelope(self, state: State) -> KeptAnswer:
        """Return the decision in the envelope of OPA's data API."""
        answer = KeptAnswer(state, b'{"result":' + self.body + b"}", extra=self.extra)
        answer.admitted, answer.record, answer.end_of_life = self.admitted, self.record, self.end_of_life
        return answer

    def message(self, now: float) -> Message:
        """Return the message that starts the answer: no cache may keep it beyond midnight, when it may change."""
        left = DAY - int(now) % DAY
        if left >= FRESH:
            return self.start
        fresh = b"max-age=%d" % left
        headers = [(name, fresh if name == b"cache-control" else value) for name, value in self.start["headers"]]
        return {**self.start, "headers": headers}

    def size(self) -> int:
        """Return the bytes it keeps, about."""
        return len(self.body) + len(self.record) + 1500


def _announcement(decision: Decision) -> tuple[tuple[bytes, bytes], ...]:
    if decision.status != "LEGACY":
        return ()
    life = decision.lifecycle
    since, end = life.legacy_from, life.end_of_life
    headers = []
    if since is not None:
        headers.append((b"deprecation", b"@%d" % _midnight(since).timestamp()))
    if end is not None:
        headers.append((b"sunset", format_datetime(_midnight(end), usegmt=True).encode()))
    return tuple(headers)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


class Cache(Generic[Key]):
    """Answers by key in two generations, at most `limit` bytes of them (and as much again of older ones)."""

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


class Answers:
    """The answers of one revision on one UTC day; `day` counts from 1970-01-01."""

    def __init__(self, state: State, day: int, use: Callable[[date | None], None]) -> None:
        """Begin with none; `use` is told the end of life of every model that is asked for."""
        self._use = use
        self.state, self.day, self.on = state, day, date.fromordinal(EPOCH_DAY + day)
        self.sent: Cache[bytes | tuple[str, bytes]] = Cache(KEPT_BYTES // 2)
        self._meant: Cache[Hashable] = Cache(KEPT_BYTES // 2)

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
            answer = KeptAnswer.of_decision(self.state, decide(self.state.catalog, policy, request, on=on))
            self._use(answer.end_of_life)
            self._meant.put(key, answer, answer.size())
        return answer
