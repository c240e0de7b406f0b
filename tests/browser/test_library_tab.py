"""The Library tab in a real browser: find a review, read it, see what themes it speaks of."""

import re

import pytest
from playwright.sync_api import expect
from test_conversation import PHONE

CHILD_RS = "#review=child-rs.md%231"
WIDE = "document.documentElement.scrollWidth > innerWidth"


def at_the_list(visit, **options):
    page = visit(**options)
    page.get_by_role("tab", name="Library").click()
    expect(row(page, "Child RS")).to_be_visible()
    return page


def row(page, label):
    table = page.get_by_role("table", name="Reviews held")
    return table.get_by_role("row").filter(has=page.get_by_role("link", name=label, exact=True))


def labels(page):
    table = page.get_by_role("table", name="Reviews held")
    return table.get_by_role("rowheader").get_by_role("link").all_text_contents()


def grid(page):
    return page.get_by_role("grid", name="Themes by review")


def focused(page):
    return page.evaluate(
        "document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"
    )


def narrow(page, words):
    page.get_by_label("Find in this list").fill(words)


def test_the_list_sorts(visit):
    page = at_the_list(visit)
    first = labels(page)
    heading = page.get_by_role("columnheader", name="Review", exact=True)
    assert heading.get_attribute("aria-sort") == "ascending"
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert labels(page) == first[::-1]
    age = page.get_by_role("columnheader", name="Child’s age")
    age.get_by_role("button").press("Enter")
    assert age.get_attribute("aria-sort") == "ascending"
    assert heading.get_attribute("aria-sort") is None
    assert labels(page)[:2] == ["Baby R", "Child RS"]  # four weeks, four months, not stated
    page.get_by_role("tab", name="Ask").click()
    page.get_by_role("tab", name="Library").click()
    expect(age).to_have_attribute("aria-sort", "ascending")
    assert labels(page)[:2] == ["Baby R", "Child RS"]


def test_the_list_filters_and_says_how_many_are_left(visit):
    page = at_the_list(visit)
    told = page.locator(".lib-count [role=status]")
    total = len(labels(page))
    expect(told).to_have_text(f"{total} reviews")
    narrow(page, "baby four")
    assert labels(page) == []
    expect(page.get_by_text("No review fits")).to_be_visible()
    narrow(page, "february LCSPR")
    expect(told).to_have_text(f"2 of {total} reviews")
    page.get_by_label("Outcome", exact=True).select_option("death")
    expect(told).to_have_text(f"1 of {total} reviews")
    assert labels(page) == ["Baby R"]
    assert grid(page).get_by_role("columnheader").all_text_contents() == [
        "Theme",
        "Baby R",
        "Reviews",
    ]
    page.get_by_role("button", name="Show all").click()
    expect(told).to_have_text(f"{total} reviews")
    expect(page.get_by_label("Find in this list")).to_be_focused()


def test_a_review_is_read_and_left_again(visit):
    page = at_the_list(visit)
    row(page, "Child RS").get_by_role("link").first.press("Enter")
    heading = page.get_by_role("heading", level=2, name="Child RS")
    expect(heading).to_be_focused()
    assert page.url.endswith(CHILD_RS)
    expect(page.get_by_label("Find in this list")).to_be_hidden()
    point = page.get_by_role("listitem").filter(has_text="not enough, by itself, to safeguard")
    expect(point.first.get_by_role("link", name=re.compile("^Open at: Sharing"))).to_have_attribute(
        "href", re.compile("#view=child-rs.md&spans=[0-9]+-[0-9]+&at=0$")
    )
    page.get_by_role("link", name="Recommendations (3)").click()
    expect(page.get_by_role("heading", level=3, name="Recommendations")).to_be_focused()
    assert page.url.endswith(f"{CHILD_RS}&part=recommendations")
    page.get_by_role("link", name="Back to the list of reviews").click()
    expect(row(page, "Child RS").get_by_role("link").first).to_be_focused()
    row(page, "Baby R").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=2, name="Baby R")).to_be_focused()
    page.go_back()
    expect(row(page, "Baby R").get_by_role("link").first).to_be_focused()


def test_the_address_of_a_review_opens_it(visit):
    page = visit(CHILD_RS)
    expect(page.get_by_role("heading", level=2, name="Child RS")).to_be_focused()
    expect(page.get_by_role("tab", name="Library")).to_have_attribute("aria-selected", "true")
    page.get_by_role("link", name="Back to the list of reviews").click()
    expect(row(page, "Child RS").get_by_role("link").first).to_be_focused()


def test_an_address_of_no_review_says_so(visit):
    page = visit("#review=elsewhere.md%237")
    expect(page.get_by_role("heading", level=2, name="Review not found")).to_be_focused()
    page.get_by_role("link", name="Back to the list of reviews").click()
    expect(page.get_by_label("Find in this list")).to_be_focused()


def test_the_map_is_one_stop_of_the_keyboard(visit):
    page = at_the_list(visit)
    page.get_by_role("region", name="Themes by review", exact=True).last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table').getAttribute('role')") == "grid"
    page.keyboard.press("Control+Home")
    assert focused(page) == "Theme"
    page.keyboard.press("ArrowRight")
    assert focused(page) in labels(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert re.match(r"[0-9]+ of [0-9]+$", focused(page))
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.lib-grid')")
    page.keyboard.press("Shift+Tab")
    assert re.match(r"[0-9]+ of [0-9]+$", focused(page))


def test_a_square_opens_the_sentence_that_says_most(visit):
    page = at_the_list(visit)
    square = grid(page).get_by_role("link", name="Child RS: Fathers, partners and other men")
    place = row(page, "Child RS").get_attribute("data-said")
    span = re.search(r"fathers-men:([0-9]+-[0-9]+)", place)[1]
    assert square.get_attribute("href") == f"#view=child-rs.md&spans={span}&at=0"
    square.click()
    viewer = page.get_by_role("dialog")
    expect(viewer.locator("mark").first).to_contain_text("engage fathers proactively")
    assert page.url.endswith(f"#view=child-rs.md&spans={span}&at=0")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(square).to_be_focused()


def test_the_place_on_a_page_is_kept_while_a_source_is_open(visit):
    page = visit(CHILD_RS)
    link = page.get_by_role("link", name="Open at: Police")
    for close in ("Escape", "back"):
        link.click()
        expect(page.get_by_role("dialog").locator("mark").first).to_contain_text("police")
        page.go_back() if close == "back" else page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        assert page.url.endswith(CHILD_RS)


def test_counts_are_of_the_reviews_that_are_left(visit):
    page = at_the_list(visit)
    counts = grid(page).get_by_role("row").filter(has_text="Bruising").locator(".lib-share")
    total = len(labels(page))
    expect(counts).to_have_text(re.compile(rf"[0-9] of {total}$"))
    narrow(page, "child-rs.md")
    expect(counts).to_have_text("1 of 1")


def test_hostile_words_stay_words(visit):
    page = at_the_list(visit)
    page.get_by_role("link", name=re.compile("Z$")).first.click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("<script>")
    expect(page.locator(".lib-page")).to_contain_text("javascript:alert(1)")
    assert page.title() == "askreviews"


@pytest.mark.parametrize("width", [PHONE["width"], 320])
def test_nothing_scrolls_sideways_on_a_phone(visit, width):
    page = at_the_list(visit, viewport={"width": width, "height": 800})
    assert not page.evaluate(WIDE)
    expect(row(page, "Child RS")).to_contain_text("4 months")
    row(page, "Child RS").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=2, name="Child RS")).to_be_focused()
    assert not page.evaluate(WIDE)
