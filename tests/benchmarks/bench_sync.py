"""How long `sync` takes: 32 Regions, 50 ms a call, three pages of profiles each; and how long comparing takes.

The fake AWS is a process of its own, so that it shares no interpreter with what is measured. Wall time is that of
importing boto3, asking and writing in a fresh interpreter; peak memory is that of the whole process. Each round also
asks one Region at a time, which is what there would be without the pool.
"""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

from bedrock_atlas.aws.compare.as_observed import as_observed
from bedrock_atlas.aws.compare.compare import compare
from bedrock_atlas.aws.compare.severity import changed_decisions
from bedrock_atlas.aws.observe.snapshot import load_snapshot
from bedrock_atlas.loading import load_catalog
from tests.aws_server import FakeAws
from tests.aws_world import world_of

ROOT = Path(__file__).parents[2]
ROUNDS, REGIONS, LATENCY_S = 3, 32, 0.05
ON = date(2026, 11, 21)

CLIENT = """
import json, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from bedrock_atlas.loading import load_catalog
catalog = load_catalog()
begun = time.perf_counter()
import boto3
from bedrock_atlas.aws.observe.observe import Plan, observe
from bedrock_atlas.writing import write_whole
keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "x" * 40}
session = boto3.Session(**keys, region_name="eu-west-1")
url, workers, out = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
plan = Plan(session, catalog.regions, endpoint_url=url + "/{region}", workers=workers)
snapshot = observe(plan, now=datetime(2026, 11, 21, tzinfo=UTC))
write_whole(out, snapshot.render())
wall = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"wall": wall, "peak": peak, "regions": len(snapshot.regions), "share": snapshot.share(),
                  "retries": snapshot.retries}))
"""


class ThreePages(FakeAws):
    """The fake AWS with three pages of profiles in every Region."""

    def listing(self, region, operation, query):
        """Return a page that is a third of what there is."""
        count = len(self.world.get(region, {"profiles": []})["profiles"])
        self.page = max(1, -(-count // 3))
        return super().listing(region, operation, query)


def serve():
    """Serve until the standard input ends; for each line read, say how many calls there were and at once."""
    catalog = load_catalog()
    world = world_of(catalog, ON)
    commercial = [code for code in world if catalog.regions[code].partition == "aws"]
    busy = sorted(commercial, key=lambda code: -len(world[code]["profiles"]))[:REGIONS]
    fake = ThreePages({code: world[code] for code in busy}, latency=LATENCY_S)
    with fake.running():
        print(fake.url, flush=True)
        for _ in sys.stdin:
            print(json.dumps({"calls": len(fake.calls), "in flight": fake.most_in_flight}), flush=True)
            fake.most_in_flight, fake.calls = 0, []


def machine():
    """Return the line that says on what this was measured."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.*)", info.read_text("utf-8")) if info.exists() else None
    return f"{model[1] if model else platform.processor()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"


def observed(server, url, workers, out):
    """Observe once with so many workers; gives the figures of both sides."""
    words = [sys.executable, "-c", CLIENT, url, str(workers), str(out)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60)
    server.stdin.write("\n")
    server.stdin.flush()
    return json.loads(done.stdout) | json.loads(server.stdout.readline())


def test_observe_and_compare(tmp_path):
    """Medians of the rounds, printed with the machine's line."""
    words = [sys.executable, "-c", "from tests.benchmarks.bench_sync import serve; serve()"]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    rounds = defaultdict(list)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, cwd=ROOT, env=env, **pipes) as server:
        url = server.stdout.readline().strip()
        for _ in range(ROUNDS):
            for workers in (8, 1):
                rounds[workers].append(observed(server, url, workers, tmp_path / "s.json"))
        server.stdin.close()
    print(f"\n{machine()}; {ROUNDS} interleaved rounds, medians")
    for workers, found in rounds.items():
        middle = {key: statistics.median(one[key] for one in found) for key in found[0]}
        print(
            f"observe with {workers} workers: {middle['wall']:.2f} s, peak {middle['peak']:.0f} MiB, "
            f"{middle['calls']:.0f} calls, at most {max(one['in flight'] for one in found)} in flight, "
            f"{middle['regions']:.0f} Regions, {middle['share']:.0%} observed, {middle['retries']:.0f} retries"
        )
    document = json.loads((tmp_path / "s.json").read_text("utf-8"))
    for calls in document["regions"].values():
        calls["inference-profiles"]["items"] = calls["inference-profiles"]["items"][::2]
    (tmp_path / "half.json").write_text(json.dumps(document), encoding="utf-8")
    document["taken"] = "2026-11-20T00:00:00Z"
    (tmp_path / "before.json").write_text(json.dumps(document), encoding="utf-8")
    for code in document["regions"]:
        if code not in {"eu-west-1", "eu-west-3"}:
            document["regions"][code] = json.loads((tmp_path / "s.json").read_text("utf-8"))["regions"][code]
    (tmp_path / "few.json").write_text(json.dumps(document), encoding="utf-8")
    (tmp_path / "today.json").write_text(json.dumps(document | {"taken": "2026-11-21T00:00:00Z"}), encoding="utf-8")
    catalog = load_catalog()
    for names in (("s.json",), ("half.json",), ("few.json", "today.json"), ("before.json", "half.json")):
        times = defaultdict(list)
        for _ in range(5):
            marks = [time.perf_counter()]
            snapshots = [load_snapshot(tmp_path / name) for name in names]
            marks.append(time.perf_counter())
            comparison = compare(catalog, snapshots)
            marks.append(time.perf_counter())
            changed_decisions(catalog, as_observed(catalog, comparison), comparison)
            marks.append(time.perf_counter())
            for part, begin, end in zip(("read", "compare", "decisions"), marks, marks[1:], strict=False):
                times[part].append((end - begin) * 1000)
        parts = ", ".join(f"{part} {statistics.median(found):.0f} ms" for part, found in times.items())
        print(f"{len(comparison.drifts)} differences, {len(comparison.unconfirmed)} unconfirmed: {parts}")
