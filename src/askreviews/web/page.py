"""The page: where things stand, and what happens when something is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import gradio as gr

from askreviews.web import render, sources
from askreviews.web.asking import follow
from askreviews.web.bench import Bench
from askreviews.web.conversation import Conversation
from askreviews.web.evaluate import EvaluateTab
from askreviews.web.parts import QUIET, Updates, html, said

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

_EMPTY_QUESTION = "Type a question first, in a few words or a sentence."
_FOCUS = "() => document.querySelector('#ask-question textarea, #ask-question input')?.focus()"
# A question takes a fraction of a second, so a few at a time serve many readers.
_AT_A_TIME = 4
# An upload is deleted as it is read; one whose page was closed before that, after this long.
_LEFT_S = 600


def build(assistant: Assistant, bench: Bench | None = None) -> gr.Blocks:
    """Build the page over an open index.

    Args:
        assistant: the reading door; all sessions share it, each with its own conversation.
        bench: the evaluator's; without one there is no Evaluate tab.
    """
    blocks = gr.Blocks(
        title="askreviews",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(_LEFT_S, _LEFT_S),
    )
    with blocks:
        page = _Page(assistant, bench)
        page.wire()
        # At each visit, since documents may be added while the page is served.
        blocks.load(page.header, None, page.head, **QUIET)
    blocks.queue(default_concurrency_limit=_AT_A_TIME)
    return blocks


class _Page:
    """The parts of the page and what they do; it holds nothing of any one session.

    The conversation is HTML of ours: ``gr.Chatbot`` reads the source of its bubbles out to
    a screen reader and takes their text for Markdown, which would alter a quotation.
    """

    def __init__(self, assistant: Assistant, bench: Bench | None) -> None:
        self.assistant = assistant
        self.conversation = gr.State(Conversation())
        self.head = html(self.header(), "ask-head")
        self.evaluate: EvaluateTab | None = None
        if bench is None:
            self._lay_out()
            return
        with gr.Tabs(elem_id="ask-tabs"):
            with gr.Tab("Ask", elem_id="ask-tab"):
                self._lay_out()
            with gr.Tab("Evaluate", elem_id="eval-tab") as tab:
                self.evaluate = EvaluateTab(bench, tab)

    def _lay_out(self) -> None:
        with gr.Row(elem_id="ask-columns"):
            with gr.Column(scale=3, elem_id="ask-main"):
                self.transcript = html(render.transcript([]), "ask-transcript", "conversation.js")
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
        if self.evaluate:
            self.evaluate.wire()
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

    def header(self) -> str:
        """Show what the page is and what it holds now."""
        return render.header(self.assistant.info)

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
            words = "" if exchange.open else render.announcement(exchange)
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
            self.transcript: render.transcript(conversation.exchanges),
            self.sources: sources.panel(conversation.exchanges),
            self.said: said(words),
        }
