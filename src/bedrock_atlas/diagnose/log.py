"""A log of any length, read in blocks: few words tell the lines that are worth a look, the rest is passed over.

A match may run over the ends of lines, as a terminal wraps them, so the lines beside a hit are read with it. A JSON
document is read as one line for each of its records, so that what a CloudTrail event says of itself stands together.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from bedrock_atlas.diagnose.normal import normal
from bedrock_atlas.diagnose.recognise import recognised
from bedrock_atlas.diagnose.table import WORDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bedrock_atlas.diagnose.recognise import Seen

__all__ = ["LONGEST", "read_lines", "read_text"]

LONGEST = 1 << 20
"""The characters of a line that are read together; what is longer is read in pieces."""
_BLOCK = 4096
_NEAR = 3
_GATES = tuple(sorted({one.gate for one in WORDINGS}))


def read_text(text: str) -> Iterator[Seen]:
    """Iterate over what is recognised in a text that is at hand, a JSON document or lines."""
    records = list(_records(text))
    if not records:
        yield from read_lines(text.split("\n"))
    for line, record in records:
        for seen in recognised(normal(record)):
            yield _moved(seen, line - 1)


def read_lines(lines: Iterable[str]) -> Iterator[Seen]:
    """Iterate over what is recognised in lines as they come, each once, with the number of its line."""
    source, held, first, done = iter(lines), list[str](), 0, 0
    while True:
        fresh = list(islice(source, _BLOCK))
        block = [*held, *fresh]
        more = len(fresh) == _BLOCK
        end = len(block) - _NEAR if more else len(block)
        for seen in _block(block):
            if done < first + seen.line <= first + end:
                yield _moved(seen, first)
        done = max(done, first + end)
        if not more:
            return
        keep = min(len(block), 2 * _NEAR)
        held, first = block[len(block) - keep :], first + len(block) - keep


def _moved(seen: Seen, by: int) -> Seen:
    return replace(seen, line=seen.line + by) if by else seen


def _block(lines: list[str]) -> Iterator[Seen]:
    """Read the stretches of lines that hold a gate, each with the lines beside it."""
    hits = _hits("\n".join(lines).lower())
    while hits:
        first, until = max(0, hits[0] - _NEAR), hits[0] + _NEAR + 1
        while hits and hits[0] - _NEAR <= until:
            until = hits.popleft() + _NEAR + 1
        for seen in recognised(normal("\n".join(lines[first:until]))):
            yield _moved(seen, first)


def _hits(text: str) -> deque[int]:
    """Return the lines that hold a gate, from 0, in order."""
    places = set()
    for gate in _GATES:
        at = text.find(gate)
        while at >= 0:
            places.add(at)
            at = text.find("\n", at)
            at = text.find(gate, at) if at >= 0 else -1
    found: deque[int] = deque()
    line = before = 0
    for at in sorted(places):
        line += text.count("\n", before, at)
        before = at
        if not found or found[-1] != line:
            found.append(line)
    return found


def _records(text: str) -> Iterator[tuple[int, str]]:
    """Iterate over the records of a JSON document, each as one line with the number of the line that it is about."""
    if not text.lstrip().startswith(("{", "[")):
        return
    try:
        found = list(_leaves(json.loads(text)))
    except (ValueError, RecursionError):
        return
    at = 0
    for record in found:
        said = record.get("errorMessage") or record.get("message") or record.get("Message") or ""
        place = text.find(json.dumps(said)[1:-1], at) if isinstance(said, str) and said else -1
        yield text.count("\n", 0, max(at, place)) + 1, json.dumps(record, ensure_ascii=False)
        at = max(at, place + 1)


def _leaves(document: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  # JSON has any shape
    """Iterate over the objects of lists, however they are wrapped; an object without lists is a record itself."""
    if isinstance(document, list):
        for one in document:
            yield from _leaves(one)
    elif isinstance(document, dict):
        wrapped = [one for one in document.values() if isinstance(one, list) and one and isinstance(one[0], dict)]
        if len(document) <= _NEAR and wrapped:
            for one in wrapped:
                yield from _leaves(one)
        else:
            yield document
