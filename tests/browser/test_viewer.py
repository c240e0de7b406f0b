"""The viewer in a real browser: opened, stepped through, read larger, closed, shared."""

import re

import pytest
from playwright.sync_api import expect
from test_conversation import PHONE, ask, finished

from askreviews import Assistant, Settings
from askreviews.web.viewer.links import view_address
from paged import LANTERNS, OVER

QUESTION = "What was found about lanterns in the hay loft?"
LOADED = "image => image.complete && image.naturalWidth"


@pytest.fixture(scope="module")
def place(served, server):
    """Where words stand in the stored text of a document that is served."""
    assert server
    assistant = Assistant.open(served / "index", Settings(corpus=served / "corpus"))

    def find(document, words):
        start = assistant.text(document).text.index(words)
        return start, start + len(words)

    return find


def viewer(page):
    return page.get_by_role("dialog")


def press(page, name):
    viewer(page).get_by_role("button", name=name, exact=True).click()


def button(page, name):
    return viewer(page).get_by_role("button", name=name, exact=True)


def current(page):
    """The words of the mark shown, where it can be seen."""
    mark = viewer(page).locator("mark[aria-current]")
    expect(mark.first).to_be_in_viewport()
    return "".join(mark.all_text_contents())


def drawn(page):
    """The image shown, once it is there."""
    image = viewer(page).get_by_role("img")
    page.wait_for_function(LOADED, arg=image.element_handle())
    return image


def said(page):
    return viewer(page).locator("[data-part=said]")


def test_from_a_citation_to_its_page_and_back_by_keyboard(visit):
    page = visit()
    fetched = []
    page.on("request", lambda asked: "page-image" in asked.url and fetched.append(asked.url))
    ask(page, QUESTION)
    finished(page, 1)
    page.locator("#turn-1").get_by_role("link", name="1", exact=True).first.click()
    before = page.url
    link = page.locator(".ask-card", has_text="hay.pdf").first.get_by_role("link", name="Open the")
    assert fetched == []
    link.focus()
    page.keyboard.press("Enter")
    expect(viewer(page)).to_be_visible()
    expect(viewer(page).get_by_role("heading", level=2)).to_be_focused()
    expect(said(page)).to_contain_text("Quotation 1 of ")
    image = drawn(page)
    assert image.evaluate("image => image.naturalWidth") == 1000
    assert image.get_attribute("alt").startswith("Page 1 of hay.pdf, marked on it: “")
    expect(viewer(page).locator(".view-place[aria-current]").first).to_be_in_viewport()
    assert "#view=hay.pdf&spans=" in page.url
    assert "lanterns" not in page.url.lower()

    page.keyboard.press("Escape")
    expect(viewer(page)).to_be_hidden()
    expect(link).to_be_focused()
    expect(page).to_have_url(before)
    page.reload()
    page.get_by_label("Your question", exact=True).wait_for()
    expect(viewer(page)).to_be_hidden()


def test_steps_turn_the_pages_and_the_address_follows(visit, place):
    spans = [place("hay.pdf", words) for words in (LANTERNS, OVER[1])]
    page = visit(view_address("hay.pdf", spans, 1))
    shown = viewer(page)
    expect(shown).to_contain_text("Quotation 2 of 2")
    expect(shown).to_contain_text("Page 2 of 2")
    expect(button(page, "Next quotation")).to_have_attribute("aria-disabled", "true")
    expect(button(page, "Next page")).to_have_attribute("aria-disabled", "true")

    press(page, "Previous quotation")
    expect(shown).to_contain_text("Quotation 1 of 2")
    expect(shown).to_contain_text("Page 1 of 2")
    expect(said(page)).to_have_text(f"Quotation 1 of 2, page 1 of 2: “{LANTERNS}”")
    expect(button(page, "Previous quotation")).to_be_focused()
    button(page, "Previous quotation").press("Enter")  # the end: nothing, and the focus stays
    expect(button(page, "Previous quotation")).to_be_focused()
    expect(page).to_have_url(re.compile(re.escape(view_address("hay.pdf", spans, 0)) + "$"))

    press(page, "Next page")
    expect(shown).to_contain_text("Page 2 of 2")
    expect(shown).to_contain_text("Quotation 1 of 2")
    expect(page).to_have_url(re.compile("&page=2$"))
    page.reload()
    expect(shown).to_contain_text("Page 2 of 2")
    press(page, "Back to the quotation")
    expect(shown).to_contain_text("Page 1 of 2")
    expect(button(page, "Back to the quotation")).to_be_hidden()
    expect(page).to_have_url(re.compile(re.escape(view_address("hay.pdf", spans, 0)) + "$"))


