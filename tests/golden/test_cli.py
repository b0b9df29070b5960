"""Whole outputs of the command line over the shipped catalog.

Each file in `cli/` begins with its command; below stand what it prints on stdout, then on stderr, then its exit code
when that is not 0. A new one needs its first line alone. `make golden` writes all of them anew.
"""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from bedrock_atlas.cli import run
from bedrock_atlas.cli.root import COMMANDS

FOLDER = Path(__file__).parent / "cli"
FILES = sorted(FOLDER.glob("*.txt"))


def transcript(line, capfd, monkeypatch):
    """Return a command line and all that comes of it, as the files have it."""
    words = shlex.split(line.removeprefix("$ "))
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        monkeypatch.setenv(name, value)
    code = run(words[1:])
    out, err = capfd.readouterr()
    return "".join([f"{line}\n", out, f"--- stderr\n{err}" if err else "", f"--- exit {code}\n" if code else ""])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_output(path, capfd, monkeypatch, compare):
    """A command prints what its golden file holds, byte for byte."""
    line = path.read_text("utf-8").partition("\n")[0]
    compare(path, transcript(line, capfd, monkeypatch))


def test_every_help_is_held():
    """The help of the program and of each command has a golden file."""
    helps = {path.read_text("utf-8").partition("\n")[0] for path in FILES}
    assert {"$ bedrock-atlas --help", *(f"$ bedrock-atlas {name} --help" for name in COMMANDS)} <= helps
