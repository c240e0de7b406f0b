"""The images of pages: their addresses, and the route that they are served by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from askreviews.errors import AskReviewsError
from askreviews.types import Span
from askreviews.web.viewer.asked import Asked

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

_ROUTE = "page-image"
# Two widths only, so that the pages kept are few: one that fits the window, one to read print by.
WIDTHS_PX = {"": 1000, "large": 1600}
_UNUSABLE = "This address is not that of a page's image."
_NO_IMAGE = "This document has no pages to show."
# A reader's own browser may keep it for a while; nobody between may.
_KEPT = {"Cache-Control": "private, max-age=600"}
_NOT_KEPT = {"Cache-Control": "no-store"}


def address(document_id: str, page: int, spans: Sequence[Span], size: str = "") -> str:
    """Where the image of a page with spans marked is served; ``size`` as in ``WIDTHS_PX``."""
    asked = {
        "document": document_id,
        "page": str(page),
        "spans": ",".join(f"{start}-{end}" for start, end in spans),
        "size": size,
    }
    given = {name: value for name, value in asked.items() if value}
    return f"{_ROUTE}?{urlencode(given, safe='', quote_via=quote, errors='replace')}"


def add_page_images(app: FastAPI, assistant: Assistant) -> None:
    """Serve images of pages of the documents held, and of nothing else.

    What cannot be shown is answered with a sentence that says why, as plain text.
    """

    # Not a coroutine: it draws, so it runs in a thread of its own.
    @app.get(f"/{_ROUTE}")
    def page_image(request: Request) -> Response:
        asked = Asked.of(request.query_params)
        width_px = WIDTHS_PX.get(request.query_params.get("size", ""))
        if not asked or asked.page is None or width_px is None:
            return _told(_UNUSABLE, 400)
        try:
            view = assistant.render(asked.document_id, asked.page, asked.spans, width_px)
        except AskReviewsError as error:
            return _told(str(error), 404)
        if view.image is None:
            return _told(view.reason or _NO_IMAGE, 404)
        return Response(view.image, media_type="image/png", headers=_KEPT)


def _told(sentence: str, status: int) -> Response:
    words = sentence.encode("utf-8", "replace").decode()
    return PlainTextResponse(words, status, headers=_NOT_KEPT)
