"""The Library tab: the reviews held, and documents added and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from askreviews.web.library.catalogue import Catalogue
from askreviews.web.library.review import review_page
from askreviews.web.library.theme_map import theme_map
from askreviews.web.parts import QUIET, Updates, html

if TYPE_CHECKING:
    from askreviews.assistant import Assistant
    from askreviews.library import Library

_READING = '<h2>Library</h2><p class="ask-hint">Reading the list of reviews …</p>'
_OPENING = '<p class="lib-opening" role="status">Opening the review …</p>'


class LibraryTab:
    """The parts of the tab and what they do; it holds nothing of any one session.

    Either the list stands there, with all that belongs to it, or the page of one review: the
    script shows the one or the other, so that the list keeps what was typed and chosen.
    """

    def __init__(self, assistant: Assistant, library: Library | None, tab: gr.Tab) -> None:
        self.assistant = assistant
        self.library = library
        self.tab = tab
        with gr.Column(elem_id="library"):
            with gr.Column(elem_id="library-held"):
                self.list = html(_READING, "library-list", "library.js")
                if library is not None:
                    with gr.Column(elem_id="library-add") as self.add_documents:
                        pass
                self.map = html("", "library-map", "theme_map.js")
                self.others = html("", "library-others")
            html(_OPENING, "library-opening")
            self.review = html("", "library-review", "review.js")

    def wire(self) -> None:
        """Say what each control does."""
        self.tab.select(self.refresh, None, [self.list, self.map, self.others], **QUIET)
        self.review.submit(self.open, None, self.review, **QUIET)

    def refresh(self) -> Updates:
        """Show what is held now: documents come and go while the page stands."""
        catalogue = Catalogue(self.assistant)
        return {
            self.list: catalogue.listing(),
            self.map: theme_map(catalogue),
            self.others: catalogue.others(),
        }

    def open(self, event: gr.EventData) -> str:
        """Show the page of the review that the script names."""
        return review_page(self.assistant, str(event.review))
