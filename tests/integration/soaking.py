"""A soak: full load while good, changed and broken files take turns, with every answer compared to `decide`."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas import Request, decide, load_catalog, load_policy
from bedrock_atlas.iam.answer import answer_data
from bedrock_atlas.service.state import State
from bedrock_atlas.source.load import digest

if TYPE_CHECKING:
    from tests.integration.served import Served

ASKS = [
    f"{model}{residency}{source}"
    for model in ("Sonnet 4.5", "Haiku 4.5", "Opus 4.8", "Fable 5", "Sonnet 5.5")
    for residency in ("", ", EU residency", ", US residency", ", Japan only")
    for source in ("", ", from eu-west-1", ", from us-east-1")
]
HEAD = b"POST /v1/decision HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


@dataclass
class Soak:
    """What came of it: `failed` has what was wrong, `resident` the MiB held each second, `revisions` those seen."""

    answers: int = 0
    failed: list[str] = field(default_factory=list)
    revisions: set[str] = field(default_factory=set)
    resident: list[float] = field(default_factory=list)
    swaps: int = 0


def changed(text: str) -> str:
    """Return a catalog in which Sonnet 4.5 ends another day: other answers, and another digest."""
    document = json.loads(text)
    document["version"] = "2030.01.01"
    document["models"]["anthropic.claude-sonnet-4-5-20250929-v1:0"]["lifecycle"]["end_of_life"] = "2027-05-09"
    document["digest"] = digest(document)
    return json.dumps(document)


def expectations(path: Path) -> dict[str, dict[str, object]]:
    """Return what `decide` says to every ask under the revision of a catalog."""
    catalog, policy = load_catalog(path), load_policy()
    today = datetime.now(UTC).date()
    said = {ask: answer_data(decide(catalog, policy, Request.parse(ask, catalog), on=today)) for ask in ASKS}
    return {State(catalog, policy).revision: {ask: json.loads(json.dumps(one)) for ask, one in said.items()}}


def resident(pid: int) -> float:
    """Return the MiB of memory a process holds."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def _ask(served: Served, soak: Soak, expected: dict[str, dict[str, object]], until: float, first: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    known: set[tuple[str, str, int]] = set()
    index = first
    while time.monotonic() < until:
        ask = ASKS[index % len(ASKS)]
        index += 1
        body = json.dumps({"ask": ask}).encode()
        writer.write(HEAD % len(body) + body)
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = dict(line.split(": ", 1) for line in lines if line)
        content = await reader.readexactly(int(headers["content-length"]))
        soak.answers += 1
        revision = headers["atlas-revision"]
        soak.revisions.add(revision)
        # The same bytes under the same revision were compared before.
        if (key := (revision, ask, hash(content))) not in known:
            known.add(key)
            if status != "HTTP/1.1 200 OK" or json.loads(content) != expected[revision][ask]:
                soak.failed.append(f"{status} {revision} {ask}: {content[:200]!r}")
    writer.close()
    await writer.wait_closed()


async def _swap(path: Path, texts: list[str], soak: Soak, served: Served, until: float) -> None:
    while time.monotonic() < until:
        new = path.with_suffix(".new")
        new.write_text(texts[soak.swaps % len(texts)], "utf-8")
        new.replace(path)
        soak.swaps += 1
        soak.resident.append(resident(served.process.pid))
        await asyncio.sleep(1)


def run_soak(served: Served, path: Path, seconds: float, connections: int = 16) -> Soak:
    """Load a service that answers from a catalog file for some seconds while the file changes every second."""
    good = path.read_text("utf-8")
    other = path.with_name("other.json")
    other.write_text(changed(good), "utf-8")
    expected = expectations(path) | expectations(other)
    soak = Soak()

    async def all_at_once() -> None:
        until = time.monotonic() + seconds
        askers = [_ask(served, soak, expected, until, first) for first in range(connections)]
        texts = [changed(good), good[: len(good) // 2], good, "{}"]
        await asyncio.gather(_swap(path, texts, soak, served, until), *askers)

    asyncio.run(all_at_once())
    return soak
