"""What becomes of the findings of a run: accepted, fixed, shown or only counted.

Counting goes on where showing stops, so a million findings cost no more memory than the first few thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from bedrock_atlas.scan.fix import apply
from bedrock_atlas.scan.found import Found
from bedrock_atlas.scan.reader import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.scan.run import Scan

__all__ = ["Outcome", "collect", "fix"]


@dataclass(slots=True)
class Outcome:
    """`shown` are the first findings, `errors` and `warnings` count all; `fixed` counts IDs that were replaced."""

    shown: list[Finding] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0
    fixed: int = 0

    def add(self, finding: Finding, most: int) -> None:
        """Count a finding, and keep it while no more than `most` are kept (0: all)."""
        if finding.severity == "error":
            self.errors += 1
        else:
            self.warnings += 1
        if not most or len(self.shown) < most:
            self.shown.append(finding)

    def fails(self, level: str) -> bool:
        """Check whether there is a finding at or above a level: error, warning or never."""
        return bool(level != "never" and (self.errors or (level == "warning" and self.warnings)))


def collect(findings: Iterable[Finding], *, most: int) -> Outcome:
    """Count all findings and keep the first."""
    outcome = Outcome()
    for finding in findings:
        outcome.add(finding, most)
    return outcome


def fix(findings: Iterable[Finding], scan: Scan, *, most: int) -> Outcome:
    """Replace what has exactly one right ID, a file at a time, and collect the rest.

    A file that cannot be written keeps its findings and becomes a problem of the scan.
    """
    outcome = Outcome()
    for path, group in groupby(findings, key=lambda one: one.path):
        edits: list[Found] = []
        for one in group:
            if isinstance(one, Found) and one.replacement is not None:
                edits.append(one)
            else:
                outcome.add(one, most)
        try:
            outcome.fixed += apply(path, edits)
        except Refused as error:
            scan.problem(path, str(error))
            for one in edits:
                outcome.add(one, most)
    return outcome
