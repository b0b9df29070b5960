"""What the service costs beside its peers: `make load` prints it.

wrk loads each server from loopback in interleaved rounds; a figure is the median of its rounds and a ratio is of
medians of the same run. Peers that are not installed are named and left out. `--soak` adds the two-minute soak.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import importlib.util
import json
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bedrock_atlas.source.load import read, render  # noqa: E402  # found after the line above
from tests.integration.served import SONNET, environment, free_port, serving, wait_until  # noqa: E402
from tests.integration.soaking import ASKS, resident, run_soak  # noqa: E402

PEERS = {"bare": "bare", "fastapi": "constant", "opa": "opa"}
OPA_INPUT = {"model": "anthropic.claude-sonnet-4-5-20250929-v1:0", "residency": "eu"}


def script(folder: Path, name: str, bodies: list[dict[str, object]], headers: dict[str, str] | None = None) -> Path:
    """Write what wrk sends: bodies in turn as POST, or GET with headers when there are none."""
    path = folder / f"{name}.lua"
    lines = [f'wrk.headers["{key}"] = {json.dumps(value)}' for key, value in (headers or {}).items()]
    if bodies:
        lines += ['wrk.method = "POST"', 'wrk.headers["Content-Type"] = "application/json"', "local bodies = {"]
        lines += [f"  [==[{json.dumps(body)}]==]," for body in bodies]
        lines += ["}", "local turn = 0", "request = function()", "  turn = turn % #bodies + 1"]
        lines += ["  return wrk.format(nil, nil, nil, bodies[turn])", "end"]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def wrk(url: str, lua: Path, seconds: int, connections: int, threads: int = 1) -> dict[str, float]:
    """Load an address; gives requests a second and milliseconds at the 50th and 99th percentile."""
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}", "--latency", "-s", str(lua), url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said or "304" in lua.name, said
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    found = {"rps": float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])}
    for share in ("50", "99"):
        value, unit = re.search(rf"{share}%\s+([\d.]+)(us|ms|s)", said).groups()
        found[f"p{share}"] = float(value) * units[unit]
    return found


@contextlib.contextmanager
def peer(name: str, catalog: Path, extra: list[str] = []):  # noqa: B006  # never changed
    """Run a peer under the service's own uvicorn settings."""
    port = free_port()
    factory = [] if name == "bare" else ["--factory"]
    command = [sys.executable, "-m", "uvicorn", f"tests.benchmarks.peers_http:{PEERS[name]}", "--port", str(port),
               "--no-access-log", "--log-level", "error", *factory, *extra]  # fmt: skip
    env = environment(BENCH_CATALOG=str(catalog))
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), env["PYTHONPATH"], os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(command, env=env, cwd=ROOT)
    url = f"http://127.0.0.1:{port}"

    def up() -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        return False

    try:
        wait_until(up, 20)
        yield url
    finally:
        process.terminate()
        process.wait(15)


