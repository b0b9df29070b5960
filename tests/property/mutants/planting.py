"""Where a fault is planted: a symbol of the package, found by its name, and a change of its own lines.

A symbol is written `module:qualified.name`. The module is where it was last seen: when it is not there any more, the
name is looked for in the whole package, so that a move silences no mutant. This module imports nothing of the package.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[3] / "src" / "bedrock_atlas"


class Mutant(NamedTuple):
    """One planted fault: what it gets wrong, the symbol, what stands in its lines, what stands there instead.

    `caught_by` is the id of the test that must fail on it, or of a table or file of tests of which one must.
    """

    fault: str
    symbol: str
    old: str
    new: str
    caught_by: str


class Planted(NamedTuple):
    """A module of the package and its whole source with the fault in it."""

    module: str
    path: str
    source: str


class LostSymbolError(LookupError):
    """A symbol is gone or ambiguous, or its lines have no such text; the message says what to do."""


def plant(mutant: Mutant, package: Path = PACKAGE) -> Planted:
    """Return the module with the fault; raises LostSymbolError."""
    path, first, last = find(mutant.symbol, package)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    text = "".join(lines[first - 1 : last])
    count = text.count(mutant.old)
    if count != 1:
        raise LostSymbolError(f"{mutant.symbol}: {mutant.old!r} occurs {count} times in it, not once: plant it anew")
    source = "".join(lines[: first - 1]) + text.replace(mutant.old, mutant.new) + "".join(lines[last:])
    return Planted(_module(path, package), str(path), source)


def find(symbol: str, package: Path = PACKAGE) -> tuple[Path, int, int]:
    """Return the file of a symbol with its first and last line; raises LostSymbolError."""
    module, _, name = symbol.partition(":")
    files = {_module(path, package): path for path in sorted(package.rglob("*.py"))}
    if module in files and name in (here := _symbols(files[module])):
        return (files[module], *here[name])
    found = [(path, *lines) for path in files.values() if (lines := _symbols(path).get(name))]
    if len(found) != 1:
        where = ", ".join(str(path.relative_to(package)) for path, *_ in found) or "nowhere"
        raise LostSymbolError(f"{symbol} is not where it was; `{name}` is in: {where}")
    return found[0]


def _module(path: Path, package: Path) -> str:
    return ".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__")


@cache
def _symbols(path: Path) -> dict[str, tuple[int, int]]:
    """Return every function, class and assigned name of a file by its qualified name, with first and last line."""
    found: dict[str, tuple[int, int]] = {}

    def visit(body: list[ast.stmt], before: str) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                found[before + node.name] = (first, node.end_lineno or first)
                if isinstance(node, ast.ClassDef):
                    visit(node.body, f"{before}{node.name}.")
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                for name in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(name, ast.Name):
                        found[before + name.id] = (node.lineno, node.end_lineno or node.lineno)

    visit(ast.parse(path.read_text("utf-8")).body, "")
    return found
