"""The Sources panel: a card for each citation of each answer in the conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from askreviews.types import Citation
from askreviews.web.ask.conversation import Exchange, Source
from askreviews.web.markup import plain, tag
from askreviews.web.prepare.keeping import keep_button
from askreviews.web.viewer.links import view_address

FACETS = {
    "background": "Background",
    "finding": "Finding",
    "recommendation": "Recommendation",
    "good_practice": "Good practice",
    "question": "Question to reflect on",
    "resource": "Resource",
    "definition": "Definition",
    "action": "Action",
}
# Characters of a passage shown on each side of the quotation.
_AROUND = 320
_EMPTY = (
    '<p class="ask-hint">The passage behind each numbered quotation will stand here, '
    "with the quotation marked.</p>"
)


# Filled in by the script that knows what is kept.
_KEPT = '<p class="ask-kept" hidden><a href="#prepare=kept" data-kept-line></a></p>'


def panel(exchanges: Sequence[Exchange], *, keeps: bool = False) -> str:
    """Show all cards of a conversation, by question, oldest first.

    Args:
        exchanges: oldest first.
        keeps: whether each quotation can be kept.
    """
    groups = "".join(_group(exchange, keeps=keeps) for exchange in exchanges)
    return (
        '<section aria-labelledby="ask-sources-title"><h2 id="ask-sources-title">Sources</h2>'
        f"{_KEPT if keeps else ''}{groups or _EMPTY}</section>"
    )


def source_id(exchange: int, citation: Citation, *, nearest: bool = False) -> str:
    """Name a card so that no other answer of the conversation has one of that name."""
    return f"{'nearest' if nearest else 'source'}-{exchange}-{citation.number}"


def name(citation: Citation) -> str:
    """Say whose words they are: the review's label, or the document's title if of none."""
    return citation.review or citation.document_title


def byline(citation: Citation) -> str:
    """Show publisher, date and standing of a source; what is missing is named."""
    parts = [
        citation.publisher or "publisher not stated",
        f"as at {citation.published}" if citation.published else "date not stated",
    ]
    if citation.review is None:
        parts.append("not about one review")
    digest = f" {tag('digest')}" if citation.digest else ""
    return " · ".join(map(plain, parts)) + digest


def _group(exchange: Exchange, *, keeps: bool) -> str:
    cited = [source for _, source in sorted(exchange.sources.items())]
    cards = [_card(exchange, source, keeps=keeps) for source in cited]
    cards += [_card(exchange, source, nearest=True, keeps=keeps) for source in exchange.nearest]
    if not cards:
        return ""
    return (
        f'<section class="ask-group" aria-labelledby="sources-{exchange.number}">'
        f'<h3 id="sources-{exchange.number}"><span class="ask-quiet">For:</span> '
        f"{plain(exchange.question)}</h3>{''.join(cards)}</section>"
    )


def _card(exchange: Exchange, source: Source, *, nearest: bool = False, keeps: bool = False) -> str:
    citation = source.citation
    anchor = source_id(exchange.number, citation, nearest=nearest)
    near = tag("nearest, not an answer") if nearest else ""
    return (
        f'<article class="ask-card" id="{anchor}" tabindex="-1" aria-labelledby="{anchor}-name">'
        f'<h4 id="{anchor}-name"><span class="ask-number">{citation.number}</span> '
        f"{plain(name(citation))}</h4>"
        f'<p class="ask-meta">{byline(citation)} {near}</p>'
        f'<blockquote class="ask-passage">{_passage(source)}</blockquote>'
        f"{_superseded(source)}{_opens(exchange, source, nearest=nearest)}"
        f"{_keep(citation) if keeps else ''}"
        f'<dl class="ask-facts">{_facts(_about(citation))}</dl>'
        f'<p class="ask-back"><a href="#from-{anchor}">Back to the answer</a></p></article>'
    )


def _passage(source: Source) -> str:
    """Show the quotation marked in the lines around it, few enough to be read at a glance."""
    before, after = source.context.before.lstrip(), source.context.after.rstrip()
    if len(before) > _AROUND:
        before = before[-_AROUND:]
        before = "…\n" + (before.partition("\n")[2].lstrip() or before.partition(" ")[2])
    if len(after) > _AROUND:
        after = after[:_AROUND]
        after = (after.rpartition("\n")[0].rstrip() or after.rpartition(" ")[0]) + "\n…"
    return f"{plain(before)}<mark>{plain(source.context.quote)}</mark>{plain(after)}"


def _opens(exchange: Exchange, source: Source, *, nearest: bool) -> str:
    """Link to the page, or the text, with all that is cited of this document marked on it."""
    citation = source.citation
    beside = exchange.nearest if nearest else exchange.sources.values()
    cited = [one.citation for one in beside if one.citation.document_id == citation.document_id]
    spans = sorted({(one.start, one.end) for one in cited})
    at = spans.index((citation.start, citation.end))
    what = "page" if source.pages else "text"
    view = escape(view_address(citation.document_id, spans, at))
    return (
        f'<p class="ask-open-view"><a href="{view}">'
        f'Open the {what}<span class="ask-unseen"> of source {citation.number}</span></a></p>'
    )


def _keep(citation: Citation) -> str:
    place = citation.document_id, citation.start, citation.end
    return f"<p>{keep_button(place, f'source {citation.number}')}</p>"


def _superseded(source: Source) -> str:
    """Say, as a note of ours, what the quotation names that has since been replaced."""
    return "".join(
        f'<p class="ask-meta">{tag("our note, not in the document")} {plain(one.sentence())}</p>'
        for one in source.context.superseded
    )


def _about(citation: Citation) -> Iterable[tuple[str, str | None]]:
    yield "Section", citation.section
    yield "Kind", FACETS.get(citation.facet or "")
    yield "Scope", citation.provenance and citation.provenance.capitalize()
    yield "Page", str(citation.page) if citation.page else None
    yield "Document", f"{citation.document_title} ({citation.document_id})"


def _facts(pairs: Iterable[tuple[str, str | None]]) -> str:
    return "".join(
        f"<div><dt>{term}</dt><dd>{plain(value)}</dd></div>" for term, value in pairs if value
    )
