"""The Ask tab: where its parts stand, and what happens when something is pressed."""

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterator, Generator
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import gradio as gr

from askreviews.errors import AskReviewsError
from askreviews.types import Answer
from askreviews.web.access.roles import person_of
from askreviews.web.ask import sources
from askreviews.web.ask.asking import follow
from askreviews.web.ask.conversation import Conversation, Exchange
from askreviews.web.ask.feedback import Word, keep
from askreviews.web.ask.narrowing import chosen, narrowing
from askreviews.web.ask.take_away import TakeAwayButtons
from askreviews.web.ask.transcript import announcement, editing, examples, transcript, waiting
from askreviews.web.ask.visits import Visits
from askreviews.web.markup import plain
from askreviews.web.offers import Audit, Offers
from askreviews.web.parts import QUIET, Updates, html, said
from askreviews.web.visitor import counted_as, name_of
from askreviews.web.work.workers import Waiting, Workers

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

_TELLS_EVERY_S = 1
_EMPTY_QUESTION = "Type a question first, in a few words or a sentence."
_FOCUS = "() => document.querySelector('#ask-question textarea, #ask-question input')?.focus()"


class AskTab:
    """The parts of the tab and what they do; it holds nothing of any one session.

    The conversation is HTML of ours: ``gr.Chatbot`` reads the source of its bubbles out to
    a screen reader and takes their text for Markdown, which would alter a quotation.
    """

    def __init__(
        self, assistant: Assistant, offers: Offers, visits: Visits, workers: Workers
    ) -> None:
        self.assistant = assistant
        self.offers = offers
        self.visits = visits
        self.workers = workers
        self.conversation = gr.State(Conversation())
        self.keeps = offers.preparing is not None
        self._lay_out()

    def _lay_out(self) -> None:
        with gr.Row(elem_id="ask-columns"):
            with gr.Column(scale=3, elem_id="ask-main"):
                self.transcript = html(
                    transcript([]), "ask-transcript", ("conversation.js", "feedback.js")
                )
                with gr.Column(elem_id="ask-composer"):
                    self.editing = html("", "ask-editing")
                    with gr.Row(elem_id="ask-row"):
                        self.question = gr.Textbox(label="Your question", elem_id="ask-question")
                        self.ask = _button("Ask", variant="primary", elem_id="ask-go")
                        self.stop = _button("Stop", visible=False)
                        self.new = _button("New conversation", visible=False)
                    if self.offers.audit:
                        html(_noticed(self.offers.audit), "ask-audit")
                    self.said = html(said(""), "ask-said")
                    first = self._narrowing(Conversation())
                    self.narrowing = html(first, "ask-narrowing", "narrowing.js")
                writes = self.offers.take_away
                self.take = TakeAwayButtons(writes, self.assistant.facets) if writes else None
                self.examples = html(examples(self.assistant.examples()), "ask-examples")
            with gr.Column(scale=2, elem_id="ask-side"):
                self.sources = html(
                    sources.panel([], keeps=self.keeps), "ask-sources", "sources.js"
                )

    def wire(self) -> None:
        """Say what each button does."""
        shown = [
            *(self.conversation, self.transcript, self.sources, self.question, self.editing),
            *(self.stop, self.new, self.said, self.examples, self.narrowing),
        ]
        if self.take:
            shown.append(self.take.row)
            self.take.wire(self.conversation, self.said)
        typed = [self.ask.click, self.question.submit]
        # Whoever asks waits with the workers, who say how many are ahead, and not with Gradio.
        asks: dict[str, Any] = {**QUIET, "concurrency_limit": None}
        running = [
            gr.on(typed, self.answer, [self.question, self.conversation], shown, **asks),
            self.transcript.load(self.arrive, None, shown, **asks),
            self.transcript.example_select(self.picked, self.conversation, shown, **asks),
        ]
        for button, do in ((self.stop, self.halt), (self.new, self.start_again)):
            pressed = button.click(do, self.conversation, shown, cancels=running, **QUIET)
            pressed.then(js=_FOCUS)
        edited = self.transcript.edit(self.edit, self.conversation, shown, **QUIET)
        edited.then(js=_FOCUS)
        self.transcript.submit(self.judge, self.conversation, shown, **QUIET)
        self.narrowing.apply(self.narrow, self.conversation, shown, **QUIET)

    async def arrive(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[Updates]:
        """Show a page that was opened its conversation, and ask what its address asks."""
        conversation = self.visits.conversation(_sent(event).get("visit"), person_of(request).name)
        arrived = partial(self._arrived, _sent(event), conversation)
        question, updates = await anyio.to_thread.run_sync(arrived)
        yield updates
        if question:
            async for step in self.answer(question, conversation, request):
                yield step

    def _arrived(
        self, sent: dict[str, object], conversation: Conversation
    ) -> tuple[str | None, Updates]:
        question = conversation.unfinished()
        asked, filters = sent.get("q"), self._chosen(sent.get("filters"))
        last = conversation.exchanges[-1].question if conversation.exchanges else None
        if isinstance(asked, str) and asked.strip() and asked != last:
            question, conversation.filters = asked, filters
        return question, {
            **self._show(conversation, ""),
            self.examples: self._examples(conversation),
            self.narrowing: self._narrowing(conversation),
        }

    async def picked(
        self, event: gr.EventData, conversation: Conversation, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Ask a question that was not typed: an example, or one that an address holds."""
        sent = _sent(event)
        question = sent.get("question")
        if not isinstance(question, str):
            return
        if "filters" in sent:
            conversation.filters = self._chosen(sent["filters"])
            yield {self.narrowing: self._narrowing(conversation)}
        async for step in self.answer(question, conversation, request, typed=False):
            yield step

    async def answer(
        self,
        question: str,
        conversation: Conversation,
        request: gr.Request | None = None,
        *,
        typed: bool = True,
    ) -> AsyncIterator[Updates]:
        """Answer a question when it is its turn, showing each statement as it comes."""
        if not question.strip():
            yield {self.said: said(_EMPTY_QUESTION, seen=True)}
            return
        begins: Updates = {
            self.examples: gr.update(visible=False),
            self.editing: "",
        }
        if typed:
            begins[self.question] = ""
        exchange = conversation.begin(question.strip())
        work = partial(self._answering, conversation, exchange, name_of(request))
        told = -math.inf
        try:
            async with aclosing(self.workers.do(counted_as(request), work)) as steps:
                async for step in steps:
                    if not isinstance(step, Waiting):
                        yield {**begins, **step}
                    elif time.monotonic() - told >= _TELLS_EVERY_S:
                        told = time.monotonic()
                        yield {**begins, **self._waits(conversation, exchange, step)}
                    else:
                        continue
                    begins = {}  # later on, the reader may be typing the next question
        except AskReviewsError as error:
            if exchange.open:
                exchange.problem = str(error)
            yield {**begins, **self._under_way(conversation, exchange)}

    def _waits(self, conversation: Conversation, exchange: Exchange, step: Waiting) -> Updates:
        """Say how many are ahead; the conversation itself is shown once, for that takes time."""
        words = said(waiting(step.ahead), seen=True)
        if exchange.waits:
            return {self.said: words}
        exchange.waits = True
        return {**self._under_way(conversation, exchange), self.said: words}

    def _answering(
        self, conversation: Conversation, exchange: Exchange, who: str
    ) -> Generator[Updates, None, None]:
        """Work at an answer, and show it as it stands; one that was stopped in the line is none."""
        if not exchange.open:
            return

        def note(answer: Answer) -> None:
            self.workers.metrics.answered(answer, "page")
            if self.offers.audit:
                self.offers.audit.note(answer, who=who)

        failed = partial(self.workers.metrics.failed, "page")
        for _ in follow(self.assistant, conversation, exchange, note, failed):
            yield self._under_way(conversation, exchange)

    def _under_way(self, conversation: Conversation, exchange: Exchange) -> Updates:
        words = "" if exchange.open else announcement(exchange)
        updates = self._show(conversation, words)
        return {**updates, self.stop: gr.update(visible=exchange.open)}

    def edit(self, event: gr.EventData, conversation: Conversation) -> Updates:
        """Put a question back into the box, to be changed; or leave it as it was."""
        exchange = conversation.exchange(_sent(event).get("turn"))
        conversation.editing = exchange.number if exchange else None
        return {
            self.conversation: conversation,
            self.question: exchange.question if exchange else "",
            self.editing: editing(exchange) if exchange else "",
        }

    def judge(self, event: gr.EventData, conversation: Conversation) -> Updates:
        """Keep what a reader says of an answer."""
        word = Word.of(_sent(event))
        exchange = conversation.exchange(word.turn)
        if exchange and exchange.answer and self.offers.feedback:
            history = [turn.question for turn in conversation.history(exchange)]
            exchange.opinion = keep(
                self.offers.feedback, exchange.answer, word, history, exchange.filters
            )
        return self._show(conversation, "")

    def narrow(self, event: gr.EventData, conversation: Conversation) -> Updates:
        """Narrow the reviews to what was chosen, for this conversation from here on."""
        conversation.filters = self._chosen(_sent(event))
        return {self.conversation: conversation, self.narrowing: self._narrowing(conversation)}

    def halt(self, conversation: Conversation) -> Updates:
        """Stop the answer that is under way."""
        conversation.stop()
        return self._show(conversation, "Stopped.") | {self.stop: gr.update(visible=False)}

    def start_again(self, conversation: Conversation) -> Updates:
        """Forget the conversation."""
        conversation.clear()
        return self._show(conversation, "New conversation.") | {
            self.question: "",
            self.editing: "",
            self.stop: gr.update(visible=False),
            self.examples: self._examples(conversation),
            self.narrowing: self._narrowing(conversation),
        }

    def _chosen(self, sent: object) -> dict[str, list[str]]:
        return chosen(sent, self.assistant.facets())

    def _examples(self, conversation: Conversation) -> Updates:
        """Questions to start with, as the collection is now, where nothing has been asked yet."""
        shown = examples(self.assistant.examples())
        return gr.update(value=shown, visible=not conversation.exchanges)

    def _narrowing(self, conversation: Conversation) -> str:
        held = len(self.assistant.reviews())
        left = len(self.assistant.reviews(conversation.filters))
        return narrowing(self.assistant.facets(), conversation.filters, left, held)

    def _show(self, conversation: Conversation, words: str) -> Updates:
        asks = self.offers.feedback is not None
        # Counted over the whole catalogue, and wanted for the words of filters alone.
        narrowed = any(exchange.filters for exchange in conversation.exchanges)
        facets = self.assistant.facets() if narrowed else {}
        updates: Updates = {
            self.conversation: conversation,
            self.transcript: transcript(conversation.exchanges, facets, asks=asks, arrived=True),
            self.sources: sources.panel(conversation.exchanges, keeps=self.keeps),
            self.said: said(words),
            self.new: gr.update(visible=bool(conversation.exchanges)),
        }
        if self.take:
            updates[self.take.row] = gr.update(visible=bool(conversation.answers()))
        return updates


def _button(words: str, **given: Any) -> gr.Button:
    return gr.Button(words, min_width=0, **given)


def _noticed(audit: Audit) -> str:
    return f'<p class="ask-hint">{plain(audit.notice())}</p>'


def _sent(event: gr.EventData) -> dict[str, object]:
    """What a script of the page sent with an event."""
    data = event._data
    return data if isinstance(data, dict) else {}
