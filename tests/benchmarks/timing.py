"""Measuring with the standard library alone: interleaved rounds and their medians."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, perf_counter_ns

ROOT = Path(__file__).parents[2]


def machine():
    """Return one line about the machine: processor, cores, system, interpreter."""
    processor = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").is_file():
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        processor = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), processor)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{processor}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"{platform.python_implementation()} {platform.python_version()}{load}"
    )


def each(function, arguments, calls=20_000):
    """Return (p50, p99) in microseconds of single calls, over the arguments in turn."""
    for argument in arguments:
        function(argument)
    times = []
    for number in range(calls):
        argument = arguments[number % len(arguments)]
        begin = perf_counter_ns()
        function(argument)
        times.append(perf_counter_ns() - begin)
    return median(times) / 1000, quantiles(times, n=100)[98] / 1000


def interleaved(cases, rounds=9, seconds=0.1):
    """Return the median microseconds a call of each case, measured in turn: a slow second hits all of them."""
    calls = {}
    for name, function in cases.items():
        function()
        begin = perf_counter()
        function()
        calls[name] = max(1, int(seconds / max(perf_counter() - begin, 1e-7)))
    times = {name: [] for name in cases}
    for _ in range(rounds):
        for name, function in cases.items():
            begin = perf_counter()
            for _ in range(calls[name]):
                function()
            times[name].append((perf_counter() - begin) / calls[name] * 1e6)
    return {name: median(measured) for name, measured in times.items()}


def processes(commands, rounds=15, environment=None):
    """Return the median milliseconds of each command, run in turn."""
    times = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            begin = perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
            if number:  # the first round warms the disk
                times[name].append((perf_counter() - begin) * 1000)
    return {name: median(measured) for name, measured in times.items()}


def tell(title, rows):
    """Print a table: (what, figure, remark) a row."""
    sys.stdout.write(f"\n{title}\n")
    for what, figure, remark in rows:
        sys.stdout.write(f"  {what:<58}{figure:>14}  {remark}\n")
