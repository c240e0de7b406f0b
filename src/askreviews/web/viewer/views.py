"""The route that a view's contents come by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from askreviews.web.viewer.asked import Asked
from askreviews.web.viewer.view import view_of

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

_NOT_KEPT = {"Cache-Control": "no-store"}


def add_views(app: FastAPI, assistant: Assistant) -> None:
    """Serve views of the documents held as JSON.

    A route beside that of the images, and not a server function of ``gr.HTML``: it needs no
    session, so a page that lost its own (the program was started again) still opens what it
    links to. What cannot be shown is a view too, since a browser reports each 404 as an error.
    """

    # Not a coroutine: it may draw, so it runs in a thread of its own.
    @app.get("/page-view")
    def page_view(request: Request) -> JSONResponse:
        view = view_of(assistant, Asked.of(request.query_params))
        return JSONResponse(view.model_dump(), headers=_NOT_KEPT)
