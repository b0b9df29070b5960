"""What the README shows is what happens: its commands and its Python are run and their output compared."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from bedrock_atlas.cli.root import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


class Block(NamedTuple):
    """One fenced block: its language, its text and the line of the README on which it starts."""

    language: str
    text: str
    line: int


BLOCKS = [
    Block(match[1], match[2], README.count("\n", 0, match.start()) + 2)
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
]


def blocks(language: str) -> list[pytest.param]:
    return [pytest.param(block, id=f"line-{block.line}") for block in BLOCKS if block.language == language]


def environment() -> dict[str, str]:
    """Return a plain environment: our command first, no Region, no colours, the width of a pipe."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def pattern(shown: str) -> str:
    """Turn shown output into a pattern: `…` stands for words left out, or alone on its line for lines."""
    lines = shown.splitlines(keepends=True)
    return "".join(r"(?:.*\n)+" if line == "…\n" else re.escape(line).replace("…", ".+") for line in lines)


def test_every_block_is_of_a_kind_that_is_tested():
    """No block of another language slips in untested."""
    assert {block.language for block in BLOCKS} <= {"console", "pycon", "sh", "yaml"}


def test_every_command_is_named():
    """The README names the commands there are and no other."""
    paragraph = re.search(r"Besides `resolve` there are .*?;", README, re.DOTALL)
    assert paragraph
    assert sorted(re.findall(r"`(\w+)`", paragraph[0])) == sorted(COMMANDS)


def test_it_is_short():
    """The README stays within 150 lines."""
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("block", blocks("console"))
def test_commands_print_what_is_shown(block: Block, tmp_path: Path):
    """Each `$` command of a block prints what stands under it, the exit code of one known to the next."""
    code = 0
    for step in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, shown = re.fullmatch(r"((?:.*\\\n)*.*\n)((?:.*\n)*)", step).groups()
        done = subprocess.run(
            ["bash", "-c", f"(exit {code}); {command}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=tmp_path,
            env=environment(),
            check=False,
        )
        code = done.returncode
        if not re.fullmatch(pattern(shown), done.stdout):
            pytest.fail(
                f"README.md:{block.line}: this prints something else now\n$ {command}{done.stdout}", pytrace=False
            )


@pytest.mark.parametrize("block", blocks("pycon"))
def test_python_prints_what_is_shown(block: Block):
    """Each line of Python gives what stands under it."""
    runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    report: list[str] = []
    runner.run(doctest.DocTestParser().get_doctest(block.text, {}, "README", str(ROOT), block.line), out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


@pytest.mark.parametrize("block", blocks("sh"))
def test_targets_exist(block: Block):
    """Each line that sets something up is a target of the Makefile."""
    for line in block.text.splitlines():
        command = re.match(r"make [a-z]+", line)
        assert command, line
        subprocess.run([*command[0].split(), "-n"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


@pytest.mark.parametrize("block", blocks("yaml"))
def test_excerpts_stand_in_the_catalog(block: Block):
    """YAML that is shown is a piece of a catalog file, word for word."""
    files = sorted((ROOT / "catalog").rglob("*.yaml"))
    assert any(block.text in path.read_text("utf-8") for path in files)
