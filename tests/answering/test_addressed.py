"""Orders to a program are told from what reviews say of programs, orders and answers."""

import pytest

from askreviews.answering.addressed import speaks_to_a_model
from injected import AWAY, CANARY, ORDERS


@pytest.mark.parametrize("order", ORDERS)
def test_orders_are_seen(order):
    assert speaks_to_a_model(f"Some learning. {order.format(canary=CANARY, away=AWAY)} More of it.")


@pytest.mark.parametrize(
    "text",
    [
        "Professionals should respond with “professional curiosity” to every bruise.",
        "The teaching assistant should write down the exact words of the child.",
        "Staff did not ignore the rules, but nobody read the instructions on the form.",
        "Ask an open question, and wait for the answer.",
        "The system did not say exactly when the letter was sent.",
        "Police were told to disregard the earlier referral.",
        "The review recommends that each agency add the plan to its records.",
        "A social work assistant must record every visit.",
        "His answers to all questions were written in the record.",
        "The parents were given no instructions on safe sleeping.",
    ],
)
def test_what_reviews_say_is_left_alone(text):
    assert not speaks_to_a_model(text)
