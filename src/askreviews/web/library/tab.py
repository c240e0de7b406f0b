"""The Library tab: the reviews held, and documents added and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

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
        html("<h2>Library</h2>", "library")

    def wire(self) -> None:
        """Say what each control does."""
