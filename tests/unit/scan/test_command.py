"""The command: exit codes, baseline, settings, fixes, and input that is bad in every way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DEAD = "eu.anthropic.claude-3-haiku-20240307-v1:0"
WRONG = "us.anthropic.claude-sonnet-4-6-v1:0"
RIGHT = "us.anthropic.claude-sonnet-4-6"
OLD = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"


def test_exit_codes(command):
    """0 when clean, 1 for findings at the level, 2 for what cannot be looked into, which wins."""
    Path("a.py").write_text(f'"{OLD}"')
    assert command()[0] == 0
    assert command("--fail-on", "warning")[0] == 1
    Path("b.py").write_text(f'"{DEAD}"')
    assert command()[0] == 1
    assert command("--fail-on", "never")[0] == 0
    code, out, err = command("a.py", "gone.py", "b.py")
    assert code == 2
    assert "b.py:1:2: error[end-of-life]" in out
    assert err == "error: gone.py: no such file or directory\n"


def test_what_cannot_be_read_is_told_and_the_rest_is_scanned(command):
    """Pipes and loops that are named end with 2; below a folder they are passed over."""
    os.mkfifo("pipe")
    Path("loop").symlink_to("loop")
    Path("a.py").write_text(DEAD)
    assert command()[0] == 1
    code, out, err = command("pipe", "loop", "a.py")
    assert (code, out.count("error["), err.count("error: ")) == (2, 1, 2)


def test_a_path_with_a_newline(command):
    """A file's name cannot end a line of the output."""
    Path("a\nb\x1b[31m.py").write_text(DEAD)
    lines = command()[1].splitlines()
    assert lines[0].startswith("a\\nb\\x1b[31m.py:1:1: error[end-of-life]")
    assert len(lines) == 3
    assert "file=a%0Ab" in command("-o", "github")[1]


def test_a_name_that_is_not_utf8(command):
    """A file whose name is no text is scanned and named in every form."""
    with open(b"b\xff.py", "w", encoding="utf-8") as file:  # noqa: PTH123  # a Path holds no bytes
        file.write(DEAD)
    for form in ("text", "json", "github", "sarif", "junit", "markdown"):
        code, out, _ = command("-o", form)
        assert code == 1
        assert "end-of-life" in out
    uri = json.loads(command("-o", "sarif")[1])["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert uri["artifactLocation"]["uri"] == "b%FF.py"


def test_more_findings_than_shown(command):
    """What is not shown is counted, and the exit code knows of it."""
    Path("many.py").write_text(f"{DEAD}\n" * 50)
    code, out, err = command("--max-findings", "3")
    assert (code, out.count("error[")) == (1, 3)
    assert out.endswith("50 errors, 0 warnings in 1 file\n")
    assert err == "note: 47 more findings not shown; see --max-findings\n"


def test_baseline(command):
    """What the baseline accepts is silent wherever it moves; one more is a finding, one less is told."""
    Path("a.py").write_text(f"{DEAD}\n")
    code, out, err = command("--baseline", "base.json", "--write-baseline")
    assert (code, err) == (0, "note: the baseline accepts 1 finding\n")
    Path("a.py").write_text(f"\n\n\n  {DEAD}\n")
    assert command("--baseline", "base.json")[0] == 0
    Path("a.py").write_text(f"{DEAD} {DEAD}\n")
    code, out, _ = command("--baseline", "base.json")
    assert (code, out.count("error[")) == (1, 1)
    Path("a.py").write_text("")
    code, _, err = command("--baseline", "base.json")
    assert (code, err) == (0, "note: 1 accepted finding of the baseline no longer occur; write it anew\n")


def test_baseline_means_the_same_from_elsewhere(command, monkeypatch):
    """Paths in a baseline are relative to it."""
    Path("src").mkdir()
    Path("src/a.py").write_text(DEAD)
    command("--baseline", "base.json", "--write-baseline")
    monkeypatch.chdir("src")
    assert command("--baseline", "../base.json")[0] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "base.json:1:2: error[bad-baseline]: the baseline is no JSON"),
        ("[]", "base.json:1:1: error[bad-baseline]: this is no baseline of a scan"),
        ('{"bedrock-atlas-baseline": 2}', "the baseline has version `2`, this program reads 1"),
        ('{"bedrock-atlas-baseline": 1, "findings": [{}]}', "the baseline is damaged"),
        (None, "cannot read the baseline: no such file or directory"),
    ],
)
def test_bad_baselines(command, text, says):
    """A baseline that cannot be used is bad input with the way out."""
    if text is not None:
        Path("base.json").write_text(text)
    code, out, err = command("--baseline", "base.json")
    assert (code, out) == (2, "")
    assert says in err
    assert "hint: write it anew with --write-baseline" in err


