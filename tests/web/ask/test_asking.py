"""Following a stream: what becomes of failures, and that no question reaches the log."""

import logging

from askreviews.errors import AskReviewsError
from askreviews.types import Answer, AnswerEvent, IndexInfo, Turn
from askreviews.web.ask.asking import WENT_WRONG, follow
from askreviews.web.ask.conversation import Conversation


class Door:
    """A reading door that does what it is told, and remembers the history it was given."""

    def __init__(self, *does):
        self.does, self.asked = list(does), []

    def stream(self, question, history, filters):
        self.asked.append((question, list(history)))
        self.filters = filters
        outcome = self.does.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        yield from outcome

    context = None  # no answer here cites anything


def finished(question):
    info = IndexInfo(generation="g", documents=1, reviews=1)
    return [AnswerEvent(Answer(question=question, status="answered", index=info))]


def last(door, conversation, question):
    *_, exchange = follow(door, conversation, conversation.begin(question))
    return exchange


def test_a_known_error_is_shown_as_its_sentence():
    exchange = last(
        Door(AskReviewsError("The index is gone; run askreviews index.")), Conversation(), "Q?"
    )
    assert exchange.problem == "The index is gone; run askreviews index."
    assert not exchange.open


def test_a_defect_is_one_plain_sentence_and_its_log_keeps_no_question(caplog):
    with caplog.at_level(logging.ERROR):
        exchange = last(Door(ValueError("bad: secret words")), Conversation(), "secret words")
    assert exchange.problem == WENT_WRONG
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_a_stream_that_ends_early_is_no_answer():
    assert last(Door([]), Conversation(), "Q?").problem == WENT_WRONG


def test_a_follow_up_carries_what_was_answered_and_not_what_failed():
    conversation = Conversation()
    door = Door(finished("First?"), ValueError(), finished("Third?"))
    for question in ("First?", "Second?", "Third?"):
        last(door, conversation, question)
    assert door.asked[-1] == ("Third?", [Turn("First?")])


def test_two_conversations_share_nothing():
    one, other = Conversation(), Conversation()
    last(Door(finished("Mine?")), one, "Mine?")
    assert other.exchanges == []
    assert other.history() == []
