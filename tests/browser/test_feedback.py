"""The form below an answer, and the files to take away, in a real browser."""

import json
import socket
import threading
import time
from io import BytesIO

import gradio as gr
import pytest
import uvicorn
from docx import Document
from fastapi import FastAPI
from playwright.sync_api import expect

from askreviews.evaluation.feedback_book import FeedbackBook
from askreviews.packs.take_away import TakeAway
from askreviews.web.ask.asking import follow
from askreviews.web.ask.conversation import Conversation
from askreviews.web.ask.feedback import Word, feedback_form, keep
from askreviews.web.ask.take_away import TakeAwayButtons
from askreviews.web.parts import QUIET, html, said
from askreviews.web.theme import STATIC

QUESTION = "What do reviews say about handover?"


def page_of(assistant, book):
    """A page with a question box, the forms below its answers, and what can be taken away."""

    def shown(conversation, sent):
        done = [e for e in conversation.exchanges if e.answer]
        return "".join(
            f"<article><h2>{e.number}</h2>{feedback_form(e.number, e.answer, sent.get(e.number))}"
            "</article>"
            for e in done
        )

    def ask(question, conversation, sent):
        for _ in follow(assistant, conversation, question):
            pass
        return conversation, shown(conversation, sent), gr.update(visible=True)

    def send(conversation, sent, event: gr.EventData):
        word = Word.of(event._data)
        answer = conversation.exchanges[word.turn - 1].answer
        sent = sent | {word.turn: keep(book, answer, word, [])}
        return sent, shown(conversation, sent)

    with gr.Blocks(analytics_enabled=False) as blocks:
        conversation, sent = gr.State(Conversation()), gr.State({})
        forms = html("", "forms", "feedback.js")
        question = gr.Textbox(label="Your question")
        told = html(said(""), "told")
        take = TakeAwayButtons(TakeAway(assistant), assistant.facets)
        question.submit(
            ask, [question, conversation, sent], [conversation, forms, take.row], **QUIET
        )
        forms.submit(send, [conversation, sent], [sent, forms], **QUIET)
        take.wire(conversation, told)
    return blocks


@pytest.fixture(scope="module")
def book(assistant, tmp_path_factory):
    return FeedbackBook(tmp_path_factory.mktemp("book") / "data" / "feedback.jsonl", assistant)


@pytest.fixture(scope="module")
def address(assistant, book):
    app = FastAPI()
    styles = [STATIC / "style" / f"{name}.css" for name in ("base", "ask")]
    blocks = page_of(assistant, book)
    gr.mount_gradio_app(app, blocks, path="/", css_paths=styles, ssr_mode=False)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def page(chromium, address):
    page = chromium.new_page(accept_downloads=True)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda line: (
            line.type == "error" and "Failed to load" not in line.text and faults.append(line.text)
        ),
    )
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    yield page
    page.close()
    assert faults == []


def ask(page, question=QUESTION, turn=1):
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    page.locator(f"#feedback-{turn}").wait_for()
    return page.locator(f"#feedback-{turn}")


def test_a_word_on_an_answer_is_sent_by_keyboard_and_kept(page, book):
    form = ask(page)
    form.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(form.get_by_label("Something is missing")).to_be_checked()
    form.locator("summary").nth(1).click()
    form.get_by_role("checkbox").first.check()
    form.get_by_label("In a few words").fill("And the health visitor?")
    page.keyboard.press("Enter")
    expect(form.get_by_role("status")).to_have_text("Thank you. Kept.")
    expect(form.locator("summary").first).to_be_focused()
    expect(form.get_by_role("button")).to_have_count(0)
    kept = json.loads(book.path.read_text("utf-8").splitlines()[-1])
    assert (kept["question"], kept["opinion"]) == (QUESTION, "incomplete")
    assert kept["comment"] == "And the health visitor?"
    assert len(kept["passages"]) == 1


def test_nothing_is_sent_without_an_opinion(page, book):
    before = book.count()
    form = ask(page)
    form.locator("summary").first.click()
    form.get_by_label("In a few words").fill("Hm.")
    form.get_by_role("button", name="Send").click()
    page.wait_for_timeout(300)
    expect(form.get_by_role("status")).to_be_empty()
    assert book.count() == before
    assert "Hm" not in page.url


def test_what_was_refused_stands_in_the_form_to_be_corrected(page, book):
    before = book.count()
    form = ask(page)
    form.locator("summary").first.click()
    form.get_by_label("It is wrong").check()
    comment = form.get_by_label("In a few words")
    comment.fill("Ring me on 07700 900123.")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("could identify somebody")
    expect(comment).to_have_value("Ring me on 07700 900123.")
    expect(form.get_by_label("It is wrong")).to_be_checked()
    assert book.count() == before
    comment.fill("It is about another child.")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_have_text("Thank you. Kept.")
    assert book.count() == before + 1


def test_a_form_begun_stays_as_it_is_while_another_answer_comes(page):
    form = ask(page)
    form.locator("summary").first.click()
    form.get_by_label("It is wrong").check()
    form.get_by_label("In a few words").fill("Half a thou")
    ask(page, "What happened to Child N?", turn=2)
    expect(form).to_have_attribute("open", "")
    expect(form.get_by_label("It is wrong")).to_be_checked()
    expect(form.get_by_label("In a few words")).to_have_value("Half a thou")
    expect(page.locator("#feedback-2")).not_to_have_attribute("open", "")


@pytest.mark.parametrize(("name", "ending"), [("Word", "docx"), ("Markdown", "md")])
def test_the_conversation_is_saved_and_nothing_of_it_left_in_the_page(page, name, ending):
    ask(page)
    for _ in range(2):
        with page.expect_download() as saving:
            page.get_by_role("button", name=f"Take away: {name}").click()
        saved = saving.value
        assert saved.suggested_filename.startswith("answers-")
        assert saved.suggested_filename.endswith(f".{ending}")
    expect(page.locator("#told")).to_contain_text(saved.suggested_filename)
    data = saved.path().read_bytes()
    text = (
        "\n".join(p.text for p in Document(BytesIO(data)).paragraphs)
        if ending == "docx"
        else data.decode()
    )
    assert QUESTION in text
    assert "Sources for question 1" in text
