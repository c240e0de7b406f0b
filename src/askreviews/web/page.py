"""The page: where things stand, and what happens when something is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from askreviews.web import render, sources
from askreviews.web.asking import follow
from askreviews.web.conversation import Conversation
from askreviews.web.theme import STATIC

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

_EMPTY_QUESTION = "Type a question first, in a few words or a sentence."
_FOCUS = "() => document.querySelector('#ask-question textarea, #ask-question input')?.focus()"
# A question takes a fraction of a second, so a few at a time serve many readers.
_AT_A_TIME = 4
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_Updates = dict[Any, Any]


def build(assistant: Assistant) -> gr.Blocks:
    """Build the page over an open index.

    Args:
        assistant: the reading door; all sessions share it, each with its own conversation.
    """
    blocks = gr.Blocks(title="askreviews", analytics_enabled=False, fill_width=True)
    with blocks:
        page = _Page(assistant)
        page.wire()
        # At each visit, since documents may be added while the page is served.
        blocks.load(page.header, None, page.head, **_QUIET)
    blocks.queue(default_concurrency_limit=_AT_A_TIME)
    return blocks


class _Page:
    """The parts of the page and what they do; it holds nothing of any one session.

    The conversation is HTML of ours: ``gr.Chatbot`` reads the source of its bubbles out to
    a screen reader and takes their text for Markdown, which would alter a quotation.
    """

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.conversation = gr.State(Conversation())
        self.head = _html(self.header(), "ask-head")
        with gr.Row(elem_id="ask-columns"):
            with gr.Column(scale=3, elem_id="ask-main"):
                self.transcript = _html(render.transcript([]), "ask-transcript", "conversation.js")
                with gr.Column(elem_id="ask-composer"):
                    with gr.Row(elem_id="ask-row"):
                        self.question = gr.Textbox(label="Your question", elem_id="ask-question")
                        self.ask = gr.Button("Ask", variant="primary", min_width=0)
                        self.stop = gr.Button("Stop", visible=False, min_width=0)
                        self.new = gr.Button("New conversation", visible=False, min_width=0)
                    self.said = _html(_said(""), "ask-said")
                with gr.Column(elem_id="ask-examples") as self.examples:
                    _html("<h2>Questions to start with</h2>")
                    self.starters = [gr.Button(text) for text in assistant.examples()]
            with gr.Column(scale=2, elem_id="ask-side"):
                self.sources = _html(sources.panel([]), "ask-sources", "sources.js")

    def wire(self) -> None:
        """Say what each button does."""
        shown = [
            *(self.conversation, self.transcript, self.sources, self.question),
            *(self.stop, self.new, self.said, self.examples),
        ]
        typed = [self.ask.click, self.question.submit]
        running = [gr.on(typed, self.answer, [self.question, self.conversation], shown, **_QUIET)]
        running += [
            starter.click(self.answer, [starter, self.conversation], shown, **_QUIET)
            for starter in self.starters
        ]
        for button, do in ((self.stop, self.halt), (self.new, self.start_again)):
            pressed = button.click(do, self.conversation, shown, cancels=running, **_QUIET)
            pressed.then(js=_FOCUS)

    def header(self) -> str:
        """Show what the page is and what it holds now."""
        return render.header(self.assistant.info)

    def answer(self, question: str, conversation: Conversation) -> Iterator[_Updates]:
        """Answer a question, showing each statement as it comes."""
        if not question.strip():
            yield {self.said: _said(_EMPTY_QUESTION, seen=True)}
            return
        begins = {
            self.question: "",
            self.examples: gr.update(visible=False),
            self.new: gr.update(visible=True),
        }
        for exchange in follow(self.assistant, conversation, question.strip()):
            words = "" if exchange.open else render.announcement(exchange)
            updates = self._show(conversation, words)
            yield {**begins, **updates, self.stop: gr.update(visible=exchange.open)}
            begins = {}  # later on, the reader may be typing the next question

    def halt(self, conversation: Conversation) -> _Updates:
        """Stop the answer that is under way."""
        conversation.stop()
        return self._show(conversation, "Stopped.") | {self.stop: gr.update(visible=False)}

    def start_again(self, conversation: Conversation) -> _Updates:
        """Forget the conversation."""
        conversation.clear()
        return self._show(conversation, "New conversation.") | {
            self.question: "",
            self.stop: gr.update(visible=False),
            self.new: gr.update(visible=False),
            self.examples: gr.update(visible=True),
        }

    def _show(self, conversation: Conversation, words: str) -> _Updates:
        return {
            self.conversation: conversation,
            self.transcript: render.transcript(conversation.exchanges),
            self.sources: sources.panel(conversation.exchanges),
            self.said: _said(words),
        }


def _html(value: str, elem_id: str | None = None, script: str | None = None) -> gr.HTML:
    code = (STATIC / script).read_text(encoding="utf-8") if script else None
    return gr.HTML(value, elem_id=elem_id, js_on_load=code, apply_default_css=False)


def _said(words: str, *, seen: bool = False) -> str:
    """Put words where a screen reader says them once, politely."""
    look = "ask-hint" if seen else "ask-unseen"
    return f'<p class="{look}" role="status" aria-live="polite">{words}</p>'
