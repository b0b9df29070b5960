"""Policy files → documents: plain data in the words of the file, checked for form.

What names mean is looked up later (`bedrock_atlas.binding`), because it depends on the catalog. The digest is that of
the content, so comments and layout do not move it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bedrock_atlas.errors import PolicyError
from bedrock_atlas.source.strict_yaml import read_text
from bedrock_atlas.source.validate import validate
from bedrock_atlas.source.world import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.source.strict_yaml import Document, Route

__all__ = ["compile_policy", "read_policy", "read_policy_text", "render"]

_EFFECTS = ("require", "forbid", "prefer", "oblige")


def read_policy(path: Path) -> tuple[dict[str, Any], Document, list[Finding]]:
    """Read one policy file: its document, its source (which knows positions) and what is wrong with its form.

    With findings the document is of no use. Never raises for what a file may hold.
    """
    return _check(read_file(str(path)))


def read_policy_text(text: str, path: str) -> tuple[dict[str, Any], Document, list[Finding]]:
    """Read a policy from text that is called `path` in findings; else as `read_policy`."""
    return _check(read_text(text, path))


def compile_policy(value: dict[str, Any]) -> dict[str, Any]:
    """Give the document of a valid policy: JSON data with its digest."""
    document: dict[str, Any] = _plain(value)
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return document | {"digest": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"}


def render(path: Path) -> str:
    """Give the document of a policy file as the text of its file in the wheel; raises PolicyError."""
    document, _, findings = read_policy(path)
    if findings:
        raise PolicyError(findings)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def _check(source: Document) -> tuple[dict[str, Any], Document, list[Finding]]:
    value, found = validate(source, "policy")
    findings = [*source.findings, *found]
    if not findings:
        findings += _semantics(value, source)
    return ({} if findings else compile_policy(value)), source, findings


def _semantics(value: dict[str, Any], source: Document) -> Iterator[Finding]:
    """Report what a schema says poorly: one effect a rule, no empty condition, a residency that names something."""
    for index, rule in enumerate(value.get("rules", [])):
        effects = [effect for effect in _EFFECTS if effect in rule]
        if len(effects) != 1:
            message = "a rule has one effect" if effects else "the rule has no effect"
            hint = "split it into rules of one effect each" if effects else f"one of: {', '.join(_EFFECTS)}"
            yield source.finding("one-effect", ("rules", index), message, hint)
        for effect in effects:
            yield from _empty(rule[effect], ("rules", index, effect), source)
    for index, one in enumerate(value.get("invariants", [])):
        yield from _empty(one["then"], ("invariants", index, "then"), source)
    for name, entry in value.get("residencies", {}).items():
        if "countries" not in entry and "regions" not in entry:
            yield source.finding("empty-value", ("residencies", name), f"`{name}` names no country and no Region")


def _empty(part: object, route: Route, source: Document) -> Iterator[Finding]:
    if isinstance(part, dict) and not part:
        yield source.finding("empty-value", route, f"`{route[-1]}` is empty", "an empty condition says nothing")
    elif isinstance(part, dict):
        for key, inner in part.items():
            if key in {"not", "any_of"}:
                yield from _empty(inner, (*route, key), source)
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            if isinstance(inner, dict) and len(inner) != 1 and route[-1] == "prefer":
                yield source.finding("one-preference", (*route, index), "a preference has one key")
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
