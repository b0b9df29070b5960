"""The job against a server that nobody here wrote: ministack, started by its own command on a free port."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bedrock_atlas.aws.observe.snapshot import load_snapshot
from tests.integration.test_aws_sync import atlas

MINISTACK = Path(sys.executable).with_name("ministack")
START_S = 60
REMOVALS = {"model-absent", "profile-absent", "source-absent", "destination-absent", "on-demand-absent"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """Start ministack and give its address; it binds every interface unless told not to."""
    command = str(MINISTACK) if MINISTACK.exists() else shutil.which("ministack")
    if command is None:
        pytest.skip("ministack is not installed")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("ministack") / "log"
    env = os.environ | {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_PORT": str(port),
        "HOME": str(log.parent),
    }
    with log.open("wb") as output:
        process = subprocess.Popen([command], stdout=output, stderr=subprocess.STDOUT, env=env, cwd=log.parent)
    try:
        end = time.monotonic() + START_S
        while not answering(address):
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"ministack did not start: {log.read_text('utf-8', 'replace')[-500:]}")
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


def answering(address):
    try:
        with urllib.request.urlopen(f"{address}/_ministack/health", timeout=1):  # noqa: S310  # loopback
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def test_observe_and_compare(url, tmp_path):
    """Both lists are observed in every Region that ministack's EC2 names, and its invented world is drift."""
    done = atlas(tmp_path, "sync", "observe", "--out", "s.json", "--endpoint-url", url)
    assert done.returncode == 0, done.stderr
    snapshot = load_snapshot(tmp_path / "s.json")
    assert snapshot.regions_from == "ec2"
    assert len(snapshot.regions) > 20
    assert snapshot.share() == 1
    compared = atlas(tmp_path, "sync", "compare", "s.json", "-o", "json")
    assert compared.returncode == 1, compared.stderr
    report = json.loads(compared.stdout)
    assert {"on-demand-added", "lifecycle-changed"} & {drift["kind"] for drift in report["drifts"]}
    assert {drift["kind"] for drift in report["unconfirmed"]} <= REMOVALS


def test_what_it_cannot_do_is_a_state(url, tmp_path):
    """Ministack has no price list: that is the state of the prices and of nothing else."""
    done = atlas(
        tmp_path, "sync", "observe", "--out", "s.json", "--endpoint-url", url, "--regions", "us-east-1", "--prices"
    )
    assert done.returncode == 0, done.stderr
    snapshot = load_snapshot(tmp_path / "s.json")
    assert {answer.state for answer in snapshot.regions["us-east-1"].values()} == {"observed"}
    assert not {answer.state for answer in snapshot.prices.values()} & {"observed"}


def test_doctor(url, tmp_path):
    """The doctor examines it: who one is, access, the missing logging, and a probe that ministack answers."""
    done = atlas(
        tmp_path,
        "doctor",
        "Haiku 4.5, from us-east-1",
        "--endpoint-url",
        url,
        "--probe",
        "-o",
        "json",
        AWS_DEFAULT_REGION="us-east-1",
    )
    lines = {line["check"]: line for line in json.loads(done.stdout)}
    assert lines["credentials"]["state"] == "ok"
    assert "000000000000" not in done.stdout
    assert lines["invocation logging"]["state"] == "warning"
    assert lines["probe"]["state"] == "ok"
