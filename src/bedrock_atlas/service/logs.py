"""What the service writes down: its log, and the opt-in log of decisions.

Both are JSON, one object a line. The log holds no text of a request above debug. A decision never waits for the
decision log: it puts a line into a bounded queue that a thread writes out, and when that is full the line is dropped
and counted. The file is bounded too: at 64 MiB it becomes `<name>.1`, replacing the one before.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_atlas.service.counters import Counters
    from bedrock_atlas.service.reply import Reply

__all__ = ["DecisionLog", "JsonFormatter", "configure_logging"]

QUEUE = 10_000
FILE_BYTES = 64 * 1024 * 1024
PAUSE = 0.2
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}


class JsonFormatter(logging.Formatter):
    """One JSON object a record: time, level, logger, message, then whatever it was given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info:
            line["exception"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def configure_logging(level: str) -> None:
    """Send everything that is logged to stderr as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("httpx", "httpcore", "watchfiles", "asyncio", "uvicorn"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))


class DecisionLog:
    """The log of decisions in one file, written by a thread of its own."""

    def __init__(self, path: str, counters: Counters) -> None:
        """Open the file and start the thread; raises OSError."""
        self._path, self._counters = Path(path), counters
        self._queue: deque[tuple[float, Reply, bytes | None]] = deque()
        self._closing = Event()
        self._file: IO[bytes] = self._path.open("ab")
        self._thread = Thread(target=self._write, name="decision-log", daemon=True)
        self._thread.start()

    def add(self, now: float, answer: Reply, traceparent: bytes | None) -> None:
        """Queue a decision; drops it when the thread is far behind."""
        if len(self._queue) >= QUEUE:
            self._counters.dropped()
        else:
            self._queue.append((now, answer, traceparent))

    def close(self) -> None:
        """Write out what is queued and close the file."""
        self._closing.set()
        self._thread.join(timeout=5)
        self._file.close()

    def _write(self) -> None:
        while not self._closing.wait(PAUSE):
            self._drain()
        self._drain()

    def _drain(self) -> None:
        lines = []
        while self._queue:
            now, answer, traceparent = self._queue.popleft()
            moment = datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds")
            trace = b',"traceparent":"%s"' % traceparent if traceparent else b""
            lines.append(b'{"time":"%s"%s,%s\n' % (moment.encode(), trace, answer.record[1:]))
        if not lines:
            return
        try:
            if self._file.tell() > FILE_BYTES:
                self._file.close()
                self._path.replace(f"{self._path}.1")
                self._file = self._path.open("ab")
            self._file.write(b"".join(lines))
            self._file.flush()
        except OSError:
            for _ in lines:
                self._counters.dropped()
            logging.getLogger("bedrock_atlas.service").exception("the decision log cannot be written")
