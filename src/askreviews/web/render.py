"""The conversation as HTML: questions, and answers made of statements with their citations."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from askreviews.types import Considered, IndexInfo, Statement, Status
from askreviews.web.conversation import Exchange, Source
from askreviews.web.markup import plain
from askreviews.web.sources import described, name, source_id, standing

STATUSES: dict[Status, str] = {
    "answered": "Answered from the documents",
    "partial": "Partly answered",
    "not_found": "Not found in these documents",
    "declined": "Not something this tool can help with",
}
_LABELS = {
    "computed": "",
    "notice": "",
    "glossary": "Glossary, not from a review: ",
    "generated": "Written by a language model, checked against the passages cited: ",
}
_EMPTY = (
    '<p class="ask-hint">Ask about the learning in the reviews held here, in your own words. '
    "Please leave out names, addresses and dates of birth of people you work with.</p>"
)


def header(info: IndexInfo) -> str:
    """The head of the page: what this is, what it isn't, and what it holds."""
    held = f"{_counted(info.documents, 'document')}, {_counted(info.reviews, 'review')} held"
    return (
        '<header class="ask-header"><h1>Ask the reviews</h1>'
        "<p>Answers are sentences from the documents held, quoted word for word. It is not a "
        "decision tool: for a child you are worried about, follow your local procedure.</p>"
        f'<p class="ask-held">{held}</p></header>'
    )


def transcript(exchanges: Sequence[Exchange]) -> str:
    """The whole conversation."""
    shown = "".join(_exchange(exchange) for exchange in exchanges) or _EMPTY
    return f'<section aria-label="Conversation">{shown}</section>'


def announcement(exchange: Exchange) -> str:
    """What is said to a screen reader when an answer is complete."""
    if exchange.answer is None:
        return plain(exchange.problem or "")
    found = _counted(len(exchange.sources), "source")
    return f"{STATUSES[exchange.answer.status]}. {found} shown."


def _exchange(exchange: Exchange) -> str:
    number = exchange.number
    return (
        f'<article class="ask-turn" id="turn-{number}" aria-labelledby="question-{number}">'
        f'<h2 class="ask-question" id="question-{number}" tabindex="-1">'
        f'<span class="ask-unseen">You asked: </span>{plain(exchange.question)}</h2>'
        f'<div class="ask-answer">{_status(exchange)}{_statements(exchange)}{_problem(exchange)}'
        f"{_withheld(exchange)}{_nearest(exchange)}{_considered(exchange)}</div></article>"
    )


def _status(exchange: Exchange) -> str:
    if exchange.answer is not None:
        status = exchange.answer.status
        return f'<p class="ask-status ask-{status}">{STATUSES[status]}</p>'
    if exchange.open:
        return '<p class="ask-status ask-open">Reading the documents…</p>'
    return '<p class="ask-status ask-failed">Not finished</p>'


def _statements(exchange: Exchange) -> str:
    """Statements in reading order; neighbouring quotations of one review stand together."""

    def owner(statement: Statement) -> str | None:
        first = _first(exchange, statement)
        return first and (first.citation.review_id or first.citation.document_id)

    parts = []
    for key, run in groupby(exchange.statements, owner):
        statements = list(run)
        if key is None:
            parts += [_own_words(exchange, statement) for statement in statements]
        else:
            parts.append(_review(exchange, statements))
    return "".join(parts)


def _first(exchange: Exchange, statement: Statement) -> Source | None:
    """The source whose words a quotation shows; ``None`` for a statement of another kind."""
    return exchange.sources[statement.citations[0]] if statement.kind == "quote" else None


def _own_words(exchange: Exchange, statement: Statement) -> str:
    label = _LABELS[statement.kind]
    labelled = f'<span class="ask-quiet">{label}</span>' if label else ""
    cites = "".join(" " + _cite(exchange, number) for number in statement.citations)
    return f'<p class="ask-{statement.kind}">{labelled}{plain(statement.text)}{cites}</p>'


