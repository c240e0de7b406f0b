"""A review's own page: its facts with their sources, and what it says, word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate, groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from askreviews.errors import AskReviewsError
from askreviews.types import OutlineItem, Provenance, Review, Span
from askreviews.web.library.catalogue import Catalogue
from askreviews.web.library.facts import facts, tagged
from askreviews.web.library.words import (
    DIGEST,
    date_text,
    relations,
    review_address,
    view_link,
)
from askreviews.web.markup import plain, tag
from askreviews.web.prepare.keeping import keep_button

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

# Facet, the name of the part in an address, and its heading.
_PARTS = (
    ("background", "background", "Background"),
    ("finding", "learning", "Learning"),
    ("recommendation", "recommendations", "Recommendations"),
    ("good_practice", "good-practice", "Good practice"),
    ("question", "questions", "Questions to reflect on"),
    ("action", "actions", "Actions"),
)
_LOOKED_FOR = ("finding", "recommendation", "good_practice", "question")
# Paragraphs or points of a part that stand open; the rest is folded away, if it is many.
_OPEN, _MANY = 12, 8
_BEGINNING = 60  # characters of a sentence that tell its link from the others
_BACK = '<p class="lib-back"><a href="#library=reviews">Back to the list of reviews</a></p>'


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, point or table row: the units of one block, as one stretch of text."""

    span: Span
    text: str
    item: OutlineItem

    @property
    def kind(self) -> str:
        """What its first unit is."""
        return self.item.kind


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that stand together under one path of headings."""

    headings: tuple[str, ...]
    provenance: Provenance | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as HTML, and how many pieces stand in it."""

    html: str
    pieces: int


def review_page(assistant: Assistant, review_id: str, *, keeps: bool = False) -> str:
    """The page of a review, or a sentence where it cannot be shown.

    Args:
        assistant: the reading door.
        review_id: which review.
        keeps: whether what it says can be kept, and a session be made of it.
    """
    catalogue = Catalogue(assistant)
    review = next((r for r in catalogue.reviews if r.review_id == review_id), None)
    if review is None:
        return _unknown(review_id)
    try:
        items = assistant.outline(review_id)
        text = assistant.text(review.document_id).text
    except AskReviewsError as error:
        return _framed(review_id, "Review", f'<p class="ask-problem">{plain(str(error))}</p>')
    return _Page(review, catalogue, items, text, keeps=keeps).html()


def pieces(items: Sequence[OutlineItem], text: str) -> list[Piece]:
    """Units of one block joined as they stand in the text."""
    joined = []
    for _, units in groupby(items, key=lambda item: item.block):
        whole = list(units)
        span = whole[0].start, whole[-1].end
        joined.append(Piece(span, text[slice(*span)], whole[0]))
    return joined


