"""Where people meet the checks: pre-commit itself, the action's steps as the shell they are, a loopback GitHub."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from bedrock_atlas.cli import run
from tests.unit.report.schemas import public_schema

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
DEAD = 'MODEL = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"\n'
POLICY = """\
policy: own
title: Own
rules:
  - {id: stay-in-eu, require: {destinations_within: eu}}
examples:
  - {ask: "Sonnet 4.6, from eu-west-1", on: 2026-11-20, expect: eu.anthropic.claude-sonnet-4-6}
"""
GIT = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.c",
       "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}  # fmt: skip


def git(folder, *words):
    """Run git there and give what it prints."""
    environment = {"PATH": os.environ["PATH"], **GIT}
    return subprocess.run(
        ["git", "-C", folder, *words], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path):
    """Return a repository with one clean commit, and the catalog and policies of this one in it."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "app.py").write_text('MODEL = "us.anthropic.claude-sonnet-4-6"\n')
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    return folder


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("action.yml", "https://json.schemastore.org/github-action.json"),
        (".github/workflows/bedrock-atlas.yml", "https://json.schemastore.org/github-workflow.json"),
    ],
)
def test_files_are_what_their_readers_expect(path, url):
    """Each file is valid by the public schema of its kind."""
    typed = yaml.safe_load((ROOT / path).read_text("utf-8"))
    if isinstance(typed, dict) and True in typed:
        typed["on"] = typed.pop(True)
    assert [error.message for error in Draft7Validator(public_schema(url)).iter_errors(typed)] == []


def test_the_hooks_are_a_manifest():
    """pre-commit itself accepts the file of hooks."""
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=True
    )


@pytest.mark.slow
def test_pre_commit_with_the_real_thing(repository, tmp_path):
    """pre-commit installs the hooks from a clone: an ended model and a broken policy stop it, good ones pass."""
    hooks = tmp_path / "hooks"
    subprocess.run(["git", "clone", "-q", "--no-local", ROOT, hooks], check=True, capture_output=True)
    for name in (".pre-commit-hooks.yaml", "src", "pyproject.toml", "hatch_build.py", "catalog", "policies"):
        subprocess.run(["cp", "-rT", ROOT / name, hooks / name], check=True)
    git(hooks, "add", "-A")
    git(hooks, "commit", "-qm", "as it is", "--allow-empty")
    config = {
        "repos": [
            {
                "repo": str(hooks),
                "rev": git(hooks, "rev-parse", "HEAD"),
                "hooks": [
                    {"id": "bedrock-atlas-scan", "args": ["--on", "2026-11-20"]},
                    {"id": "bedrock-atlas-check", "args": ["--on", "2026-11-20", "policies"]},
                    {"id": "bedrock-atlas-export", "args": ["--on", "2026-11-20", "a.env"]},
                ],
            }
        ]
    }
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (repository / "policies").mkdir()
    (repository / "policies" / "own.yaml").write_text(POLICY)
    made = ["export", "env", "--model", "Sonnet 4.6", "--from", "eu-central-1", "--on", "2026-11-20"]
    assert run([*made, "--out", str(repository / "a.env")]) == 0
    environment = {**os.environ, **GIT, "PRE_COMMIT_HOME": str(tmp_path / "home")}

    def commit():
        git(repository, "add", ".")
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--hook-stage", "pre-commit"],
            cwd=repository, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    good = commit()
    assert good.returncode == 0, good.stdout + good.stderr
    (repository / "app.py").write_text(DEAD)
    bad = commit()
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "app.py:1:10: error[end-of-life]" in bad.stdout
    (repository / "app.py").write_text('MODEL = "us.anthropic.claude-sonnet-4-6"\n')
    (repository / "policies" / "own.yaml").write_text("policy: own\ntitle: Own\nrules: 3\n")
    wrong = commit()
    assert wrong.returncode == 1
    assert "policies/own.yaml:3:8: error[" in wrong.stdout


def step(name):
    return next(one for one in ACTION["runs"]["steps"] if one.get("name") == name)