@pytest.mark.parametrize("name", [".bedrock-atlas.toml", "pyproject.toml"])
def test_settings(command, monkeypatch, name):
    """Settings are found from any folder of the repository, their paths are relative to them, and options win."""
    table = "tool.bedrock-atlas.scan" if name == "pyproject.toml" else "scan"
    Path(name).write_text(f'[{table}]\nexclude = ["/out/"]\nfail-on = "warning"\nwithin = "365d"\n')
    for folder in ("src", "out"):
        Path(folder).mkdir()
        Path(folder, "a.py").write_text(OLD)
    monkeypatch.chdir("src")
    code, out, _ = command("..")
    assert (code, out.count("warning[")) == (1, 1)
    assert command("..", "--fail-on", "error")[0] == 0
    assert "reaches" not in command("..", "--within", "1d")[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[scan\n", ".bedrock-atlas.toml:1:6: error[bad-settings]: no TOML: "),
        (
            "[scam]\n",
            ".bedrock-atlas.toml:1:2: error[bad-settings]: unknown table `scam`\n  hint: did you mean `scan`?",
        ),
        (
            '[scan]\nwithn = "1d"\n',
            "1: error[bad-settings]: unknown key `withn` in `scan`\n  hint: did you mean `within`?",
        ),
        ("[scan]\nexclude = 3\n", ".bedrock-atlas.toml:2:1: error[bad-settings]: `exclude` is a list of texts"),
        ("scan = 3\n", "`scan` is a table: write `[scan]`"),
        ('[scan]\nfail-on = "worse"\n', "`fail-on` has no level `worse`"),
        ('[scan]\nwithin = "soon"\n', "`soon` is no span of time"),
    ],
)
def test_bad_settings(command, text, says):
    """Settings that cannot be used are bad input, at their line."""
    Path(".bedrock-atlas.toml").write_text(text)
    code, out, err = command()
    assert (code, out) == (2, "")
    assert says in err


def test_fix(command):
    """A fix replaces the one right ID where it stands and leaves the rest; the mode of the file stays."""
    path = Path("run.sh")
    path.write_bytes(f"#!/bin/sh\r\ncall {WRONG} {DEAD}\xff\t{WRONG.replace(':', '%3A')}".encode("latin-1"))
    path.chmod(0o755)
    code, out, err = command("--fix")
    assert (code, out.count("error["), err) == (1, 1, "note: fixed 2 IDs\n")
    assert path.read_bytes() == f"#!/bin/sh\r\ncall {RIGHT} {DEAD}\xff\t{RIGHT}".encode("latin-1")
    assert path.stat().st_mode & 0o777 == 0o755
    assert [one.name for one in Path().iterdir()] == ["run.sh"]


def test_fix_leaves_what_is_accepted(command):
    """A suppressed or accepted finding is not fixed."""
    text = f"{WRONG}  # atlas: ignore[unknown-model] because the test wants it\n"
    Path("a.py").write_text(text)
    assert command("--fix")[0] == 0
    assert Path("a.py").read_text() == text


def test_fix_through_a_symlink(command):
    """A link that is named stays a link; the file behind it is fixed."""
    Path("a.py").write_text(WRONG)
    Path("b.py").symlink_to("a.py")
    command("b.py", "--fix")
    assert Path("b.py").is_symlink()
    assert Path("a.py").read_text() == RIGHT


def test_policy_needs_its_attributes(command):
    """A policy that asks for attributes says which are missing."""
    code, _, err = command("--policy", "company")
    assert code == 2
    assert "the policy asks for `" in err
    assert command("--policy", "nowhere")[0] == 2


@pytest.mark.usefixtures("command")
def test_a_closed_pipe_is_quiet():
    """A reader that goes away ends the scan without a traceback."""
    Path("many.py").write_text(f"{DEAD}\n" * 9000)
    program = "import sys; from bedrock_atlas.cli import main; sys.exit(main())"
    line = f"{sys.executable} -c '{program}' scan --on 2026-11-20 | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
