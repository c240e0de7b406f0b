"""WCAG 2.2 A and AA by axe-core on every part of the page, and the page by keyboard alone.

Each part is looked at in light and dark, on a wide window and on one 320 px wide, which is what a
window of 1280 px shows at 400% zoom (WCAG 1.4.10).
"""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_conversation import BRUISING, UNANSWERED, ask, finished
from test_viewer import LANTERNS

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
WIDE, ZOOMED = {"width": 1280, "height": 900}, {"width": 320, "height": 256}
EVERY_LOOK = [
    pytest.param({"viewport": size, "color_scheme": scheme}, id=f"{size['width']}-{scheme}")
    for size in (WIDE, ZOOMED)
    for scheme in ("light", "dark")
]
# Each width and each colour once; all four with `make accessibility`.
LOOKS = EVERY_LOOK if os.environ.get("EVERY_LOOK") else EVERY_LOOK[::3]


def check(page, what):
    """No violation, and nothing that scrolls sideways."""
    found = Axe().run(page, options=RULES).response["violations"]
    told = [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:300]}" for one in found]
    assert told == [], what
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{what}: scrolls sideways by {wide} px"


def slow(page):
    """Let what the server sends come as by a bad line, so that an answer stands half shown."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 100,
            "downloadThroughput": 20_000,
            "uploadThroughput": 20_000,
        },
    )


@pytest.mark.parametrize("look", LOOKS)
def test_the_ask_tab(visit, look):
    page = visit(first=True, **look)
    check(page, "first visit")
    page.get_by_role("button", name="I have read this").click()
    page.get_by_text("What this is, and what it isn’t").click()
    page.locator("#ask-narrow summary").click()
    page.get_by_role("checkbox").first.check()
    expect(page.locator("#ask-left")).to_contain_text("of the")
    check(page, "filters")
    page.get_by_role("button", name="Take all off").click()
    page.locator("#ask-narrow summary").click()
    ask(page, BRUISING)
    finished(page, 1)
    ask(page, UNANSWERED)
    finished(page, 2)
    check(page, "answers")
    page.get_by_role("button", name="Change and ask again: question 1").click()
    expect(page.locator("#ask-editing")).to_contain_text("You are changing")
    check(page, "changing a question")


@pytest.mark.parametrize("look", LOOKS)
def test_an_answer_as_it_comes(visit, look):
    page = visit(**look)
    slow(page)
    ask(page, BRUISING)
    expect(page.locator(".ask-status")).to_have_text("Reading the documents…")
    check(page, "asked")
    page.locator(".ask-words").first.wait_for(timeout=60_000)
    check(page, "half shown")


@pytest.mark.parametrize("look", LOOKS)
def test_the_library_tab(visit, look):
    page = visit(**look)
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("heading", name="Themes by review").wait_for()
    check(page, "list, adding, map")
    page.get_by_role("link", name="Child RS").first.click()
    page.get_by_role("heading", name="Child RS").first.wait_for()
    page.locator("#library-review h2, #library-review h3").nth(1).wait_for()
    check(page, "a review's page")
    page.get_by_role("button", name="Remove Child RS").click()
    page.get_by_role("heading", name="Remove this document?").wait_for()
    check(page, "removing")


@pytest.mark.parametrize("look", LOOKS)
def test_the_viewer(visit, look):
    page = visit(**look)
    for turn, (question, words) in enumerate(
        ((BRUISING, "Open the text"), (LANTERNS, "Open the page")), 1
    ):
        ask(page, question)
        finished(page, turn)
        page.locator(f"#source-{turn}-1").get_by_role("link", name=words).click()
        page.locator("#viewer dialog[open] mark, #viewer dialog[open] img").first.wait_for()
        check(page, words)
        page.get_by_role("button", name="Close").click()


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_added_and_said(visit, look, tmp_path):
    page = visit(**look)
    ask(page, BRUISING)
    finished(page, 1)
    page.locator("#feedback-1 summary").first.click()
    check(page, "feedback")
    page.get_by_role("tab", name="Library").click()
    (tmp_path / "shed.txt").write_text("The shed was painted by the scouts in May 2019.", "utf-8")
    (tmp_path / "shed.exe").write_bytes(b"MZ")
    files = [tmp_path / "shed.txt", tmp_path / "shed.exe"]
    page.locator("#add input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Keep").first.wait_for()
    page.get_by_text("shed.exe").first.wait_for()
    check(page, "looked over")
    page.get_by_role("button", name="Leave out").first.click()
    expect(page.get_by_role("button", name="Keep")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS)
def test_the_evaluate_tab(visit, look):
    page = visit(**look)
    page.get_by_role("tab", name="Evaluate").click()
    page.get_by_role("button", name="Run").wait_for()
    check(page, "question sets")


FOCUSED = """() => {
    const at = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    return {
        name: (at.ariaLabel || at.textContent || at.labels?.[0]?.textContent || '').trim(),
        body: at === document.body,
        outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        shown: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    };
}"""


def focus_order(page, presses):
    """What the Tab key comes to, each with whether its focus can be seen."""
    came = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        came.append(page.evaluate(FOCUSED))
    return came


def test_a_conversation_by_keyboard_alone(visit):
    """From the top of the page to an example, its answer, a citation, its source and back."""
    page = visit()
    page.locator("#ask-examples button").first.wait_for()
    came = focus_order(page, 12)
    assert not [one for one in came if one["body"] or not one["outlined"] or not one["shown"]]
    names = [one["name"] for one in came]
    assert names[:2] == ["Leave this page quickly", "What this is, and what it isn’t"]
    example = page.locator("#ask-examples button").first
    words = example.text_content()
    page.reload()
    page.locator("#ask-transcript [data-arrived]").wait_for(state="attached")
    for _ in range(names.index(words) + 1):
        page.keyboard.press("Tab")
    expect(example).to_be_focused()
    page.keyboard.press("Enter")
    finished(page, 1)
    expect(page.get_by_label("Your question", exact=True)).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.id") == "from-source-1-1":
            break
    expect(page.locator("#from-source-1-1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#source-1-1")).to_be_focused()
    came = focus_order(page, 3)
    assert all(one["outlined"] and one["shown"] for one in came)


def test_an_answer_is_announced_once(visit):
    page = visit()
    page.evaluate(
        """() => {
            window.spoken = [];
            const seen = new WeakMap();
            new MutationObserver(() => {
                for (const place of document.querySelectorAll('[aria-live], [role=status]')) {
                    const words = place.textContent.trim();
                    if (words && seen.get(place) !== words) window.spoken.push(words);
                    seen.set(place, words);
                }
            }).observe(document.body, { childList: true, subtree: true, characterData: true });
        }"""
    )
    ask(page, BRUISING)
    finished(page, 1)
    page.wait_for_timeout(500)
    spoken = [words for words in page.evaluate("spoken") if "Asking all" not in words]
    assert len(spoken) == 1
    assert spoken[0].startswith("Answered from the documents. ")
    assert spoken[0].endswith("shown.")
