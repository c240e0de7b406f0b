"""The viewer: a page of a document, or its text, with quotations marked, over the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from askreviews.web.parts import html

if TYPE_CHECKING:
    from askreviews.assistant import Assistant


class Viewer:
    """The dialog that opens at ``#view=document&spans=10-20,30-40&at=0``."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        html("", "viewer")
