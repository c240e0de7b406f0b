"""How a source is named: the same words in every export."""

from __future__ import annotations

from collections.abc import Sequence

from askreviews.packs.model import Item, Pack
from askreviews.types import Citation, Review

_COUNTED = 12
ALSO = " Also said by: "


def attribution(c: Citation) -> str:
    """Whose words these are, short: for the line itself ("Child R, digest, 2022-02")."""
    kind = ("digest",) if c.digest else ()
    if c.review is None:
        kind = ("not a review",)
    return ", ".join((c.review or c.document_title, *kind, c.published or "date not stated"))


def source_line(c: Citation) -> str:
    """The whole source of a quotation: document, section, page, publisher, date and characters."""
    name = c.document_title if c.review_id is None else f"{c.review} ({c.review_type})"
    if c.review_id is None:
        name += " (not a review)"
    elif not c.review_type:
        name = c.review or c.document_title
    if c.digest:
        name += ", digest: read the original"
    about = (
        name,
        f"section “{c.section}”" if c.section else "section not stated",
        f"page {c.page}" if c.page else "no page numbers",
        c.publisher or "publisher not stated",
        c.published or "date not stated",
        *((f"{c.provenance} learning",) if c.provenance else ()),
    )
    return f"{'; '.join(about)}. {c.document_id}, characters {c.start}–{c.end}."


def counted_line(places: Sequence[Citation]) -> str:
    """What a count stands on: each document with the characters that count, the first dozen.

    All of them are named under "Sources", and listed by ``pack --json``.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for c in places:
        found.setdefault((c.review or c.document_title, c.document_id), []).append(
            f"{c.start}–{c.end}"
        )
    told = [f"{n} ({d}, characters {', '.join(s)})" for (n, d), s in found.items()]
    left = len(told) - _COUNTED
    more = [f"and {left} more, named under “Sources and further reading”"] if left > 0 else []
    return f"{'; '.join([*told[:_COUNTED], *more])}."


def sources_of(pack: Pack, item: Item) -> list[str]:
    """A line for each source of an item, with our remarks on what it names."""
    places = [pack.citation(n) for n in item.citations]
    if item.kind == "computed":
        return [counted_line(places)] if places else []
    return [" ".join((source_line(c), *pack.remarks.get(c.number, ()))) for c in places]


def quoted(text: str) -> str:
    """A quotation in the marks that every export puts round it."""
    return f"“{text}”"


def noted(text: str, sources: Sequence[str]) -> str:
    """A quotation with its sources, as speaker's notes have it."""
    return f"{quoted(text)}\nSource: {ALSO.join(sources)}"


def facts_of(review: Review) -> str:
    """What the catalogue says of a review, for a line of its own."""
    about = (
        review.review_type or "type not stated",
        review.publisher or "publisher not stated",
        f"published {review.published}" if review.published else "date not stated",
        *(("digest: read the original",) if review.digest else ()),
    )
    return f"{review.label}: {'; '.join(about)}."
