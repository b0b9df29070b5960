"""What docs/service.md and the Dockerfile tell people to run is run."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.integration.served import ROOT, SONNET, Served, environment, free_port, serving, wait_until

GUIDE = (ROOT / "docs" / "service.md").read_text("utf-8")
SHELL = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
EXAMPLES = [
    (match[1], match[2])
    for block in SHELL
    for match in re.finditer(r"^(curl .*?)\n# ([^\n]+)$", block, re.MULTILINE | re.DOTALL)
]
PYTHON = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


@pytest.mark.parametrize(("command", "expected"), EXAMPLES, ids=[str(number) for number in range(len(EXAMPLES))])
def test_the_curl_examples_are_true(service: Served, command: str, expected: str):
    """Every curl line of the guide is run by a shell and gives what stands below it."""
    done = subprocess.run(
        ["sh", "-c", command.replace("http://127.0.0.1:8321", service.url)], capture_output=True, text=True, check=True
    )
    assert expected in done.stdout


def test_no_curl_example_is_left_out():
    """Each curl line has what it gives below it."""
    assert len(EXAMPLES) == sum(block.count("curl ") for block in SHELL) > 5


def test_the_python_example_is_true(service: Served):
    """The client's example runs and prints the ID and where it comes from."""
    (code,) = PYTHON
    done = subprocess.run(
        [sys.executable, "-c", code.replace("http://127.0.0.1:8321", service.url)],
        env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "eu.anthropic.claude-sonnet-4-5-20250929-v1:0 service\n"


def test_the_guide_names_every_path(service: Served):
    """Every path of the interface stands in the guide, and every option of the command is told there or by its help."""
    for path in service.client.get("/openapi.json").json()["paths"]:
        assert path.replace("{id}", "{name}") in GUIDE, path


def test_the_dockerfile_is_clean():
    """The linter finds nothing, and what runs is not root, wants no shell and has no build step in its stage."""
    hadolint = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    done = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""
    assert re.search(r"^USER (\d+):\1$", DOCKERFILE, re.MULTILINE)
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert json.loads(re.search(r"^ENTRYPOINT (.*)$", last, re.MULTILINE)[1])[:2] == ["bedrock-atlas", "serve"]
    assert "RUN" not in last.replace("# Run", "")


def context(folder: Path) -> None:
    """Copy what .dockerignore lets into the build."""
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        if line.startswith("!"):
            source = ROOT / line[1:]
            if source.is_dir():
                shutil.copytree(source, folder / source.name, ignore=shutil.ignore_patterns("__pycache__", "_data"))
            else:
                shutil.copy(source, folder)


def test_the_containers_commands_run(tmp_path: Path):
    """The very RUN, HEALTHCHECK and ENTRYPOINT lines work on the very context, and nothing is ever written."""
    built, source = tmp_path / "opt" / "bedrock-atlas", tmp_path / "source"
    source.mkdir()
    context(source)
    run = re.search(r"^RUN (.*?)(?=\n\n)", DOCKERFILE, re.MULTILINE | re.DOTALL)[1].replace("\\\n", " ")
    run = run.replace("/opt/bedrock-atlas", str(built)).replace("python -m venv", f"{sys.executable} -m venv", 1)
    # Only the interpreter and the place are others, and what is installed here already need not be fetched again.
    make, install = run.split("&&")
    subprocess.run(["sh", "-c", make], check=True)
    (place,) = built.glob("lib/python*/site-packages")
    (place / "installed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    done = subprocess.run(
        ["sh", "-c", install], cwd=source, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (built / "bin" / "bedrock-atlas").is_file()
    port = free_port()
    entry = json.loads(re.search(r"^ENTRYPOINT (.*)$", DOCKERFILE, re.MULTILINE)[1])
    entry[entry.index("8321")] = str(port)
    health = re.search(r"^HEALTHCHECK.*?CMD (\[.*?\])$", DOCKERFILE, re.MULTILINE | re.DOTALL)[1]
    check = json.loads(health.replace("8321", str(port)))
    path = f"{built / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = {"PATH": path, "PYTHONDONTWRITEBYTECODE": "1", "BEDROCK_ATLAS_TOKENS": "a-token-of-some-length"}
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    refused = subprocess.run(
        entry, env={"PATH": path}, cwd=closed, capture_output=True, text=True, timeout=30, check=False
    )
    assert (refused.returncode, "beyond loopback" in refused.stderr) == (2, True)
    process = subprocess.Popen(entry, env=env, cwd=closed, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: subprocess.run(check, env=env, capture_output=True, check=False).returncode == 0, 20)
        headers = {"authorization": "Bearer a-token-of-some-length"}
        assert httpx.post(f"http://127.0.0.1:{port}/v1/decision", json=SONNET, headers=headers).json()["decision"]
        assert list(closed.iterdir()) == []
    finally:
        process.terminate()
        assert process.wait(15) in {0, -15}


def test_traces_are_sent_where_the_environment_says(tmp_path: Path, compiled: Path):
    """With --traces each request is a span named by its route, a child of the caller's, with what was decided.

    What was asked stands in none.
    """
    received: list[bytes] = []

    class Collector(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.path.encode() + self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    trace = "0af7651916cd43dd8448eb211c80319c"
    env = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{server.server_port}",
        "OTEL_EXPORTER_OTLP_COMPRESSION": "none",
        "OTEL_BSP_SCHEDULE_DELAY": "100",
    }
    try:
        with serving(tmp_path, "--traces", catalog=compiled, **env) as served:
            headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
            assert served.client.post("/v1/decision", json=SONNET, headers=headers).status_code == 200
            assert served.client.get("/v1/decision", params={"ask": "Opus 4.8, EU residency"}).status_code == 200
            assert served.client.get("/v1/models/sonnet-4.5").status_code == 200
            assert (
                served.raw(b"GET /v1/models?\xff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")[9:12]
                == b"400"
            )
            assert served.client.get("/v1/nowhere").status_code == 404
            wait_until(lambda: b"/v1/nowhere" in b"".join(received))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert all(one.startswith(b"/v1/traces") for one in received)
    sent = b"".join(received)
    assert bytes.fromhex(trace) in sent
    for name in (b"POST /v1/decision", b"GET /v1/decision", b"GET /v1/models/{id}"):
        assert name in sent
    assert b"GET /v1/nowhere" not in sent
    for attribute in (
        b"http.response.status_code",
        b"http.route",
        b"bedrock_atlas.revision",
        b"bedrock_atlas.decision",
    ):
        assert attribute in sent
    assert b"eu.anthropic.claude-sonnet-4-5-20250929-v1:0" in sent
    assert b"Opus 4.8" not in sent
    assert b"Opus+4.8" not in sent


def test_traces_without_the_packages_are_refused(tmp_path: Path, compiled: Path):
    """Asked for traces without OpenTelemetry installed, it says what to install and does not start."""
    blocked = tmp_path / "opentelemetry"
    blocked.mkdir()
    (blocked / "__init__.py").write_text("raise ImportError('not here', name='opentelemetry')\n")
    env = environment()
    env["PYTHONPATH"] = os.pathsep.join([str(tmp_path), env["PYTHONPATH"]])
    command = shlex.split(f"--catalog {compiled} serve --port 0 --traces")
    code = "import sys; from bedrock_atlas.cli import main; sys.exit(main())"
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *command], env=env, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "pip install 'bedrock-atlas[otel]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 10
    with contextlib.suppress(OSError):
        shutil.rmtree(blocked)
