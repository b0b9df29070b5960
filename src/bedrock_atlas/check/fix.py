"""Order put right, and nothing else: keys, lists, evidence, decimals and layout of sound catalog files.

A file is written only when what it says is the same afterwards and every comment is still there, and in one step, so
that a reader sees the old file or the new one. What cannot be moved safely stays for a person.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedrock_atlas.check.reorder import reordered
from bedrock_atlas.source.rules.order import evidence_lists, sorted_lists
from bedrock_atlas.source.sheets import Sheet, gather
from bedrock_atlas.source.strict_yaml import read_bytes
from bedrock_atlas.source.validate import validate
from bedrock_atlas.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yaml.nodes import Node

    from bedrock_atlas.source.authoring import Kind
    from bedrock_atlas.source.strict_yaml import Route

__all__ = ["fix_folder", "fixed"]

_MOST = 1000
_CENTS = re.compile(r"[0-9]+(\.[0-9])?")


def fix_folder(folder: Path) -> int:
    """Put every sound file of a catalog folder in order and give the number that changed. Raises OSError."""
    sheets, _ = gather(folder)
    prefixes = tuple(sheets.table("geographies")) if "geographies" in sheets.tables else ()
    changed = 0
    for sheet in sheets.all():
        path = Path(sheet.document.path)
        old = path.read_bytes()
        new = fixed(old, sheet.kind, sheet.name, prefixes)
        if new != old:
            with replacing(path) as file:
                file.write(new)
            changed += 1
    return changed


def fixed(data: bytes, kind: Kind, name: str, prefixes: Sequence[str]) -> bytes:
    """Return the bytes of a file in order; `prefixes` are the geographies in theirs. A broken file stays as it is."""
    text = _layout(data.decode())
    refused: set[tuple[Route, str]] = set()
    for _ in range(_MOST):
        sheet = _sheet(text, kind, name)
        if sheet is None:
            return data
        step = next((one for one in _steps(sheet, prefixes) if (one[0], text) not in refused), None)
        if step is None:
            break
        new = step[1](text, sheet)
        if new is None or not _same(text, new, kind, name):
            refused.add((step[0], text))
        else:
            text = new
    same = _same(data.decode(), text, kind, name)
    return text.encode() if same else data


def _sheet(text: str, kind: Kind, name: str) -> Sheet | None:
    document = read_bytes(text.encode(), name)
    value, problems = validate(document, kind)
    return None if document.findings or problems else Sheet(kind, name, document, value)


def _steps(sheet: Sheet, prefixes: Sequence[str]) -> Iterator[tuple[Route, Any]]:
    """Return everything that is out of order: its route and what puts it right."""
    for route, order in (*_keys(sheet.document.value, sheet.value, (), prefixes), *_lists(sheet)):
        if list(order) != sorted(order):
            yield route, _Move(route, order)
    for route in _amounts(sheet.value, ()):
        place = sheet.document.node(route)
        if place is not None and _CENTS.fullmatch(place.value):
            yield route, _Cents(route)


def _keys(written: Any, wanted: Any, route: Route, prefixes: Sequence[str]) -> Iterator[tuple[Route, list[int]]]:  # noqa: ANN401  # YAML values
    """Return the order of the keys of every mapping, innermost first."""
    if isinstance(written, dict):
        for key, inner in written.items():
            yield from _keys(inner, wanted[key], (*route, key), prefixes)
        names, ordered = list(written), list(wanted)
        if route in {("profiles",), ("price", "listed")}:
            rank = {prefix: place for place, prefix in enumerate(("in-region", *prefixes))}
            ordered = sorted(ordered, key=lambda prefix: rank.get(prefix, len(rank)))
        yield route, [names.index(key) for key in ordered]
    elif isinstance(written, list):
        for index, inner in enumerate(written):
            yield from _keys(inner, wanted[index], (*route, index), prefixes)


def _lists(sheet: Sheet) -> Iterator[tuple[Route, list[int]]]:
    """Return the order of every list that is to be sorted."""
    for route, words in sorted_lists(sheet):
        yield route, sorted(range(len(words)), key=words.__getitem__)
    for route, entries in evidence_lists(sheet):
        keys = [(-entry["as_of"].toordinal(), entry["source"]) for entry in entries]
        yield route, sorted(range(len(keys)), key=keys.__getitem__)


def _amounts(value: Any, route: Route) -> Iterator[Route]:  # noqa: ANN401  # YAML values
    """Return the routes of money and factors."""
    money = "price" in route or "factors" in route
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _amounts(inner, (*route, key))
    elif money and route[-1] != "above" and isinstance(value, int | Decimal) and not isinstance(value, bool):
        yield route


class _Move:
    """Puts the entries of one collection in order."""

    def __init__(self, route: Route, order: Sequence[int]) -> None:
        self.route, self.order = route, order

    def __call__(self, text: str, sheet: Sheet) -> str | None:
        node: Node | None = sheet.document.node(self.route)
        return None if node is None else reordered(text, node, self.order)


class _Cents:
    """Writes an amount with two decimals."""

    def __init__(self, route: Route) -> None:
        self.route = route

    def __call__(self, text: str, sheet: Sheet) -> str | None:
        node: Node | None = sheet.document.node(self.route)
        if node is None:
            return None
        lines = text.split("\n")
        line, begin, end = node.start_mark.line, node.start_mark.column, node.end_mark.column
        lines[line] = f"{lines[line][:begin]}{Decimal(lines[line][begin:end]):.2f}{lines[line][end:]}"
        return "\n".join(lines)


def _same(old: str, new: str, kind: Kind, name: str) -> bool:
    """Check whether two texts say the same and have the same comments."""
    first, second = _sheet(old.replace("\r\n", "\n"), kind, name), _sheet(new, kind, name)
    if first is None or second is None:
        return False
    return _plain(first.value) == _plain(second.value) and _comments(old) == _comments(new)


def _plain(value: Any) -> Any:  # noqa: ANN401  # YAML values
    """Return a value in which no order counts."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted((_plain(inner) for inner in value), key=repr)
    return value


def _comments(text: str) -> list[str]:
    return sorted(line.strip().partition("#")[2].strip() for line in text.split("\n") if "#" in line)


def _layout(text: str) -> str:
    """Return the text with plain line ends, none of them after spaces, and one at the end."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).rstrip("\n") + "\n"
