"""The laws catch planted faults: each mutant of the engine fails the law that is named for it.

A mutant is a copy of the package with one patch; its law runs in a process of its own, without shrinking.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.property.mutants import MUTANTS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "bedrock_atlas"
RUN = """
import sys
from importlib import import_module
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

import bedrock_atlas

assert Path(bedrock_atlas.__file__).is_relative_to(sys.argv[1])
caught = []
for path in sys.argv[2:]:
    module, _, name = path.rpartition(".")
    law = getattr(import_module(module), name)
    inner = law.hypothesis.inner_test
    bare = settings(max_examples=600, phases=(Phase.generate,), deadline=None, database=None, derandomize=True,
                    suppress_health_check=list(HealthCheck), report_multiple_bugs=False)
    law._hypothesis_internal_use_settings = bare
    try:
        law()
    except AssertionError:
        print("caught by", name)
        sys.exit(3)
"""


def run(folder, law):
    """Run a law against the package in a folder and give the exit code and what was printed."""
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", RUN, str(folder), law]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.fault)
def test_a_planted_fault_is_caught(mutant, tmp_path):
    """The law that is named for a fault fails on an engine that has it."""
    copy = tmp_path / "bedrock_atlas"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "cli", "snippet", "source"))
    source = (copy / mutant.file).read_text("utf-8")
    assert source.count(mutant.old) == 1, "the patch no longer fits: write it anew"
    (copy / mutant.file).write_text(source.replace(mutant.old, mutant.new), encoding="utf-8")
    code, printed = run(tmp_path, mutant.law)
    assert (code, printed.splitlines()[-1:]) == (3, [f"caught by {mutant.law.rpartition('.')[2]}"]), printed[-2000:]


def test_the_engine_itself_is_not_caught(tmp_path):
    """Without a patch the same run finds no fault, so it is the patches that are caught."""
    shutil.copytree(PACKAGE, tmp_path / "bedrock_atlas")
    laws = sorted({mutant.law for mutant in MUTANTS})
    code, printed = run(tmp_path, laws[0])
    assert (code, printed) == (0, "")
