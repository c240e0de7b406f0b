"""Sessions end in time, whatever the clock does."""

import pytest

from askreviews.web.access import sessions as module
from askreviews.web.access.accounts import Account
from askreviews.web.access.sessions import Sessions

HOUR = 3600.0


class Clock:
    """A clock that a test sets."""

    now = 1_000_000.0

    def time(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.mark.parametrize(
    ("passed", "goes_on"),
    [(HOUR - 1, True), (HOUR + 1, False), (-30, True), (-2 * HOUR, False)],
    ids=["used in time", "unused for long", "the clock slips", "the clock is put back"],
)
def test_a_session_goes_on_as_long_as_the_clock_can_tell(clock, passed, goes_on):
    held = Sessions(HOUR, 10 * HOUR)
    cookie = held.begin(Account(name="olga", role="reader", password="x"))
    clock.now += passed
    assert (held.find(cookie) is not None) is goes_on
