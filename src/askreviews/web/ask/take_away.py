"""Buttons that save the conversation on the reader's own machine, as Word or Markdown.

The file goes to the browser as it is and is saved by a script there: a file that Gradio serves
would be left lying on this machine, with the questions in it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import unescape
from typing import Any

import gradio as gr

from askreviews.errors import AskReviewsError
from askreviews.types import Answer
from askreviews.web.ask.asking import log_failure
from askreviews.web.ask.conversation import Conversation
from askreviews.web.ask.narrowing import Facets, in_words
from askreviews.web.offers import TakeAway
from askreviews.web.parts import QUIET, Updates, fault, said
from askreviews.web.theme import script

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NOTHING = "There is no answer to take away yet."
_WENT_WRONG = (
    "Something went wrong on our side and the file was not made; please try again. "
    "If it happens again, tell whoever looks after this tool."
)


class TakeAwayButtons:
    """A row of two buttons, not shown until ``row`` is made visible.

    Args:
        take_away: what writes the file.
        facets: the words that filters are shown in.
    """

    def __init__(self, take_away: TakeAway, facets: Callable[[], Facets]) -> None:
        self._facets = facets
        self._write: dict[str, tuple[str, Callable[[Sequence[Answer], Sequence[str]], bytes]]] = {
            "docx": (_DOCX, take_away.docx),
            "md": ("text/markdown", lambda *asked: take_away.markdown(*asked).encode()),
        }
        with gr.Row(visible=False, elem_id="ask-take-away") as self.row:
            self.buttons = {
                "docx": gr.Button("Take away: Word", min_width=0),
                "md": gr.Button("Take away: Markdown", min_width=0),
            }
        # What a function gives to a script must pass through a component.
        self._file = gr.JSON(visible=False)

    def wire(self, conversation: gr.State, told: gr.HTML) -> None:
        """Say what the buttons do.

        Args:
            conversation: the session's own.
            told: where it is said, politely, what was saved or why nothing was.
        """
        save = script("save.js")
        for form, button in self.buttons.items():
            written = button.click(
                self._taker(form, told), conversation, [self._file, told], **QUIET
            )
            written.then(None, self._file, self._file, js=save, **QUIET)

    def _taker(self, form: str, told: gr.HTML) -> Callable[[Conversation], Updates]:
        def take(conversation: Conversation) -> Updates:
            try:
                file = self.file(form, conversation)
            except AskReviewsError as error:
                return {self._file: None, told: fault(str(error))}
            except Exception as error:  # the page must outlive any defect behind it
                log_failure("A conversation was not taken away", error)
                return {self._file: None, told: fault(_WENT_WRONG)}
            words = f"Saved as {file['name']}, where your browser saves files."
            return {self._file: file, told: said(words, seen=True)}

        return take

    def file(self, form: str, conversation: Conversation) -> dict[str, Any]:
        """The conversation as a file: its name, its type, and its bytes in base64.

        Raises:
            AskReviewsError: there is no answer yet.
        """
        asked = [e for e in conversation.exchanges if e.answer and e.answer.question]
        if not asked:
            raise AskReviewsError(_NOTHING)
        kind, write = self._write[form]
        facets = self._facets()
        narrowed = [unescape(in_words(e.filters, facets)) for e in asked]  # it gives HTML
        data = base64.b64encode(write([e.answer for e in asked if e.answer], narrowed)).decode()
        # No word of a question in the name: it shows in lists of files and downloads.
        today = datetime.now(UTC).astimezone().date()
        return {"name": f"answers-{today}.{form}", "type": kind, "data": data}
