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
_Updates = dict[Any, Any]


def build(assistant: Assistant) -> gr.Blocks:
    """Build the page over an open index.

    Args:
        assistant: the reading door; all sessions share it, each with its own conversation.
    """
    with gr.Blocks(title="askreviews", analytics_enabled=False, fill_width=True) as page:
        conversation = gr.State(Conversation())
        _html(render.header(assistant.info), "ask-head")
        with gr.Row(elem_id="ask-columns"):
            with gr.Column(scale=3, elem_id="ask-main"):
                transcript = _html(render.transcript([]), "ask-transcript", "conversation.js")
                with gr.Column(elem_id="ask-composer"):
                    with gr.Row(elem_id="ask-row"):
                        question = gr.Textbox(label="Your question", elem_id="ask-question")
                        ask = gr.Button("Ask", variant="primary", min_width=0)
                        stop = gr.Button("Stop", visible=False, min_width=0)
                        new = gr.Button("New conversation", visible=False, min_width=0)
                    status = _html(_said(""), "ask-said")
                with gr.Column(elem_id="ask-examples") as examples:
                    _html("<h2>Questions to start with</h2>")
                    pressed = [gr.Button(text, size="md") for text in assistant.examples()]
            with gr.Column(scale=2, elem_id="ask-side"):
                panel = _html(sources.panel([]), "ask-sources", "sources.js")

        def answer(asked: str, held: Conversation) -> Iterator[_Updates]:
            if not asked.strip():
                yield {status: _said(_EMPTY_QUESTION, seen=True)}
                return
            first = True
            for exchange in follow(assistant, held, asked.strip()):
                updates: _Updates = {
                    conversation: held,
                    transcript: render.transcript(held.exchanges),
                    panel: sources.panel(held.exchanges),
                    stop: gr.update(visible=exchange.open),
                    status: _said("" if exchange.open else render.announcement(exchange)),
                }
                if first:  # later, the reader may be typing the next question
                    updates |= {
                        question: "",
                        examples: gr.update(visible=False),
                        new: gr.update(visible=True),
                    }
                first = False
                yield updates

        def halt(held: Conversation) -> _Updates:
            held.stop()
            return {
                conversation: held,
                transcript: render.transcript(held.exchanges),
                stop: gr.update(visible=False),
                status: _said("Stopped."),
            }

        def start_again() -> _Updates:
            return {
                conversation: Conversation(),
                transcript: render.transcript([]),
                panel: sources.panel([]),
                stop: gr.update(visible=False),
                question: "",
                status: _said("New conversation."),
                examples: gr.update(visible=True),
                new: gr.update(visible=False),
            }

        shown = [conversation, transcript, panel, stop, new, question, status, examples]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        running = [
            gr.on([ask.click, question.submit], answer, [question, conversation], shown, **quiet),
            *(button.click(answer, [button, conversation], shown, **quiet) for button in pressed),
        ]
        stop.click(halt, conversation, shown, cancels=running, **quiet).then(js=_FOCUS)
        new.click(start_again, None, shown, cancels=running, **quiet).then(js=_FOCUS)
    # A question takes a fraction of a second, so a few at a time serve many readers.
    return page.queue(default_concurrency_limit=4)


def _html(value: str, elem_id: str | None = None, script: str | None = None) -> gr.HTML:
    code = (STATIC / script).read_text(encoding="utf-8") if script else None
    return gr.HTML(value, elem_id=elem_id, js_on_load=code, apply_default_css=False)


def _said(words: str, *, seen: bool = False) -> str:
    """Put words where a screen reader says them once, politely."""
    look = "ask-hint" if seen else "ask-unseen"
    return f'<p class="{look}" role="status" aria-live="polite">{words}</p>'
