"""The images of pages: their addresses, and the route that they are served by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from askreviews.errors import AskReviewsError
from askreviews.types import Citation, Span

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

_ROUTE = "page-image"
_PAGE = re.compile(r"[0-9]{1,6}")
_SPANS = re.compile(r"[0-9]{1,9}-[0-9]{1,9}(?:,[0-9]{1,9}-[0-9]{1,9}){0,19}")
_UNUSABLE = "This address is not that of a page's image."
_NO_IMAGE = "This document has no pages to show."
# A reader's own browser may keep it for a while; nobody between may.
_KEPT = {"Cache-Control": "private, max-age=600"}
_NOT_KEPT = {"Cache-Control": "no-store"}


def address(citation: Citation, page: int) -> str:
    """Where the image of a page with a citation's quotation marked is served."""
    asked = {
        "document": citation.document_id,
        "page": page,
        "spans": f"{citation.start}-{citation.end}",
    }
    return f"{_ROUTE}?{urlencode(asked, quote_via=quote, safe='')}"


def add_page_images(app: FastAPI, assistant: Assistant) -> None:
    """Serve images of pages of the documents held, and of nothing else.

    What cannot be shown is answered with a sentence that says why, as plain text.
    """

    # Not a coroutine: it draws, so it runs in a thread of its own.
    @app.get(f"/{_ROUTE}")
    def page_image(request: Request) -> Response:
        asked = request.query_params
        document_id, page, spans = (asked.get(name, "") for name in ("document", "page", "spans"))
        if not (_PAGE.fullmatch(page) and _SPANS.fullmatch(spans)):
            return _told(_UNUSABLE, 400)
        try:
            view = assistant.render(document_id, int(page), _spans(spans))
        except AskReviewsError as error:
            return _told(str(error), 404)
        if view.image is None:
            return _told(view.reason or _NO_IMAGE, 404)
        return Response(view.image, media_type="image/png", headers=_KEPT)


def _spans(text: str) -> list[Span]:
    pairs = (part.split("-") for part in text.split(","))
    return [(int(start), int(end)) for start, end in pairs]


def _told(sentence: str, status: int) -> Response:
    words = sentence.encode("utf-8", "replace").decode()
    return PlainTextResponse(words, status, headers=_NOT_KEPT)
