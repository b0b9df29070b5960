"""The lock file: answers with what they rest on, as JSON that is refused unless every part of it is as it was written.

Its own digest tells a file that was cut short, merged or edited from one that was written; nothing is guessed from the
rest of such a file. It is written as a whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import AtlasError
from bedrock_atlas.facts.prices import money
from bedrock_atlas.writing import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from bedrock_atlas.decision.decision import Decision

__all__ = ["FILE", "SCHEMA", "Lock", "LockError", "Pinned", "pinned", "read_lock", "write_lock"]

FILE = "atlas.lock"
SCHEMA = 1
_MOST = 64 * 1024 * 1024


class LockError(AtlasError):
    """A lock file that is missing, is none or is not as it was written; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """One answer: the question in words and in parts, the ID and what was true of it.

    `routes` maps source Regions to destinations, `price` components to USD per million tokens (exact; None: not known).
    """

    ask: str
    request: dict[str, Any]
    id: str
    model: str
    routes: dict[str, list[str]]
    price: dict[str, str] | None
    valid_until: str | None


@dataclass(frozen=True, slots=True)
class Lock:
    """The answers of one day, by question, and the digests of the catalog and the policies they follow from."""

    on: date
    catalog: dict[str, str]
    policies: tuple[dict[str, str], ...]
    answers: dict[str, Pinned]


def pinned(decision: Decision) -> Pinned:
    """Return what a lock keeps of an answer; raises ValueError for a decision without one."""
    if decision.id is None:
        raise ValueError("there is no answer to pin")
    usd = decision.price.usd_per_mtok if decision.price else None
    return Pinned(
        ask=str(decision.request),
        request={name: part for name, part in decision.request.to_dict().items() if part},
        id=decision.id,
        model=decision.model.id,
        routes={route.source: sorted(route.destinations) for route in decision.routes},
        price=None if usd is None else {name: money(amount) for name, amount in usd.items()},
        valid_until=decision.valid_until.isoformat() if decision.valid_until else None,
    )


def write_lock(path: Path, lock: Lock) -> None:
    """Write a lock file in place of the old one, in one step. Raises OSError."""
    content = _content(lock)
    write_whole(path, json.dumps(content | {"digest": _digest(content)}, indent=1, ensure_ascii=False) + "\n")


def read_lock(path: Path) -> Lock:
    """Read a lock file; raises LockError for everything but one that is as it was written."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST + 1)
    except FileNotFoundError as error:
        raise LockError(f"there is no `{path}`\n  hint: write it with `bedrock-atlas pin`") from error
    except OSError as error:
        raise LockError(f"cannot read `{path}`: {(error.strerror or '').lower()}") from error
    document = _document(path, raw)
    schema, digest = document.get("atlas_lock"), document.pop("digest", None)
    if schema is None:
        raise _refused(path, "is no lock file of bedrock-atlas", "name another with --lock, or remove it")
    if type(schema) is not int or schema != SCHEMA:
        told = f"is of schema `{schema}`, and this program reads {SCHEMA}"
        raise _refused(path, told, "use the program that wrote it, or remove it and pin anew")
    if digest != _digest(document):
        raise _refused(path, "is not as it was written", "restore it, or remove it and pin anew")
    try:
        answers = {one["ask"]: Pinned(**one) for one in document["answers"]}
        if not all(map(_sound, answers.values())) or not all(map(_texts, [document["catalog"], *document["policies"]])):
            raise _refused(path, "is not as it was written", "restore it, or remove it and pin anew")
        return Lock(date.fromisoformat(document["on"]), document["catalog"], tuple(document["policies"]), answers)
    except (KeyError, TypeError, ValueError) as error:
        raise _refused(path, "is not as it was written", "restore it, or remove it and pin anew") from error


def _sound(one: Pinned) -> bool:
    """Check whether the values of an answer are of the forms they are written in, whoever made the digest."""
    words = all(isinstance(value, str) for value in (one.ask, one.id, one.model))
    lists = isinstance(one.routes, dict) and all(isinstance(value, list) for value in one.routes.values())
    return words and lists and isinstance(one.request, dict) and (one.price is None or _texts(one.price))


def _texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _document(path: Path, raw: bytes) -> dict[str, Any]:
    if len(raw) > _MOST:
        raise _refused(path, f"has more than {_MOST:,} bytes", "name another with --lock")
    try:
        document = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        told = "is cut short or no JSON" if raw.strip() else "is empty"
        raise _refused(path, told, "restore it, or remove it and pin anew") from error
    if not isinstance(document, dict):
        raise _refused(path, "is no lock file of bedrock-atlas", "name another with --lock, or remove it")
    return document


def _refused(path: Path, what: str, hint: str) -> LockError:
    return LockError(f"`{path}` {what}\n  hint: {hint}")


def _content(lock: Lock) -> dict[str, Any]:
    answers = [
        {name: getattr(one, name) for name in Pinned.__dataclass_fields__} for _, one in sorted(lock.answers.items())
    ]
    return {
        "atlas_lock": SCHEMA,
        "on": lock.on.isoformat(),
        "catalog": lock.catalog,
        "policies": list(lock.policies),
        "answers": answers,
    }


def _digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
