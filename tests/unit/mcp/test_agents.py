from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import bedrock_atlas
from bedrock_atlas.cli.root import root
from bedrock_atlas.mcp.tools import TOOLS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "agents.md").read_text("utf-8")
SERVER = json.loads((ROOT / "server.json").read_text("utf-8"))
READERS = {"json": json.loads, "toml": tomllib.loads, "yaml": yaml.safe_load}
BLOCKS = [
    block for block in re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) if block[0] in READERS
]


def commands(data):
    """Iterate over the command lines in a set-up, however a client nests them."""
    if isinstance(data, dict) and "command" in data:
        command = data["command"]
        yield [*(command if isinstance(command, list) else [command]), *data.get("args", [])]
    elif isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from commands(one)


@pytest.mark.parametrize(("language", "text"), BLOCKS)
def test_a_set_up_is_read_and_runs(language, text):
    """Each set-up is valid in its own format, and its command line is one that the program takes."""
    (line,) = commands(READERS[language](text))
    assert line[:2] == ["uvx", "bedrock-atlas"]
    done = CliRunner().invoke(root, line[2:], input="")
    assert done.exit_code == 0, done.output


def test_every_tool_is_in_the_guide():
    """docs/agents.md names the tools there are."""
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == [
        "resolve_model", "explain_route", "find_replacement", "diagnose_error", "check_files", "whats_changing",
    ]  # fmt: skip
    assert {*re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)} == {*TOOLS}


def test_the_metadata_for_publishing_is_ready():
    """server.json has the version of the package, options that there are, and the name that the README vouches for."""
    (package,) = SERVER["packages"]
    assert SERVER["version"] == package["version"] == bedrock_atlas.__version__
    assert len(SERVER["description"]) <= 100
    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", SERVER["name"])
    assert f"mcp-name: {SERVER['name']} " in (ROOT / "README.md").read_text("utf-8")
    shown = CliRunner().invoke(root, ["mcp", "--help"]).output
    assert [
        one["name"] for one in package["packageArguments"] if one["type"] == "named" and one["name"] not in shown
    ] == []
