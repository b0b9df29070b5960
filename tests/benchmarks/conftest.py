"""Benchmarks are collected by `make bench` alone: files named `bench_*.py`, whose functions print what they measure."""

from __future__ import annotations

import pytest

from tests.benchmarks.timing import machine


def pytest_collect_file(file_path, parent):
    """Collect the benchmark files of this folder; one that is named on the command line pytest collects itself."""
    if not parent.session.isinitpath(file_path) and file_path.name.startswith("bench_") and file_path.suffix == ".py":
        return pytest.Module.from_parent(parent, path=file_path)
    return None


@pytest.fixture(scope="session", autouse=True)
def told_machine():
    """Print where the figures were measured."""
    print(f"\n{machine()}")  # printing is what a benchmark is for
