from __future__ import annotations

import io
import json
import sys

import jsonschema
import pytest

from bedrock_atlas.cli import run
from bedrock_atlas.diagnose.table import WORDINGS
from tests.unit.report.schemas import public_schema
from tests.wrappers import cloudtrail

SAID = {one.slug: one for one in WORDINGS}
DAY = ("--on", "2026-11-20")


@pytest.fixture
def command(capfd, monkeypatch):
    """Return a function that runs `diagnose` with a stdin and gives exit code, stdout and stderr."""

    def diagnose(*words, stdin=b"", terminal=False):
        source = io.TextIOWrapper(io.BytesIO(stdin))
        source.isatty = lambda: terminal
        monkeypatch.setattr(sys, "stdin", source)
        code = run(["diagnose", *words, *DAY])
        return (code, *capfd.readouterr())

    return diagnose


@pytest.mark.parametrize(
    "encode", [str.encode, lambda text: text.encode("utf-16"), lambda text: text.encode("utf-8-sig")]
)
@pytest.mark.parametrize("slug", ["profile-needed", "quota-day"])
def test_what_is_piped_in_is_read(command, encode, slug):
    """From stdin a text is read in UTF-8 or UTF-16, with a mark or without."""
    code, out, err = command("-o", "json", stdin=encode(f"x\n{SAID[slug].said}\n"))
    assert (code, err) == (0, "")
    assert [one["wording"] for one in json.loads(out)["errors"]] == [slug]
    assert json.loads(out)["errors"][0]["line"] == 2


def test_a_file_of_any_length_is_read_in_one_go(command, tmp_path):
    """Megabytes of a log, with a line that is longer than what is read at once, are read with their lines."""
    path = tmp_path / "app.log"
    line = f"ERROR ThrottlingException: {SAID['quota-day'].said} bedrock\n"
    path.write_text("INFO nothing\n" * 300_000 + line + "x" * (3 << 20) + "\n" + line, "utf-8")
    code, out, _ = command("--file", str(path), "-o", "json")
    (error,) = json.loads(out)["errors"]
    assert (code, error["line"], error["count"]) == (0, 300_001, 2)


def test_a_document_of_cloudtrail_is_read_whole(command, tmp_path):
    """A JSON file is read record by record."""
    path = tmp_path / "events.json"
    path.write_text(cloudtrail(SAID["end-of-life"]))
    code, out, _ = command("--file", str(path), "-o", "json")
    (error,) = json.loads(out)["errors"]
    assert (code, error["source"], error["line"]) == (0, "eu-west-1", 8)


def test_sarif_is_valid_and_stands_where_the_error_stands(command, tmp_path):
    """Code scanning gets a result for each kind of error, at its line, with the cause as its rule."""
    path = tmp_path / "app.log"
    path.write_text(f"ok\n{SAID['retention'].said}\nok\n{SAID['beta-header'].said}\n")
    code, out, _ = command("--file", str(path), "-o", "sarif")
    report = json.loads(out)
    jsonschema.validate(report, public_schema("https://json.schemastore.org/sarif-2.1.0.json"))
    found = report["runs"][0]["results"]
    assert code == 0
    assert [one["ruleId"] for one in found] == ["retention", "beta-header"]
    assert [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in found] == [2, 4]


@pytest.mark.parametrize("output", ["text", "json", "sarif"])
def test_what_is_not_known_is_said_to_be(command, output):
    """An unknown text has exit code 1 in every form, and no guess."""
    code, out, err = command("disk full", "-o", output)
    assert (code, err) == (1, "")
    if output == "text":
        assert out == "not known: no refusal of Amazon Bedrock that is known stands in the text\n"
    else:
        data = json.loads(out)
        assert (data.get("causes") or data.get("runs", [{}])[0].get("results", [])) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("x", "--from", "mars-1"), "unknown Region `mars-1`"),
        (("x", "--residency", "moon"), "unknown residency `moon`"),
        (("x", "--role", "boss"), "boss"),
        (("x", "--policy", "nobody"), "no shipped policy"),
        (("x", "--set", "a"), "sets nothing"),
        (("x", "--file", __file__), "two texts"),
        (("--file", "no-such-file"), "no-such-file"),
        ((), "there is no text to look at"),
    ],
)
def test_bad_input_is_refused_with_its_reason(command, words, said):
    """What is not understood has exit code 2 and a reason on stderr."""
    code, out, err = command(*words, terminal=True)
    assert (code, out) == (2, "")
    assert said in err


def test_nothing_piped_in_is_not_known(command):
    """An empty stdin is an unknown text."""
    assert command()[0] == 1
