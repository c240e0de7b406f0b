"""The form below an answer, and the files to take away, in a real browser."""

import json
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import expect
from test_conversation import BRUISING, ask, finished


class Book:
    """The file that the server keeps."""

    def __init__(self, path):
        self.path = path

    def lines(self):
        return self.path.read_text("utf-8").splitlines() if self.path.exists() else []

    def count(self):
        return len(self.lines())


@pytest.fixture
def book(served):
    return Book(served / "data" / "feedback.jsonl")


@pytest.fixture
def page(visit):
    return visit(accept_downloads=True)


def asked(page, question=BRUISING, turn=1):
    ask(page, question)
    finished(page, turn)
    return page.locator(f"#feedback-{turn}")


def test_a_word_on_an_answer_is_sent_by_keyboard_and_kept(page, book):
    form = asked(page)
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
    kept = json.loads(book.lines()[-1])
    assert (kept["question"], kept["opinion"]) == (BRUISING, "incomplete")
    assert kept["comment"] == "And the health visitor?"
    assert len(kept["passages"]) == 1


def test_nothing_is_sent_without_an_opinion(page, book):
    before = book.count()
    form = asked(page)
    form.locator("summary").first.click()
    form.get_by_label("In a few words").fill("Hm.")
    form.get_by_role("button", name="Send").click()
    page.wait_for_timeout(300)
    expect(form.get_by_role("status")).to_be_empty()
    assert book.count() == before
    assert "Hm" not in page.url


def test_what_was_refused_stands_in_the_form_to_be_corrected(page, book):
    before = book.count()
    form = asked(page)
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
    form = asked(page)
    form.locator("summary").first.click()
    form.get_by_label("It is wrong").check()
    form.get_by_label("In a few words").fill("Half a thou")
    asked(page, "What happened to Child RS?", turn=2)
    expect(form).to_have_attribute("open", "")
    expect(form.get_by_label("It is wrong")).to_be_checked()
    expect(form.get_by_label("In a few words")).to_have_value("Half a thou")
    expect(page.locator("#feedback-2")).not_to_have_attribute("open", "")


@pytest.mark.parametrize(("name", "ending"), [("Word", "docx"), ("Markdown", "md")])
def test_the_conversation_is_saved_and_nothing_of_it_left_in_the_page(page, name, ending):
    asked(page)
    for _ in range(2):
        with page.expect_download() as saving:
            page.get_by_role("button", name=f"Take away: {name}").click()
        saved = saving.value
        assert saved.suggested_filename.startswith("answers-")
        assert saved.suggested_filename.endswith(f".{ending}")
    expect(page.locator("#ask-said")).to_contain_text(saved.suggested_filename)
    data = saved.path().read_bytes()
    text = (
        "\n".join(p.text for p in Document(BytesIO(data)).paragraphs)
        if ending == "docx"
        else data.decode()
    )
    assert BRUISING in text
    assert "Sources for question 1" in text
