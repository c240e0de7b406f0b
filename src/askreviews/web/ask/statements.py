"""The statements of an answer as HTML: quotations by review, and our own words apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from askreviews.types import Citation, Statement
from askreviews.web.ask.conversation import Exchange, Source
from askreviews.web.ask.sources import FACETS, byline, name, source_id
from askreviews.web.markup import plain, tag

_LABELS = {
    "computed": "",
    "notice": "",
    "glossary": "",  # its text says that it is of the glossary
    "generated": "",  # said once, above the first
}


_WRITTEN = (
    '<p class="ask-written">Written by a language model; each sentence was checked against the '
    "passages it cites. Open them before you rely on it.</p>"
)


def statements(exchange: Exchange) -> str:
    """Show statements in reading order; neighbouring quotations of one review together."""

    def owner(statement: Statement) -> str | None:
        first = _first(exchange, statement)
        if first is None:
            return None
        return first.citation.review_id or first.citation.document_id

    parts: list[str] = []
    for key, run in groupby(exchange.statements, owner):
        statements = list(run)
        if key is None:
            if statements[0].kind == "generated" and not parts:
                parts.append(_WRITTEN)
            parts += [_own_words(exchange, statement) for statement in statements]
        else:
            parts.append(_review(exchange, statements))
    return "".join(parts)


def _first(exchange: Exchange, statement: Statement) -> Source | None:
    """Find the source whose words a quotation shows; other kinds of statement have none."""
    return exchange.sources[statement.citations[0]] if statement.kind == "quote" else None


def _own_words(exchange: Exchange, statement: Statement) -> str:
    label = _LABELS[statement.kind]
    labelled = f'<span class="ask-quiet">{label}</span>' if label else ""
    cites = " ".join(_cite(exchange, statement, number) for number in statement.citations)
    whose = _whose(exchange, statement) if statement.kind == "generated" else ""
    return f'<p class="ask-{statement.kind}">{labelled}{plain(statement.text)} {cites}{whose}</p>'


def _whose(exchange: Exchange, statement: Statement) -> str:
    """Say whose words a sentence of a model rests on, and what standing they have."""
    cited = [exchange.sources[number].citation for number in statement.citations]
    told = {
        plain(name(citation))
        + (f" {tag('digest')}" if citation.digest else "")
        + (f" {tag('national')}" if citation.provenance == "national" else ""): None
        for citation in cited
    }
    return f' <span class="ask-quiet ask-whose">{", ".join(told)}</span>'


def _review(exchange: Exchange, statements: Sequence[Statement]) -> str:
    citation = exchange.sources[statements[0].citations[0]].citation
    runs = [
        (heading, list(run))
        for heading, run in groupby(
            statements, lambda s: _heading(exchange.sources[s.citations[0]].citation)
        )
    ]
    # Once one heading is shown all must be, or words would seem to be of the one above.
    headed = any(heading for heading, _ in runs)
    quoted = "".join(
        (f'<p class="ask-section">{plain(heading or "Under no heading")}</p>' if headed else "")
        + _quotations(exchange, run)
        for heading, run in runs
    )
    return (
        f'<section class="ask-review"><h3>{plain(name(citation))}</h3>'
        f'<p class="ask-meta">{byline(citation)}</p>{quoted}</section>'
    )


def _heading(citation: Citation) -> str:
    """Say under which heading words stand and, where that does not tell, what they are."""
    section = citation.section if citation.section != citation.document_title else None
    kind = FACETS.get(citation.facet or "")
    told = kind is None or kind.lower() in (section or "").lower()
    return " · ".join(part for part in (section, None if told else kind) if part)


def _quotations(exchange: Exchange, statements: Sequence[Statement]) -> str:
    """Show quotations of one section; neighbouring points of a list stay a list."""
    parts: list[str] = []
    for points, run in groupby(statements, lambda s: _is_point(exchange.sources[s.citations[0]])):
        quotations = [_quotation(exchange, statement) for statement in run]
        if points and len(quotations) > 1:
            items = "".join(f"<li>{quotation}</li>" for quotation in quotations)
            parts.append(f'<ul class="ask-points">{items}</ul>')
        else:
            parts += quotations
    return "".join(parts)


def _is_point(source: Source) -> bool:
    """Whether the quotation is a point of a list, which stored text begins with a dash."""
    return source.context.before.rpartition("\n")[2] == "- "


def _quotation(exchange: Exchange, statement: Statement) -> str:
    first, *others = statement.citations
    citation = exchange.sources[first].citation
    national = citation.provenance == "national"
    scope = f" {tag('national')}" if national else ""
    words = f'<span class="ask-words">{plain(statement.text)}</span>'
    cite = _cite(exchange, statement, first)
    also = _also(exchange, statement, others)
    return f'<blockquote class="ask-quote"><p>{words}&nbsp;{cite}{scope}</p></blockquote>{also}'


def _also(exchange: Exchange, statement: Statement, numbers: Sequence[int]) -> str:
    """Say where else the same is said, each place by whose it is."""
    if not numbers:
        return ""
    own = name(exchange.sources[statement.citations[0]].citation)
    places = []
    for number in numbers:
        other = name(exchange.sources[number].citation)
        whose = "elsewhere in the same" if other == own else plain(other)
        places.append(f"{whose} {_cite(exchange, statement, number)}")
    return f'<p class="ask-also">Also said: {", ".join(places)}</p>'


def _cite(exchange: Exchange, statement: Statement, number: int) -> str:
    """Link to a source; the first link to it is where its card leads back to."""
    anchor = source_id(exchange.number, exchange.sources[number].citation)
    first = next(other for other in exchange.statements if number in other.citations)
    return link(anchor, number, marked=first is statement)


def link(anchor: str, number: int, *, marked: bool = True) -> str:
    """Show a citation's number in brackets as an ordinary link to its card."""
    mark = f' id="from-{anchor}"' if marked else ""
    return f'<span class="ask-cite">[<a{mark} href="#{anchor}">{number}</a>]</span>'
