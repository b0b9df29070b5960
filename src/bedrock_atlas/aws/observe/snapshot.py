"""The snapshot: what AWS said on one day, per Region and call, and where it said nothing.

The answers are kept as AWS gave them, so that a snapshot of today can be read by a later version that understands more.
Only the order of lists is ours and secrets are gone: the same world gives the same bytes. A call that failed keeps its
state and no items, because half a list would read like a withdrawal.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from bedrock_atlas.errors import Finding, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["CALLS", "Call", "CallResult", "Snapshot", "SnapshotError", "State", "load_snapshot"]

State = Literal["observed", "denied", "not-opted-in", "throttled", "unreachable", "malformed"]
"""How one call in one Region ended; only `observed` says anything about the catalog."""
Call = Literal["foundation-models", "inference-profiles", "application-profiles", "availability"]
CALLS: tuple[Call, ...] = get_args(Call)

VERSION = 1
_MAX_BYTES = 256 << 20
_KEYS = ("modelId", "inferenceProfileId", "sku", "modelArn")


class SnapshotError(SourceError):
    """A snapshot file cannot be read or is not one."""


@dataclass(frozen=True, slots=True)
class CallResult:
    """How one call ended: its state, the error (empty when there was none), what was listed, pages read and retries."""

    state: State
    items: tuple[Mapping[str, Any], ...] = ()
    error: str = ""
    pages: int = 0
    retries: int = 0

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON data; items in the order of their IDs, and an error only when there is one."""
        head: dict[str, object] = {"state": self.state, "pages": self.pages, "retries": self.retries}
        if self.error:
            head["error"] = self.error
        if self.state == "observed":
            head["items"] = sorted((_sorted(item) for item in self.items), key=_order)
        return head


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What AWS said at one time: Region → call → answer, and service code → answer for the price list.

    `regions_from` says where the list of Regions came from: `ec2`, `catalog` or `option`. `notes` are remarks on the
    run. `path` is the file it was read from, empty when it was not.
    """

    taken: datetime
    partition: str
    regions: Mapping[str, Mapping[Call, CallResult]]
    prices: Mapping[str, CallResult] = field(default_factory=lambda: MappingProxyType({}))
    regions_from: str = "option"
    notes: tuple[str, ...] = ()
    path: str = ""

    @property
    def retries(self) -> int:
        """Count the retries of all calls."""
        return sum(answer.retries for answer in self._answers())

    def share(self, wanted: Iterable[str] | None = None) -> float:
        """Return the share of Regions (those asked, or `wanted`) in which both lists were observed; 0 of none is 0."""
        codes = set(self.regions if wanted is None else wanted)
        whole = [code for code in codes if self._whole(code)]
        return len(whole) / len(codes) if codes else 0.0

    def _whole(self, code: str) -> bool:
        calls = self.regions.get(code, {})
        needed: tuple[Call, ...] = ("foundation-models", "inference-profiles")
        return all(call in calls and calls[call].state == "observed" for call in needed)

    def _answers(self) -> list[CallResult]:
        return [answer for calls in self.regions.values() for answer in calls.values()] + list(self.prices.values())

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON data, Regions by code."""
        return {
            "snapshot": VERSION,
            "taken": self.taken.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "partition": self.partition,
            "regions_from": self.regions_from,
            "retries": self.retries,
            "notes": list(self.notes),
            "regions": {
                code: {call: calls[call].to_dict() for call in CALLS if call in calls}
                for code, calls in sorted(self.regions.items())
            },
            "prices": {code: answer.to_dict() for code, answer in sorted(self.prices.items())},
        }

    def render(self) -> str:
        """Return the text of its file: the same bytes for the same answers at the same time."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"


def load_snapshot(path: str | Path) -> Snapshot:
    """Read a snapshot file; raises SnapshotError when it is none, OSError when it cannot be opened."""
    name = str(path)
    with Path(path).open("rb") as file:
        data = file.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise _wrong(name, "too-large", f"the file is larger than {_MAX_BYTES} bytes")
    try:
        document = json.loads(data)
    except json.JSONDecodeError as error:
        raise _wrong(name, "bad-json", f"not JSON: {error.msg}", error.lineno, error.colno) from error
    except UnicodeDecodeError as error:
        raise _wrong(name, "not-utf8", "the file is not UTF-8") from error
    except (RecursionError, ValueError) as error:
        raise _wrong(name, "bad-json", "nested too deep, or a number too long") from error
    if not isinstance(document, dict) or document.get("snapshot") != VERSION:
        raise _wrong(name, "wrong-schema", f"not a snapshot of version {VERSION}")
    try:
        return _snapshot(document, name)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(name, "bad-snapshot", f"not in the form of a snapshot: {type(error).__name__}: {error}") from error


def _snapshot(document: dict[str, Any], path: str) -> Snapshot:
    taken = datetime.fromisoformat(document["taken"])
    if taken.tzinfo is None:
        raise ValueError("`taken` has no time zone")
    regions: dict[str, Mapping[Call, CallResult]] = {
        str(code): {call: _answer(calls[call]) for call in CALLS if call in calls}
        for code, calls in document["regions"].items()
    }
    prices = {str(code): _answer(answer) for code, answer in document.get("prices", {}).items()}
    notes = tuple(map(str, document.get("notes", ())))
    source = str(document.get("regions_from", "option"))
    return Snapshot(taken, str(document["partition"]), regions, prices, source, notes, path)


def _answer(entry: dict[str, Any]) -> CallResult:
    state = entry["state"]
    if state not in get_args(State):
        raise ValueError(f"there is no state `{state}`")
    items = entry.get("items", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise TypeError("`items` is no list of objects")
    if state == "observed" and "items" not in entry:
        raise KeyError("items")
    return CallResult(state, tuple(items), str(entry.get("error", "")), int(entry["pages"]), int(entry["retries"]))


def _wrong(path: str, slug: str, message: str, line: int = 1, column: int = 1) -> SnapshotError:
    return SnapshotError([Finding(path, line, column, slug, message, "make one with `bedrock-atlas sync observe`")])


def _sorted(value: Any) -> Any:  # noqa: ANN401  # JSON data
    """Return JSON data with its keys and lists in one order: AWS repeats neither."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=_order)
    return value


def _order(value: object) -> tuple[str, str]:
    name = next((str(value[key]) for key in _KEYS if key in value), "") if isinstance(value, dict) else ""
    return name, json.dumps(value, sort_keys=True)
