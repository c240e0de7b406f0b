"""The Ask tab as people go through it: first visit, narrowing, changing, sharing, leaving."""

import re
import shutil
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from test_conversation import BRUISING, UNANSWERED, ask, finished, status

from conftest import DOCUMENTS, ROOT, free_port, started

ASKED = "#q=" + quote(BRUISING, safe="")


def box(page):
    return page.get_by_label("Your question", exact=True)


def questions(page):
    return [
        q.removeprefix("You asked: ") for q in page.locator(".ask-question").all_text_contents()
    ]


def test_a_first_visit_is_told_what_it_will_read_once(visit):
    page = visit(first=True)
    note = page.get_by_role("complementary", name="Before you read")
    expect(note).to_be_visible()
    note.get_by_role("button", name="I have read this").click()
    expect(note).to_be_hidden()
    expect(box(page)).to_be_focused()
    page.reload()
    box(page).wait_for()
    expect(note).to_be_hidden()
    page.get_by_text("What this is, and what it isn’t").click()
    expect(page.get_by_text("It is not a way to find out who")).to_be_visible()
    expect(page.locator("#ask-about")).to_contain_text("Version of the collection: 20")


def test_an_example_then_a_follow_up(visit):
    page = visit()
    example = page.locator("#ask-examples button").first
    words = example.text_content()
    example.click()
    expect(page.locator(".ask-question").first).to_contain_text(words)  # before any reply
    expect(box(page)).to_be_focused()
    finished(page, 1)
    expect(page.locator("#ask-examples")).to_be_hidden()
    ask(page, "And what was recommended?")
    finished(page, 2)
    assert questions(page) == [words, "And what was recommended?"]


def test_narrowing_to_under_ones_holds_for_the_conversation(visit):
    page = visit()
    expect(page.locator("#ask-left")).to_have_text(re.compile(r"Asking all \d+ reviews held"))
    page.locator("#ask-narrow summary").click()
    page.get_by_role("checkbox", name=re.compile("^under 1 ")).check()
    expect(page.locator("#ask-left")).to_have_text(re.compile(r"Asking \d of the \d+ reviews held"))
    expect(page.get_by_role("checkbox", name=re.compile("^under 1 "))).to_be_checked()
    for turn, question in enumerate((BRUISING, "What was learnt about handover?"), 1):
        ask(page, question)
        finished(page, turn)
        expect(page.locator(f"#turn-{turn}")).to_contain_text("Narrowed to Child's age: under 1")
    chip = page.get_by_role("button", name=re.compile("Child's age: under 1"))
    chip.focus()
    page.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    expect(page.locator("#ask-left")).to_have_text(re.compile("Asking all"))
    expect(page.locator("#ask-narrow summary")).to_be_focused()


def test_a_question_is_changed_and_asked_again(visit):
    page = visit()
    ask(page, UNANSWERED)
    finished(page, 1)
    ask(page, "And for the police?")
    finished(page, 2)
    page.get_by_role("button", name="Change and ask again: question 1").click()
    expect(box(page)).to_have_value(UNANSWERED)
    expect(box(page)).to_be_focused()
    expect(page.locator("#ask-editing")).to_contain_text("You are changing question 1")
    page.get_by_role("button", name="Leave it as it was").click()
    expect(page.locator("#ask-editing")).to_be_empty()
    expect(box(page)).to_have_value("")
    page.get_by_role("button", name="Change and ask again: question 1").click()
    expect(box(page)).to_have_value(UNANSWERED)
    ask(page, BRUISING)
    expect(status(page, 1)).to_have_text("Answered from the documents")
    assert questions(page) == [BRUISING]
    expect(page.locator("#ask-editing")).to_be_empty()


def test_an_answer_is_copied_with_its_citations(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, BRUISING)
    finished(page, 1)
    quoted = page.locator("#turn-1 .ask-words").first.text_content()
    page.get_by_role("button", name="Copy with citations").click()
    expect(page.locator("#ask-said")).to_contain_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(BRUISING)
    assert f"“{quoted}” [1]" in copied
    assert "\n[1] " in copied
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('#q=')")
    assert page.evaluate("navigator.clipboard.readText()").endswith(ASKED)


def test_a_shared_address_asks_its_question_and_no_server_sees_it(visit):
    requested = []
    page = visit()
    page.context.on("request", lambda sent: requested.append(sent.url))
    ask(page, BRUISING)
    finished(page, 1)
    page.wait_for_function("hash => location.hash === hash", arg=ASKED)
    other = visit(ASKED + "&age=under%201", within=page.context)
    finished(other, 1)
    assert questions(other) == [BRUISING]
    expect(other.locator("#turn-1")).to_contain_text("Narrowed to Child's age: under 1")
    expect(other.locator("#ask-left")).to_have_text(re.compile("of the"))
    assert requested
    assert not [url for url in requested if "bruising" in url.split("#")[0].lower()]


@pytest.mark.parametrize("spoilt", ["#q=%E0%A4%A", "#q=", "#q=%3Cimg%20src=x%3E", "#&&=="])
def test_a_spoilt_address_harms_nothing(visit, spoilt):
    page = visit(spoilt)
    expect(page.locator("#ask-left")).to_be_visible()
    ask(page, BRUISING)
    expect(page.locator(".ask-status").last).to_have_text("Answered from the documents")
    assert page.locator("#ask-columns img").count() == 0


def test_a_page_loaded_again_finds_its_conversation_and_no_other_does(visit):
    page = visit()
    ask(page, UNANSWERED)
    finished(page, 1)
    ask(page, BRUISING)
    finished(page, 2)
    page.reload()
    finished(page, 2)
    assert questions(page) == [UNANSWERED, BRUISING]
    expect(page.get_by_role("button", name="New conversation")).to_be_visible()
    other = visit(within=page.context)
    expect(other.locator("#ask-examples")).to_be_visible()
    assert questions(other) == []


def test_a_page_loaded_again_in_mid_answer_is_answered_after_all(visit):
    page = visit()
    ask(page, BRUISING)
    page.reload()
    box(page).wait_for()
    if page.locator(".ask-turn").count() == 0:
        page.wait_for_timeout(1000)
    if page.locator(".ask-turn").count():  # the server had heard of it before the page went
        finished(page, 1)
        expect(status(page, 1)).to_have_text("Answered from the documents")
    else:
        ask(page, BRUISING)
        finished(page, 1)


def test_leaving_quickly_leaves_nothing_behind(visit):
    page = visit()
    ask(page, BRUISING)
    finished(page, 1)
    key = page.evaluate("sessionStorage.getItem('askreviews-visit')")
    with page.expect_request("**/forget"):
        page.get_by_role("button", name="Leave this page quickly").click()
    page.wait_for_url("about:blank")
    again = visit(within=page.context)
    again.evaluate("key => sessionStorage.setItem('askreviews-visit', key)", key)
    again.reload()
    expect(again.locator("#ask-examples")).to_be_visible()
    assert questions(again) == []


def test_a_server_that_starts_again_is_asked_as_before(chromium, tmp_path):
    (tmp_path / "corpus").mkdir()
    for name in DOCUMENTS:
        shutil.copy(ROOT / "corpus" / name, tmp_path / "corpus")
    port = free_port()
    context = chromium.new_context()
    page = context.new_page()
    with started(tmp_path, port) as address:
        page.goto(address)
        ask(page, BRUISING)
        finished(page, 1)
    with started(tmp_path, port):
        page.reload()  # what it was asked last stands in its address
        finished(page, 1)
        assert questions(page) == [BRUISING]
        ask(page, UNANSWERED)
        finished(page, 2)
    context.close()
