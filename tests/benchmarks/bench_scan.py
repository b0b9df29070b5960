"""`scan` against `grep -rE` with the same pattern over the same warm tree, and its memory on what is large.

Each figure is the median of rounds that alternate, of whole processes. The catalog is compiled, as in a wheel.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bedrock_atlas import load_catalog
from bedrock_atlas.scan.finder import Finder
from bedrock_atlas.source.load import read, render
from tests.benchmarks.timing import tell

ROOT = Path(__file__).parents[2]
FILES, BYTES, ROUNDS = 20_000, 300 * 2**20, 5
PROGRAM = [sys.executable, "-c", "import sys; from bedrock_atlas.cli import main; sys.exit(main())"]
MIB = 2**20


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    path = tmp_path_factory.mktemp("catalog") / "catalog.json"
    path.write_text(render(read(ROOT / "catalog")), "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Write 20,000 files of 300 MB of this package's and Python's own source, an ID in one of forty."""
    root = tmp_path_factory.mktemp("tree")
    sources = [*sorted((ROOT / "src").rglob("*.py")), *sorted(Path(os.__file__).parent.glob("*.py"))]
    text = b"\n".join(path.read_bytes() for path in sources)
    ids = [row.id.encode() for model in load_catalog() for row in model.rows]
    rng = random.Random(4)  # noqa: S311  # a tree, not a secret
    for index in range(FILES):
        folder = root / f"d{index // 100:03d}"
        folder.mkdir(exist_ok=True)
        size = int(BYTES / FILES * rng.choice([0.1, 0.3, 0.6, 1.0, 3.0]))
        start = rng.randrange(len(text) - size)
        extra = b'\nmodel = "' + rng.choice(ids) + b'"\n' if index % 40 == 0 else b""
        (folder / f"f{index:05d}.py").write_bytes(text[start : start + size] + extra)
    return root


def needles():
    """Return the pattern for grep: the same words that the automaton looks for."""
    return "|".join(
        needle.decode().replace(".", r"\.").replace("[", r"\[") for needle in Finder(load_catalog()).needles
    )


def run(command):
    begin = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - begin, done


def peak(command):
    """Return seconds and the memory of one run, MiB, and what it printed."""
    script = (
        "import json, resource, subprocess, sys, time; begin = time.perf_counter();"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True);"
        "print(json.dumps([time.perf_counter() - begin,"
        " resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, done.stdout[-400:], done.returncode]))"
    )
    done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_scan_against_grep(tree, catalog):
    """20,000 files and 300 MB take at most three times what grep takes."""
    pattern = needles()
    scan = [*PROGRAM, "--catalog", catalog, "scan", "--no-ignore", "--on", "2026-11-20", "-o", "json", str(tree)]
    grep = ["grep", "-rE", pattern, str(tree)]
    times = {"scan": [], "grep": []}
    for _ in range(ROUNDS):
        for name, command in (("grep", grep), ("scan", scan)):
            seconds, done = run(command)
            times[name].append(seconds)
            assert done.returncode in {0, 1}, done.stderr
    seconds, memory, _, _ = peak(scan)
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratio = medians["scan"] / medians["grep"]
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()) / MIB
    tell(f"scan of {FILES:,} files, {size:.0f} MiB", [
        ("grep -rE", f"{medians['grep']:.2f} s", ""),
        ("scan", f"{medians['scan']:.2f} s", f"{ratio:.2f} x grep (aim <= 3)"),
        ("its memory", f"{memory:.0f} MiB", "aim < 200"),
    ])  # fmt: skip
    assert ratio <= 3
    assert memory < 200


def test_a_line_of_a_gigabyte(tmp_path, catalog):
    """A file of one line and 1 GB is scanned in bounded memory, and its last ID is at its place."""
    path = tmp_path / "line.json"
    block = b'{"text": "' + b"lorem ipsum dolor sit amet, consetetur " * 27_000 + b'"}, '
    with path.open("wb") as file:
        while file.tell() < 10**9:
            file.write(block)
        column = file.tell() + 1
        file.write(b"eu.anthropic.claude-3-haiku-20240307-v1:0")
    seconds, memory, out, code = peak([*PROGRAM, "--catalog", catalog, "scan", "--on", "2026-11-20", str(path)])
    tell(
        "scan of one line of 1 GB", [("scan", f"{seconds:.2f} s", ""), ("its memory", f"{memory:.0f} MiB", "aim < 200")]
    )
    assert code == 1
    assert f"line.json:1:{column}: error[end-of-life]" in out
    assert memory < 200


def test_a_million_findings(tmp_path, catalog):
    """A million findings are counted in bounded memory; the first ten thousand are shown."""
    path = tmp_path / "many.txt"
    path.write_bytes(b"eu.anthropic.claude-3-haiku-20240307-v1:0\n" * 1_000_000)
    for form in ("text", "sarif"):
        command = [*PROGRAM, "--catalog", catalog, "scan", "--on", "2026-11-20", "-o", form, str(path)]
        seconds, memory, out, code = peak(command)
        told = [("scan", f"{seconds:.2f} s", ""), ("its memory", f"{memory:.0f} MiB", "aim < 200")]
        tell(f"scan of a million findings as {form}", told)
        assert code == 1
        assert memory < 200
        if form == "text":
            assert out.endswith("1,000,000 errors, 0 warnings in 1 file\n")
