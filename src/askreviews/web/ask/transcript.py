"""The conversation as HTML: questions, and answers made of statements with their citations."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from askreviews.types import Answer, Status
from askreviews.web.ask.conversation import Exchange, Source
from askreviews.web.ask.feedback import feedback_form
from askreviews.web.ask.narrowing import Facets, in_words
from askreviews.web.ask.sources import byline, name, source_id
from askreviews.web.ask.statements import link, statements
from askreviews.web.ask.tools import address, tools
from askreviews.web.markup import counted, plain

STATUSES: dict[Status, str] = {
    "answered": "Answered from the documents",
    "partial": "Partly answered",
    "not_found": "Not found in these documents",
    "declined": "Not something this tool can help with",
}
_NEXT: dict[Status, str] = {
    "answered": "",
    "partial": "What is not settled is named above; other words, or the sources themselves, "
    "may help.",
    "not_found": "Try other words for it, or ask about a wider topic; what nobody wrote down here "
    "cannot be found here.",
    "declined": "",
}
_NARROWED = "These questions look at some of the reviews only; taking filters off may help."
_EMPTY = (
    '<p class="ask-hint">Ask about the learning in the reviews held here, in your own words. '
    "Please leave out names, addresses and dates of birth of people you work with.</p>"
)


def transcript(
    exchanges: Sequence[Exchange],
    facets: Facets | None = None,
    *,
    asks: bool = False,
    arrived: bool = False,
) -> str:
    """Show the whole conversation.

    Args:
        exchanges: oldest first.
        facets: the words that filters are shown in.
        asks: whether readers are asked what they make of each answer.
        arrived: whether the page has been given its own conversation yet.
    """
    shown = "".join(_exchange(each, facets or {}, asks=asks) for each in exchanges) or _EMPTY
    mark = " data-arrived" if arrived else ""
    return f'<section aria-label="Conversation"{mark}>{shown}</section>'


def examples(questions: Sequence[str]) -> str:
    """Show questions to start with."""
    items = "".join(
        f'<li><button type="button" data-ask="{escape(each)}">{plain(each)}</button></li>'
        for each in questions
    )
    return f'<h2>Questions to start with</h2><ul class="ask-plain">{items}</ul>' if items else ""


def editing(exchange: Exchange) -> str:
    """Say that a question is being changed, and offer to leave it."""
    return (
        f'<p role="status">You are changing question {exchange.number}. Asking replaces its answer '
        'and what followed. <button type="button" id="ask-keep">Leave it as it was</button></p>'
    )


def announcement(exchange: Exchange) -> str:
    """Say to a screen reader what an answer came to."""
    if exchange.answer is None:
        return plain(exchange.problem or "")
    status = STATUSES[exchange.answer.status]
    count = len(exchange.sources)
    return f"{status}. {counted(count, 'source')} shown." if count else f"{status}."


def waiting(ahead: int) -> str:
    """Say how many questions of others come first."""
    before = f"{counted(ahead, 'question')} ahead of yours" if ahead else "yours is next"
    return f"Many people are asking just now: {before}…"


def _exchange(exchange: Exchange, facets: Facets, *, asks: bool) -> str:
    number = exchange.number
    return (
        f'<article class="ask-turn" id="turn-{number}" aria-labelledby="question-{number}"'
        f"{_address(exchange)}>"
        f'<h2 class="ask-question" id="question-{number}" tabindex="-1">'
        f'<span class="ask-unseen">You asked: </span>{plain(exchange.question)}</h2>'
        f"{_narrowed(exchange, facets)}"
        f'<div class="ask-answer">{_status(exchange)}{_fallback(exchange)}'
        f"{statements(exchange)}{_problem(exchange)}"
        f"{_withheld(exchange)}{_next(exchange)}{_nearest(exchange)}{_considered(exchange)}"
        f"{tools(exchange)}{_form(exchange) if asks else ''}</div></article>"
    )


def _address(exchange: Exchange) -> str:
    """Where it can be asked again, once it is answered and unless it held personal details."""
    if exchange.answer is None or exchange.answer.question is None:
        return ""
    asked = escape(exchange.question)
    return f' data-asked="{asked}" data-address="{escape(address(exchange))}"'


def _form(exchange: Exchange) -> str:
    answer = exchange.answer
    return feedback_form(exchange.number, answer, exchange.opinion) if answer else ""


def _narrowed(exchange: Exchange, facets: Facets) -> str:
    if not exchange.filters:
        return ""
    return f'<p class="ask-meta">Narrowed to {in_words(exchange.filters, facets)}</p>'


def _next(exchange: Exchange) -> str:
    """Say what to do next where the question is not settled."""
    if exchange.answer is None or not _NEXT[exchange.answer.status]:
        return ""
    narrowed = f" {_NARROWED}" if exchange.filters else ""
    return f'<p class="ask-next">{_NEXT[exchange.answer.status]}{narrowed}</p>'


def _status(exchange: Exchange) -> str:
    if exchange.answer is not None:
        status = exchange.answer.status
        return f'<p class="ask-status ask-{status}">{STATUSES[status]}</p>'
    if exchange.open:
        doing = "Waiting for its turn…" if exchange.waits else "Reading the documents…"
        return f'<p class="ask-status ask-open">{doing}</p>'
    return '<p class="ask-status ask-failed">Not finished</p>'


def _problem(exchange: Exchange) -> str:
    return f'<p class="ask-problem">{plain(exchange.problem)}</p>' if exchange.problem else ""


def _withheld(exchange: Exchange) -> str:
    count = exchange.answer.withheld if exchange.answer else 0
    if not count:
        return ""
    assert exchange.answer is not None
    verb = "was" if count == 1 else "were"
    whose = " of the language model" if _asked_a_model(exchange.answer) else ""
    against = "the passages" if whose else "the stored text"
    return (
        f'<p class="ask-withheld">{counted(count, "statement")}{whose} {verb} withheld, '
        f"because the check against {against} failed.</p>"
    )


def _asked_a_model(answer: Answer) -> bool:
    return answer.model != "extractive" or answer.fallback is not None


def _fallback(exchange: Exchange) -> str:
    """Say why the model asked did not write this."""
    if exchange.answer is None or exchange.answer.fallback is None:
        return ""
    return f'<p class="ask-fallback">{plain(exchange.answer.fallback)}</p>'


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
        f'<details id="unused-{exchange.number}"><summary>Also read, not used ({count})</summary>'
        f'<ul class="ask-plain">{items}</ul></details>'
    )
