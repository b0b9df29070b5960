"""Findings that are accepted today: how many of each ID and kind a file may have.

Counts and not lines, so that code can move; paths are relative to the baseline's folder, so that it means the same from
wherever the scan runs.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import Finding, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["VERSION", "Baseline"]

VERSION = 1
_KEY = "bedrock-atlas-baseline"
_HINT = "write it anew with --write-baseline"


class Baseline:
    """The accepted findings of one file; `left` counts those that no longer occur."""

    def __init__(self, path: Path, accepted: Counter[tuple[str, str, str]] | None = None) -> None:
        """Begin with what is accepted: (path, slug, ID) to how often; nothing when it is to be written."""
        self._path, self._left = path, accepted or Counter()
        self._seen: Counter[tuple[str, str, str]] = Counter()
        self._names: dict[str, str] = {}

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline; raises SourceError when it is none or of another version."""
        try:
            data = json.loads(path.read_bytes())
        except OSError as error:
            raise _wrong(path, f"cannot read the baseline: {(error.strerror or '').lower()}", _HINT) from error
        except ValueError as error:
            line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
            raise _wrong(path, "the baseline is no JSON", _HINT, line, column) from error
        if not isinstance(data, dict) or _KEY not in data:
            raise _wrong(path, "this is no baseline of a scan", _HINT)
        if data[_KEY] != VERSION:
            raise _wrong(path, f"the baseline has version `{data[_KEY]}`, this program reads {VERSION}", _HINT)
        try:
            return cls(path, Counter({_entry(one): int(one.get("count", 1)) for one in data["findings"]}))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _wrong(path, "the baseline is damaged", _HINT) from error

    @property
    def left(self) -> int:
        """Count the accepted findings that did not occur."""
        return self._left.total()

    def new(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Return the findings that are not accepted; each accepted one is used up."""
        for finding in findings:
            key = self._of(finding)
            if self._left[key] > 0:
                self._left[key] -= 1
            else:
                yield finding

    def note(self, finding: Finding) -> None:
        """Accept a finding when the baseline is written."""
        self._seen[self._of(finding)] += 1

    def write(self) -> int:
        """Write the noted findings, sorted, and give their number. Raises OSError."""
        rows = [
            {"path": path, "slug": slug, "id": name, "count": count}
            for (path, slug, name), count in sorted(self._seen.items())
        ]
        lines = ",\n".join(f"    {json.dumps(row)}" for row in rows)
        body = f"[\n{lines}\n  ]" if rows else "[]"
        self._path.write_text(f'{{\n  "{_KEY}": {VERSION},\n  "findings": {body}\n}}\n', "utf-8")
        return self._seen.total()

    def _of(self, finding: Finding) -> tuple[str, str, str]:
        if finding.path not in self._names:
            self._names = {finding.path: os.path.relpath(finding.path, self._path.parent).replace(os.sep, "/")}
        return self._names[finding.path], finding.slug, str(getattr(finding, "id", ""))


def _entry(one: dict[str, Any]) -> tuple[str, str, str]:
    return str(one["path"]), str(one["slug"]), str(one["id"])


def _wrong(path: Path, message: str, hint: str, line: int = 1, column: int = 1) -> SourceError:
    return SourceError([Finding(str(path), line, column, "bad-baseline", message, hint)])
