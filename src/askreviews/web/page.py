"""The page: a heading and its tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import gradio as gr

from askreviews.web.access.roles import ANYONE, Person, person_of
from askreviews.web.ask.tab import AskTab
from askreviews.web.ask.visits import Visits
from askreviews.web.evaluate.tab import EvaluateTab
from askreviews.web.header import header
from askreviews.web.library.tab import LibraryTab
from askreviews.web.offers import Offers
from askreviews.web.parts import QUIET, html
from askreviews.web.prepare.tab import PrepareTab
from askreviews.web.viewer.viewer import Viewer
from askreviews.web.work.workers import Workers

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

# What is pressed takes a fraction of a second, so a few at a time serve many readers.
_AT_A_TIME = 4
# Events under way besides questions, which wait with the workers.
_OTHERS = 60
# An upload is deleted as it is read; one whose page was closed before that, after this long.
_LEFT_S = 600


def build(
    assistant: Assistant,
    offers: Offers | None = None,
    visits: Visits | None = None,
    workers: Workers | None = None,
) -> gr.Blocks:
    """Build the page over an open index.

    Args:
        assistant: the reading door; all sessions share it, each with its own conversation.
        offers: what else the page can do: change the library, prepare, evaluate, keep feedback.
        visits: what visits hold, by which a page that is loaded again finds its own.
        workers: what answers questions, in turn.
    """
    offers, visits, workers = offers or Offers(), visits or Visits(), workers or Workers()
    keeps = offers.preparing is not None
    blocks = gr.Blocks(
        title="askreviews",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(_LEFT_S, _LEFT_S),
    )
    with blocks:
        head = html(_head(assistant, ANYONE), "ask-head")
        with gr.Tabs(elem_id="ask-tabs"):
            with gr.Tab("Ask", elem_id="ask-tab"):
                ask = AskTab(assistant, offers, visits, workers)
            with gr.Tab("Library", elem_id="library-tab") as tab:
                library = LibraryTab(assistant, offers.library, tab, keeps=keeps)
            if offers.preparing:
                with gr.Tab("Prepare", elem_id="prepare-tab") as tab:
                    prepare = PrepareTab(assistant, offers.preparing, visits, tab)
            if offers.bench:
                with gr.Tab("Evaluate", elem_id="eval-tab") as tab:
                    evaluate = EvaluateTab(offers.bench, tab, offers.feedback)
                    evaluate.wire()
        Viewer(keeps=keeps)
        ask.wire()
        library.wire()
        if offers.preparing:
            prepare.hand()
            prepare.wire(library.generation)
        # At each visit, since documents may be added while the page is served.
        gr.on(
            [blocks.load, library.generation.change], _headed(assistant), None, head, **QUIET
        )  # fmt: skip
    blocks.max_threads = workers.most + _OTHERS
    blocks.queue(default_concurrency_limit=_AT_A_TIME)
    return blocks


def _headed(assistant: Assistant) -> Callable[[gr.Request], str]:
    def headed(request: gr.Request) -> str:
        return _head(assistant, person_of(request))

    return headed


def _head(assistant: Assistant, person: Person) -> str:
    return header(
        assistant.info,
        assistant.language_model,
        person,
        server=assistant.vector_server,
        by_words=assistant.by_words_alone(look=True) is not None,
    )
