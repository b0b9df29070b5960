"""How the command ends: exit codes, terminals, closed pipes and what a person types wrong."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import struct
import subprocess
import sys
import termios
import time
from functools import partial
from pathlib import Path

import pexpect
import pytest

from bedrock_atlas import __version__

GOOD = Path(__file__).parents[2] / "samples" / "catalog" / "good"
PROGRAM = [sys.executable, "-c", "import sys; from bedrock_atlas.cli import main; sys.exit(main())"]


def environment(**more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "COLUMNS": "120"} | more


def on_terminal(world, line, **more):
    """Return what a person sees at a terminal of 120 columns."""
    arguments = [*PROGRAM[1:], "--catalog", str(world), *line.split()]
    env = environment(TERM="xterm-256color", **more)
    child = pexpect.spawn(PROGRAM[0], arguments, env=env, encoding="utf-8", dimensions=(50, 120), timeout=30)
    child.expect(pexpect.EOF)
    child.close()
    return child.before.replace("\r\n", "\n")


def test_version(cli):
    """`--version` prints the version of the code."""
    assert cli("--version") == (0, f"bedrock-atlas {__version__}\n", "")


def test_unknown_command(cli):
    """A mistyped command is bad input, with the one that was probably meant."""
    result = cli("reslove x")
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("Error: no command `reslove`; did you mean `resolve`?\n")
    assert cli("xyzzy").err.endswith("Error: no command `xyzzy`\n")


@pytest.mark.parametrize("line", ["", "resolve --nope", "resolve x -o xml", "show", "snippet x", "completion tcsh"])
def test_usage_errors(cli, line):
    """What click refuses ends with 2 and a pointer to --help."""
    result = cli(line)
    assert (result.code, result.out) == (2, "")
    assert "--help' for help." in result.err


def test_missing_catalog(cli, tmp_path):
    """A catalog that is not there is a finding with its path."""
    assert cli(f"--catalog {tmp_path}/none.json models") == (
        2,
        "",
        (
            f"{tmp_path}/none.json:1:1: error[unreadable-file]: "
            "cannot read the compiled catalog: No such file or directory\n"
            "  hint: build it with `bedrock-atlas compile`\n1 finding\n"
        ),
    )


def test_broken_catalog_shows_every_finding(cli, tmp_path):
    """All findings of a broken folder go to stderr in one run."""
    (tmp_path / "catalog.yaml").write_text("schema: 2\nversion: 2026.13.99\n")
    result = cli(f"--catalog {tmp_path} models")
    assert (result.code, result.out) == (2, "")
    assert len(result.err.splitlines()) > 3
    assert result.err.endswith(" findings\n")


def test_compile(cli, tmp_path):
    """A compiled folder answers as the folder does; the same files give the same bytes, on stdout and in a file."""
    out = tmp_path / "catalog.json"
    printed = cli(f"--catalog {GOOD} compile")
    assert cli(f"--catalog {GOOD} compile --out {out}") == (0, "", "")
    assert (printed.code, printed.err, printed.out) == (0, "", out.read_text())
    assert json.loads(printed.out)["schema"] == 2
    on = "--on 2026-11-20"
    assert cli(f"--catalog {GOOD} models {on}") == cli(f"--catalog {out} models {on}")


def test_compile_needs_a_folder(cli, world):
    """A compiled file cannot be compiled, and the error says how to name a folder."""
    assert cli("compile") == (
        2,
        "",
        (
            f"error: `{world}` is no folder\n"
            "  hint: name the folder before the command: bedrock-atlas --catalog FOLDER compile\n"
        ),
    )


def test_unwritable_file(cli):
    """A file that cannot be written is bad input, named."""
    result = cli(f"--catalog {GOOD} compile --out /nowhere/catalog.json")
    assert result == (2, "", "error: /nowhere/catalog.json: No such file or directory\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(cli, shell):
    """The completion script of each shell names the command and its variable."""
    script = cli(f"completion {shell}").out
    assert "bedrock-atlas" in script
    assert f"_BEDROCK_ATLAS_COMPLETE={shell}_complete" in script


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("re", {"resolve", "regions"}),
        ("show lyr", {"lyric-4.5"}),
        ("resolve acme.w", {"acme.words-v1:0"}),
        ("resolve --from eu-w", {"eu-west-1", "eu-west-2"}),
        ("resolve --residency u", {"uk", "us"}),
    ],
)
def test_completion(world, words, offered):
    """TAB offers commands, models, Regions and residencies."""
    line = f"bedrock-atlas --catalog {world} {words}"
    ran = subprocess.run(
        PROGRAM,
        env=environment(
            _BEDROCK_ATLAS_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(line.split()) - 1)
        ),
        check=True,
        capture_output=True,
        text=True,
    )
    assert {entry.partition(",")[2] for entry in ran.stdout.split()} == offered


def test_completion_without_a_catalog_offers_nothing(tmp_path):
    """TAB is silent when the catalog cannot be read."""
    env = environment(
        _BEDROCK_ATLAS_COMPLETE="bash_complete",
        COMP_WORDS=f"bedrock-atlas --catalog {tmp_path}/none.json show x",
        COMP_CWORD="4",
    )
    ran = subprocess.run(PROGRAM, env=env, check=True, capture_output=True, text=True)
    assert (ran.stdout.strip(), ran.stderr) == ("", "")


def test_terminal_draws_a_box(world):
    """On a terminal a table is drawn with lines and colours."""
    seen = on_terminal(world, "models --on 2026-11-20 --provider anthropic")
    assert "╭" in seen
    assert "\x1b[33mLEGACY" in seen


def test_terminal_without_colours(world):
    """NO_COLOR keeps the lines and drops the colours, in tables and in explanations."""
    assert "\x1b[3" not in on_terminal(world, "models --on 2026-11-20", NO_COLOR="1")
    assert "\x1b[" not in on_terminal(world, "resolve lyric-4.5 --on 2026-11-20", NO_COLOR="1")


def test_terminal_colours_the_answer(world):
    """On a terminal the first line is green for a yes and red for a no."""
    assert "\x1b[32m\x1b[1mglobal." in on_terminal(world, "resolve lyric-4.5 --on 2026-11-20")
    assert "\x1b[31m\x1b[1mno route" in on_terminal(world, "resolve lyric-3 --on 2026-11-20")


@pytest.mark.parametrize("command", ["models -o csv", "profiles -o json", "show lyric-4.5", "regions"])
def test_closed_pipe_is_quiet(world, command):
    """A reader that goes away ends the command without a word."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        ran = subprocess.run(
            [*PROGRAM, "--catalog", world, *command.split()],
            env=environment(),
            check=False,
            stdout=pipe,
            stderr=subprocess.PIPE,
        )
    assert (ran.returncode, ran.stderr) == (141, b"")


