"""A review's own page: each fact with its sentence, each sentence word for word at its place."""

import re
from html import unescape
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from lxml.html import fromstring

from askreviews.types import IndexInfo, OutlineItem, Review, StoredText
from askreviews.web.library.review import review_page

_SPAN = re.compile(r"#view=([^&]+)&spans=(\d+)-(\d+)&at=0")


def page_of(assistant, review_id):
    return fromstring(review_page(assistant, review_id))


def part(page, name):
    [heading] = page.xpath(f".//*[@id='lib-part-{name}']")
    return heading.getparent()


def words(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(
    "review_id", ["child-n.md#1", "briefing-child-k.txt#1", "list-2021-11.txt#1"]
)
def test_every_quotation_is_the_text_at_the_place_that_its_link_opens(assistant, review_id):
    page = page_of(assistant, review_id)
    quoted = page.xpath(".//*[@class='ask-words']")
    assert len(quoted) > 10
    for quotation in quoted:
        link = quotation.getparent().xpath("./a[@class='lib-open']")[0]
        document, start, end = _SPAN.fullmatch(link.get("href")).groups()
        text = assistant.text(unquote(document)).text
        assert text[int(start) : int(end)] == unescape(quotation.text_content())


def test_facts_stand_with_the_sentence_they_were_read_from(assistant):
    page = page_of(assistant, "briefing-child-k.txt#1")
    [age] = [li for li in part(page, "facts").xpath(".//li") if "Child’s age:" in words(li)]
    assert "Child’s age: 6 years" in words(age)
    assert "Child K was 6 years old" in words(age)
    assert "Not stated: publisher, published" in words(part(page, "facts"))


def test_what_only_the_metadata_state_has_no_sentence(assistant):
    page = page_of(assistant, "child-n.md#1")
    [fact] = [li for li in part(page, "facts").xpath(".//li") if "Published:" in words(li)]
    assert "Stated with the file, not in its text." in words(fact)
    assert not fact.xpath(".//a")


def test_a_recommendation_is_not_among_the_learning(assistant):
    page = page_of(assistant, "child-n.md#1")
    assert "bath-time safety part of the eight-month visit" in words(part(page, "recommendations"))
    assert "eight-month visit" not in words(part(page, "learning"))
    assert "nursery worker kept ringing" in words(part(page, "good-practice"))
    assert "heading for questions to reflect on." in words(page)


def test_what_is_national_is_marked(assistant):
    page = page_of(assistant, "learning-note.txt#1")
    groups = [words(g) for g in part(page, "learning").xpath(".//*[@class='lib-group']")]
    [national] = [g for g in groups if "crying is often" in g]
    assert "national learning" in national
    assert "local learning" not in national


def test_themes_come_with_the_sentence_that_says_most(assistant):
    page = page_of(assistant, "child-n.md#1")
    [fathers] = [li for li in part(page, "themes").xpath(".//li") if "Fathers" in words(li)]
    assert "Nobody asked the father how he was getting on" in words(fathers)


def test_it_offers_a_question_that_is_answered_from_this_review(assistant):
    for review in assistant.reviews():
        page = page_of(assistant, review.review_id)
        [link] = [a for a in page.xpath(".//*[@class='lib-actions']/a") if "Ask" in words(a)]
        answer = assistant.ask(unquote(link.get("href").removeprefix("#q=")))
        assert answer.status == "answered", review.review_id
        assert {c.review_id for c in answer.citations} == {review.review_id}


def test_of_a_long_part_the_rest_is_folded_away():
    text = "\n".join(f"Point {n:02} is made." for n in range(40))
    items = [
        OutlineItem(n * 18, n * 18 + 17, text[n * 18 : n * 18 + 17], "point", n,
                    headings=("Report", f"Chapter {n // 5}"), facet="finding")
        for n in range(40)
    ]  # fmt: skip
    review = Review(review_id="r.md#1", document_id="r.md", label="Child R", title="Report")
    door = SimpleNamespace(
        reviews=lambda: [review],
        info=IndexInfo(generation="g", documents=1, reviews=1),
        titles=lambda: {"r.md": "Report"},
        theme_labels=dict,
        age_bands=dict,
        outline=lambda _: items,
        text=lambda i: StoredText(document_id=i, text=text, source_sha256=""),
    )
    page = fromstring(review_page(door, "r.md#1"))
    [folded] = page.xpath(".//details")
    assert words(folded).startswith("Show the other 30Chapter 2Point 10 is made.")
    assert "Point 09" not in words(folded)
    assert [words(h) for h in page.xpath(".//h4")] == [f"Chapter {n}" for n in range(8)]


def test_an_unknown_review_is_met_kindly(assistant):
    page = page_of(assistant, "<script>#1")
    assert "There is no review at this address." in words(page)
    assert page.xpath(".//a[@href='#library=reviews']")
    assert page.get("data-page") == "<script>#1"
