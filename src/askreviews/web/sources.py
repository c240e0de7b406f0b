"""The Sources panel: a card for each citation of each answer in the conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from askreviews.types import Citation
from askreviews.web.conversation import Exchange, Source
from askreviews.web.markup import plain

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
_EMPTY = (
    '<p class="ask-hint">The passage behind each numbered quotation will stand here, '
    "with the quotation marked.</p>"
)


def panel(exchanges: Sequence[Exchange]) -> str:
    """All cards of a conversation, by question, oldest first."""
    groups = "".join(_group(exchange) for exchange in exchanges)
    return f'<section aria-labelledby="ask-sources-title"><h2 id="ask-sources-title">Sources</h2>{groups or _EMPTY}</section>'


def source_id(exchange: int, citation: Citation, *, nearest: bool = False) -> str:
    """The id of a card, which no other answer of the conversation shares."""
    return f"{'nearest' if nearest else 'source'}-{exchange}-{citation.number}"


def name(citation: Citation) -> str:
    """Whose words they are: the review's label, or the document's where it is of no review."""
    return citation.review or citation.document_title


def described(citation: Citation) -> list[str]:
    """Publisher, date and standing of a source, in words; what is missing is named."""
    parts = [
        citation.publisher or "publisher not stated",
        f"as at {citation.published}" if citation.published else "date not stated",
    ]
    return parts if citation.review else [*parts, "not about one review"]


def standing(citation: Citation) -> str:
    """A label saying that a document is a digest, or nothing."""
    return '<span class="ask-tag">digest</span>' if citation.digest else ""


def _group(exchange: Exchange) -> str:
    cards = [_card(exchange, source) for _, source in sorted(exchange.sources.items())]
    cards += [_card(exchange, source, nearest=True) for source in exchange.nearest]
    if not cards:
        return ""
    return (
        f'<section class="ask-group" aria-labelledby="sources-{exchange.number}">'
        f'<h3 id="sources-{exchange.number}"><span class="ask-quiet">For:</span> '
        f"{plain(exchange.question)}</h3>{''.join(cards)}</section>"
    )


def _card(exchange: Exchange, source: Source, *, nearest: bool = False) -> str:
    citation = source.citation
    anchor = source_id(exchange.number, citation, nearest=nearest)
    near = '<span class="ask-tag">nearest, not an answer</span>' if nearest else ""
    meta = " · ".join(map(plain, described(citation)))
    return (
        f'<article class="ask-card" id="{anchor}" tabindex="-1" aria-labelledby="{anchor}-name">'
        f'<h4 id="{anchor}-name"><span class="ask-number">{citation.number}</span> '
        f"{plain(name(citation))}</h4>"
        f'<p class="ask-meta">{meta} {standing(citation)}{near}</p>'
        f'<blockquote class="ask-passage">{_passage(source)}</blockquote>'
        f'<dl class="ask-facts">{_facts(_about(citation))}</dl>'
        f'<p class="ask-back"><a href="#from-{anchor}">Back to the answer</a></p></article>'
    )


def _passage(source: Source) -> str:
    context = source.context
    return f"{plain(context.before)}<mark>{plain(context.quote)}</mark>{plain(context.after)}"


def _about(citation: Citation) -> Iterable[tuple[str, str | None]]:
    yield "Section", citation.section
    yield "Kind", FACETS.get(citation.facet or "")
    yield "Learning", f"{citation.provenance}" if citation.provenance else None
    yield "Page", str(citation.page) if citation.page else None
    kind = "Digest in our own words, not the original" if citation.digest else "Original text"
    yield "Document", f"{citation.document_title} ({citation.document_id})"
    yield "Form", kind


def _facts(pairs: Iterable[tuple[str, str | None]]) -> str:
    return "".join(
        f"<div><dt>{term}</dt><dd>{plain(value)}</dd></div>" for term, value in pairs if value
    )