def waits_for_more(pid, pipe):
    """Check whether a process has read all that was written to a pipe and sleeps until there is more."""
    unread = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0]
    state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    return unread == 0 and state == "S"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="whether a process sleeps is read from /proc")
def test_interrupt_is_quiet(tmp_path):
    """Ctrl-C ends a command that waits for its catalog without a traceback, with the code a shell expects.

    A signal that comes just before the process sleeps in its read is not seen until the read ends: the test waits for
    that. Tests in the background of a shell hand on that SIGINT is ignored: the command heeds it all the same.
    """
    fifo = tmp_path / "catalog.json"
    os.mkfifo(fifo)
    arguments = [*PROGRAM[1:], "--catalog", str(fifo), "models"]
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    child = pexpect.spawn(PROGRAM[0], arguments, env=environment(), encoding="utf-8", timeout=30, preexec_fn=heeding)
    with fifo.open("wb", buffering=0) as pipe:
        pipe.write(b"{")
        until = time.monotonic() + 30
        while not waits_for_more(child.pid, pipe):
            assert time.monotonic() < until, "the command never waited for the rest of its catalog"
            time.sleep(0.01)
        child.sendintr()
        child.expect(pexpect.EOF)
        code = child.wait()
    assert (child.before.replace("^C", ""), code) == ("", 130)


def test_narrow_encoding(world):
    """Where stdout cannot show a character it is written as an escape, not as a crash."""
    ran = subprocess.run(
        [*PROGRAM, "--catalog", world, "resolve", "日本"],
        env=environment(PYTHONIOENCODING="latin-1"),
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 2
    assert "\\u65e5\\u672c" in ran.stderr
