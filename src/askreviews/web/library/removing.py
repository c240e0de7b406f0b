"""Removing a document, after a dialog that says what goes: any button with ``data-remove``."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

import gradio as gr

from askreviews.errors import AskReviewsError
from askreviews.web.ask.asking import log_failure
from askreviews.web.library.desk import WENT_WRONG, WRITING
from askreviews.web.markup import counted, plain
from askreviews.web.parts import QUIET, Updates, html

if TYPE_CHECKING:
    from askreviews.assistant import Assistant
    from askreviews.library import Library

# It is never given a new value: that would take an open dialog's "open" away.
_DIALOG = (
    '<dialog class="rem-dialog" aria-labelledby="rem-title"><h2 id="rem-title" tabindex="-1">'
    'Remove this document?</h2><div class="rem-words"></div><p class="rem-buttons">'
    '<button type="button" class="add-main" data-confirm>Remove</button> '
    '<button type="button" data-cancel>Cancel</button></p></dialog>'
)


def button(document_id: str, title: str) -> str:
    """A button that asks to remove a document, for any place in the Library tab."""
    return (
        f'<button type="button" class="rem-open" data-remove="{escape(document_id)}">Remove'
        f'<span class="ask-unseen"> {plain(title)}</span>…</button>'
    )


class Removing:
    """The line that says what came of it, where it is made, and the dialog.

    Args:
        assistant: the reading door.
        library: the writing door.
        generation: takes the name of the index that holds the document no longer.
    """

    def __init__(self, assistant: Assistant, library: Library, generation: gr.State) -> None:
        self.assistant = assistant
        self.library = library
        self.generation = generation
        self.said = html(_said(""), "rem-said")

        def about(document_id: str) -> str:  # Gradio marks what it serves: no method of ours
            return self._about(document_id)

        self.dialog = html(_DIALOG, "rem", "removing.js", [about])

    def wire(self) -> None:
        """Say what each control does."""
        outputs = [self.said, self.generation]
        self.dialog.delete(
            self.remove, None, outputs, concurrency_id=WRITING, concurrency_limit=1, **QUIET
        )

    def _about(self, document_id: str) -> str:
        """What the dialog says of a document: the words are its own, so they are HTML already."""
        try:
            title = self._title(document_id)
        except AskReviewsError as error:
            return f"<p>{plain(str(error))}</p>"
        told = f"<p><strong>{plain(title)}</strong><br><span>{plain(document_id)}</span></p>"
        reviews = [r.label for r in self.assistant.reviews() if r.document_id == document_id]
        if reviews:
            named = "".join(f"<li>{plain(label)}</li>" for label in reviews)
            told += f"<p>{counted(len(reviews), 'review')} in it:</p><ul>{named}</ul>"
        return told + (
            "<p>No answer will quote it any more. Its file is not deleted: it moves to the folder "
            "<code>.removed</code> among the documents, and can be put back from there.</p>"
        )

    def remove(self, sent: gr.EventData) -> Iterator[Updates]:
        """Remove a document, and say what came of it."""
        document_id = str(sent._data["document"])
        try:
            title = self._title(document_id)
            yield {self.said: _said(f"Removing {title}…")}
            report = self.library.remove([document_id])
        except AskReviewsError as error:
            yield {self.said: _said(str(error), wrong=True)}
            return
        except Exception as error:  # the page must outlive any defect behind it
            log_failure("A document was not removed", error)
            yield {self.said: _said(WENT_WRONG, wrong=True)}
            return
        held = self.assistant.info  # opens the new index before a question does
        counts = f"{counted(held.documents, 'document')}, {counted(held.reviews, 'review')} held"
        yield {
            self.said: _said(f"Removed: {title}. {counts} now."),
            self.generation: report.generation,
        }

    def _title(self, document_id: str) -> str:
        return self.assistant.index.document(document_id).title


def _said(words: str, *, wrong: bool = False) -> str:
    look = " ask-problem" if wrong else ""
    return (
        f'<p class="rem-said{look}" role="status" aria-live="polite" tabindex="-1">'
        f"{plain(words)}</p>"
    )
