"""The laws catch planted faults: each mutant of the engine fails the law that is named for it.

A mutant is a copy of the package with one patch; its law runs in a process of its own.
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
from pathlib import Path

import bedrock_atlas
from tests.property import test_small_world

assert Path(bedrock_atlas.__file__).is_relative_to(sys.argv[1])
for name in sys.argv[2:]:
    try:
        getattr(test_small_world, name)()
    except AssertionError:
        print("caught by", name)
"""


def run(folder, *laws):
    """Run laws against the package in a folder and give what was printed."""
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", RUN, str(folder), *laws]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def copied(folder):
    """Copy the core of the package, as it stands in the checkout."""
    left_out = shutil.ignore_patterns("__pycache__", "cli", "snippet", "source")
    return Path(shutil.copytree(PACKAGE, folder / "bedrock_atlas", ignore=left_out))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.fault)
def test_a_planted_fault_is_caught(mutant, tmp_path):
    """The law that is named for a fault fails on an engine that has it."""
    sources = {path: path.read_text("utf-8") for path in copied(tmp_path).rglob("*.py")}
    found = [path for path, source in sources.items() for _ in range(source.count(mutant.old))]
    assert len(found) == 1, "the patch no longer fits: write it anew"
    found[0].write_text(sources[found[0]].replace(mutant.old, mutant.new), encoding="utf-8")
    assert run(tmp_path, mutant.law) == f"caught by {mutant.law}\n"


def test_the_engine_itself_is_not_caught(tmp_path):
    """Without a patch the same laws find no fault, so it is the patches that are caught."""
    copied(tmp_path)
    assert not run(tmp_path, *sorted({mutant.law for mutant in MUTANTS}))
