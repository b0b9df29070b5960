from __future__ import annotations

import shlex
from typing import NamedTuple

import pytest

from bedrock_atlas.cli import run


class Result(NamedTuple):
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def cli(tmp_path, capfd, monkeypatch):
    """Return a function that runs a command line over the shipped catalog, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def command(line):
        code = run(shlex.split(line))
        return Result(code, *capfd.readouterr())

    return command
