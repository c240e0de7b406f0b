"""Put a question to the reading door and follow the answer as it comes."""

from __future__ import annotations

import logging
import math
import time
import traceback
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from askreviews.errors import AskReviewsError
from askreviews.types import Answer, AnswerEvent, Event, StatementEvent
from askreviews.web.ask.conversation import Conversation, Exchange

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

logger = logging.getLogger(__name__)

# Showing costs tens of milliseconds, and quotations come faster than they can be read.
_AT_MOST_EVERY_S = 0.15
WENT_WRONG = (
    "Something went wrong on our side and the question was not answered. "
    "Please ask again; if it happens again, tell whoever looks after this tool."
)

Note = Callable[[Answer], None]


def follow(
    assistant: Assistant,
    conversation: Conversation,
    exchange: Exchange,
    note: Note | None = None,
    failed: Callable[[], None] = lambda: None,
) -> Generator[Exchange, None, None]:
    """Yield an exchange that was opened each time that there is more of it to show.

    A failure ends the exchange with one sentence for the reader; it is never raised. ``note`` is
    called with the answer; where it fails, the log says so and the answer is shown all the same.
    ``failed`` is called where a defect of ours was met.
    """
    history = conversation.history(before=exchange)
    exchange.waits = False
    yield exchange
    shown = -math.inf
    try:
        for event in assistant.stream(exchange.question, history, exchange.filters):
            if not exchange.open:  # stopped by the reader
                return
            exchange.take(event, assistant)
            if note and isinstance(event, AnswerEvent):
                noted(note, event.answer)
            if _is_written(event) or time.monotonic() - shown >= _AT_MOST_EVERY_S:
                yield exchange
                shown = time.monotonic()
    except AskReviewsError as error:
        exchange.problem = str(error)
    except Exception as error:  # the page must outlive any defect behind it
        exchange.problem = WENT_WRONG
        failed()
        log_failure("A question was not answered", error)
    if exchange.open:  # the stream ended without an answer
        exchange.problem = WENT_WRONG
    yield exchange


def _is_written(event: Event) -> bool:
    """Whether it is a sentence of a model, after which the next may be long in coming."""
    return isinstance(event, StatementEvent) and event.statement.kind == "generated"


def noted(note: Note, answer: Answer) -> None:
    """Note an answer; where that fails, the log says so."""
    try:
        note(answer)
    except AskReviewsError as error:
        logger.error("%s", error)  # noqa: TRY400 - a sentence says it all


def log_failure(what: str, error: Exception) -> None:
    """Log where it failed, without the message: that could hold the question's words."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s: %s\n%s", what, type(error).__name__, where)
