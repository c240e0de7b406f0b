"""The page in a real browser: asking, following a citation, and what must never happen."""

import re

from playwright.sync_api import expect

BRUISING = "What do reviews say about bruising in non-mobile babies?"
UNANSWERED = "Which hospital treated Child RS?"
PHONE = {"width": 390, "height": 844}


def ask(page, question):
    box = page.get_by_label("Your question", exact=True)
    box.fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def status(page, turn):
    return page.locator(f"#turn-{turn} .ask-status")


def finished(page, turn):
    expect(status(page, turn)).not_to_have_text(re.compile("Reading"), timeout=30_000)


def cards(page):
    return page.locator(".ask-card")


def follow_first_citation(page, turn):
    """Press "1" of an answer: its card is shown, named by the address, and has the focus."""
    shown = page.locator(f"#turn-{turn}")
    quoted = shown.locator(".ask-words").first.text_content()
    shown.get_by_role("link", name="1", exact=True).first.click()
    card = page.locator(f"#source-{turn}-1")
    mark = card.locator("mark")
    expect(mark).to_be_in_viewport()
    expect(card).to_be_focused()
    assert mark.text_content() == quoted
    assert page.url.endswith(f"#source-{turn}-1")
    assert page.evaluate("document.querySelector(':target').id") == f"source-{turn}-1"
    assert len(page.context.pages) == 1
    return card


def test_one_whole_conversation(visit):
    page = visit()
    assert page.title() == "askreviews"
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask the reviews")

    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#ask-said")).to_contain_text("Type a question first")

    ask(page, BRUISING)
    finished(page, 1)
    expect(status(page, 1)).to_have_text("Answered from the documents")
    expect(page.locator("#ask-said")).to_contain_text("Answered from the documents")
    expect(page.locator("#ask-examples")).to_be_hidden()
    card = follow_first_citation(page, 1)
    page.evaluate("scrollTo(0, 0)")
    follow_first_citation(page, 1)
    card.get_by_role("link", name="Back to the answer").click()
    expect(page.locator("#from-source-1-1")).to_be_focused()

    ask(page, "And what was recommended?")
    finished(page, 2)
    follow_first_citation(page, 1)
    expect(page.locator("#turn-2 .ask-question")).to_contain_text("And what was recommended?")

    ask(page, UNANSWERED)
    finished(page, 3)
    expect(status(page, 3)).to_have_text("Not found in these documents")
    expect(page.locator("#turn-3 .ask-review")).to_have_count(0)

    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".ask-turn")).to_have_count(0)
    expect(cards(page)).to_have_count(0)
    expect(page.get_by_label("Your question", exact=True)).to_be_focused()
    expect(page.locator("#ask-examples")).to_be_visible()


def test_an_example_on_a_phone_by_keyboard(visit):
    page = visit(viewport=PHONE, color_scheme="dark")
    page.locator("#ask-examples button").first.focus()
    page.keyboard.press("Enter")
    finished(page, 1)
    follow_first_citation(page, 1)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]


def test_a_citation_keeps_the_conversation_where_the_address_has_a_query(visit):
    page = visit("?__theme=dark")
    ask(page, BRUISING)
    finished(page, 1)
    follow_first_citation(page, 1)
    assert "__theme=dark" in page.url


def test_a_hostile_document_shows_as_text_and_runs_nothing(visit):
    page = visit()
    ask(page, "What matters about kites for Zebedee?")
    finished(page, 1)
    text = page.locator("#ask-columns").text_content()
    assert "<img src=x onerror=" in text
    assert page.locator("#ask-columns img, #ask-columns script").count() == 0
    assert page.title() == "askreviews"


def test_personal_details_are_not_kept_on_the_page(visit):
    page = visit()
    ask(page, "What should happen with Jane Roe, born 01/02/2015, NHS number 943 476 5919?")
    finished(page, 1)
    expect(status(page, 1)).to_have_text("Not something this tool can help with")
    expect(page.locator("#turn-1 .ask-question")).to_contain_text("question not kept")
    assert "Jane" not in page.locator("body").inner_text()


def test_two_visitors_never_see_each_other(visit):
    one, other = visit(), visit()
    ask(one, BRUISING)
    ask(other, UNANSWERED)
    finished(one, 1)
    finished(other, 1)
    assert UNANSWERED not in one.locator("body").inner_text()
    assert BRUISING not in other.locator("#ask-columns").inner_text()
    expect(status(one, 1)).to_have_text("Answered from the documents")
    expect(status(other, 1)).to_have_text("Not found in these documents")
