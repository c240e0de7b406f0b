"""The catalogue as a table: what a document doesn't say is said to be so, and copies are named."""

from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from lxml.html import fromstring

from askreviews.types import IndexInfo, Review
from askreviews.web.library.catalogue import Catalogue
from askreviews.web.library.words import date_text


@pytest.fixture(scope="module")
def table(assistant):
    return fromstring(Catalogue(assistant).listing())


def holding(*reviews, titles=()):
    """A catalogue of these reviews."""
    door = SimpleNamespace(
        reviews=lambda: list(reviews),
        info=IndexInfo(generation="g", documents=len(reviews), reviews=len(reviews)),
        titles=lambda: dict(titles),
        theme_labels=dict,
        age_bands=dict,
    )
    return Catalogue(door)


def review(review_id, label, **stated):
    document_id = review_id.rpartition("#")[0]
    return Review(review_id=review_id, document_id=document_id, label=label, title=label, **stated)


def row(table, label):
    [found] = [r for r in table.xpath(".//tr[@data-review]") if r.xpath("./th//a")[0].text == label]
    return found


def cell(row, heading):
    [found] = [c for c in row if c.get("data-label") == heading]
    return found.text_content()


def test_a_row_says_what_the_document_says(table):
    child_n = row(table, "Child N")
    assert cell(child_n, "Date") == "June 2020"
    assert cell(child_n, "Child’s age") == "1 year 2 months"
    assert cell(child_n, "Outcome") == "death"
    assert "digest" in child_n.xpath("./th")[0].text_content()
    assert unquote(child_n.xpath("./th//a")[0].get("href")) == "#review=child-n.md#1"
    assert cell(row(table, "Child K"), "Publisher") == "not stated"
    assert cell(row(table, "Child K"), "Date") == "not stated"


def test_what_is_held_is_told(table, assistant):
    words = table.text_content()
    assert "6 reviews held, from 5 documents; index of " in words
    assert f"{assistant.info.created.astimezone():%H:%M}" in words


def values(table, key):
    return [o.text for o in table.xpath(f".//select[@data-filter='{key}']/option")]


def test_choices_are_made_from_the_values_there_are(table):
    assert values(table, "outcome") == ["any", "death", "serious harm"]
    assert values(table, "age") == ["any", "under 1", "1-5", "6-10"]
    assert "Fathers, partners and other men" in values(table, "theme")


def test_what_is_not_stated_can_be_chosen_too():
    table = holding(review("a.md#1", "A", outcome="death"), review("b.md#1", "B")).listing()
    assert values(fromstring(table), "outcome") == ["any", "death", "not stated"]


def test_documents_of_no_review_are_listed_apart(assistant):
    others = fromstring(Catalogue(assistant).others())
    [link] = others.xpath(".//li/a")
    assert link.text_content() == "Handing a family over: a guide"
    assert link.get("href").startswith("#view=handover.md&spans=")
    assert holding(review("a.md#1", "A"), titles={"a.md": "A"}).others() == ""


def test_what_is_the_same_text_or_the_same_case_is_said():
    table = fromstring(
        holding(
            review("a.md#1", "Child A", case_id="A"),
            review("b.md#1", "Child A again", case_id="A"),
            review("c.md#1", "Child C"),
            review("copies/c.txt#1", "Child C", same_as="c.md#1"),
        ).listing()
    )
    assert (
        "On the same case as Child A again (b.md); counted once."
        in row(table, "Child A").text_content()
    )
    texts = [r.text_content() for r in table.xpath(".//tr[@data-review]")]
    assert any("The same text as Child C (copies/c.txt); counted once." in t for t in texts)
    assert any("The same text as Child C (c.md); counted once." in t for t in texts)
    cases = [r.get("data-case") for r in table.xpath(".//tr[@data-review]")]
    assert sorted(cases) == ["A", "A", "c.md#1", "c.md#1"]


def test_hostile_words_show_as_words():
    hostile = '"><img src=x onerror=alert(1)> \u202eA'
    page = holding(review("a.md#1", hostile, publisher=hostile, review_type=hostile)).listing()
    assert "<img" not in page
    assert fromstring(page).xpath(".//tr[@data-review]/th/a")[0].text_content() == hostile


def test_with_nothing_held_it_says_what_to_do():
    page = holding().listing()
    assert "No review is held yet" in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("stated", "shown"),
    [("2021", "2021"), ("2021-06", "June 2021"), ("2021-06-04", "4 June 2021"), (None, None)],
)
def test_a_date_is_as_exact_as_it_was_stated(stated, shown):
    assert date_text(stated) == shown
