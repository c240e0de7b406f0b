"""The pieces of a reply, drawn by a thread of their own, until a deadline that nothing moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from threading import Event, Thread


class OutOfTimeError(Exception):
    """The deadline passed before the reply ended."""


class Pieces:
    """Iterate it once for the pieces as they come; the drawing is under way when it is made.

    A thread, since no timeout of an HTTP client ends a reply that drips.
    """

    def __init__(self, draw: Callable[[Event], Iterator[str]], until: float) -> None:
        """Begin.

        Args:
            draw: gives the pieces; it should end early once the event is set.
            until: the deadline, by ``time.perf_counter``.
        """
        self._until = until
        self._stopped = Event()
        self._come: SimpleQueue[str | Exception | None] = SimpleQueue()
        Thread(target=self._pump, args=(draw,), name="language-model", daemon=True).start()

    def __iter__(self) -> Iterator[str]:
        """The pieces.

        Raises:
            OutOfTimeError: the deadline passed; what has come already is not looked at either.
            Exception: whatever ``draw`` raised.
        """
        try:
            while (left := self._until - time.perf_counter()) > 0:
                piece = self._come.get(timeout=left)
                if piece is None:
                    return
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        except Empty:
            pass
        finally:
            self._stopped.set()
        raise OutOfTimeError

    def _pump(self, draw: Callable[[Event], Iterator[str]]) -> None:
        try:
            for piece in draw(self._stopped):
                if self._stopped.is_set():
                    return
                self._come.put(piece)
            self._come.put(None)
        except Exception as error:  # whoever iterates is told
            self._come.put(error)
