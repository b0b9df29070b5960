"""JUnit XML, which GitLab and most CI systems show: a failed test a finding, one passed test when all is well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from bedrock_atlas.report import Report

__all__ = ["render"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """Return one test suite; warnings are failures too, told apart by their type."""
    cases = []
    for one in report.findings:
        location = f"{one.path}:{one.line}:{one.column}"
        text = f"{location}: {one.message}\nhint: {one.hint}" if one.hint else f"{location}: {one.message}"
        failure = f"<failure type={_value(one.severity)} message={_value(one.message)}>{_text(text)}</failure>"
        cases.append(_case(one.slug, location, failure))
    for path, reason in report.problems:
        cases.append(_case("not looked into", path, f"<error message={_value(reason)}/>"))
    failures, errors = len(report.findings), len(report.problems)
    name = f"bedrock-atlas {report.command}"
    counts = f'tests="{max(len(cases), 1)}" failures="{failures}" errors="{errors}"'
    body = "\n".join(cases or [_case(name, report.looked or name, "")])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<testsuites {counts}>\n<testsuite name={_value(name)} {counts}>\n{body}\n</testsuite>\n</testsuites>\n"
    )


def _case(kind: str, location: str, inner: str) -> str:
    return f"<testcase classname={_value(kind)} name={_value(location)}>{inner}</testcase>"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))


def _value(text: str) -> str:
    cleaned = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
    return quoteattr(cleaned, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