def _review(exchange: Exchange, statements: Sequence[Statement]) -> str:
    citation = exchange.sources[statements[0].citations[0]].citation
    quoted = "".join(
        _section(exchange, section, list(run))
        for section, run in groupby(
            statements, lambda s: exchange.sources[s.citations[0]].citation.section
        )
    )
    return (
        f'<section class="ask-review"><h3>{plain(name(citation))}</h3>'
        f'<p class="ask-meta">{" · ".join(map(plain, described(citation)))} '
        f"{standing(citation)}</p>{quoted}</section>"
    )


def _section(exchange: Exchange, section: str | None, statements: Sequence[Statement]) -> str:
    """Quotations under one heading of a review; neighbouring list points stay a list."""
    parts = [f'<p class="ask-section">{plain(section)}</p>'] if section else []
    for points, run in groupby(
        statements, lambda s: _is_point(exchange.sources[s.citations[0]])
    ):
        if points:
            items = "".join(f"<li>{_quotation(exchange, statement)}</li>" for statement in run)
            parts.append(f'<ul class="ask-points">{items}</ul>')
        else:
            parts += [_quotation(exchange, statement) for statement in run]
    return "".join(parts)


def _is_point(source: Source) -> bool:
    """Whether the quotation is a point of a list, which stored text begins with a dash."""
    return source.context.before.rpartition("\n")[2] == "- "


def _quotation(exchange: Exchange, statement: Statement) -> str:
    first, *others = statement.citations
    citation = exchange.sources[first].citation
    national = citation.provenance == "national"
    tag = ' <span class="ask-tag">national</span>' if national else ""
    return (
        f'<blockquote class="ask-quote"><p><span class="ask-words">{plain(statement.text)}</span> '
        f"{_cite(exchange, first)}{tag}</p></blockquote>{_also(exchange, others)}"
    )


def _also(exchange: Exchange, numbers: Sequence[int]) -> str:
    """Where else the same is said, each place by whose it is."""
    if not numbers:
        return ""
    places = ", ".join(
        f"{plain(name(exchange.sources[number].citation))} {_cite(exchange, number)}"
        for number in numbers
    )
    return f'<p class="ask-also">Also said by {places}</p>'


def _cite(exchange: Exchange, number: int) -> str:
    return _link(source_id(exchange.number, exchange.sources[number].citation), number)


def _link(anchor: str, number: int) -> str:
    return (
        f'<span class="ask-cite">[<a id="from-{anchor}" href="#{anchor}">{number}</a>]</span>'
    )


def _problem(exchange: Exchange) -> str:
    return f'<p class="ask-problem">{plain(exchange.problem)}</p>' if exchange.problem else ""


def _withheld(exchange: Exchange) -> str:
    count = exchange.answer.withheld if exchange.answer else 0
    if not count:
        return ""
    verb = "was" if count == 1 else "were"
    return (
        f'<p class="ask-withheld">{_counted(count, "statement")} {verb} withheld, '
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
    link = _link(source_id(exchange.number, citation, nearest=True), citation.number)
    return (
        f'<blockquote class="ask-quote"><p><span class="ask-words">{plain(citation.quote)}</span> '
        f'{link}</p></blockquote><p class="ask-meta">{plain(name(citation))} · '
        f"{' · '.join(map(plain, described(citation)))} {standing(citation)}</p>"
    )


def _considered(exchange: Exchange) -> str:
    if not exchange.considered:
        return ""
    items = "".join(_considered_item(item) for item in exchange.considered)
    return (
        f"<details><summary>Also read, not used ({len(exchange.considered)})</summary>"
        f"<ul>{items}</ul></details>"
    )


def _considered_item(item: Considered) -> str:
    return (
        f"<li>{plain(item.document_id)}, characters {item.start} to {item.end}: "
        f"{plain(item.why_not)}</li>"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

