"""A comparison as people and machines read it: text, JSON, Markdown, SARIF, GitHub annotations.

Renderers know nothing of how drift is found; each is a function from a report to text: same input, same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bedrock_atlas.aws.compare.drift import KINDS
from bedrock_atlas.aws.compare.severity import level_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bedrock_atlas.aws.compare.drift import Comparison, Drift
    from bedrock_atlas.aws.compare.severity import Level, Shift
    from bedrock_atlas.errors import Location

__all__ = ["FORMATS", "Report"]

_SHOWN = 5
_MARKS = {"error": "✗", "warning": "!", "note": "·"}
_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Report:
    """A comparison with what it means: `shifts` maps models to decisions, `locations` finds each drift in the catalog.

    `catalog` is the version compared with.
    """

    comparison: Comparison
    shifts: Mapping[str, tuple[Shift, ...]]
    locations: Mapping[Drift, Location]
    catalog: str
    sources: tuple[str, ...] = field(default=())

    def level(self, drift: Drift) -> Level:
        """Return the severity of a drift: that of the decisions about its model which would change."""
        return level_of(self.shifts.get(drift.model, ()))

    def models(self) -> dict[str, list[Drift]]:
        """Return the drifts by model, what concerns no model last."""
        found: dict[str, list[Drift]] = {}
        for drift in sorted(self.comparison.drifts, key=lambda one: (not one.model, one)):
            found.setdefault(drift.model, []).append(drift)
        return found

    def summary(self) -> str:
        """Tell in one line how it stands."""
        count, waiting = len(self.comparison.drifts), len(self.comparison.unconfirmed)
        seen, all_asked = len(self.comparison.observed), len(self.comparison.observed) + len(self.comparison.blind)
        head = f"{count} {'difference' if count == 1 else 'differences'}" if count else "in sync"
        tail = f", {waiting} unconfirmed" if waiting else ""
        return f"{head}{tail}; {seen} of {all_asked} Regions observed, catalog {self.catalog} on {self.comparison.on}"


def text(report: Report) -> str:
    """Return plain text: each drift with its location, then the decisions it moves."""
    lines: list[str] = []
    for model, drifts in report.models().items():
        lines.append(model or "in general")
        for drift in drifts:
            location = report.locations[drift]
            lines.append(f"  {_MARKS[report.level(drift)]} {drift.kind}: {drift}")
            lines.append(f"      at {location}" + (f"; {drift.left}" if drift.left else ""))
        lines += _decisions(report.shifts.get(model, ()), "  ")
    if report.comparison.unconfirmed:
        lines.append("unconfirmed until a second snapshot, at least 20 hours apart, agrees")
        lines += [f"  ? {drift.kind}: {drift}" for drift in report.comparison.unconfirmed]
    if report.comparison.blind:
        lines.append("not observed, so nothing is said about")
        lines += [f"  {code}: {state}" for code, state in report.comparison.blind.items()]
    lines += [f"note: {note}" for note in report.comparison.notes]
    return "\n".join([*lines, report.summary()]) + "\n"


def as_json(report: Report) -> str:
    """Return everything as JSON."""
    comparison = report.comparison
    data: dict[str, Any] = {
        "in_sync": not comparison.drifts,
        "summary": report.summary(),
        "on": comparison.on.isoformat(),
        "catalog": report.catalog,
        "drifts": [_drift(report, drift) for drifts in report.models().values() for drift in drifts],
        "unconfirmed": [drift.to_dict() for drift in comparison.unconfirmed],
        "decisions": {model: [shift.to_dict() for shift in found] for model, found in sorted(report.shifts.items())},
        "observed": list(comparison.observed),
        "not_observed": dict(comparison.blind),
        "notes": list(comparison.notes),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def markdown(report: Report) -> str:
    """Return Markdown: the body of a rolling issue or pull request."""
    lines = ["# The catalog and AWS", "", report.summary(), ""]
    for model, drifts in report.models().items():
        lines += [f"## {f'`{model}`' if model else 'In general'}", ""]
        for drift in drifts:
            location = report.locations[drift]
            left = f" — *{drift.left}*" if drift.left else ""
            lines.append(
                f"* **{drift.kind}** ({report.level(drift)}): {drift} (`{location.path}:{location.line}`){left}"
            )
        lines += _table(report.shifts.get(model, ()))
        lines.append("")
    if report.comparison.unconfirmed:
        lines += [
            "## Unconfirmed",
            "",
            "One snapshot misses these; a second one, at least 20 hours apart, must agree.",
            "",
        ]
        lines += [f"* {drift.kind}: {drift}" for drift in report.comparison.unconfirmed]
        lines.append("")
    if report.comparison.blind:
        lines += ["## Not observed", "", "Nothing is said about these Regions.", ""]
        lines += [f"* `{code}`: {state}" for code, state in report.comparison.blind.items()]
        lines.append("")
    if report.comparison.notes:
        lines += ["## Notes", "", *(f"* {note}" for note in report.comparison.notes), ""]
    return "\n".join(lines)


def sarif(report: Report) -> str:
    """Return SARIF 2.1.0, for code scanning."""
    results = [
        {
            "ruleId": drift.kind,
            "level": report.level(drift),
            "message": {"text": _message(report, drift)},
            "locations": [{"physicalLocation": _physical(report.locations[drift])}],
        }
        for drifts in report.models().values()
        for drift in drifts
    ]
    driver = {
        "name": "bedrock-atlas",
        "rules": [{"id": kind, "shortDescription": {"text": kind.replace("-", " ")}} for kind in KINDS],
    }
    data = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _physical(location: Location) -> dict[str, object]:
    start = {"startLine": location.line, "startColumn": location.column}
    return {"artifactLocation": {"uri": location.path}, "region": start}


def github(report: Report) -> str:
    """Return workflow commands that annotate the lines of a pull request, one a drift, then the summary."""
    lines = []
    for drifts in report.models().values():
        for drift in drifts:
            location = report.locations[drift]
            where = f"file={_escaped(location.path)},line={location.line},col={location.column}"
            head = f"{_GITHUB[report.level(drift)]} {where},title={_escaped(drift.kind)}"
            lines.append(f"::{head}::{_message(report, drift).translate(_DATA)}")
    return "\n".join([*lines, report.summary()]) + "\n"


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "json": as_json,
    "markdown": markdown,
    "sarif": sarif,
    "github": github,
}
"""Name of an output → its renderer."""

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})


def _escaped(value: str) -> str:
    return value.translate(_DATA).replace(":", "%3A").replace(",", "%2C")


def _drift(report: Report, drift: Drift) -> dict[str, object]:
    location = report.locations[drift]
    return {
        "level": report.level(drift),
        **drift.to_dict(),
        "path": location.path,
        "line": location.line,
        "column": location.column,
    }


def _message(report: Report, drift: Drift) -> str:
    count = _asked(report.shifts.get(drift.model, ()))
    moved = f"; answers to {count} questions about the model change" if count else ""
    return f"{drift}{moved}" + (f"; {drift.left}" if drift.left else "")


def _asked(shifts: Sequence[Shift]) -> int:
    return sum(shift.questions for shift in shifts)


def _decisions(shifts: Sequence[Shift], indent: str) -> list[str]:
    if not shifts:
        return []
    lines = [f"{indent}answers to {_asked(shifts)} questions would change"]
    lines += [
        f"{indent}  {one.example} [{one.policy}]: {one.before or 'no route'} → {one.after or 'no route'}"
        f" ({', '.join(one.classes)}; {one.questions})"
        for one in shifts[:_SHOWN]
    ]
    return [*lines, f"{indent}  … and {_asked(shifts[_SHOWN:])} more"] if len(shifts) > _SHOWN else lines


def _table(shifts: Sequence[Shift]) -> list[str]:
    if not shifts:
        return []
    lines = ["", f"Answers to {_asked(shifts)} questions would change:", ""]
    lines += ["| for example | policy | before | after | what | questions |", "| --- | --- | --- | --- | --- | ---: |"]
    lines += [
        f"| {one.example} | {one.policy} | {_code(one.before)} | {_code(one.after)} "
        f"| {', '.join(one.classes)} | {one.questions} |"
        for one in shifts[:_SHOWN]
    ]
    return [*lines, f"| … | | | | | {_asked(shifts[_SHOWN:])} |"] if len(shifts) > _SHOWN else lines


def _code(value: str | None) -> str:
    return f"`{value}`" if value else "no route"