def run_step(name, repository, tmp_path, **environment):
    """Run one step of the action as GitHub does: its text in bash, which stops at the first error."""
    script = tmp_path / f"{name}.sh"
    script.write_text(step(name)["run"])
    code = "import sys; from bedrock_atlas.cli import main; sys.exit(main())"
    program = f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$@"\n'
    (tmp_path / "bin").mkdir(exist_ok=True)
    (tmp_path / "bin" / "bedrock-atlas").write_text(program)
    (tmp_path / "bin" / "bedrock-atlas").chmod(0o755)
    known = {
        "PATH": f"{tmp_path}/bin:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "ACTION_PATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
        **GIT,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
    return subprocess.run(command, cwd=repository, env=known | environment, capture_output=True, text=True, check=False)


def test_the_steps_name_what_they_read():
    """Every variable that a step reads is one it sets or GitHub's own, and no text of others stands in the shell."""
    for one in ACTION["runs"]["steps"]:
        if "run" in one:
            assert "${{" not in one["run"]
            read = set(re.findall(r"\$\{?([A-Z_]{3,})", one["run"]))
            assert read <= {*one.get("env", {}), "GITHUB_STEP_SUMMARY", "RUNNER_TEMP"}


def test_scan_step(repository, tmp_path):
    """The scan step annotates, sums up, leaves SARIF for the upload, and fails only for what it is told to."""
    clean = run_step("scan", repository, tmp_path, SCAN=".", POLICIES="", FAIL_ON="error")
    assert clean.returncode == 0, clean.stderr
    (repository / "app.py").write_text(DEAD)
    failed = run_step("scan", repository, tmp_path, SCAN="app.py .", POLICIES="eu-residency", FAIL_ON="error")
    assert failed.returncode == 1
    assert "::error file=app.py,line=1,col=10" in failed.stdout
    assert "| `app.py:1:10` |" in (tmp_path / "summary.md").read_text()
    assert len(json.loads((tmp_path / "bedrock-atlas.sarif").read_text())["runs"][0]["results"]) == 1
    assert run_step("scan", repository, tmp_path, SCAN=".", POLICIES="", FAIL_ON="never").returncode == 0


def test_check_step(repository, tmp_path):
    """The check step annotates a broken policy and fails."""
    (repository / "own.yaml").write_text("policy: own\ntitle: Own\nrules: 3\n")
    failed = run_step("check", repository, tmp_path, CHECK="own.yaml eu-residency", FAIL_ON="error")
    assert failed.returncode == 1
    assert "::error file=own.yaml,line=3" in failed.stdout
    assert "own.yaml:3:8" in (tmp_path / "summary.md").read_text()


def test_exports_step(repository, tmp_path):
    """The exports step passes over files that are current, and fails with the difference for one that is not."""
    made = ["export", "env", "--policy", "eu-residency", "--model", "Sonnet 4.6", "--from", "eu-central-1"]
    assert run([*made, "--out", str(repository / "a.env")]) == 0
    clean = run_step("exports", repository, tmp_path, EXPORTS="a.env --policy eu-residency")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    (repository / "a.env").write_text((repository / "a.env").read_text("utf-8").replace("=eu.", "=global."))
    failed = run_step("exports", repository, tmp_path, EXPORTS="a.env")
    assert failed.returncode == 1
    assert "-BEDROCK_CLAUDE_SONNET_4_6_ID=global.anthropic.claude-sonnet-4-6" in failed.stdout


class GitHub(BaseHTTPRequestHandler):
    """As much of GitHub's API as a comment needs."""

    comments: list[dict[str, object]] = []  # noqa: RUF012  # one server a test
    calls: list[str] = []  # noqa: RUF012  # as above

    def answer(self, data: object) -> None:
        """Send JSON."""
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def sent(self) -> dict[str, str]:
        """Note the call and give its body."""
        self.calls.append(f"{self.command} {self.path} {self.headers['Authorization']}")
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}")

    def do_GET(self) -> None:
        """List a page of two comments."""
        self.sent()
        page = int(self.path.rpartition("page=")[2])
        self.answer(self.comments[(page - 1) * 2 : page * 2])

    def do_POST(self) -> None:
        """Make a comment."""
        self.comments.append({"id": len(self.comments) + 1, **self.sent()})
        self.answer({})

    def do_PATCH(self) -> None:
        """Edit a comment."""
        number = int(self.path.rpartition("/")[2])
        self.comments[number - 1] |= self.sent()
        self.answer({})

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_diff_and_comment_steps(repository, tmp_path):
    """The decisions that a pull request changes go into the summary and into one comment, edited when they change."""
    for name in ("catalog", "policies"):
        subprocess.run(["cp", "-r", ROOT / name, repository / name], check=True)
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "facts")
    base = git(repository, "rev-parse", "HEAD")
    path = repository / "catalog/models/anthropic/claude-opus-4-8.yaml"
    path.write_text(re.sub(r"(?m)^  eu:\n(    .*\n)+", "", path.read_text(), count=1))
    done = run_step("diff", repository, tmp_path, BASE=base, POLICIES="")
    assert done.returncode == 0, done.stderr
    told = (tmp_path / "bedrock-atlas-diff.md").read_text()
    assert "claude-opus-4-8" in told
    assert told in (tmp_path / "summary.md").read_text()
    GitHub.comments[:], GitHub.calls[:] = [{"id": 1, "body": "x"}, {"id": 2, "body": "y"}, {"id": 3, "body": "z"}], []
    server = HTTPServer(("127.0.0.1", 0), GitHub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        api = f"http://127.0.0.1:{server.server_port}"
        known = {"GITHUB_API_URL": api, "GITHUB_REPOSITORY": "o/r", "GITHUB_TOKEN": "t", "PULL_REQUEST": "7"}
        assert run_step("comment", repository, tmp_path, **known).returncode == 0
        (tmp_path / "bedrock-atlas-diff.md").write_text("nothing changes\n" + "x\n" * 40_000)
        assert run_step("comment", repository, tmp_path, **known).returncode == 0
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert len(GitHub.comments) == 4
    body = str(GitHub.comments[3]["body"])
    assert body.startswith("<!-- bedrock-atlas -->\nnothing changes\n")
    assert len(body) < 65_536
    assert [one.split()[0] for one in GitHub.calls] == ["GET", "GET", "GET", "POST", "GET", "GET", "PATCH"]
    assert all(one.endswith("Bearer t") for one in GitHub.calls)
