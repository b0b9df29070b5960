from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


@pytest.mark.slow
def test_the_install_step_gives_the_command(tmp_path):
    """The step's own shell installs from a checkout of the action, and the command then answers."""
    checkout = tmp_path / "action"
    for name in ("catalog", "policies", "src"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__", "_data"))
    for name in ("LICENSE", "README.md", "hatch_build.py", "pyproject.toml"):
        shutil.copy(ROOT / name, checkout / name)
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    known = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "ACTION_PATH": str(checkout)}
    known = {name: value for name, value in known.items() if not name.startswith(("PYTHON", "COV_", "VIRTUAL_"))}
    step = next(one for one in ACTION["runs"]["steps"] if one.get("name") == "install")
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
    done = subprocess.run([*shell, step["run"]], env=known, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    asked = subprocess.run(
        [*shell, 'bedrock-atlas resolve "Sonnet 4.5, EU residency" --on 2026-11-20 -o id'],
        env=known, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.stdout == "eu.anthropic.claude-sonnet-4-5-20250929-v1:0\n", asked.stderr
