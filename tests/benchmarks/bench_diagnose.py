"""`diagnose`: one text, and a log of 100 MB as a whole process; `mcp`: the first answer of its process."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time

from bedrock_atlas.diagnose.recognise import recognise
from bedrock_atlas.diagnose.table import WORDINGS
from tests.benchmarks.timing import each, machine
from tests.wrappers import WRAPPERS

PROGRAM = [sys.executable, "-c", "import sys; from bedrock_atlas.cli import main; sys.exit(main())"]
MEGABYTES = 100
HELLO = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25"}}


def test_one_text():
    """Print the time of a text that is known in its wrapper, and of one that is not."""
    print(f"\n{machine()}")
    for name, texts in (
        ("known", [wrapper(one) for one in WORDINGS for wrapper in WRAPPERS]),
        ("unknown", [f'level=info msg="request {n} done" status=200 path=/v1/items/{n}' for n in range(100)]),
    ):
        p50, p99 = each(recognise, texts)
        print(f"{name:>8} text  p50 {p50:6.1f} us  p99 {p99:6.1f} us")


def test_a_log(tmp_path):
    """Print the megabytes of log that are read in a minute, an error in a thousand lines."""
    dice = random.Random(3)  # noqa: S311  # a log, not a secret
    path = tmp_path / "app.log"
    with path.open("w", encoding="utf-8") as file:
        number = 0
        while file.tell() < MEGABYTES * 10**6:
            number += 1
            file.write(
                f"2026-11-20T10:00:00Z INFO request GET /v1/x/{number} 200 12ms user={number} trace=00f067aa0b\n"
            )
            if number % 1000 == 0:
                file.write(dice.choice(WRAPPERS)(dice.choice(WORDINGS)) + "\n")
    start = time.perf_counter()
    done = subprocess.run([*PROGRAM, "diagnose", "--file", path, "-o", "json"], capture_output=True, check=True)
    took = time.perf_counter() - start
    print(f"\n{len(json.loads(done.stdout)['errors'])} kinds; {MEGABYTES / took * 60:,.0f} MB a minute")


def test_the_first_answer():
    """Print how long after its start the server answers the handshake, the quickest and the middle of twenty."""
    took = []
    for _ in range(20):
        start = time.perf_counter()
        with subprocess.Popen([*PROGRAM, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            server.stdin.write(json.dumps(HELLO).encode() + b"\n")
            server.stdin.flush()
            server.stdout.readline()
            took.append(time.perf_counter() - start)
            server.stdin.close()
    took.sort()
    print(f"\nfirst answer: {took[0] * 1000:.0f} ms at best, {took[10] * 1000:.0f} ms in the middle")
