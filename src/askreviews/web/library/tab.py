"""The Library tab: the reviews held, and documents added and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from askreviews.web.library.adding import Adding
from askreviews.web.library.catalogue import Catalogue
from askreviews.web.library.removing import Removing
from askreviews.web.library.removing import button as remove_button
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

    def __init__(
        self, assistant: Assistant, library: Library | None, tab: gr.Tab, *, keeps: bool = False
    ) -> None:
        self.assistant = assistant
        self.keeps = keeps
        self.library = library
        self.tab = tab
        # Takes the name of the index whenever this visitor adds or removes: what shows the
        # catalogue listens to its change.
        self.generation = gr.State("")
        with gr.Column(elem_id="library"):
            with gr.Column(elem_id="library-held"):
                self.list = html(_READING, "library-list", "library.js")
                if library:
                    with gr.Column(elem_id="library-add"):
                        self.adding = Adding(assistant, library, self.generation)
                self.map = html("", "library-map", "theme_map.js")
                self.others = html("", "library-others")
            html(_OPENING, "library-opening")
            self.review = html("", "library-review", "review.js")
        if library:
            self.removing = Removing(assistant, library, self.generation)

    def wire(self) -> None:
        """Say what each control does."""
        held = [self.list, self.map, self.others]
        for event in (self.tab.select, self.generation.change):
            event(self.refresh, None, held, **QUIET)
        self.review.submit(self.open, None, self.review, **QUIET)
        if self.library:
            self.removing.wire()
            self.adding.wire()

    def refresh(self) -> Updates:
        """Show what is held now: documents come and go while the page stands."""
        catalogue = Catalogue(self.assistant, removable=self.library is not None)
        return {
            self.list: catalogue.listing(),
            self.map: theme_map(catalogue),
            self.others: catalogue.others(),
        }

    def open(self, event: gr.EventData) -> str:
        """Show the page of the review that the script names."""
        page = review_page(self.assistant, str(event.review), keeps=self.keeps)
        return page + self._remove(str(event.review))

    def _remove(self, review_id: str) -> str:
        """A button to remove the document that a review stands in."""
        held = next((r for r in self.assistant.reviews() if r.review_id == review_id), None)
        if not (self.library and held):
            return ""
        return f'<p class="lib-remove">{remove_button(held.document_id, held.title)}</p>'
