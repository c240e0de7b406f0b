"""Signing in, what each role finds, and a session that ends while the page stands."""

import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect
from test_accessibility import LOOKS, check

from askreviews import Settings
from askreviews.starting import offers_of
from askreviews.web.access.entrances import ByAccount
from askreviews.web.access.sessions import Sessions
from askreviews.web.server import guarded
from guarded import PASSWORD, name_of, serving, with_accounts

QUESTION = "What do reviews say about handover?"
# A refusal, and what Gradio says of a page that goes while something is on its way.
MAY_GO_WRONG = ("401 (Unauthorized)", "AbortError", "Connection errored out")


@pytest.fixture(scope="module")
def gate(assistant, corpus, index_folder, tmp_path_factory):
    """The page over the small collection, with an account for each role."""
    settings = Settings(corpus=corpus, index=index_folder, data=tmp_path_factory.mktemp("data"))
    entrance = ByAccount(with_accounts(settings.data), Sessions(3600, 36_000))
    return guarded(assistant, offers_of(assistant, settings), entrance)


@pytest.fixture(scope="module")
def address(gate):
    with serving(gate) as address:
        yield address


@pytest.fixture
def window(chromium, address):
    """A window of a browser; nothing but a refusal may have gone wrong in it."""
    faults = []

    @contextmanager
    def open_window(path="/", **options):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        page = context.new_page()
        page.on("request", lambda r: r.url.startswith((address, "data:")) or faults.append(r.url))
        page.on("console", lambda said: said.type == "error" and faults.append(said.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address + path)
        yield page
        context.close()

    yield open_window
    assert [fault for fault in faults if not any(each in fault for each in MAY_GO_WRONG)] == []


def sign_in(page, role, password=PASSWORD):
    page.get_by_label("Name").fill(name_of(role))
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def arrived(page):
    page.locator("#ask-transcript [data-arrived]").wait_for(state="attached")


def test_sign_in_ask_and_sign_out(window):
    """An address that asks a question asks it once somebody has signed in."""
    with window(f"/#q={QUESTION}") as page:
        expect(page).to_have_title("Sign in \u2013 Ask the reviews")
        sign_in(page, "reader", "not the password at all")
        expect(page.get_by_role("alert")).to_contain_text("do not go together")
        expect(page.get_by_label("Password")).to_have_value("")
        sign_in(page, "reader")
        arrived(page)
        expect(page.locator("#question-1")).to_contain_text(QUESTION)
        page.locator(".ask-words").first.wait_for()
        expect(page.locator(".ask-who")).to_contain_text(
            f"Signed in as {name_of('reader')} (reader)"
        )
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("status")).to_have_text("You have signed out.")
        page.go_back()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert "#" not in page.url
        sign_in(page, "trainer")  # at the same window, and nothing is there of the former
        arrived(page)
        expect(page.locator(".ask-turn")).to_have_count(0)


def test_each_role_finds_what_it_may_do(window):
    for role, tabs in (
        ("reader", ["Ask", "Library"]),
        ("evaluator", ["Ask", "Library", "Prepare", "Evaluate"]),
    ):
        with window() as page:
            sign_in(page, role)
            arrived(page)
            assert page.get_by_role("tab").all_inner_texts() == tabs
            page.get_by_role("tab", name="Library").click()
            page.get_by_role("link", name="Child N").first.click()
            page.locator("#library-review h2").first.wait_for()
            for words in ("Add documents", "Choose files", "Remove"):
                expect(page.get_by_text(words, exact=False)).to_have_count(0)
            assert (page.locator(".keep").count() == 0) == (role == "reader")


def test_a_session_that_ends_is_told_in_words_and_begun_again(window, gate):
    with window() as page:
        sign_in(page, "trainer")
        arrived(page)
        box = page.get_by_label("Your question")
        box.fill(QUESTION)
        box.press("Enter")
        page.locator(".ask-words").first.wait_for()
        expect(page.locator(".ask-open")).to_have_count(0)
        for session in gate.entrance.sessions._held.values():
            session.used = time.time() - 3601
        box.fill("And for the police?")
        box.press("Enter")
        told = page.locator("#ask-signed-out")
        expect(told).to_contain_text("You have been signed out")
        check(page, "signed out")
        expect(page.locator(".toast-wrap")).not_to_be_visible()
        expect(page.get_by_role("button", name="quickly")).to_be_visible()
        told.get_by_role("button", name="Sign in again").click()
        sign_in(page, "trainer")
        arrived(page)
        expect(page.locator(".ask-who")).to_contain_text(name_of("trainer"))
        expect(told).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS)
def test_the_page_to_sign_in_is_accessible(window, look):
    with window(**look) as page:
        check(page, "sign in")
        page.get_by_label("Name").focus()
        page.keyboard.press("Tab")
        expect(page.get_by_label("Password")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Sign in")).to_be_focused()
        sign_in(page, "reader", "not the password at all")
        expect(page.get_by_role("alert")).to_be_visible()
        check(page, "not signed in")


def test_signing_in_needs_no_script(window, address):
    with window(java_script_enabled=False) as page:
        sign_in(page, "operator", "not the password at all")
        expect(page.get_by_role("alert")).to_be_visible()
        sign_in(page, "operator")
        expect(page).to_have_url(f"{address}/")
