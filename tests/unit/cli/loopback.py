"""A stand-in for Amazon Bedrock on loopback that keeps what it was sent and answers as the real one does."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple
from urllib.parse import unquote

CONVERSED = {
    "output": {"message": {"role": "assistant", "content": [{"text": "hello"}]}},
    "stopReason": "end_turn",
    "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
    "metrics": {"latencyMs": 1},
}
INVOKED = {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "hello"}]}


class Sent(NamedTuple):
    """One request: its path, its JSON body and the Region it was signed for."""

    path: str
    body: dict
    region: str


@contextmanager
def bedrock():
    """Return the address of a server and the list of what it is sent."""
    sent = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            """Keep the request and answer it."""
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            scope = self.headers["Authorization"].partition("Credential=")[2].split("/")
            sent.append(Sent(unquote(self.path), body, scope[2]))
            answer = json.dumps(CONVERSED if self.path.endswith("/converse") else INVOKED).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
