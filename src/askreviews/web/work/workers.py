"""Workers: what answers questions, for the page and for programs, within the operator's bounds.

A thread can't be ended from outside. One that takes too long is given up: whoever asked is told,
its turn goes to the next, and it ends where it next can be stopped. So many may be given up as may
be at work, so that a machine that hangs is not filled with threads.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from askreviews.errors import AskReviewsError
from askreviews.settings import Settings
from askreviews.web.markup import counted
from askreviews.web.work.allowance import Allowance
from askreviews.web.work.job import Job, Work
from askreviews.web.work.metrics import Metrics
from askreviews.web.work.turns import BusyError, Place, RefusedError, Turns

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waiting:
    """It is not yet one's turn; so many come before."""

    ahead: int


class TookTooLongError(AskReviewsError):
    """It was given up."""


class Workers:
    """Does work for people in turn. All of it belongs to the event loop that first uses it.

    Args:
        settings: the operator's bounds.
        metrics: where it is counted.
    """

    def __init__(self, settings: Settings | None = None, metrics: Metrics | None = None) -> None:
        bounds = settings or Settings.model_construct()
        self.metrics = metrics or Metrics()
        self.most = bounds.max_at_once + bounds.max_waiting
        self._seconds = bounds.max_answering_seconds
        self._allowance = Allowance(bounds.max_per_minute)
        self._turns = Turns(bounds.max_at_once, bounds.max_waiting)
        self._given_up: set[Place] = set()
        self._threads = ThreadPoolExecutor(2 * bounds.max_at_once, "asked")
        self.metrics.watch(
            waiting=lambda: len(self._turns.waiting),
            at_work=lambda: len(self._turns.working),
            given_up=lambda: len(self._given_up),
        )

    async def do(self, who: str, work: Work[T]) -> AsyncGenerator[T | Waiting, None]:
        """Do work for somebody when it is their turn; until then, say how many come before.

        Args:
            who: whom it counts for.
            work: makes its results one by one, in a thread.

        Raises:
            RefusedError: as many wait as may, or this person asked too much.
            TookTooLongError: it was not done in time.
            Exception: whatever the work raised.
        """
        place, began = self._begin(who), time.monotonic()
        job: Job[T] | None = None
        try:
            async with aclosing(self._wait(place, began)) as waiting:
                async for told in waiting:
                    yield told
            begun = time.monotonic()
            self.metrics.took("wait", begun - began)
            job = Job(work, self._threads, lambda: self._ended(place))
            async with aclosing(job.results(begun + self._seconds)) as results:
                async for result in results:
                    yield result
        except TimeoutError:
            if job:
                job.stop()
            self._give_up(place)
            self.metrics.refused("time")
            long = counted(self._seconds, "second")
            raise TookTooLongError(
                f"This took longer than {long} and was given up. Please "
                "ask again, or more narrowly; if it happens again, tell whoever looks after this "
                "tool."
            ) from None
        finally:
            if job is None:
                place.leave()
            elif place in self._turns.working:  # whoever asked has gone before its end
                job.stop()
                left = max(0.0, begun + self._seconds - time.monotonic())
                asyncio.get_running_loop().call_later(left, self._give_up, place)

    async def get(self, who: str, work: Work[T]) -> T:
        """Do work for somebody, and give the last of its results.

        Raises:
            RefusedError, TookTooLongError, Exception: as ``do``.
        """
        last: T | None = None
        async with aclosing(self.do(who, work)) as results:
            async for result in results:
                if not isinstance(result, Waiting):
                    last = result
        assert last is not None
        return last

    def _begin(self, who: str) -> Place:
        try:
            place = self._turns.take()
        except BusyError:
            self.metrics.refused("busy")
            raise
        try:
            self._allowance.spend(who)
        except RefusedError:
            place.leave()
            self.metrics.refused("allowance")
            raise
        return place

    async def _wait(self, place: Place, began: float) -> AsyncGenerator[Waiting, None]:
        while not place.at_work:
            yield Waiting(place.ahead)
            left = max(0.0, began + self._seconds - time.monotonic())
            try:
                await asyncio.wait_for(place.moved(), left)
            except TimeoutError:
                self.metrics.refused("busy")
                raise BusyError(
                    f"Many people are asking just now, and no turn came within "
                    f"{counted(self._seconds, 'second')}. Please ask again in a minute.",
                    retry_after=60,
                ) from None

    def _give_up(self, place: Place) -> None:
        if place in self._turns.working and len(self._given_up) < self._turns.at_once:
            self._given_up.add(place)
            place.leave()

    def _ended(self, place: Place) -> None:
        self._given_up.discard(place)
        place.leave()
