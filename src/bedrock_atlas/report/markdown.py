"""Markdown for a pull request's comment or a job's summary: the counts, then a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bedrock_atlas.report import counted, one_line

if TYPE_CHECKING:
    from bedrock_atlas.report import Report

__all__ = ["render"]

_MOST = 200  # a comment on GitHub holds 65,536 characters


def render(report: Report) -> str:
    """Return a heading, the counts, and a row a finding; of very many only the first."""
    lines = [f"### bedrock-atlas {report.command}", "", report.summary]
    shown = report.findings[:_MOST]
    if shown:
        lines += ["", "| where | what | kind |", "| --- | --- | --- |"]
    for one in shown:
        what = f"{one.message}<br>{one.hint}" if one.hint else one.message
        lines.append(f"| {_code(f'{one.path}:{one.line}:{one.column}')} | {_cell(what)} | {one.severity}: {one.slug} |")
    more = len(report.findings) - len(shown) + report.hidden
    if more:
        lines += ["", f"… and {counted(more, 'finding')} more"]
    if report.problems:
        lines += ["", "Not looked into:", ""]
        lines += [f"* {_code(path)}: {_cell(reason)}" for path, reason in report.problems[:_MOST]]
    if report.notes:
        lines += ["", *(f"* {_cell(note)}" for note in report.notes)]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")


def _code(text: str) -> str:
    return f"`` {_cell(text)} ``" if "`" in text else f"`{_cell(text)}`"
