"""The state that answers now, and how it is replaced: on SIGHUP, when files change, and when the day turns over.

A new state is read and tried as a whole before it takes over; one that cannot be read changes nothing but what the log
and the metrics say. Requests in flight keep the state they began with.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from http import HTTPStatus
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from bedrock_atlas.errors import SourceError
from bedrock_atlas.service.answers import DAY, Answers, KeptAnswer, dump
from bedrock_atlas.service.problem import Problem
from bedrock_atlas.service.reading import fingerprint, keep_state, kept_state, load_state, sources

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bedrock_atlas.errors import Finding
    from bedrock_atlas.service.counters import Counters
    from bedrock_atlas.service.settings import Settings
    from bedrock_atlas.service.state import State

__all__ = ["Keeper"]

logger = logging.getLogger("bedrock_atlas.service")

# What the system forgot to tell of a file is found by looking, in milliseconds.
MISSED = 5000


class Keeper:
    """Holds the current state. `findings` says why the last reload failed; empty when it did not.

    `loaded` is the moment the current state took over, seconds since 1970; 0 before there is one.
    """

    def __init__(self, settings: Settings, counters: Counters, state: State | None = None) -> None:
        """Begin with a state that is loaded already, or with none."""
        self.settings, self._counters = settings, counters
        self.findings: tuple[Finding, ...] = ()
        self.headers: tuple[tuple[bytes, bytes], ...] = ()
        self.loaded = 0.0
        self._kept = Path(f"{settings.counters}.state") if settings.counters else None
        self._answers: Answers | None = None
        self._catalog: KeptAnswer | None = None
        self._wanted = asyncio.Event()
        self._seen: frozenset[tuple[str, int, int, int]] = state.seen if state else frozenset()
        if state is not None:
            self.adopt(state)

    @property
    def ready(self) -> bool:
        """Check whether there is a state to answer from."""
        return self._answers is not None

    @property
    def state(self) -> State:
        """Return the current state; raises Problem 503 before there is one."""
        return self.answers(time()).state

    @property
    def catalog(self) -> KeptAnswer:
        """Return the compiled catalog as an answer; raises Problem 503 before there is one."""
        if self._catalog is None:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "not-ready", "the catalog is not loaded yet")
        return self._catalog

    def answers(self, now: float) -> Answers:
        """Return the answers of the current state on the UTC day of a moment; raises Problem 503 before the first."""
        answers = self._answers
        if answers is None:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "not-ready", "the catalog is not loaded yet")
        day = int(now) // DAY
        if answers.day != day:
            answers = self._answers = Answers(answers.state, day, self._counters.use)
        return answers

    def adopt(self, state: State) -> None:
        """Let a state answer from now on."""
        self._catalog = KeptAnswer(state, dump(state.catalog.document))
        self.headers = state.headers
        self._answers = Answers(state, int(time()) // DAY, self._counters.use)
        self.findings = ()
        self.loaded = time()
        if self._kept is not None:
            keep_state(state, self._kept)

    async def load(self) -> None:
        """Read the first state; raises SourceError and OSError.

        A worker that takes the place of another while the sources are broken begins with what the others answer from.
        """
        self._seen = fingerprint(sources(self.settings))
        try:
            state = await load_state(self.settings)
        except (SourceError, OSError) as error:
            if self._kept is None or not self._kept.is_file():
                raise
            self.adopt(kept_state(self._kept))
            self._failed(error)
        else:
            self.adopt(state)

    async def reload(self) -> bool:
        """Read the files anew and say whether the state they make took over; never raises for what is in them."""
        revision = self.state.revision
        self._seen = fingerprint(sources(self.settings))
        try:
            state = await load_state(self.settings)
        except (SourceError, OSError) as error:
            self._failed(error)
            return False
        self._counters.reload(succeeded=True)
        if state.revision == revision:
            self.findings = ()
        else:
            self.adopt(state)
            # A state refers to itself in circles: without this, those before it would wait for a full collection.
            gc.collect()
        logger.info("reloaded", extra={"revision": state.revision, "before": revision})
        return True

    def _failed(self, error: SourceError | OSError) -> None:
        """Remember and log what is wrong with the sources, by their findings and not by our stack."""
        self.findings = error.findings if isinstance(error, SourceError) else ()
        self._counters.reload(succeeded=False)
        findings = [str(one) for one in self.findings[:20]] or [str(error)]
        extra = {"revision": self.state.revision, "findings": findings}
        logger.error("reload failed, the revision before it goes on answering", extra=extra)

    @contextlib.asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Load the first state unless there is one, and follow SIGHUP and the files until left."""
        if not self.ready:
            await self.load()
        loop = asyncio.get_running_loop()
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(signal.SIGHUP, self._wanted.set)
        tasks = [loop.create_task(self._reload_when_wanted())]
        if self.settings.watch:
            tasks.append(loop.create_task(self._watch()))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.remove_signal_handler(signal.SIGHUP)

    async def _reload_when_wanted(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self.reload()
            except Exception:
                self._counters.reload(succeeded=False)
                logger.exception("reload failed, the revision before it goes on answering")

    async def _watch(self) -> None:
        """Reload when a file has another size, time or identity; a file's folder is watched, for links are swapped."""
        from watchfiles import awatch

        paths = sources(self.settings)
        folders = {path if path.is_dir() else path.parent for path in paths}
        async for _ in awatch(*folders, debounce=200, step=50, rust_timeout=MISSED, yield_on_timeout=True):
            if fingerprint(paths) != self._seen:
                self._wanted.set()
