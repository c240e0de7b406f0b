"""What the viewer shows of a document: whose words they are, a page or the text, and its marks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from askreviews.errors import AskReviewsError
from askreviews.types import MarkedText, PageView, Place, Span
from askreviews.web.markup import plain
from askreviews.web.viewer.asked import Asked
from askreviews.web.viewer.images import address
from askreviews.web.viewer.links import view_address
from askreviews.web.viewer.marked import marked_text
from askreviews.web.viewer.whose import Standing, file_name

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

# Up to here all of a text is shown, beyond it what stands around the marks.
_WHOLE = 100_000
_GAP = 0.03  # of a page's width: a wider gap parts two columns
_SAID = 300  # characters of a quotation that a screen reader is given
_GONE = (
    "This document is no longer held here: it may have been removed or renamed since the link was "
    "made. Look for it in the Library tab, or ask your question again."
)
_MOVED = (
    "The place that this link leads to is not in the document as it is held now: it may have been "
    'read anew since. <a class="view-link" href="{}">Open the document from its beginning</a>, or '
    "ask your question again."
)
_UNUSABLE = "This link is not whole. Copy it once more from where you found it."
_TELL = "Below is the text that was read from it. Tell whoever looks after this collection."
_NO_TEXT = '<p class="view-note">No text was read from this page.</p>'


class Mark(BaseModel):
    """A quotation that is marked: the pages it stands on, whose it is (HTML), how it begins."""

    pages: list[int]
    whose: str
    words: str


class View(BaseModel):
    """What the dialog shows, as HTML; where that is nothing, ``problem`` says why."""

    title: str = ""
    file: str = ""
    whose: str = Field("", description="where there is no mark")
    body: str = ""
    page: int | None = None
    pages: int | None = None
    at: int = 0
    marks: list[Mark] = Field(default_factory=list)
    problem: str | None = None


def view_of(assistant: Assistant, asked: Asked | None) -> View:
    """Make the view that an address asks for."""
    if asked is None or not asked.document_id:
        return View(problem=_UNUSABLE)
    try:
        stored = assistant.text(asked.document_id)
    except AskReviewsError:
        return View(problem=_GONE)
    if any(not start < end <= len(stored.text) for start, end in asked.spans):
        return View(problem=_MOVED.format(escape(view_address(asked.document_id, ()))))
    try:
        return _view(assistant, asked, stored.text)
    except AskReviewsError as error:
        return View(problem=plain(str(error)))


def _view(assistant: Assistant, asked: Asked, text: str) -> View:
    document_id, spans = asked.document_id, asked.spans
    standing = Standing.of(assistant, document_id)
    marks = [_mark(assistant, document_id, span, text, standing) for span in spans]
    view = assistant.render(document_id, None, spans)
    if view.pages:
        own = marks[asked.at].pages if marks else []
        page = asked.page or next(iter(own), 1)
        view = assistant.render(document_id, page, spans)
        body = _page(view, spans, text)
    else:
        body = _text(view, spans, text)
    return View(
        title=plain(standing.title),
        file=plain(file_name(document_id)),
        whose=standing.whole(),
        body=body,
        page=view.page,
        pages=view.pages,
        at=asked.at,
        marks=marks,
    )


def _mark(
    assistant: Assistant, document_id: str, span: Span, text: str, standing: Standing
) -> Mark:
    boxes = assistant.boxes(document_id, *span)
    words = text[slice(*span)]
    return Mark(
        pages=list(dict.fromkeys(box.page for box in boxes)),
        whose=standing.at(span[0]),
        words=words if len(words) <= _SAID else f"{words[:_SAID].rpartition(' ')[0]} …",
    )


def _text(view: PageView, spans: Sequence[Span], text: str) -> str:
    parts: Sequence[MarkedText] = view.text
    if len(text) <= _WHOLE:
        parts = [MarkedText(0, text, marked=False)]
    return marked_text(parts, spans, len(text))


def _page(view: PageView, spans: Sequence[Span], text: str) -> str:
    """Show a page of a PDF as an image, its text folded below; without one, the text."""
    words = marked_text(view.text, spans) or _NO_TEXT
    if view.image is None:
        return f'<p class="view-note">{plain(view.reason or "")} {_TELL}</p>{words}'
    return (
        f'<div class="view-paper">{_image(view, text)}{_outlines(view, spans)}</div>'
        f'<details class="view-folded"><summary>The text of this page</summary>{words}</details>'
    )


def _image(view: PageView, text: str) -> str:
    assert view.page is not None  # only a page is drawn
    small, large = (
        escape(address(view.document_id, view.page, view.spans, size)) for size in ("", "large")
    )
    quoted = ", ".join(f"“{text[start:end]}”" for start, end in view.spans)
    marked = f", marked on it: {quoted}" if quoted else ""
    alt = f"Page {view.page} of {file_name(view.document_id)}{marked}"
    return (
        f'<img src="{small}" data-large="{large}" width="{view.width}" height="{view.height}" '
        f'alt="{escape(alt)}">'
    )


def _outlines(view: PageView, spans: Sequence[Span]) -> str:
    """Lay an outline over each line of each mark; that of the current one is shown."""
    return "".join(
        f'<span class="view-place" data-marks="{number}" aria-hidden="true" '
        f'style="{_stands(place)}"></span>'
        for number, span in enumerate(spans)
        if span in view.spans
        for place in _lines(view.places[view.spans.index(span)])
    )


def _lines(places: Sequence[Place]) -> list[Place]:
    """Join what stands on one line: a comma hangs too low to share the box of the words by it."""
    lines: list[Place] = []
    for place in places:
        last = lines[-1] if lines else None
        if last and _goes_on(last, place):
            top, bottom = min(last.top, place.top), max(last.bottom, place.bottom)
            lines[-1] = Place(last.left, top, place.right, bottom)
        else:
            lines.append(place)
    return lines


def _goes_on(line: Place, place: Place) -> bool:
    level = place.top < line.bottom and line.top < place.bottom
    return level and -_GAP < place.left - line.right < _GAP


def _stands(place: Place) -> str:
    width, height = place.right - place.left, place.bottom - place.top
    sides = (("left", place.left), ("top", place.top), ("width", width), ("height", height))
    return ";".join(f"{side}:{part:.3%}" for side, part in sides)
