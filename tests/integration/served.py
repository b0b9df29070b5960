"""Start the real service on a free port of loopback, and talk to it byte by byte where a client would not."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "import sys; from bedrock_atlas.cli import main; sys.exit(main())"]
JSON = {"content-type": "application/json"}
SONNET = {"ask": "Sonnet 4.5, EU residency"}


@dataclass
class Served:
    """A running service: its address, its process and what it has written to stderr."""

    url: str
    process: subprocess.Popen[bytes]
    log_path: Path
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        """Open a client for it."""
        self.client = httpx.Client(base_url=self.url, timeout=10)

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self.url.rpartition(":")[2])

    @property
    def log(self) -> str:
        """Return what it has written to stderr."""
        return self.log_path.read_text("utf-8")

    def decide(self, question: dict[str, object]) -> httpx.Response:
        """Ask for a decision."""
        return self.client.post("/v1/decision", json=question)

    def raw(self, data: bytes, seconds: float = 5) -> bytes:
        """Send bytes on a connection of their own and give all that comes back until it is closed or time is up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as one:
            one.sendall(data)
            received = b""
            with contextlib.suppress(TimeoutError, ConnectionError):
                while part := one.recv(65536):
                    received += part
            return received

    def metric(self, line: str) -> float:
        """Return the value of the metric whose name and labels are these."""
        found = re.search(rf"^{re.escape(line)} (\S+)$", self.client.get("/metrics").text, re.MULTILINE)
        assert found, line
        return float(found[1])


def wait_until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Wait until a condition holds; fails when time is up."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def environment(**more: str) -> dict[str, str]:
    """Return the environment for a service of our own: nothing set outside reaches it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEDROCK_ATLAS_", "OTEL_"))}
    return kept | {"PYTHONPATH": str(ROOT / "src")} | more


@contextlib.contextmanager
def serving(
    folder: Path, *arguments: str, catalog: Path | None = None, command: list[str] = COMMAND, **env: str
) -> Iterator[Served]:
    """Run `bedrock-atlas serve` (as `command`) until left; its stderr goes to a file in the folder."""
    log = folder / f"serve-{time.monotonic_ns()}.log"
    before = ["--catalog", str(catalog)] if catalog else []
    command = [*command, *before, "serve", "--port", "0", *arguments]
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=stderr, stdin=subprocess.DEVNULL, env=environment(**env)
        )

    def address() -> str:
        assert process.poll() is None, log.read_text("utf-8")
        found = re.search(r"^serving (\S+)$", log.read_text("utf-8"), re.MULTILINE)
        return found[1] if found else ""

    try:
        wait_until(address, 20)
        served = Served(address(), process, log)
        with contextlib.closing(served.client):
            wait_until(lambda: served.url.startswith("https:") or ready(served), 20)
            yield served
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ready(served: Served) -> bool:
    """Check whether the service has facts to answer from."""
    try:
        return served.client.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
