"""GitHub Actions annotations: workflow commands on standard output, which show beside the line of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.report import Report

__all__ = ["render"]

_COMMANDS = {"note": "notice"}


def render(report: Report) -> str:
    """Return one workflow command a finding and a problem."""
    lines = []
    for one in report.findings:
        end = getattr(one, "end_column", 0)
        place = f"file={_property(one.path)},line={one.line},col={one.column}"
        if end:
            place += f",endColumn={end - 1}"
        text = f"{one.message}\nhint: {one.hint}" if one.hint else one.message
        command = _COMMANDS.get(one.severity, one.severity)
        lines.append(f"::{command} {place},title={_property(one.slug)}::{_data(text)}\n")
    for path, reason in report.problems:
        lines.append(f"::error file={_property(path)},title=not looked into::{_data(reason)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
