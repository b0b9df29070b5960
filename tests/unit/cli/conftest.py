from __future__ import annotations

import json
import shlex
from typing import NamedTuple

import pytest

from bedrock_atlas.cli import run
from tests.unit.cli.world import DOCUMENT


class Result(NamedTuple):
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """Return the path of the small catalog as a compiled file."""
    path = tmp_path_factory.mktemp("world") / "catalog.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


@pytest.fixture
def cli(world, capfd, monkeypatch):
    """Return a function that runs a command line over the small catalog, in an environment without Regions."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def command(line):
        code = run(["--catalog", str(world), *shlex.split(line)])
        return Result(code, *capfd.readouterr())

    return command
