"""Work is done in turn, within bounds; what takes too long is given up and holds nobody up."""

import asyncio
import threading
import time

import pytest

from askreviews import Settings
from askreviews.errors import AskReviewsError
from askreviews.web.work import allowance
from askreviews.web.work.allowance import Allowance, TooManyError
from askreviews.web.work.turns import BusyError
from askreviews.web.work.workers import TookTooLongError, Waiting, Workers
from in_a_loop import run


def workers(**bounds):
    return Workers(Settings(**{"max_per_minute": 0, **bounds}))


class Held:
    """Work that goes on until it is let go, result by result."""

    def __init__(self, results=2):
        self.results, self.go, self.begun, self.given = results, threading.Event(), False, 0
        self.closed = False

    def __call__(self):
        self.begun = True
        try:
            for number in range(self.results):
                assert self.go.wait(20)
                self.given += 1
                yield number
        finally:
            self.closed = True


def figures(workers):
    lines = workers.metrics.text().decode().splitlines()
    return {
        name: float(value)
        for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    }


async def until(true):
    for _ in range(400):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


async def all_of(workers, who, work):
    return [result async for result in workers.do(who, work)]


def test_results_come_as_they_are_made():
    work = Held()
    work.go.set()
    assert run(all_of(workers(), "a", work)) == [0, 1]


def test_an_error_of_the_work_is_its_own():
    def broken():
        yield 1
        raise AskReviewsError("It broke.")

    with pytest.raises(AskReviewsError, match="It broke"):
        run(all_of(workers(), "a", broken))


def test_others_wait_in_order_and_are_told_how_many_are_ahead():
    async def main():
        team, first, order = workers(max_at_once=1), Held(), []
        begun = [asyncio.create_task(all_of(team, "first", first))]
        await until(lambda: first.begun)

        def named(name):
            def work():
                order.append(name)
                yield name

            return work

        for name in ("second", "third"):
            begun.append(asyncio.create_task(all_of(team, name, named(name))))
            await asyncio.sleep(0.01)
        assert figures(team)["askreviews_waiting"] == 2
        first.go.set()
        _, second, third = await asyncio.gather(*begun)
        assert order == ["second", "third"]
        assert second == [Waiting(0), "second"]
        assert third == [Waiting(1), Waiting(0), "third"]
        assert figures(team)["askreviews_waiting"] == figures(team)["askreviews_at_work"] == 0

    run(main())


def test_as_many_wait_as_may_and_no_more():
    async def main():
        team, held = workers(max_at_once=1, max_waiting=1), Held()
        tasks = [asyncio.create_task(all_of(team, "a", held)) for _ in range(2)]
        await until(lambda: held.begun)
        with pytest.raises(BusyError, match="1 question waiting") as raised:
            await all_of(team, "b", Held())
        assert raised.value.retry_after > 0
        assert figures(team)['askreviews_refused_total{why="busy"}'] == 1
        held.go.set()
        await asyncio.gather(*tasks)

    run(main())


def test_whoever_leaves_the_line_holds_nobody_up():
    async def main():
        team, first, last = workers(max_at_once=1), Held(), Held()
        begun = asyncio.create_task(all_of(team, "a", first))
        await until(lambda: first.begun)
        gone = asyncio.create_task(all_of(team, "b", Held()))
        stays = asyncio.create_task(all_of(team, "c", last))
        await asyncio.sleep(0.01)
        gone.cancel()
        first.go.set()
        last.go.set()
        assert (await stays)[-2:] == [0, 1]
        await begun

    run(main())


def test_what_is_stopped_ends_between_results_and_keeps_its_turn_until_then():
    async def main():
        team, work = workers(max_at_once=1), Held(results=1000)
        task = asyncio.create_task(all_of(team, "a", work))
        await until(lambda: work.begun)
        task.cancel()
        await asyncio.sleep(0.05)
        assert figures(team)["askreviews_at_work"] == 1
        work.go.set()
        await until(lambda: work.closed)
        assert work.given < 1000
        await until(lambda: figures(team)["askreviews_at_work"] == 0)

    run(main())


def test_what_takes_too_long_is_given_up_and_its_turn_goes_on():
    async def main():
        team, stuck, next_one = workers(max_at_once=1, max_answering_seconds=1), Held(), Held(1)
        began = time.monotonic()
        with pytest.raises(TookTooLongError, match="longer than 1 second"):
            await all_of(team, "a", stuck)
        assert time.monotonic() - began < 10
        told = figures(team)
        assert told["askreviews_given_up"] == 1
        assert told['askreviews_refused_total{why="time"}'] == 1
        next_one.go.set()
        assert await all_of(team, "b", next_one) == [0]
        stuck.go.set()
        await until(lambda: figures(team)["askreviews_given_up"] == 0)
        assert stuck.closed

    run(main())


def test_no_more_are_given_up_than_may_be_at_work():
    async def main():
        team = workers(max_at_once=1, max_answering_seconds=1)
        stuck = [Held(), Held()]
        for work in stuck:
            with pytest.raises(TookTooLongError):
                await all_of(team, "a", work)
        assert figures(team)["askreviews_given_up"] == 1
        assert figures(team)["askreviews_at_work"] == 1
        with pytest.raises(BusyError, match="no turn came"):
            await all_of(team, "b", Held())
        for work in stuck:
            work.go.set()
        await until(lambda: figures(team)["askreviews_at_work"] == 0)

    run(main())


def test_one_person_may_ask_so_much_a_minute_and_others_still_may(monkeypatch):
    mine = Allowance(2)
    mine.spend("a")
    mine.spend("a")
    with pytest.raises(TooManyError, match="2 questions within a minute") as raised:
        mine.spend("a")
    assert 0 < raised.value.retry_after <= 60
    mine.spend("b")
    later = time.monotonic() + 61
    monkeypatch.setattr(allowance.time, "monotonic", lambda: later)
    mine.spend("a")


def test_what_is_refused_takes_no_turn():
    async def main():
        team = workers(max_at_once=1, max_per_minute=1)
        work = Held()
        work.go.set()
        await all_of(team, "a", work)
        with pytest.raises(TooManyError):
            await all_of(team, "a", Held())
        assert figures(team)["askreviews_at_work"] == 0
        assert figures(team)['askreviews_refused_total{why="allowance"}'] == 1

    run(main())
