"""The Ask tab: where its parts stand, and what happens when something is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import gradio as gr

from askreviews.web.ask import sources
from askreviews.web.ask.asking import follow
from askreviews.web.ask.conversation import Conversation
from askreviews.web.ask.transcript import announcement, transcript
from askreviews.web.offers import Offers
from askreviews.web.parts import QUIET, Updates, html, said

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

_EMPTY_QUESTION = "Type a question first, in a few words or a sentence."
_FOCUS = "() => document.querySelector('#ask-question textarea, #ask-question input')?.focus()"


class AskTab:
    """The parts of the tab and what they do; it holds nothing of any one session.

    The conversation is HTML of ours: ``gr.Chatbot`` reads the source of its bubbles out to
    a screen reader and takes their text for Markdown, which would alter a quotation.
    """

    def __init__(self, assistant: Assistant, offers: Offers) -> None:
        self.assistant = assistant
        self.offers = offers
        self.conversation = gr.State(Conversation())
        self._lay_out()

    def _lay_out(self) -> None:
        with gr.Row(elem_id="ask-columns"):
            with gr.Column(scale=3, elem_id="ask-main"):
                self.transcript = html(transcript([]), "ask-transcript", "conversation.js")
                with gr.Column(elem_id="ask-composer"):
                    with gr.Row(elem_id="ask-row"):
                        self.question = gr.Textbox(label="Your question", elem_id="ask-question")
                        self.ask = gr.Button("Ask", variant="primary", min_width=0)
                        self.stop = gr.Button("Stop", visible=False, min_width=0)
                        self.new = gr.Button("New conversation", visible=False, min_width=0)
                    self.said = html(said(""), "ask-said")
                with gr.Column(elem_id="ask-examples") as self.examples:
                    html("<h2>Questions to start with</h2>")
                    self.starters = [gr.Button(text) for text in self.assistant.examples()]
            with gr.Column(scale=2, elem_id="ask-side"):
                self.sources = html(sources.panel([]), "ask-sources", "sources.js")

    def wire(self) -> None:
        """Say what each button does."""
        shown = [
            *(self.conversation, self.transcript, self.sources, self.question),
            *(self.stop, self.new, self.said, self.examples),
        ]
        typed = [self.ask.click, self.question.submit]
        running = [gr.on(typed, self.answer, [self.question, self.conversation], shown, **QUIET)]
        running += [
            starter.click(self.answer, [starter, self.conversation], shown, **QUIET)
            for starter in self.starters
        ]
        for button, do in ((self.stop, self.halt), (self.new, self.start_again)):
            pressed = button.click(do, self.conversation, shown, cancels=running, **QUIET)
            pressed.then(js=_FOCUS)

    def answer(self, question: str, conversation: Conversation) -> Iterator[Updates]:
        """Answer a question, showing each statement as it comes."""
        if not question.strip():
            yield {self.said: said(_EMPTY_QUESTION, seen=True)}
            return
        begins = {
            self.question: "",
            self.examples: gr.update(visible=False),
            self.new: gr.update(visible=True),
        }
        for exchange in follow(self.assistant, conversation, question.strip()):
            words = "" if exchange.open else announcement(exchange)
            updates = self._show(conversation, words)
            yield {**begins, **updates, self.stop: gr.update(visible=exchange.open)}
            begins = {}  # later on, the reader may be typing the next question

    def halt(self, conversation: Conversation) -> Updates:
        """Stop the answer that is under way."""
        conversation.stop()
        return self._show(conversation, "Stopped.") | {self.stop: gr.update(visible=False)}

    def start_again(self, conversation: Conversation) -> Updates:
        """Forget the conversation."""
        conversation.clear()
        return self._show(conversation, "New conversation.") | {
            self.question: "",
            self.stop: gr.update(visible=False),
            self.new: gr.update(visible=False),
            self.examples: gr.update(visible=True),
        }

    def _show(self, conversation: Conversation, words: str) -> Updates:
        return {
            self.conversation: conversation,
            self.transcript: transcript(conversation.exchanges),
            self.sources: sources.panel(conversation.exchanges),
            self.said: said(words),
        }
