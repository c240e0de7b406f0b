"""A circuit breaker: while something is away nobody waits for it, and it is tried by itself.

After Nygard, "Release It!" (2007). One thread tries it, so that no question has to.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event, Lock, Thread

logger = logging.getLogger(__name__)

_FIRST_PAUSE_S, _LONGEST_PAUSE_S, _GROWS = 0.5, 5.0, 1.3
# What goes away again so soon after it came back is tried less often: it is slow, not gone.
_SOON_S = 30.0


class Breaker:
    """Remembers that something is away, and why, until a try shows that it is back.

    Args:
        what: its name in the log.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._reason: str | None = None
        self._pause = _FIRST_PAUSE_S
        self._back_at = -_SOON_S
        self._changing = Lock()
        self._closed = Event()

    @property
    def reason(self) -> str | None:
        """Why it is away; ``None``: it isn't, as far as is known."""
        return self._reason

    def trip(self, reason: str, attempt: Callable[[], None]) -> None:
        """Take it for away until ``attempt`` returns; that is called in a thread, now and then."""
        with self._changing:
            if self._reason is not None or self._closed.is_set():
                return
            self._reason = reason
            if time.monotonic() - self._back_at >= _SOON_S:
                self._pause = _FIRST_PAUSE_S
        logger.warning("%s is not used for now: %s.", self._what, reason)
        Thread(target=self._try, args=(attempt,), name="breaker", daemon=True).start()

    def close(self) -> None:
        """Try no more."""
        self._closed.set()

    def _try(self, attempt: Callable[[], None]) -> None:
        while not self._closed.wait(self._pause):
            self._pause = min(self._pause * _GROWS, _LONGEST_PAUSE_S)
            try:
                attempt()
            except Exception:  # whatever it was: it isn't back
                continue
            with self._changing:
                self._reason, self._back_at = None, time.monotonic()
            logger.warning("%s is used again.", self._what)
            return
