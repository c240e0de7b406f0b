"""What the parts of the tab say of a review in the same words."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from askreviews.types import Review, Span
from askreviews.web.markup import plain, tag
from askreviews.web.viewer.links import view_address

NOT_STATED = '<span class="ask-quiet">not stated</span>'
DIGEST = tag("digest")


def review_address(review_id: str, part: str = "") -> str:
    """The fragment at which a review's own page opens, at one of its parts if named."""
    at = f"&part={part}" if part else ""
    return f"#review={quote(review_id, safe='', errors='replace')}{at}"


def review_link(review: Review) -> str:
    """A review's label, as a link to its own page."""
    return f'<a href="{escape(review_address(review.review_id))}">{plain(review.label)}</a>'


def view_link(document_id: str, spans: Sequence[Span], words: str, about: str = "") -> str:
    """A link that opens the document with spans marked.

    Args:
        document_id: which document.
        spans: what is marked.
        words: what the link reads, as plain words.
        about: what tells it from other links of the same words, for a screen reader.
    """
    unseen = f' <span class="ask-unseen">at: {plain(about)}</span>' if about else ""
    address = escape(view_address(document_id, spans))
    return f'<a class="lib-open" href="{address}">{plain(words)}{unseen}</a>'


def date_text(stated: str | None) -> str | None:
    """ "4 May 2023", "May 2023" or "2023", from a date as the catalogue writes it."""
    if stated is None:
        return None
    year, *rest = stated.split("-")
    parts = [str(int(rest[1]))] if len(rest) > 1 else []
    parts += [month_name[int(rest[0])]] if rest else []
    return " ".join([*parts, year])


def date(stated: str | None) -> str:
    """A date, for people and for programs."""
    words = date_text(stated)
    return f'<time datetime="{escape(stated)}">{plain(words)}</time>' if stated and words else ""


def relations(review: Review, reviews: Sequence[Review]) -> list[str]:
    """Say which other reviews held are the same text, or on the same case, as HTML."""
    same = [r for r in reviews if r is not review and _same_text(r, review)]
    case = [
        r for r in reviews if r is not review and r not in same and r.case_key == review.case_key
    ]
    told = [("The same text as", same), ("On the same case as", case)]
    return [
        f"{words} {', '.join(f'{review_link(r)} ({plain(r.document_id)})' for r in others)}; "
        "counted once."
        for words, others in told
        if others
    ]


def _same_text(one: Review, other: Review) -> bool:
    return (one.same_as or one.review_id) == (other.same_as or other.review_id)
