"""Brings the rooms outside together, which know nothing of each other, for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from askreviews.assistant import Assistant
from askreviews.library import Library
from askreviews.settings import Settings

if TYPE_CHECKING:
    from askreviews.web.offers import Offers


def serve_tools(assistant: Assistant, settings: Settings) -> None:
    """Answer the program that started this one by the Model Context Protocol, until it ends."""
    from askreviews.audit import AuditLog
    from askreviews.web.api.answering import Answering
    from askreviews.web.api.tools import Tools
    from askreviews.web.work.workers import Workers

    log = AuditLog.of(settings, "mcp")
    Tools(Answering(assistant, Workers(settings), log)).over_stdio()


def offers_of(assistant: Assistant, settings: Settings) -> Offers:
    """What the page offers besides asking and reading."""
    from askreviews.audit import AuditLog
    from askreviews.evaluation.bench import Bench
    from askreviews.evaluation.feedback_book import FeedbackBook
    from askreviews.packs.preparing import Preparing
    from askreviews.packs.take_away import TakeAway
    from askreviews.web.offers import Offers

    return Offers(
        library=Library.open(settings.corpus, settings.index, settings),
        bench=Bench.of(assistant, settings),
        feedback=FeedbackBook.of(assistant, settings),
        take_away=TakeAway(assistant),
        preparing=Preparing.of(assistant, settings),
        audit=AuditLog.of(settings, "page"),
    )
