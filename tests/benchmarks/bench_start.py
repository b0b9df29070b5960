"""Starting: the command line and the import from an installed wheel, and the loading of the catalog."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bedrock_atlas.loading import load_catalog
from bedrock_atlas.source.load import read
from bedrock_atlas.source.sheets import gather
from tests.benchmarks.timing import ROOT, interleaved, processes, tell


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Install the wheel of this checkout in a new environment and give its folder of commands."""
    folder = tmp_path_factory.mktemp("installed")
    wheels, venv = folder / "wheels", folder / "venv"
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    install = [str(venv / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*install, *map(str, wheels.glob("*.whl"))], check=True, capture_output=True)
    return venv / "bin"


def test_start(installed):
    """`bedrock-atlas resolve` end to end and `import bedrock_atlas`, over a bare interpreter."""
    python, environment = str(installed / "python"), {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    bare = processes({
        "bare": [python, "-c", "pass"],
        "isolated": [python, "-I", "-c", "pass"],
        "import": [python, "-c", "import bedrock_atlas"],
        "api": [python, "-c", "from bedrock_atlas import resolve; resolve('Sonnet 4.5, EU residency')"],
        "resolve": [str(installed / "bedrock-atlas"), "resolve", "Sonnet 4.5, EU residency", "--on", "2026-11-20"],
    }, environment=environment)  # fmt: skip
    tell("starting, from an installed wheel", [
        ("python -c pass", f"{bare['bare']:.1f} ms", ""),
        ("import bedrock_atlas", f"{bare['import']:.1f} ms",
         f"{bare['import'] - bare['bare']:+.1f} ms over bare (aim <= 25)"),
        ("from bedrock_atlas import resolve; resolve(...)", f"{bare['api']:.1f} ms",
         f"{bare['api'] / bare['bare']:.1f} x bare"),
        ("bedrock-atlas resolve ...", f"{bare['resolve']:.1f} ms",
         f"{bare['resolve'] / bare['bare']:.1f} x bare (aim <= 8)"),
    ])  # fmt: skip


def test_load(tmp_path):
    """The compiled catalog, and all YAML against libyaml's own composing of the same files."""
    compiled = tmp_path / "catalog.json"
    compiled.write_text(json.dumps(read(ROOT / "catalog")), encoding="utf-8")
    files = [path.read_bytes() for path in sorted(Path(ROOT / "catalog").rglob("*.yaml"))]

    def compose():
        for data in files:
            yaml.compose(data, Loader=yaml.CSafeLoader)

    times = interleaved({
        "compiled": lambda: load_catalog(compiled),
        "compose": compose,
        "load": lambda: gather(ROOT / "catalog"),
        "read": lambda: read(ROOT / "catalog"),
    }, rounds=5)  # fmt: skip
    tell("loading the catalog", [
        ("compiled catalog", f"{times['compiled'] / 1000:.1f} ms", "aim <= 8"),
        (f"libyaml's compose of {len(files)} files", f"{times['compose'] / 1000:.0f} ms", ""),
        ("all YAML, with positions, checked", f"{times['load'] / 1000:.0f} ms",
         f"{times['load'] / times['compose']:.2f} x compose (aim <= 1.5)"),
        ("the same with all rules between files, compiled and hashed", f"{times['read'] / 1000:.0f} ms",
         f"{times['read'] / times['compose']:.2f} x compose"),
    ])  # fmt: skip
