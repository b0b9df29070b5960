"""Ways in which AWS fails, played over the socket; each is called with the handler and says whether it answered."""

from __future__ import annotations

import itertools
import json
import socket
import time


def refused(status, code, message="refused"):
    """Answer every time as AWS refuses."""
    return lambda handler, *_: handler.error(status, code, message)


def recovering(times, fault):
    """Fail so many times, then let the good answer through."""
    left = itertools.count(times, -1)
    return lambda *call: next(left) > 0 and fault(*call)


def on_page(token, fault):
    """Fail when that page is asked for."""
    return lambda handler, region, operation, query: (
        query.get("nextToken", [""])[0] == token and fault(handler, region, operation, query)
    )


def endless(handler, region, operation, _):
    """Name the same next page on every page."""
    handler.reply(200, handler.aws.listing(region, operation, {}) | {"nextToken": "again"})
    return True


def ever_new():
    """Name a new next page on every page, each of them empty."""
    count = itertools.count()

    def fault(handler, *_):
        handler.reply(200, {"inferenceProfileSummaries": [], "nextToken": f"t{next(count)}"})
        return True

    return fault


def cut(handler, region, operation, query):
    """Promise a whole body, send half of it and close."""
    body = json.dumps(handler.aws.listing(region, operation, query)).encode()
    handler.send_response(200)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True
    return True


def dripping(handler, *_):
    """Send one byte now and then, for longer than anyone waits."""
    handler.send_response(200)
    handler.send_header("content-length", "1000000")
    handler.end_headers()
    end = time.monotonic() + 20
    try:
        while time.monotonic() < end:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        pass
    handler.close_connection = True
    return True


def saying(body):
    """Answer 200 with this body."""
    return lambda handler, *_: handler.reply(200, body)
