"""Turns: so many at work at once, the others in order behind them, up to a bound."""

from __future__ import annotations

import asyncio
from collections import deque

from askreviews.errors import AskReviewsError
from askreviews.web.markup import counted


class RefusedError(AskReviewsError):
    """Nothing was begun, for now; ``retry_after`` is when to try again, in seconds."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class BusyError(RefusedError):
    """As many wait as may."""


class Place:
    """A place in the line, from the moment that it is taken until it is left."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._changed = asyncio.Event()
        self.at_work = False

    @property
    def ahead(self) -> int:
        """How many wait before this one."""
        return 0 if self.at_work else self._turns.waiting.index(self)

    async def moved(self) -> None:
        """Wait until the line moves."""
        await self._changed.wait()
        self._changed.clear()

    def tell(self) -> None:
        """Let whoever waits here know that the line has moved."""
        self._changed.set()

    def leave(self) -> None:
        """Give the turn to the next, or leave the line; leaving twice is nothing."""
        self._turns.left(self)


class Turns:
    """The line, for one event loop.

    Args:
        at_once: how many may be at work.
        most_waiting: how many may wait.
    """

    def __init__(self, at_once: int, most_waiting: int) -> None:
        self.at_once = at_once
        self.most_waiting = most_waiting
        self.waiting: deque[Place] = deque()
        self.working: set[Place] = set()

    def take(self) -> Place:
        """Take a place; it may be one at work already.

        Raises:
            BusyError: as many wait as may.
        """
        if len(self.working) >= self.at_once and len(self.waiting) >= self.most_waiting:
            waiting = counted(len(self.waiting), "question")
            raise BusyError(
                f"Many people are asking just now ({waiting} waiting), so this one was not taken. "
                "Please ask again in a minute.",
                retry_after=30,
            )
        place = Place(self)
        self.waiting.append(place)
        self._next()
        return place

    def left(self, place: Place) -> None:
        """Take a place out, wherever it is."""
        self.working.discard(place)
        if place in self.waiting:
            self.waiting.remove(place)
        self._next()
        for other in self.waiting:
            other.tell()

    def _next(self) -> None:
        while self.waiting and len(self.working) < self.at_once:
            place = self.waiting.popleft()
            place.at_work = True
            self.working.add(place)
            place.tell()
