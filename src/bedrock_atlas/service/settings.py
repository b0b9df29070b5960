"""What the service is told when it starts; nothing here changes while it runs.

The command line makes it from options, `bedrock_atlas.service:app` from the environment. It is plain data, so a
worker process can be given it as it is.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from bedrock_atlas.errors import RequestError

__all__ = ["LOOPBACK", "Settings", "read_tokens"]

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one service.

    `catalog` is a folder or a compiled file and overlays over it, as `load_catalog` takes them, none for the shipped
    one; `policies` are policy files, none for the shipped default. `tokens` holds SHA-256 digests of the bearer tokens
    that are let in; empty means that nobody has to show one. `hosts` are the Host names answered to, beside the names
    of the loopback interface. `decision_log` is a file that gets a line a decision (with several workers one each,
    numbered), None for no log. `patience` is the seconds a client has to send a request's head, and as many for its
    body. `counters` is the file in which workers share their counts and `worker` the number of this one.
    """

    catalog: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    tokens: frozenset[bytes] = frozenset()
    hosts: frozenset[str] = frozenset()
    watch: bool = True
    access_log: bool = False
    decision_log: str | None = None
    traces: bool = False
    log_level: str = "info"
    counters: str | None = None
    workers: int = 1
    worker: int = 0
    patience: float = 10.0

    @classmethod
    def from_environment(cls) -> Settings:
        """Read BEDROCK_ATLAS_CATALOG and _POLICIES (joined like PATH), _TOKENS, _TOKEN_FILE, _HOSTS and _DECISION_LOG.

        Raises RequestError when a token is too short and OSError when the token file cannot be read.
        """
        given = {name.removeprefix("BEDROCK_ATLAS_"): value for name, value in os.environ.items()}
        return cls(
            catalog=_paths(given.get("CATALOG", "")),
            policies=_paths(given.get("POLICIES", "")),
            tokens=read_tokens(given.get("TOKEN_FILE"), given.get("TOKENS", "")),
            hosts=frozenset(given.get("HOSTS", "").lower().replace(",", " ").split()),
            decision_log=given.get("DECISION_LOG"),
        )


def _paths(text: str) -> tuple[str, ...]:
    return tuple(path for path in text.split(os.pathsep) if path)


def read_tokens(path: str | None, text: str = "") -> frozenset[bytes]:
    """Return the digests of bearer tokens: one a line in a file (`#` begins a comment) and words of a text.

    Only digests stay in memory. Raises RequestError (short-token) and OSError.
    """
    lines = Path(path).read_text("utf-8").splitlines() if path else []
    words = [line.partition("#")[0].strip() for line in lines] + text.replace(",", " ").split()
    tokens = [word for word in words if word]
    if any(len(token) < SHORTEST_TOKEN for token in tokens):
        hint = "make one with `python -c 'import secrets; print(secrets.token_urlsafe())'`"
        raise RequestError(f"a token has fewer than {SHORTEST_TOKEN} characters", slug="short-token", hint=hint)
    if path and not tokens:
        raise RequestError(f"`{path}` holds no token", slug="no-token")
    return frozenset(hashlib.sha256(token.encode()).digest() for token in tokens)