class _Page:
    def __init__(
        self,
        review: Review,
        catalogue: Catalogue,
        items: Sequence[OutlineItem],
        text: str,
        *,
        keeps: bool,
    ) -> None:
        self.review = review
        self.keeps = keeps
        self.catalogue = catalogue
        self.items = items
        self.text = text
        self.common = _common([item.headings for item in items])

    def html(self) -> str:
        """The page: what the review says, and what it is about."""
        main = [("facts", "Facts", facts(self.review, self.text)), *self._said()]
        side = tagged(self.review, self.catalogue.labels, self.text)
        links = "".join(
            f'<li><a href="{escape(review_address(self.review.review_id, name))}">{title}</a></li>'
            for name, title, _ in (*main, *side)
        )
        title = plain(self.review.label) + (f" {DIGEST}" if self.review.digest else "")
        return _framed(
            self.review.review_id,
            title,
            f'{self._top()}<nav class="lib-contents" aria-label="On this page"><ul>{links}</ul>'
            f'</nav><div class="lib-columns"><div>{_sections(main)}{self._lacks()}</div>'
            f"<div>{_sections(side)}</div></div>",
        )

    def _top(self) -> str:
        review = self.review
        published = date_text(review.published)
        byline = [
            review.publisher or "publisher not stated",
            f"as at {published}" if published else "date not stated",
            review.review_type or "type not stated",
        ]
        notes = [
            "This document is a digest: a summary in other words. Read the original before you "
            "rely on it." if review.digest else "",
            "This document lists the review and sums it up; the review itself says more."
            if review.summary_only else "",
            *relations(review, self.catalogue.reviews),
        ]  # fmt: skip
        question = f"What was learnt from the review of {review.label}?"
        place = [review.sources["title"]] if "title" in review.sources else []
        ask = f"#q={quote(question, safe='', errors='replace')}"
        return (
            f'<p class="ask-meta">{" · ".join(map(plain, byline))}</p>'
            + "".join(f'<p class="lib-note">{note}</p>' for note in notes if note)
            + f'<p class="lib-actions"><a href="{escape(ask)}">Ask about this review</a> '
            f"{view_link(review.document_id, place, 'Open the document')}"
            f"{self._prepare()}</p>"
        )

    def _prepare(self) -> str:
        if not self.keeps:
            return ""
        address = f"#prepare=review&of={quote(self.review.review_id, safe='', errors='replace')}"
        return f' <a href="{escape(address)}">Prepare a session on it</a>'

    def _said(self) -> Iterator[tuple[str, str, str]]:
        """Name, title and body of each part that the review has."""
        for facet, name, title in _PARTS:
            found = pieces([item for item in self.items if item.facet == facet], self.text)
            told = [piece for piece in found if piece.kind != "lead_in"]
            if told:
                groups = [self._group(group, title) for group in _groups(found)]
                yield name, f"{title} ({len(told)})", _folded(groups)

    def _group(self, group: Group, title: str) -> Shown:
        """A group under its headings, but for those over all of the review and the part's own."""
        path = group.headings[self.common :] or group.headings[-1:]
        told = path[:-1] if path and path[-1] in (title, self.review.title) else path
        head = f"<h4>{' › '.join(map(plain, told))}</h4>" if told else ""
        scope = f"<p>{tag(f'{group.provenance} learning')}</p>" if group.provenance else ""
        body = "".join(
            f"<ul>{''.join(f'<li>{self._piece(p)}</li>' for p in run)}</ul>"
            if listed
            else "".join(f"<p>{self._piece(p)}</p>" for p in run)
            for listed, run in groupby(group.pieces, key=lambda p: p.kind in ("point", "table_row"))
        )
        return Shown(f'<div class="lib-group">{head}{scope}{body}</div>', len(group.pieces))

    def _piece(self, piece: Piece) -> str:
        page = piece.item.page
        start = piece.text[:_BEGINNING].rsplit(" ", 1)[0]
        words = f"Open page {page}" if page else "Open"
        link = view_link(self.review.document_id, [piece.span], words, start)
        place = self.review.document_id, *piece.span
        keeps = self.keeps and piece.kind != "lead_in"
        keep = f" {keep_button(place, f'this: {start}')}" if keeps else ""
        return f'<span class="ask-words">{plain(piece.text)}</span> {link}{keep}'

    def _lacks(self) -> str:
        """Name the parts that the review has no heading for, lest they be thought lost."""
        there = {item.facet for item in self.items}
        gone = [
            title.lower()
            for facet, _, title in _PARTS
            if facet in _LOOKED_FOR and facet not in there
        ]
        if not gone:
            return ""
        return (
            f'<p class="ask-hint">Nothing stands in this document under a heading for '
            f"{' or '.join([', '.join(gone[:-1]), gone[-1]] if gone[1:] else gone)}.</p>"
        )


def _sections(parts: Sequence[tuple[str, str, str]]) -> str:
    return "".join(
        f'<section aria-labelledby="lib-part-{name}">'
        f'<h3 id="lib-part-{name}" tabindex="-1">{title}</h3>{body}</section>'
        for name, title, body in parts
    )


def _folded(groups: Sequence[Shown]) -> str:
    """Groups in their order, what goes beyond a screenful or so folded away."""
    before = accumulate((group.pieces for group in groups), initial=0)
    stand = [
        i == 0 or so_far + g.pieces <= _OPEN
        for i, (g, so_far) in enumerate(zip(groups, before, strict=False))
    ]
    first = stand.index(False) if False in stand else len(groups)
    body = "".join(group.html for group in groups[:first])
    left = sum(group.pieces for group in groups[first:])
    rest = "".join(group.html for group in groups[first:])
    if left < _MANY:
        return body + rest
    return (
        f'{body}<details class="lib-more"><summary>Show the other {left}</summary>{rest}</details>'
    )


def _groups(found: Sequence[Piece]) -> Iterator[Group]:
    def under(piece: Piece) -> tuple[tuple[str, ...], Provenance | None]:
        return piece.item.headings, piece.item.provenance

    for (headings, provenance), run in groupby(found, key=under):
        yield Group(headings, provenance, tuple(run))


def _common(paths: Sequence[tuple[str, ...]]) -> int:
    """How many headings stand over all of a review, such as its title."""
    full = [path for path in paths if path]
    if not full:
        return 0
    shared = 0
    for level in zip(*full, strict=False):
        if len(set(level)) > 1:
            break
        shared += 1
    return shared


def _framed(review_id: str, title: str, body: str) -> str:
    return (
        f'<article class="lib-page" data-page="{escape(review_id)}" '
        f'aria-labelledby="lib-page-title">{_BACK}'
        f'<h2 id="lib-page-title" tabindex="-1">{title}</h2>{body}</article>'
    )


def _unknown(review_id: str) -> str:
    words = (
        "There is no review at this address. It may have been removed since, or the address may "
        "have been cut short on its way to you. The list shows every review that is held."
    )
    return _framed(review_id, "Review not found", f"<p>{words}</p>")
