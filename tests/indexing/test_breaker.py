"""A circuit breaker: nobody waits for what is away, and that it is back is found by itself."""

import time
from threading import Event

from askreviews.indexing.breaker import Breaker


def until(true, seconds=10):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.01)
    return False


def test_it_is_tried_by_itself_until_it_is_back():
    breaker, back, tries = Breaker("It"), Event(), []

    def attempt():
        tries.append(time.monotonic())
        if not back.is_set():
            raise OSError("away")

    assert breaker.reason is None
    breaker.trip("nobody answers", attempt)
    assert breaker.reason == "nobody answers"
    assert until(lambda: len(tries) > 1)
    assert breaker.reason == "nobody answers"
    back.set()
    assert until(lambda: breaker.reason is None)


def test_of_many_that_fail_at_once_one_is_heard_and_one_thread_tries():
    breaker, tries = Breaker("It"), []
    for number in range(20):
        breaker.trip(f"the {number}th", lambda: tries.append(1))
    assert breaker.reason == "the 0th"
    assert until(lambda: breaker.reason is None)
    assert tries == [1]


def test_what_goes_away_again_at_once_is_tried_less_often():
    """Slow rather than gone: each time it is taken up again somebody waits for it."""
    breaker = Breaker("It")
    took = []
    for _ in range(3):
        began = time.monotonic()
        breaker.trip("slow", lambda: None)
        assert until(lambda: breaker.reason is None)
        took.append(time.monotonic() - began)
    assert took[0] < took[2]


def test_closed_it_tries_no_more():
    breaker, tries = Breaker("It"), []
    breaker.trip("away", lambda: tries.append(1))
    breaker.close()
    assert not until(lambda: tries, 1.5)