def test_the_print_can_be_read_larger_and_as_text(visit, place):
    page = visit(view_address("hay.pdf", [place("hay.pdf", LANTERNS)]), viewport=PHONE)
    fitted = drawn(page).bounding_box()["width"]
    assert fitted <= PHONE["width"]
    press(page, "Larger")
    image = viewer(page).get_by_role("img")
    page.wait_for_function("image => image.naturalWidth === 1600", arg=image.element_handle())
    assert drawn(page).bounding_box()["width"] > 2 * fitted
    expect(viewer(page).locator(".view-place[aria-current]")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= PHONE["width"]
    press(page, "Fit to width")
    assert drawn(page).bounding_box()["width"] == fitted
    viewer(page).get_by_text("The text of this page").click()
    assert current(page) == LANTERNS


def test_a_text_is_stepped_through_in_its_marks(visit, place):
    first = place("child-rs.md", "What happened")
    last = place("child-rs.md", "Recommendations")
    page = visit(view_address("child-rs.md", [first, last]), color_scheme="dark")
    assert current(page) == "What happened"
    expect(viewer(page).get_by_role("img")).to_have_count(0)
    expect(button(page, "Next page")).to_be_hidden()
    expect(button(page, "Larger")).to_be_hidden()
    expect(viewer(page)).to_contain_text("Child RS · publisher not stated · as at 2022-02")
    expect(viewer(page)).to_contain_text("File: child-rs.md")
    button(page, "Next quotation").press("Enter")
    expect(said(page)).to_have_text("Quotation 2 of 2: “Recommendations”")
    assert current(page) == "Recommendations"
    press(page, "Close")
    expect(viewer(page)).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.get_by_role("tab", name="Ask", exact=True)).to_be_focused()


def test_a_link_is_copied_where_the_clipboard_is_not_offered(visit):
    page = visit()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.evaluate(f"location.hash = '{view_address('child-rs.md', [(0, 5)])}'")
    expect(viewer(page)).to_contain_text("Quotation 1 of 1")
    press(page, "Copy link")
    expect(viewer(page)).to_contain_text("Link copied")
    expect(button(page, "Copy link")).to_be_focused()
    address = page.url
    press(page, "Close")
    page.get_by_label("Your question", exact=True).focus()
    page.keyboard.press("ControlOrMeta+v")
    expect(page.get_by_label("Your question", exact=True)).to_have_value(address)


def test_the_browsers_way_back_closes_it(visit):
    page = visit()
    page.evaluate(f"location.hash = '{view_address('child-rs.md', [(0, 5)])}'")
    expect(viewer(page)).to_contain_text("Quotation 1 of 1")
    page.go_back()
    expect(viewer(page)).to_be_hidden()
    page.go_forward()
    expect(viewer(page)).to_contain_text("Quotation 1 of 1")


def test_what_cannot_be_shown_is_said_with_what_to_do(visit, served, place):
    page = visit(view_address("gone.md", [(0, 5)]))
    expect(viewer(page)).to_contain_text("no longer held here")
    expect(button(page, "Next quotation")).to_be_hidden()
    press(page, "Close")
    expect(page).to_have_url(re.compile(r"/$"))

    page.evaluate(f"location.hash = '{view_address('child-rs.md', [(0, 10**8)])}'")
    expect(viewer(page)).to_contain_text("not in the document as it is held now")
    viewer(page).get_by_role("link", name="Open the document from its beginning").click()
    expect(viewer(page)).to_contain_text("File: child-rs.md")
    press(page, "Close")
    expect(page).not_to_have_url(re.compile("#view"))

    path = served / "corpus" / "hay.pdf"
    held = path.read_bytes()
    spans = [place("hay.pdf", words) for words in (LANTERNS, OVER[1])]
    try:
        path.write_bytes(held + b"\n")
        page.evaluate(f"location.hash = '{view_address('hay.pdf', spans)}'")
        expect(viewer(page)).to_contain_text("The file has changed since it was indexed")
        assert current(page) == LANTERNS
        press(page, "Next quotation")
        expect(viewer(page)).to_contain_text("Page 2 of 2")
        assert current(page) == OVER[1]
    finally:
        path.write_bytes(held)


def test_a_hostile_document_runs_nothing(visit, place):
    span = place("hostile.md", "${document.title='broken'}")
    page = visit(view_address("hostile.md", [span]), viewport={"width": 320, "height": 256})
    assert current(page) == "${document.title='broken'}"
    expect(viewer(page).get_by_role("heading", level=2)).to_contain_text("<img src=x onerror=")
    assert viewer(page).locator("img, script").count() == 0
    assert page.title() == "askreviews"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= 320
