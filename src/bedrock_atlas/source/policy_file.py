"""Policy files → documents: plain data in the words of the file, checked for form.

What names mean is looked up later (`bedrock_atlas.policy.binding`), because it depends on the catalog. The digest is
that of the content, so comments and layout do not move it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bedrock_atlas.errors import PolicyError
from bedrock_atlas.source.schema import adapter
from bedrock_atlas.source.sheets import read_file
from bedrock_atlas.source.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.strict_yaml import Document, Route

__all__ = ["Sheet", "compile_policy", "read_policy", "render"]

_LISTS = ("rules", "invariants", "examples")
_HEAD = {"policy": "policy", "title": "title"}
_EFFECTS = ("require", "forbid", "prefer", "oblige")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One policy file as read: `document` holds what of it is sound, with what is wrong in `findings`.

    Rules, examples and invariants that are not in form are left out of the document, so that what names mean can be
    checked for the rest; `rules` are the ids of all of them. None when nothing can be made of the file.
    """

    document: dict[str, Any] | None
    findings: list[Finding]
    source: Document
    rules: frozenset[str]
    _kept: dict[str, list[int]]

    def at(self, route: Route) -> tuple[int, int]:
        """Return line and column of a value in the document."""
        if len(route) > 1 and route[0] in self._kept:
            route = (route[0], self._kept[str(route[0])][int(route[1])], *route[2:])
        return self.source.at(route)


def read_policy(path: Path) -> Sheet:
    """Read one policy file. Never raises for what a file may hold; with findings it is no policy."""
    source = read_file(str(path))
    value, found = validate(source, "policy")
    findings = [*source.findings, *found]
    raw = source.value if isinstance(source.value, dict) else {}
    raw = {key: part for key, part in raw.items() if key not in _LISTS or isinstance(part, list)}
    kept = {name: list(range(len(raw.get(name) or ()))) for name in _LISTS}
    if value is None:
        value, kept = _sound_part(raw)
    rules = frozenset[str]()
    if value is not None:
        rules = frozenset(str(rule.get("id")) for rule in raw.get("rules") or () if isinstance(rule, dict))
        sound = {}
        for name in _LISTS:
            wrong = [list(_semantics(name, item, (name, index), source)) for index, item in _items(raw, name, kept)]
            findings += [finding for some in wrong for finding in some]
            kept[name] = [index for index, some in zip(kept[name], wrong, strict=True) if not some]
            sound[name] = [raw[name][index] for index in kept[name]]
        findings += _residencies(raw, source)
        value = {**value, **{name: items for name, items in sound.items() if name in raw}}
    document = None if value is None else compile_policy(value)
    return Sheet(document, findings, source, rules, kept)


def compile_policy(value: dict[str, Any]) -> dict[str, Any]:
    """Return the document of a valid policy: JSON data with its digest."""
    document: dict[str, Any] = _plain(value)
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return document | {"digest": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"}


def render(path: Path) -> str:
    """Return the document of a policy file as the text of its file in the wheel; raises PolicyError."""
    sheet = read_policy(path)
    if sheet.findings:
        raise PolicyError(sheet.findings)
    return json.dumps(sheet.document, ensure_ascii=False, separators=(",", ":")) + "\n"


def _items(raw: dict[str, Any], name: str, kept: dict[str, list[int]]) -> list[tuple[int, Any]]:
    return [(index, raw[name][index]) for index in kept[name]]


def _sound_part(raw: dict[str, Any]) -> tuple[dict[str, Any] | None, dict[str, list[int]]]:
    """Return a policy without the list items that are out of form, and which were kept; None when that is no help."""
    kept = {name: [i for i, one in enumerate(raw.get(name) or ()) if _fits({**_HEAD, name: [one]})] for name in _LISTS}
    part = {key: value for key, value in raw.items() if key not in _LISTS}
    return (part if _fits(part) else None), kept


def _fits(value: dict[str, Any]) -> bool:
    try:
        adapter("policy").validate_python(value)
    except ValidationError:
        return False
    return True


def _semantics(kind: str, item: dict[str, Any], route: Route, source: Document) -> Iterator[Finding]:
    """Report what a schema says poorly: one effect a rule, no empty condition."""
    if kind == "rules":
        effects = [effect for effect in _EFFECTS if effect in item]
        if len(effects) != 1:
            message = "a rule has one effect" if effects else "the rule has no effect"
            hint = "split it into rules of one effect each" if effects else f"one of: {', '.join(_EFFECTS)}"
            yield source.finding("one-effect", route, message, hint)
        for part in (*effects, "where", "ask"):
            if part in item:
                yield from _empty(item[part], (*route, part), source)
        if "where" in item and "oblige" not in item:
            hint = "put the tests under `require` or `forbid`; `when` selects by attributes"
            yield source.finding("stray-where", (*route, "where"), "`where` goes with `oblige` alone", hint)
        if "except" in item and "prefer" in item:
            message = "a rule that prefers has no exceptions"
            yield source.finding("stray-exception", (*route, "except"), message, "bound it with `when` and `unless`")
    if kind == "invariants":
        yield from _empty(item["then"], (*route, "then"), source)


def _residencies(raw: dict[str, Any], source: Document) -> Iterator[Finding]:
    for name, entry in raw.get("residencies", {}).items():
        if "countries" not in entry and "regions" not in entry:
            yield source.finding("empty-value", ("residencies", name), f"`{name}` names no country and no Region")


def _empty(part: object, route: Route, source: Document) -> Iterator[Finding]:
    if isinstance(part, dict) and not part:
        named = f"`{route[-1]}`" if isinstance(route[-1], str) else "this part"
        yield source.finding("empty-value", route, f"{named} is empty", "an empty condition says nothing")
    elif isinstance(part, dict):
        for key, inner in part.items():
            if key in {"not", "any_of"}:
                yield from _empty(inner, (*route, key), source)
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            if isinstance(inner, dict) and len(inner) != 1 and route[-1] == "prefer":
                hint = "write one entry each; the first counts most"
                yield source.finding("one-preference", (*route, index), "a preference has one key", hint)
            else:
                yield from _empty(inner, (*route, index), source)


def _plain(value: Any) -> Any:  # noqa: ANN401  # YAML values in, JSON values out
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date | Decimal):
        return str(value)
    return value
