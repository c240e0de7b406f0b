"""The conversation as HTML: questions, and answers made of statements with their citations."""

from __future__ import annotations

from collections.abc import Sequence

from askreviews.types import Status
from askreviews.web.ask.conversation import Exchange, Source
from askreviews.web.ask.sources import byline, name, source_id
from askreviews.web.ask.statements import link, statements
from askreviews.web.markup import counted, plain

STATUSES: dict[Status, str] = {
    "answered": "Answered from the documents",
    "partial": "Partly answered",
    "not_found": "Not found in these documents",
    "declined": "Not something this tool can help with",
}
_EMPTY = (
    '<p class="ask-hint">Ask about the learning in the reviews held here, in your own words. '
    "Please leave out names, addresses and dates of birth of people you work with.</p>"
)


def transcript(exchanges: Sequence[Exchange]) -> str:
    """Show the whole conversation."""
    shown = "".join(_exchange(exchange) for exchange in exchanges) or _EMPTY
    return f'<section aria-label="Conversation">{shown}</section>'


def announcement(exchange: Exchange) -> str:
    """Say to a screen reader what an answer came to."""
    if exchange.answer is None:
        return plain(exchange.problem or "")
    status = STATUSES[exchange.answer.status]
    count = len(exchange.sources)
    return f"{status}. {counted(count, 'source')} shown." if count else f"{status}."


def _exchange(exchange: Exchange) -> str:
    number = exchange.number
    return (
        f'<article class="ask-turn" id="turn-{number}" aria-labelledby="question-{number}">'
        f'<h2 class="ask-question" id="question-{number}" tabindex="-1">'
        f'<span class="ask-unseen">You asked: </span>{plain(exchange.question)}</h2>'
        f'<div class="ask-answer">{_status(exchange)}{statements(exchange)}{_problem(exchange)}'
        f"{_withheld(exchange)}{_nearest(exchange)}{_considered(exchange)}</div></article>"
    )


def _status(exchange: Exchange) -> str:
    if exchange.answer is not None:
        status = exchange.answer.status
        return f'<p class="ask-status ask-{status}">{STATUSES[status]}</p>'
    if exchange.open:
        return '<p class="ask-status ask-open">Reading the documents…</p>'
    return '<p class="ask-status ask-failed">Not finished</p>'


def _problem(exchange: Exchange) -> str:
    return f'<p class="ask-problem">{plain(exchange.problem)}</p>' if exchange.problem else ""


def _withheld(exchange: Exchange) -> str:
    count = exchange.answer.withheld if exchange.answer else 0
    if not count:
        return ""
    verb = "was" if count == 1 else "were"
    return (
        f'<p class="ask-withheld">{counted(count, "statement")} {verb} withheld, '
        "because the check against the stored text failed.</p>"
    )


def _nearest(exchange: Exchange) -> str:
    if not exchange.nearest:
        return ""
    items = "".join(f"<li>{_near(exchange, source)}</li>" for source in exchange.nearest)
    return (
        '<section class="ask-nearest"><h3>Nearest passages (they do not answer the question)</h3>'
        f'<ul class="ask-plain">{items}</ul></section>'
    )


def _near(exchange: Exchange, source: Source) -> str:
    citation = source.citation
    cite = link(source_id(exchange.number, citation, nearest=True), citation.number)
    return (
        f'<blockquote class="ask-quote"><p><span class="ask-words">{plain(citation.quote)}</span>'
        f'&nbsp;{cite}</p></blockquote><p class="ask-meta">{plain(name(citation))} · '
        f"{byline(citation)}</p>"
    )


def _considered(exchange: Exchange) -> str:
    if not exchange.unused:
        return ""
    items = "".join(
        f'<li><span class="ask-words">{plain(unused.words)}</span> <span class="ask-quiet">'
        f"{plain(unused.considered.document_id)}: {plain(unused.considered.why_not)}</span></li>"
        for unused in exchange.unused
    )
    count = len(exchange.unused)
    return (
        f"<details><summary>Also read, not used ({count})</summary>"
        f'<ul class="ask-plain">{items}</ul></details>'
    )
