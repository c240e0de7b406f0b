"""The Library tab: the reviews held, and documents added and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from askreviews.web.library.adding import Adding
from askreviews.web.library.removing import Removing
from askreviews.web.parts import html

if TYPE_CHECKING:
    from askreviews.assistant import Assistant
    from askreviews.library import Library


class LibraryTab:
    """The parts of the tab and what they do; it holds nothing of any one session."""

    def __init__(self, assistant: Assistant, library: Library | None, tab: gr.Tab) -> None:
        self.assistant = assistant
        self.library = library
        self.tab = tab
        # Takes the name of the index whenever this visitor adds or removes: what shows the
        # catalogue listens to its change.
        self.generation = gr.State("")
        html("<h2>Library</h2>", "library")
        if library:
            self.removing = Removing(assistant, library, self.generation)
            self.adding = Adding(assistant, library, self.generation)

    def wire(self) -> None:
        """Say what each control does."""
        if self.library:
            self.removing.wire()
            self.adding.wire()
