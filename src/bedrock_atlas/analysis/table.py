"""Every answer as rows: an output for diffs, proofs, other languages and joins with logs, never the engine.

A row holds for a half-open interval of days; neighbours that say the same are one row. Each row equals what `decide`
gives for its question on any of its days.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from bedrock_atlas.advice.answer import decide
from bedrock_atlas.decision.deciding import deciding
from bedrock_atlas.facts.intervals import joined
from bedrock_atlas.facts.prices import money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bedrock_atlas.analysis.questions import QuestionSpace
    from bedrock_atlas.decision.decision import Decision
    from bedrock_atlas.decision.request import Request
    from bedrock_atlas.facts.intervals import Interval

__all__ = ["COLUMNS", "rows", "to_csv", "to_json_lines"]

COLUMNS = (
    "model", "role", "residency", "source", "endpoint", "api", "needs", "retention", "key",
    "attributes", "valid_from", "valid_to", "id", "answered_by", "input", "output", "rules",
)  # fmt: skip

Row = dict[str, Any]


def rows(world: QuestionSpace) -> Iterator[Row]:
    """Return every answer of a world, a row a question and interval, in a fixed order (dates as ISO strings).

    APIs, needs and retention modes are asked where rules look at them, one of each kind that they tell apart; a key
    where a role is split by shares, one of each.
    `valid_from` is None for all of the past and `valid_to` for no known end; `id` is None when nothing is admitted;
    `input` and `output` are USD per million tokens as exact strings.
    """
    for requests, intervals in world.blocks():
        for request in requests:
            yield from _merged(world, request, intervals)


def _merged(world: QuestionSpace, request: Request, intervals: list[Interval]) -> list[Row]:
    answers = (
        (interval, _answer(decide(world.catalog, world.policy, request, on=interval[0]))) for interval in intervals
    )
    return [
        {
            "model": request.model or None,
            "role": request.role,
            "residency": next(iter(request.residency), None),
            "source": request.source,
            "endpoint": request.endpoint,
            "api": request.api,
            "needs": sorted(request.needs),
            "retention": request.retention,
            "key": request.key,
            "attributes": dict(request.attributes),
            "valid_from": None if world.since is None and begin == date.min else begin.isoformat(),
            "valid_to": end and end.isoformat(),
            **answer,
        }
        for (begin, end), answer in joined(answers)
    ]


def _answer(decision: Decision) -> Row:
    usd = decision.price.usd_per_mtok if decision.price else {}
    return {
        "id": decision.id,
        "answered_by": decision.model.id if decision else None,
        "input": money(usd["input"]) if "input" in usd else None,
        "output": money(usd["output"]) if "output" in usd else None,
        "rules": list(deciding(decision)),
    }


def to_json_lines(table: Iterator[Row]) -> Iterator[str]:
    """Return each row as one line of JSON."""
    for row in table:
        yield json.dumps({name: row[name] for name in COLUMNS}, ensure_ascii=False) + "\n"


def to_csv(table: Iterator[Row]) -> Iterator[str]:
    """Return the rows as CSV with a header; lists and mappings are joined by spaces, None is empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in table:
        attributes = " ".join(f"{name}={value}" for name, value in row["attributes"].items())
        flat = row | {"attributes": attributes, "needs": " ".join(row["needs"]), "rules": " ".join(row["rules"])}
        writer.writerow(["" if flat[name] is None else flat[name] for name in COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if buffer.getvalue():
        yield buffer.getvalue()
