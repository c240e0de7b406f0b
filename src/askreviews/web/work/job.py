"""A job: work done in a thread, whose results come to the event loop as they are made."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import Executor
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Work = Callable[[], Generator[T, None, None]]


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


class Job(Generic[T]):
    """Work under way. It can be stopped between two of its results, and never within one.

    Args:
        work: makes the results, one by one, in a thread.
        threads: where it is done.
        ended: called in the event loop when the thread is done with it.
    """

    def __init__(self, work: Work[T], threads: Executor, ended: Callable[[], None]) -> None:
        self._work = work
        self._loop = asyncio.get_running_loop()
        self._results: asyncio.Queue[T | _End] = asyncio.Queue()
        self._ended = ended
        self._stopped = False
        threads.submit(self._run)

    def stop(self) -> None:
        """Want no more of it."""
        self._stopped = True

    async def results(self, until: float) -> AsyncGenerator[T, None]:
        """What it brings, as it comes.

        Args:
            until: how long to wait, by ``time.monotonic``.

        Raises:
            TimeoutError: it was not done by then; it still runs.
            Exception: whatever the work raised.
        """
        while True:
            left = max(0.0, until - time.monotonic())
            result = await asyncio.wait_for(self._results.get(), left)
            if isinstance(result, _End):
                if result.error is not None:
                    raise result.error
                return
            yield result

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            with closing(self._work()) as results:
                for result in results:
                    if self._stopped:
                        break
                    self._tell(self._results.put_nowait, result)
        except BaseException as raised:  # handed to whoever waits for it
            error = raised
        self._tell(self._ended)
        self._tell(self._results.put_nowait, _End(error))

    def _tell(self, call: Callable[..., None], *given: object) -> None:
        with suppress(RuntimeError):  # the loop has ended, and nobody waits
            self._loop.call_soon_threadsafe(call, *given)
