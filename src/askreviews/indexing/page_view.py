"""A page as it is shown: the file's own page as an image, and its stored text, marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from askreviews.errors import AskReviewsError
from askreviews.indexing.index import Index
from askreviews.indexing.page_image import WIDTH_PX, HeldFile
from askreviews.reading.isolated import UnfinishedError
from askreviews.reading.layout import Layout
from askreviews.types import MarkedText, PageView, Place, Span

_AROUND = 700  # characters shown on each side of a span where there are no pages
_WIDEST_PX = 10_000


def view_page(
    file: HeldFile, page: int | None, spans: Sequence[Span], width_px: int = WIDTH_PX
) -> PageView:
    """Show a page of a document, or the text around spans where it has no pages.

    Raises:
        AskReviewsError: no such document is held, it has no such page, a span is not in its
            text, or the width is not that of an image.
    """
    index, document_id = file.index, file.document_id
    text = index.document(document_id).text
    _check(document_id, text, spans, width_px)
    layout = index.layout(document_id)
    extent = _extent(index, layout, document_id, page)
    shown = tuple(span for span in spans if _is_on(page, span, layout, extent))
    image = reason = None
    places: tuple[tuple[Place, ...], ...] = ()
    if layout and page is not None:
        reason = file.fault()
        if not reason:
            try:
                image, places = _drawn(file, layout, page, shown, width_px)
            except UnfinishedError as error:  # its text can be shown all the same
                reason = str(error)
    if image is None and extent is None:
        raise AskReviewsError(f"{document_id} has no page {page} with text on it.")
    windows = _windows(text, sorted(spans)) if page is None and spans else [extent]
    parts = tuple(part for w in windows if w for part in _marked(text, w, sorted(shown)))
    width, height = _size(image) if image else (0, 0)
    pages = _pages(file, layout) if layout else None
    return PageView(document_id, page, shown, image, width, height, parts, reason, places, pages)


def _drawn(
    file: HeldFile, layout: Layout, page: int, spans: Sequence[Span], width_px: int
) -> tuple[bytes, tuple[tuple[Place, ...], ...]]:
    """The image of a page with spans marked, and for each span where it stands on it."""
    boxes = [[box for box in layout.boxes(*span) if box.page == page] for span in spans]
    together = [box for of_span in boxes for box in of_span]
    image = file.page(page, together, width_px)
    places = iter(file.places(page, together) if together else ())
    return image, tuple(tuple(islice(places, len(of_span))) for of_span in boxes)


def _pages(file: HeldFile, layout: Layout) -> int:
    """How many pages a document has; where its file is not there, as far as text goes."""
    return int(layout.rows[:, 0].max()) if file.fault() else file.pages()


def _check(document_id: str, text: str, spans: Sequence[Span], width_px: int) -> None:
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise AskReviewsError(
                f"{document_id} has no characters {start}:{end}; its text has {len(text)}."
            )
    if not 1 <= width_px <= _WIDEST_PX:
        raise AskReviewsError(f"An image cannot be {width_px} pixels wide; name 1 to {_WIDEST_PX}.")


def _extent(index: Index, layout: Layout | None, document_id: str, page: int | None) -> Span | None:
    """From where to where the text of a page goes; the whole where none is named."""
    if page is None:
        return 0, len(index.document(document_id).text)
    if layout:
        return layout.extent(page)
    stored = (s for segment in index.segments for s in segment.catalogue.passages_of(document_id))
    chunks = [passage.chunk for passage in stored if passage.chunk.page == page]
    return (min(c.start for c in chunks), max(c.end for c in chunks)) if chunks else None


def _is_on(page: int | None, span: Span, layout: Layout | None, extent: Span | None) -> bool:
    if layout and page is not None:
        return any(box.page == page for box in layout.boxes(*span))
    return extent is not None and span[0] < extent[1] and extent[0] < span[1]


def _windows(text: str, spans: Sequence[Span]) -> list[Span]:
    """The text around each span, cut at line ends or spaces; those that meet are one."""
    windows: list[Span] = []
    for start, end in spans:
        first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
        if first:
            first = _next(text, first, start)
        if last < len(text):
            last = _previous(text, end, last)
        if windows and first <= windows[-1][1]:
            first, last = windows[-1][0], max(last, windows.pop()[1])
        windows.append((first, last))
    return windows


def _next(text: str, first: int, last: int) -> int:
    """Where a line starts, else a word."""
    found = text.find("\n", first, last)
    return (found if found >= 0 else text.find(" ", first, last)) + 1 or first


def _previous(text: str, first: int, last: int) -> int:
    """Where a line ends, else a word."""
    found = text.rfind("\n", first, last)
    found = found if found >= 0 else text.rfind(" ", first, last)
    return found if found >= 0 else last


def _marked(text: str, window: Span, spans: Sequence[Span]) -> Iterator[MarkedText]:
    """Yield a window of the text in parts, those of the spans marked."""
    at, last = window
    for span in spans:
        start, end = max(span[0], at), min(span[1], last)
        if start < end:
            if at < start:
                yield MarkedText(at, text[at:start], marked=False)
            yield MarkedText(start, text[start:end], marked=True)
            at = end
    if at < last:
        yield MarkedText(at, text[at:last], marked=False)


def _size(png: bytes) -> tuple[int, int]:
    """Width and height, which stand at the head of a PNG (ISO 15948, 11.2.2)."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
