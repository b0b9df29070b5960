"""The page: files of the package, sent as they are under a policy that lets nothing else in.

There is no build step: what lies in `page/` is what a browser gets, from the service and from the static site alike.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from bedrock_atlas.service.answers import SECURITY

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["FOLDER", "page_routes"]

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


def page_routes() -> list[Route]:
    """Return a route for every file of the page; they are read now and kept."""
    routes = []
    for file in sorted(FOLDER.iterdir()):
        if file.suffix in KINDS:
            path = {"index.html": "/", "docs.html": "/docs"}.get(file.name, f"/page/{file.name}")
            routes.append(Route(path, _File(file.read_bytes(), KINDS[file.suffix]).send, methods=["GET"]))
    return routes


class _File:
    """One file with its headers."""

    def __init__(self, body: bytes, kind: str) -> None:
        self.body = body
        self.etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'.encode()
        self.headers = [
            (b"content-type", kind.encode()),
            (b"cache-control", b"no-cache"),
            (b"etag", self.etag),
            *((name, POLICY if name == b"content-security-policy" else value) for name, value in SECURITY),
            (b"x-frame-options", b"DENY"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
        ]

    async def send(self, request: Request) -> Response:
        """Send the file, or 304 to who has it."""
        known = dict(request.scope["headers"]).get(b"if-none-match")
        response = Response(status_code=304 if known == self.etag else 200)
        response.body = b"" if known == self.etag else self.body
        length = [] if known == self.etag else [(b"content-length", b"%d" % len(self.body))]
        response.raw_headers = [*self.headers, *length]
        return response
