"""The page: files of the package, sent as they are under a policy that lets nothing else in.

There is no build step: what lies in `page/` is what a browser gets, from the service and from the static site alike.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_atlas.service.operation import Operation
from bedrock_atlas.service.reply import SECURITY, Reply, etag_of

if TYPE_CHECKING:
    from bedrock_atlas.service.operation import Call

__all__ = ["FOLDER", "KINDS", "page_operations"]

FOLDER = Path(__file__).parent / "page"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"cache-control", b"no-cache"),
    *((name, POLICY if name == b"content-security-policy" else value) for name, value in SECURITY),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


def page_operations() -> list[Operation]:
    """Return an operation for every file of the page; they are read now and kept."""
    return [_sending(file) for file in sorted(FOLDER.iterdir()) if file.suffix in KINDS]


def _sending(file: Path) -> Operation:
    body = file.read_bytes()
    reply = Reply(body, HEADERS, KINDS[file.suffix].encode(), etag=etag_of(body))
    path = {"index.html": "/", "docs.html": "/docs"}.get(file.name, f"/page/{file.name}")

    async def send(_: Call) -> Reply:
        return reply

    return Operation("GET", path, file.name, f"Send {file.name}", send, guarded=False)
