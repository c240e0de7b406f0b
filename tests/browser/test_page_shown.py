"""The page of a PDF in a real browser: shown when it is asked for, and not before."""

from playwright.sync_api import expect
from test_conversation import ask, finished

LANTERNS = "What was found about lanterns in the hay loft?"
ALT = "Page 1 of hay.pdf with the quotation marked"
LOADED = "image => image.complete && image.naturalWidth > 0"


def test_the_page_of_a_quotation_is_shown_by_keyboard_and_stays(visit):
    page = visit()
    fetched = []
    page.on("request", lambda asked: "page-image" in asked.url and fetched.append(asked.url))
    ask(page, LANTERNS)
    finished(page, 1)
    card = page.locator(".ask-card", has_text="hay.pdf").first
    image = card.get_by_role("img", name=ALT, include_hidden=True)
    expect(image).to_be_hidden()
    assert fetched == []

    card.get_by_text("Show the page", exact=True).focus()
    page.keyboard.press("Enter")
    expect(image).to_be_visible()
    page.wait_for_function(LOADED, arg=image.element_handle())
    assert len(fetched) == 1
    assert image.evaluate("image => image.naturalWidth") == 1000
    assert image.bounding_box()["width"] > 200

    ask(page, "What do reviews say about bruising in non-mobile babies?")
    finished(page, 2)
    expect(image).to_be_visible()
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".ask-card")).to_have_count(0)
    ask(page, LANTERNS)
    finished(page, 1)
    expect(image).to_be_hidden()
