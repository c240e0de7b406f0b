"""From an answer to a session: quotations kept, put in order, made a pack, taken away."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect
from test_accessibility import LOOKS, check
from test_conversation import BRUISING, ask, finished

UNHELD = {
    "private fostering": "Nothing was found in the documents held",
    "tidal harbour dredging permits": "this is not something they are about",
}


def tab(page):
    page.get_by_role("tab", name="Prepare").click()
    page.get_by_role("heading", name="Prepare a session").wait_for()


def keep(page, source):
    card = page.locator(f"#source-1-{source}")
    card.get_by_role("button", name="Keep").click()
    expect(card.get_by_role("button", name="Kept", pressed=True)).to_be_visible()
    return card.locator("mark").text_content()


def make(page, **chosen):
    for label, words in chosen.items():
        page.get_by_role("radio", name=label.replace("_", " ")).check()
        if words:
            page.locator("#prep-topic").fill(words)
    page.get_by_role("button", name="Make the pack").click()


def test_from_a_question_to_a_session_in_word(visit):
    page = visit()
    ask(page, BRUISING)
    finished(page, 1)
    words = [keep(page, 1), keep(page, 2)]
    page.reload()
    finished(page, 1)
    expect(page.locator("#source-1-1").get_by_role("button", name="Kept")).to_be_visible()
    page.get_by_role("link", name="2 kept: prepare a session").click()
    expect(page.get_by_role("radio", name="What you kept")).to_be_checked()

    basket = page.locator("#prep-basket")
    expect(basket.locator("li .ask-words")).to_have_text(words)
    basket.get_by_role("button", name=re.compile("^Down quotation 1")).click()
    expect(basket.locator("li .ask-words")).to_have_text(words[::-1])
    expect(basket.get_by_role("button", name=re.compile("^Down quotation 2"))).to_be_focused()
    basket.get_by_label("Note on quotation 1").fill("Ask the nursery first.")
    basket.get_by_label("Note on quotation 1").press("Tab")

    make(page)
    expect(page.locator("#prep-title")).to_be_focused()
    part = page.locator(".prep-part").first
    expect(part.get_by_role("heading", name="Quotations kept")).to_be_visible()
    expect(part).to_contain_text("Ask the nursery first.")
    page.get_by_role("checkbox", name="Action plan").uncheck()
    expect(page.locator(".prep-part").get_by_role("heading", name="Action plan")).to_have_count(0)

    with page.expect_download() as sent:
        page.get_by_role("button", name="Word", exact=True).click()
    assert re.fullmatch(r"session-\d{4}-\d\d-\d\d\.docx", sent.value.suggested_filename)
    document = Document(BytesIO(Path(sent.value.path()).read_bytes()))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    stand = [next(n for n, p in enumerate(paragraphs) if f"“{w}”" in p) for w in words]
    assert stand == sorted(stand, reverse=True)
    assert "Our note: Ask the nursery first." in paragraphs
    assert "Quotations kept" in paragraphs
    assert "Action plan" not in paragraphs


def test_lines_are_left_out_ordered_noted_and_only_ours_are_reworded(visit):
    page = visit()
    tab(page)
    make(page, A_review=None)
    page.locator(".prep-pack").wait_for()
    page.get_by_role("button", name="Change lines").click()
    part = page.locator(".prep-part", has=page.get_by_role("heading", name="Seven-minute briefing"))
    quote = part.locator(".prep-block", has=page.locator(".ask-quote")).first
    name = quote.get_attribute("data-block")
    block = page.locator(f'[data-block="{name}"]')
    expect(block.get_by_label(re.compile("^In your words"))).to_have_count(0)
    block.get_by_label(re.compile("^Your note")).fill("<b>For</b> the nursery")
    block.get_by_role("button", name=re.compile("^Leave out")).click()
    expect(block).to_contain_text("Left out:")
    expect(block.get_by_role("button", name=re.compile("^Put back"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(block.locator(".ask-words")).to_be_visible()
    expect(block).to_contain_text("our note <b>For</b> the nursery")
    own = page.get_by_label(re.compile("^In your words")).first
    own.fill("What shall we do first?")
    own.press("Tab")
    expect(page.locator("#prep-pack")).to_contain_text(
        "Written for this session What shall we do first?"
    )
    view = block.get_by_role("link", name=re.compile("^Open")).first
    view.click()
    expect(page.locator("#viewer dialog mark").first).to_be_visible()


def test_a_topic_with_no_evidence_and_one_that_is_declined_say_so(visit):
    page = visit()
    tab(page)
    make(page)
    expect(page.locator("#prep-said")).to_contain_text("Name a topic first")
    for topic, words in UNHELD.items():
        make(page, A_topic=topic)
        expect(page.locator("#prep-pack")).to_contain_text(words)
        expect(page.locator("#prep-title")).to_have_text("There is no pack on this")
    expect(page.get_by_role("button", name="Word", exact=True)).to_have_count(0)
    make(page, A_topic="Should I call 999 now, the baby I am with has a bruise")
    expect(page.locator("#prep-title")).to_have_text("Not something a pack can be made of")
    make(page, What_you_kept=None)
    expect(page.locator("#prep-said")).to_contain_text("Nothing is kept yet")


def test_a_basket_is_saved_by_name_loaded_elsewhere_and_deleted(visit):
    page = visit()
    ask(page, BRUISING)
    finished(page, 1)
    words = keep(page, 1)
    tab(page)
    page.get_by_label("Save this basket as").fill("../Bath <time>")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#prep-said")).to_contain_text("Saved as “../Bath <time>”.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#prep-sure-words")).to_be_focused()
    page.get_by_role("button", name="Overwrite it").click()
    expect(page.locator("#prep-said")).to_contain_text("Saved as")
    other = visit()
    tab(other)
    expect(other.locator("#prep-basket li")).to_have_count(0)
    other.get_by_role("button", name="Load", exact=True).click()
    expect(other.locator("#prep-basket li .ask-words")).to_have_text([words])
    other.get_by_role("button", name="Delete…").click()
    other.get_by_role("button", name="Delete it").click()
    expect(other.get_by_label("Saved baskets")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS)
def test_the_prepare_tab_under_axe(visit, look):
    page = visit(**look)
    ask(page, BRUISING)
    finished(page, 1)
    keep(page, 1)
    check(page, "a source kept")
    tab(page)
    check(page, "form and basket")
    make(page, What_you_kept=None)
    page.locator(".prep-pack").wait_for()
    page.get_by_role("button", name="Change lines").click()
    check(page, "a pack, its lines to be changed")
