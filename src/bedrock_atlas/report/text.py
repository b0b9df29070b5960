"""Findings one after the other, as a person reads them; counts and notes are said aside, on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.report import one_line

if TYPE_CHECKING:
    from bedrock_atlas.report import Report

__all__ = ["render"]


def render(report: Report) -> str:
    """Return `path:line:column: severity[slug]: message` a finding, its hint below."""
    lines = []
    for one in report.findings:
        location = f"{one_line(one.path)}:{one.line}:{one.column}"
        lines.append(f"{location}: {one.severity}[{one.slug}]: {one_line(one.message)}\n")
        if one.hint:
            lines.append(f"  hint: {one_line(one.hint)}\n")
    return "".join(lines)