def rounds(
    plans: dict[str, tuple[str, Path]], count: int, seconds: int, connections: int = 32
) -> dict[str, dict[str, float]]:
    """Load every server in turn, several times over; gives the medians."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in plans}
    for url, lua in plans.values():
        wrk(url, lua, 1, connections)
    for _ in range(count):
        for name, (url, lua) in plans.items():
            found[name].append(wrk(url, lua, seconds, connections))
    return {name: {key: statistics.median(one[key] for one in each) for key in each[0]} for name, each in found.items()}


def cold_start(folder: Path, catalog: Path) -> list[float]:
    """Time from starting the process to the first 200 of /readyz, five times."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        with serving(folder, catalog=catalog):
            times.append(time.perf_counter() - began)
    return times


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def show(what: str, value: str, aim: str, met: bool) -> None:
    say(f"  {what:<58} {value:>22}   {aim:<14} {'met' if met else 'MISSED'}")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--soak", type=float, nargs="?", const=120.0, default=0.0)
    given = options.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed; on Debian: apt-get install wrk")
    needs = {"bare": "uvicorn", "fastapi": "fastapi", "opa": "opa_bindings"}
    names = [name for name in PEERS if importlib.util.find_spec(needs[name])]
    say(f"{platform.machine()}, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    say(f"Python {platform.python_version()}; left out: {', '.join(set(PEERS) - set(names)) or 'none'}")
    say(f"{given.rounds} rounds of {given.seconds} s, 32 connections")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        catalog = folder / "catalog.json"
        catalog.write_text(render(read(ROOT / "catalog")), "utf-8")
        compileall.compile_dir(ROOT / "src", quiet=1)
        measure(folder, catalog, names, given)


def measure(folder: Path, catalog: Path, names: list[str], given: argparse.Namespace) -> None:
    """Measure everything and print it."""
    one, many = script(folder, "one", [SONNET]), script(folder, "many", [{"ask": ask} for ask in ASKS])
    asked = script(folder, "opa", [OPA_INPUT])
    with contextlib.ExitStack() as stack:
        served = stack.enter_context(serving(folder, catalog=catalog))
        urls = {name: stack.enter_context(peer(name, catalog)) for name in names}
        etag = served.client.get("/v1/catalog").headers["etag"]
        unchanged = script(folder, "304", [], {"If-None-Match": etag})
        plans = {name: (f"{url}/v1/decision", asked if name == "opa" else one) for name, url in urls.items()}
        plans |= {
            "atlas": (f"{served.url}/v1/decision", one),
            "atlas, 60 questions": (f"{served.url}/v1/decision", many),
        }
        plans |= {
            "bare, GET": (f"{urls['bare']}/v1/catalog", unchanged),
            "atlas, 304": (f"{served.url}/v1/catalog", unchanged),
        }
        found = rounds(plans, given.rounds, given.seconds)
        held = resident(served.process.pid)
    for name, one_found in found.items():
        say(f"  {name:<22} {one_found['rps']:>9.0f} /s  p50 {one_found['p50']:6.2f} ms  p99 {one_found['p99']:6.2f} ms")
    report(found, held, names)
    ready = statistics.median(cold_start(folder, catalog))
    show("cold start to ready", f"{ready:.2f} s", "<= 0.8 s", ready <= 0.8)
    not_kept(folder, catalog)
    two_workers(folder, catalog, many, given)
    if given.soak:
        soaked(folder, catalog, given.soak)


def report(found: dict[str, dict[str, float]], held: float, names: list[str]) -> None:
    """Print the ratios beside what was aimed at."""
    bare, atlas = found["bare"], found["atlas, 60 questions"]
    for name in ("atlas", "atlas, 60 questions"):
        share = found[name]["rps"] / bare["rps"]
        show(f"POST /v1/decision, {name}, of bare", f"{share:.0%}", ">= 55 %", share >= 0.55)
    beyond = atlas["p99"] - bare["p99"]
    show("p99 beyond bare", f"{beyond:.2f} ms", "<= 4 ms", beyond <= 4)
    for name, aim in (("opa", 2.0), ("fastapi", 1.5)):
        if name in names:
            times = atlas["rps"] / found[name]["rps"]
            show(f"times {name}", f"{times:.1f} x", f">= {aim} x", times >= aim)
    share = found["atlas, 304"]["rps"] / found["bare, GET"]["rps"]
    show("GET /v1/catalog unchanged, of bare", f"{share:.0%}", ">= 70 %", share >= 0.7)
    show("memory of the worker after all that", f"{held:.0f} MiB", "<= 90 MiB", held <= 90)


def not_kept(folder: Path, catalog: Path) -> None:
    """Measure answers that nobody asked for before, which have to be decided and rendered."""
    sources = [code for code in json.loads(catalog.read_text("utf-8"))["regions"] if not code.startswith("cn-")]
    questions = [{"ask": f"{ask.partition(', from')[0]}, from {source}"} for ask in ASKS[::12] for source in sources]
    with serving(folder, catalog=catalog) as served:
        began = time.perf_counter()
        for question in questions:
            served.decide(question)
        took = time.perf_counter() - began
        began = time.perf_counter()
        for question in questions:
            served.decide(question)
        again = time.perf_counter() - began
    each = (took - again) / len(questions) * 1000
    say(f"  an answer nobody asked for before costs {each:.2f} ms more ({len(questions)} questions one by one)")


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and of those it has started, so far."""
    found = 0.0
    for one in [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split())]:
        fields = Path(f"/proc/{one}/stat").read_text("utf-8").rpartition(")")[2].split()
        found += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def two_workers(folder: Path, catalog: Path, lua: Path, given: argparse.Namespace) -> None:
    """Measure two workers against one, and what an answer costs each: on two cores wrk takes its share of both.

    Where the load generator has cores of its own, twice the processor time a second at the same cost per answer is the
    factor to expect; that is printed beside what was measured here.
    """
    answers: dict[str, list[float]] = {"one": [], "two": []}
    costs: dict[str, list[float]] = {"one": [], "two": []}
    with serving(folder, catalog=catalog) as single, serving(folder, "--workers", "2", catalog=catalog) as double:
        for _ in range(given.rounds):
            for name, served in (("one", single), ("two", double)):
                before = cpu_seconds(served.process.pid)
                found = wrk(f"{served.url}/v1/decision", lua, given.seconds, 64)
                answers[name].append(found["rps"])
                spent = cpu_seconds(served.process.pid) - before
                costs[name].append(spent / (found["rps"] * given.seconds) * 1e6)
    one, two = (statistics.median(answers[name]) for name in ("one", "two"))
    cheap, dear = (statistics.median(costs[name]) for name in ("one", "two"))
    say(f"  processor time an answer: {cheap:.0f} us by one worker, {dear:.0f} us by either of two")
    show(
        f"two workers, times one, wrk on the same {os.cpu_count()} cores",
        f"{two / one:.2f} x",
        ">= 1.6 x",
        two / one >= 1.6,
    )
    show(
        "two workers, times one, by processor time an answer",
        f"{2 * cheap / dear:.2f} x",
        ">= 1.6 x",
        2 * cheap >= 1.6 * dear,
    )


def soaked(folder: Path, catalog: Path, seconds: float) -> None:
    """Run the soak and print what came of it."""
    place = folder / "soak"
    place.mkdir()
    path = Path(shutil.copy(catalog, place))
    with serving(folder, catalog=path) as served:
        soak = run_soak(served, path, seconds)
    grown = soak.resident[-1] - soak.resident[len(soak.resident) // 4]
    say(
        f"  soak: {soak.answers} answers in {seconds:.0f} s, {soak.swaps} changes of the file, {len(soak.failed)} wrong"
    )
    show("memory grown over the last three quarters", f"{grown:+.1f} MiB", "flat", grown < 5 and not soak.failed)


if __name__ == "__main__":
    main()
