"""Runs tests against the package with one fault in it, each in a process of its own.

Run as a program it loads what the package and its tests need and nothing of the package itself, then forks once for
every line of standard input: the child takes the faulty module in place of the real one and runs the tests. So a fault
costs the import of the package alone, no file is ever changed, and no fault outlives its process.
"""

from __future__ import annotations

import contextlib
import importlib.machinery
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.property.mutants.planting import Planted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import CodeType, ModuleType

ROOT = Path(__file__).parents[3]
SECONDS = 60
BEFOREHAND = ("ahocorasick_rs", "click", "httpx", "hypothesis", "prometheus_client", "pydantic", "rich", "starlette",
              "starlette.routing", "yaml")  # fmt: skip


class Nursery:
    """The program, seen from the tests."""

    def __init__(self) -> None:
        """Start it; what measures coverage does not follow, for a faulty module is not the one that is measured."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE_"))}
        environment = kept | {
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONHASHSEED": "0",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, tests: Iterable[str], planted: Planted | None = None) -> dict[str, str]:
        """Return test → `passed` or what ended it: the name of an exception, or `hung`; empty when nothing ran."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([list(tests), planted]) + "\n")
        self._process.stdin.flush()
        outcomes: dict[str, str] = json.loads(self._process.stdout.readline())
        return outcomes

    def close(self) -> None:
        """End it."""
        self._process.communicate()


class _Loader(importlib.machinery.SourceFileLoader):
    """Gives one module the faulty source; nothing of it is kept as bytecode."""

    def __init__(self, planted: Planted) -> None:
        super().__init__(planted.module, planted.path)
        self.planted, self.used = planted, False

    def get_code(self, fullname: str) -> CodeType:
        assert fullname == self.planted.module
        self.used = True
        return compile(self.planted.source, self.planted.path, "exec", dont_inherit=True)

    def find_spec(self, fullname: str, _path: object, _target: ModuleType | None = None) -> Any:  # importlib's
        if fullname != self.planted.module:
            return None
        return importlib.util.spec_from_file_location(fullname, self.planted.path, loader=self)


class _Outcomes:
    """A plugin of pytest that notes how each test ended, under the id it was asked for."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        if call.excinfo is not None:
            # `(one,) = …` asserts that there is exactly one
            counted = "values to unpack" in str(call.excinfo.value)
            self.seen[item.nodeid] = "AssertionError" if counted else call.excinfo.typename
        elif call.when == "call":
            self.seen.setdefault(item.nodeid, "passed")


def _child(tests: list[str], planted: list[str] | None, answer: int) -> None:
    signal.alarm(SECONDS)
    sys.dont_write_bytecode = True
    loader = _Loader(Planted(*planted)) if planted else None
    if loader is not None:
        sys.meta_path.insert(0, loader)
    outcomes = _Outcomes()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryDirectory() as folder:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
        pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--basetemp", f"{folder}/base", *tests], plugins=[outcomes])
    if loader is not None and not loader.used:
        outcomes.seen = {"the faulty module": "was never loaded"}
    os.write(answer, json.dumps(outcomes.seen).encode())


def _forked(tests: list[str], planted: list[str] | None) -> str:
    read, write = os.pipe()
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):  # it must never go on as its parent
            _child(tests, planted, write)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    return said or json.dumps({"process": "hung" if os.WIFSIGNALED(status) else "ended"})


def main() -> None:
    """Serve one line after the other."""
    for name in BEFOREHAND:
        importlib.import_module(name)
    assert "bedrock_atlas" not in sys.modules
    for line in sys.stdin:
        sys.stdout.write(_forked(*json.loads(line)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
