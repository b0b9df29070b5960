"""The six forms of a report: each is what its readers expect, whatever stands in a finding."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from bedrock_atlas.errors import Finding
from bedrock_atlas.report import FORMATS, Kind, Report, one_line, render
from tests.unit.report.schemas import public_schema

ONE = Finding("src/a.py", 3, 7, "end-of-life", "`x` reached its end of life", "newer: `y`")
TWO = Finding("a|b\n%,:`.py", 1, 1, "odd", "a < b & c\x1b | d\n%0A", "", "warning")
REPORT = Report(
    "scan", "1.2.3", (ONE, TWO), 1, 2, {"end-of-life": Kind("It lives.", "Because.")}, [("pipe\n", "not a file")],
    "2 files", ["fixed 1 ID"],
)  # fmt: skip
SARIF = public_schema("https://json.schemastore.org/sarif-2.1.0.json")
EMPTY = replace(REPORT, findings=(), errors=0, warnings=0, problems=(), notes=())


def test_text():
    """Text has a line a finding, its hint below; control characters are written out."""
    assert render(REPORT, "text") == (
        "src/a.py:3:7: error[end-of-life]: `x` reached its end of life\n  hint: newer: `y`\n"
        "a|b\\n%,:`.py:1:1: warning[odd]: a < b & c\\x1b | d\\n%0A\n"
    )
    assert REPORT.summary == "1 error, 2 warnings in 2 files"


def test_github():
    """Annotations escape what would end them."""
    assert render(REPORT, "github") == (
        "::error file=src/a.py,line=3,col=7,title=end-of-life::`x` reached its end of life%0Ahint: newer: `y`\n"
        "::warning file=a|b%0A%25%2C%3A`.py,line=1,col=1,title=odd::a < b & c\x1b | d%0A%250A\n"
        "::error file=pipe%0A,title=not looked into::not a file\n"
    )


def test_markdown():
    """Markdown has the counts, a row a finding and what is not shown."""
    assert render(REPORT, "markdown") == (
        "### bedrock-atlas scan\n\n1 error, 2 warnings in 2 files\n\n| where | what | kind |\n| --- | --- | --- |\n"
        "| `src/a.py:3:7` | `x` reached its end of life<br>newer: `y` | error: end-of-life |\n"
        "| `` a\\|b\\n%,:`.py:1:1 `` | a < b & c\\x1b \\| d\\n%0A | warning: odd |\n"
        "\n… and 1 finding more\n\nNot looked into:\n\n* `pipe\\n`: not a file\n\n* fixed 1 ID\n"
    )
    assert render(EMPTY, "markdown") == "### bedrock-atlas scan\n\n0 errors, 0 warnings in 2 files\n"


def test_json():
    """JSON has fixed keys and counts what it does not list."""
    data = json.loads(render(REPORT, "json"))
    assert list(data) == ["command", "version", "errors", "warnings", "hidden", "findings", "problems", "notes"]
    assert data["hidden"] == 1
    assert data["findings"][0]["hint"] == "newer: `y`"


def test_junit():
    """JUnit counts a failure a finding and an error a problem; a clean run is one passed test."""
    suite = ET.fromstring(render(REPORT, "junit"))[0]  # noqa: S314  # our own text
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "2", "1")
    assert suite[1].get("name") == "a|b\n%,:`.py:1:1"
    clean = ET.fromstring(render(EMPTY, "junit"))[0]  # noqa: S314  # as above
    assert (clean.get("tests"), clean.get("failures"), len(clean), len(clean[0])) == ("1", "0", 1, 0)


def valid_sarif(text):
    data = json.loads(text)
    assert [error.message for error in Draft7Validator(SARIF).iter_errors(data)] == []
    return data["runs"][0]


def test_sarif():
    """SARIF is valid by its public schema; places are percent-encoded and fingerprints survive moving."""
    run = valid_sarif(render(REPORT, "sarif"))
    place = run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "a%7Cb%0A%25%2C%3A%60.py", "uriBaseId": "ROOT"}
    assert run["invocations"][0]["executionSuccessful"] is False
    moved = valid_sarif(render(replace(REPORT, findings=(replace(ONE, line=9), TWO)), "sarif"))
    assert [one["partialFingerprints"] for one in run["results"]] == [
        one["partialFingerprints"] for one in moved["results"]
    ]
    twice = valid_sarif(render(replace(REPORT, findings=(ONE, replace(ONE, line=4))), "sarif"))
    assert len({json.dumps(one["partialFingerprints"]) for one in twice["results"]}) == 2
    valid_sarif(render(EMPTY, "sarif"))


TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
FINDINGS = st.builds(
    Finding, path=TEXT.filter(bool), line=st.integers(1, 10**7), column=st.integers(1, 10**9), slug=st.just("odd"),
    message=TEXT, hint=TEXT, severity=st.sampled_from(["error", "warning"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(FINDINGS, max_size=4))
def test_any_finding_in_any_form(findings):
    """Whatever characters a finding holds, lone surrogates too, each form is well formed and can be written."""
    surrogates = [one for one in findings if not one.path.isascii()]
    for one in surrogates:
        try:
            one.path.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            return
    report = replace(EMPTY, findings=findings, errors=len(findings))
    for form in FORMATS:
        text = render(report, form)
        text.encode("utf-8", "backslashreplace")
        if form == "json":
            json.loads(text)
        elif form == "sarif":
            valid_sarif(text)
        elif form == "junit":
            ET.fromstring(text)  # noqa: S314  # as above
        elif form == "text":
            assert text.count("\n") == len(findings) + sum(bool(one.hint) for one in findings)
        elif form == "github":
            assert len(text.split("\n")) == len(findings) + 1


@pytest.mark.parametrize("text", ["plain", "ä €", "a\nb", "\x00", "\u202e"])
def test_one_line(text):
    """Text on one line is printable and keeps what is."""
    assert one_line(text).isprintable()
    assert (one_line(text) == text) == text.isprintable()
