"""Settings of a project: `.bedrock-atlas.toml`, or `[tool.bedrock-atlas]` in pyproject.toml.

The nearest one counts, from where the program runs up to the top of the repository. What is written on the command line
wins. Paths in it are relative to its folder. Every key is known or refused: a misspelled one would silently do nothing.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedrock_atlas.errors import Finding, SourceError, did_you_mean

__all__ = ["FILE", "KEYS", "Settings", "find_settings", "read_settings"]

FILE = ".bedrock-atlas.toml"

KEYS: dict[str, dict[str, type]] = {
    "scan": {
        "exclude": list,
        "within": str,
        "vendor-ids": bool,
        "baseline": str,
        "policy": list,
        "set": list,
        "fail-on": str,
        "max-findings": int,
    },
    "check": {"evidence-older-than": str, "fail-on": str, "max-findings": int},
}
"""Table of the file to its keys, each with the type of its value."""
_TYPES = {list: "a list of texts", str: "a text", bool: "`true` or `false`", int: "a whole number"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a settings file says for one command; `folder` is what its paths are relative to, None without a file."""

    folder: Path | None
    values: dict[str, Any]

    def paths(self, key: str) -> tuple[str, ...]:
        """Return the paths of a key, from where the program runs; empty when it is not set."""
        value = self.values.get(key, ())
        names = (value,) if isinstance(value, str) else tuple(value)
        return tuple(str((self.folder or Path()) / name) for name in names)


def find_settings(start: Path) -> Path | None:
    """Return the settings file that counts in a folder; None when there is none up to the top of its repository."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
        if (folder / "pyproject.toml").is_file() and _has_table(folder / "pyproject.toml"):
            return folder / "pyproject.toml"
        if (folder / ".git").exists():
            return None
    return None


def read_settings(path: Path | None, command: str) -> Settings:
    """Read what a file sets for one command (`scan`, `check`). Raises SourceError with everything that is wrong."""
    if path is None:
        return Settings(None, {})
    tables = _load(path)
    if path.name == "pyproject.toml":
        tables = tables.get("tool", {}).get("bedrock-atlas", {})
    findings = [one for table, values in tables.items() for one in _wrong(path, table, values)]
    if findings:
        raise SourceError(findings)
    return Settings(path.parent, tables.get(command, {}))


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        message = re.sub(r" \(at .*\)$", "", str(error))
        raise SourceError([Finding(str(path), line, column, "bad-settings", f"no TOML: {message.lower()}")]) from error
    except UnicodeDecodeError as error:
        raise SourceError([Finding(str(path), 1, 1, "bad-settings", "not UTF-8")]) from error
    except OSError as error:
        message = f"cannot read the settings: {(error.strerror or '').lower()}"
        raise SourceError([Finding(str(path), 1, 1, "bad-settings", message)]) from error


def _has_table(path: Path) -> bool:
    try:
        return "bedrock-atlas" in tomllib.loads(path.read_text("utf-8")).get("tool", {})
    except (OSError, ValueError):
        return False


def _wrong(path: Path, table: str, values: object) -> list[Finding]:
    if table not in KEYS:
        return [_finding(path, table, f"unknown table `{table}`", _hint(table, KEYS))]
    if not isinstance(values, dict):
        return [_finding(path, table, f"`{table}` is a table: write `[{table}]`", "")]
    found = []
    for key, value in values.items():
        kind = KEYS[table].get(key)
        if kind is None:
            found.append(_finding(path, key, f"unknown key `{key}` in `{table}`", _hint(key, KEYS[table])))
        elif type(value) is not kind or (isinstance(value, list) and not all(isinstance(one, str) for one in value)):
            found.append(_finding(path, key, f"`{key}` is {_TYPES[kind]}", ""))
    return found


def _hint(word: str, known: dict[str, Any]) -> str:
    return did_you_mean(word, known, f"known: {', '.join(known)}")


def _finding(path: Path, word: str, message: str, hint: str) -> Finding:
    """Place a finding at the first line that has the word for a key or table; TOML's reader gives no positions."""
    pattern = re.compile(rf"^\s*\[?[\w.\"-]*?\b{re.escape(word)}\b", re.MULTILINE)
    text = path.read_text("utf-8")
    found = pattern.search(text)
    if found is None:
        return Finding(str(path), 1, 1, "bad-settings", message, hint)
    start = found.end() - len(word)
    line = text.count("\n", 0, start) + 1
    return Finding(str(path), line, start - text.rfind("\n", 0, start), "bad-settings", message, hint)
