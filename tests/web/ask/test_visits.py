"""Conversations by visit: found again by their key alone, and forgotten."""

import threading

import pytest

from askreviews.web.ask import visits
from askreviews.web.ask.visits import Visits

KEY, OTHER = "0" * 32, "f" * 32


def test_a_key_finds_its_own_conversation_and_no_other():
    held = Visits()
    held.conversation(KEY).begin("Who?")
    assert [e.question for e in held.conversation(KEY).exchanges] == ["Who?"]
    assert held.conversation(OTHER).exchanges == []


@pytest.mark.parametrize("key", [None, "", "x" * 32, "0" * 31, 7, ["0" * 32]])
def test_what_is_no_key_finds_nothing_and_keeps_nothing(key):
    held = Visits()
    held.conversation(key).begin("Who?")
    assert held.conversation(key).exchanges == []


def test_a_visit_that_ends_is_forgotten_at_once():
    held = Visits()
    conversation = held.conversation(KEY)
    exchange = conversation.begin("Who?")
    held.forget(KEY)
    assert not exchange.open
    assert conversation.exchanges == held.conversation(KEY).exchanges == []


def test_what_was_not_used_for_an_hour_is_forgotten(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(visits.time, "monotonic", lambda: now)
    held = Visits()
    held.conversation(KEY).begin("Who?")
    now += 3599
    assert held.conversation(KEY).exchanges
    now += 3601
    held.conversation(OTHER)
    assert held.conversation(KEY).exchanges == []


def test_many_visits_at_once_stay_apart_and_few_enough():
    held = Visits()

    def visit(number):
        for i in range(200):
            held.conversation(f"{number * 1000 + i:032x}").begin(str(number * 1000 + i))

    threads = [threading.Thread(target=visit, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [
        held.conversation(f"{n * 1000 + i:032x}") for n in range(8) for i in range(199, 150, -1)
    ]
    asked = [[e.question for e in c.exchanges] for c in kept]
    assert all(len(each) <= 1 for each in asked)
    assert sum(map(len, asked)) > 100


def test_a_key_opens_nothing_for_anybody_else():
    held = Visits()
    held.conversation(KEY, "rita").begin("Who?")
    assert held.conversation(KEY, "sam").exchanges == []
    assert held.desk(KEY, "sam") is not held.desk(KEY, "rita")
    held.forget(KEY, "sam")
    assert held.conversation(KEY, "rita").exchanges
