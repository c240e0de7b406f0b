"""What can be done with an answer: copied with its citations, linked to, asked again otherwise."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from askreviews.types import Citation
from askreviews.web.ask.conversation import Exchange, Narrowed
from askreviews.web.ask.sources import name


def tools(exchange: Exchange) -> str:
    """Show the buttons under an answer that is complete."""
    if exchange.answer is None or exchange.answer.question is None:
        return _again(exchange) if exchange.problem else ""
    return (
        '<div class="ask-tools" role="group" aria-label="This answer">'
        f'<button type="button" data-copy="{escape(in_plain_text(exchange))}">'
        "Copy with citations</button>"
        f'<button type="button" data-link="{escape(address(exchange))}">Copy link</button>'
        f"{_edit(exchange)}</div>"
    )


def address(exchange: Exchange) -> str:
    """Where the question can be asked again, with the filters it was asked with.

    A fragment, since no server or proxy on the way ever sees that part of an address.
    """
    pairs = [("q", exchange.question), *_pairs(exchange.filters)]
    return "#" + "&".join(f"{key}={quote(value, safe='')}" for key, value in pairs)


def in_plain_text(exchange: Exchange) -> str:
    """The answer to paste elsewhere: question, statements with their numbers, sources."""
    assert exchange.answer is not None
    lines = [exchange.question, ""]
    for statement in exchange.statements:
        numbers = "".join(f" [{number}]" for number in statement.citations)
        words = f"“{statement.text}”" if statement.kind == "quote" else statement.text
        lines.append(words + numbers)
    if exchange.sources:
        lines += ["", "Sources"]
    lines += [_source(exchange.sources[n].citation) for n in sorted(exchange.sources)]
    return "\n".join(lines)


def _source(citation: Citation) -> str:
    place = [
        name(citation),
        citation.publisher or "publisher not stated",
        f"as at {citation.published}" if citation.published else "date not stated",
        "digest" if citation.digest else None,
        citation.document_title if citation.document_title != name(citation) else None,
        citation.section if citation.section != citation.document_title else None,
        f"page {citation.page}" if citation.page else None,
        f"{citation.document_id}, characters {citation.start} to {citation.end}",
    ]
    return f"[{citation.number}] {'; '.join(part for part in place if part)}"


def _pairs(filters: Narrowed) -> list[tuple[str, str]]:
    return [(key, value) for key, values in filters.items() for value in values]


def _edit(exchange: Exchange) -> str:
    return (
        f'<button type="button" data-edit="{exchange.number}" '
        f'aria-label="Change and ask again: question {exchange.number}">'
        "Change and ask again</button>"
    )


def _again(exchange: Exchange) -> str:
    return f'<div class="ask-tools">{_edit(exchange)}</div>'
