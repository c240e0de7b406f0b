"""The Ask tab as its handlers run: in turn, refused in a sentence, forgotten when that is asked."""

import asyncio
import threading
from types import SimpleNamespace

import gradio as gr
import pytest

from askreviews import Settings
from askreviews.types import Answer, AnswerEvent, IndexInfo
from askreviews.web.ask.conversation import Conversation
from askreviews.web.ask.tab import AskTab
from askreviews.web.ask.visits import Visits
from askreviews.web.offers import Offers
from askreviews.web.work.workers import Workers
from in_a_loop import run

KEY = "0" * 32
INFO = IndexInfo(generation="g", documents=1, reviews=1)


class Door:
    """A reading door whose answers wait until they are let go."""

    language_model = None
    info = INFO

    def __init__(self):
        self.go, self.begun = threading.Event(), threading.Event()
        self.go.set()

    def stream(self, question, *_):
        self.begun.set()
        assert self.go.wait(20)
        yield AnswerEvent(Answer(question=question, status="answered", index=INFO))

    def facets(self):
        return {}

    def reviews(self, _=None):
        return []

    def examples(self):
        return ["What is a rapid review?"]


@pytest.fixture
def door():
    return Door()


def tab_of(door, **bounds):
    with gr.Blocks():
        return AskTab(door, Offers(), Visits(), Workers(Settings(**bounds)))


async def asked(tab, conversation, question="Q?"):
    """What is shown, step by step: the conversation and what is said below it."""
    return [
        (str(step.get(tab.transcript, "")), str(step.get(tab.said, "")))
        async for step in tab.answer(question, conversation)
    ]


async def begun(door):
    for _ in range(1000):
        if door.begun.is_set():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never began")


def test_an_answer_is_shown_and_counted(door):
    tab, conversation = tab_of(door), Conversation()
    shown = run(asked(tab, conversation))
    assert "Answered from the documents" in shown[-1][0]
    told = tab.workers.metrics.text().decode()
    assert 'askreviews_questions_total{reason="",status="answered",way="page"} 1.0' in told


def test_whoever_waits_is_told_how_many_are_ahead_and_answered_then(door):
    async def main():
        tab = tab_of(door, max_at_once=1, max_waiting=1)
        door.go.clear()
        first = asyncio.create_task(asked(tab, Conversation(), "One?"))
        await begun(door)
        second = asyncio.create_task(asked(tab, Conversation(), "Two?"))
        await asyncio.sleep(0.1)
        refused = await asked(tab, Conversation(), "Three?")
        door.go.set()
        return await first, await second, refused

    first, second, refused = run(main())
    assert "yours is next" in second[0][1]
    assert "Waiting for its turn" in second[0][0]
    assert "Answered from the documents" in second[-1][0]
    assert not any("ask just now" in said for _, said in first)
    assert "1 question waiting" in refused[-1][0]
    assert "Not finished" in refused[-1][0]


def test_who_asked_too_much_is_told_when_to_ask_again(door):
    async def main():
        tab, conversation = tab_of(door, max_per_minute=1), Conversation()
        await asked(tab, conversation)
        return await asked(tab, conversation, "Again?")

    assert "ask again in" in run(main())[-1][0]


def test_what_was_stopped_in_the_line_is_never_begun(door):
    async def main():
        tab = tab_of(door, max_at_once=1)
        door.go.clear()
        first = asyncio.create_task(asked(tab, Conversation(), "One?"))
        await begun(door)
        door.begun.clear()
        conversation = Conversation()
        second = asyncio.create_task(asked(tab, conversation, "Two?"))
        await asyncio.sleep(0.1)
        conversation.stop()
        door.go.set()
        await asyncio.gather(first, second)
        assert not door.begun.is_set()
        assert conversation.exchanges[-1].answer is None

    run(main())


def test_a_page_loaded_again_finds_its_conversation_unless_it_was_forgotten(door):
    request = SimpleNamespace(request=None, session_hash="s")

    async def arrived(tab, **sent):
        event = SimpleNamespace(_data={"visit": KEY, **sent})
        return [str(step[tab.transcript]) async for step in tab.arrive(event, request)]

    async def main():
        tab = tab_of(door)
        assert "Answered" in (await arrived(tab, q="Who rang?"))[-1]
        assert "Who rang?" in (await arrived(tab))[-1]
        tab.visits.forget(KEY)
        assert "Who rang?" not in (await arrived(tab))[-1]

    run(main())
