"""The forms of files: JSON, JSON with comments, YAML, and lines of names and values; each is written and read back.

Written by hand and without a library, since starting is most of what an export costs. What is not plain is quoted as
JSON, which YAML 1.2 reads too; reading YAML back, in a check, takes the library.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bedrock_atlas.export.stamp import Stamp

__all__ = ["DOTENV", "JSON", "JSON_WITH_COMMENTS", "OUTPUTS", "YAML", "Form", "Raw"]


class Raw(str):
    """A number as exact text, written as it is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One form: `write` makes the text of data and a stamp, `read` the data of a text.

    `stamped` says whether the form writes the stamp itself, in comments; else the data has it in a key.
    """

    write: Callable[[Any, Stamp], str]
    read: Callable[[str], Any]
    stamped: bool = True


def _json(data: object, _: Stamp) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _json_with_comments(data: object, stamp: Stamp) -> str:
    return "".join(f"// {part}\n" for part in stamp.parts) + _json(data, stamp)


def _without_comments(text: str) -> Any:  # noqa: ANN401  # JSON data
    return json.loads("".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("//")))


def _yaml(data: Mapping[str, Any], stamp: Stamp) -> str:
    return "".join(f"# {part}\n" for part in stamp.parts) + "\n".join(_block(data, 0)) + "\n"


def _block(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401  # JSON data
    """Write a mapping or list in lines; what is empty stands on one line."""
    indent = "  " * depth
    if isinstance(value, dict):
        for key, one in value.items():
            if isinstance(one, dict | list) and one:
                yield f"{indent}{_scalar(key)}:"
                yield from _block(one, depth + 1)
            else:
                yield f"{indent}{_scalar(key)}: {_scalar(one)}"
        return
    for one in value:
        lines = list(_block(one, depth + 1)) if isinstance(one, dict | list) and one else [f"{indent}  {_scalar(one)}"]
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./@-]*(?::[A-Za-z0-9][A-Za-z0-9_./@-]*)*")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def _scalar(value: Any) -> str:  # noqa: ANN401  # JSON data
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def _read_yaml(text: str) -> Any:  # noqa: ANN401  # JSON data
    import yaml

    return yaml.safe_load(text)


def _dotenv(data: Mapping[str, str], stamp: Stamp) -> str:
    lines = [f"# {part}" for part in stamp.parts]
    return "\n".join([*lines, *(f"{name}={shlex.quote(value)}" for name, value in data.items())]) + "\n"


def _read_dotenv(text: str) -> dict[str, str]:
    lines = (line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {name: "".join(shlex.split(value)) for name, _, value in lines}


def _outputs(data: Mapping[str, str], stamp: Stamp) -> str:
    """Write lines for `$GITHUB_OUTPUT`, which has no comments: the stamp is a value of its own."""
    return "".join(f"{name}={value}\n" for name, value in {**data, "made": stamp.line}.items())


def _read_outputs(text: str) -> dict[str, str]:
    return {name: value for name, _, value in (line.partition("=") for line in text.splitlines()) if name != "made"}


JSON = Form(_json, json.loads, stamped=False)
JSON_WITH_COMMENTS = Form(_json_with_comments, _without_comments)
YAML = Form(_yaml, _read_yaml)
DOTENV = Form(_dotenv, _read_dotenv)
OUTPUTS = Form(_outputs, _read_outputs)
