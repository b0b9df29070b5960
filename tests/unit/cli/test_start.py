"""What starting the installed command costs in imports: speed is lost one innocent import at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bedrock_atlas.cli.root import COMMANDS

ROOT = Path(__file__).parents[3]
HEAVY = {"bedrock_atlas.source", "csv", "importlib.metadata", "jsonschema", "pydantic", "rich", "yaml"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return a folder with the package as the wheel installs it: compiled data and no YAML."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def loaded(site, *arguments):
    """Return the modules that a command line has imported when it is done."""
    code = "import sys; from bedrock_atlas.cli import run; run(sys.argv[1:]); print('', *sys.modules, file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=site,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(site)},
        check=True,
        capture_output=True,
        text=True,
    )
    return set(ran.stderr.split())


@pytest.mark.parametrize("output", ["text", "id", "json"])
def test_resolve_imports_nothing_heavy(installed, output):
    """Resolving imports no YAML, no pydantic, no rich and no other command."""
    modules = loaded(installed, "resolve", "Sonnet 4.5, EU residency", "--on", "2026-11-20", "-o", output)
    others = {f"bedrock_atlas.cli.{name}" for name in COMMANDS} - {"bedrock_atlas.cli.commands.resolve"}
    assert "bedrock_atlas.decision.engine" in modules
    assert modules.isdisjoint(HEAVY | others)


@pytest.mark.parametrize("command", ["models", "regions", "lifecycle", "matrix"])
def test_tables_import_nothing_heavy(installed, command):
    """Through a pipe a table needs neither rich nor YAML."""
    assert loaded(installed, command, "--on", "2026-11-20").isdisjoint(HEAVY)
