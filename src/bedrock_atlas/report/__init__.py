"""Findings as text, JSON, GitHub annotations, SARIF, JUnit or Markdown.

One renderer a form, chosen by name and imported when it is used. A renderer sees findings and the titles of their
kinds, and knows nothing of what found them. Every form is stable byte for byte for the same findings.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bedrock_atlas.errors import Finding

__all__ = ["FORMATS", "Kind", "Report", "counted", "dumped", "one_line", "render"]

FORMATS = ("text", "json", "github", "sarif", "junit", "markdown")


@dataclass(frozen=True, slots=True)
class Kind:
    """What one slug stands for: the sentence that must hold, and why and what to do (empty: not said)."""

    about: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What one run found.

    `command` is what ran (`scan`), `version` that of the program. `findings` are those to show, in order; `errors`,
    `warnings` and `remarks` (findings that are mere notes) count all there were. `problems` are paths that could not be
    looked into, with reasons. `kinds` says what the slugs mean. `looked` counts what was looked at, in words
    (`20 files`). `notes` are lines for people. A finding may carry `end_column` (the column after it, 0 or absent:
    unknown) and `details` (a mapping that JSON can hold).
    """

    command: str
    version: str
    findings: Sequence[Finding]
    errors: int
    warnings: int
    kinds: Mapping[str, Kind]
    problems: Sequence[tuple[str, str]] = ()
    looked: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    remarks: int = 0

    @property
    def hidden(self) -> int:
        """Count the findings that are not shown."""
        return self.errors + self.warnings + self.remarks - len(self.findings)

    @property
    def summary(self) -> str:
        """Return the counts in one line."""
        counts = f"{counted(self.errors, 'error')}, {counted(self.warnings, 'warning')}"
        counts += f", {counted(self.remarks, 'note')}" if self.remarks else ""
        return f"{counts} in {self.looked}" if self.looked else counts


def render(report: Report, output: str) -> str:
    """Return the report in one of FORMATS; the text ends with a newline unless it is empty."""
    text: str = import_module(f"bedrock_atlas.report.{_MODULES.get(output, output)}").render(report)
    return text


_MODULES = {"json": "plain_json"}  # a module `json` beside this one would only confuse


def counted(count: int, noun: str) -> str:
    """Return a number with its noun, the plural by an `s`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def one_line(text: str) -> str:
    """Return text with its control characters written out, so that a file's name cannot end a line or move a cursor."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def dumped(data: object) -> str:
    """Return data as JSON; names that are not UTF-8 stay readable as escapes."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"
