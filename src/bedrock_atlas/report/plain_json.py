"""The report as one JSON object with fixed keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bedrock_atlas.report import dumped

if TYPE_CHECKING:
    from bedrock_atlas.errors import Finding
    from bedrock_atlas.report import Report

__all__ = ["render"]


def render(report: Report) -> str:
    """Return findings, problems and counts; `hidden` counts findings that are not listed."""
    return dumped(
        {
            "command": report.command,
            "version": report.version,
            "errors": report.errors,
            "warnings": report.warnings,
            "hidden": report.hidden,
            "findings": [_record(one) for one in report.findings],
            "problems": [{"path": path, "reason": reason} for path, reason in report.problems],
            "notes": list(report.notes),
        }
    )


def _record(one: Finding) -> dict[str, Any]:
    return {
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "end_column": getattr(one, "end_column", 0) or None,
        "slug": one.slug,
        "severity": one.severity,
        "message": one.message,
        "hint": one.hint or None,
        **getattr(one, "details", {}),
    }
