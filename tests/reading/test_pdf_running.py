"""What runs along the edges of a PDF's pages is no text of it; what looks like it may be."""

import re

import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph

from drawing import AUNT, BOLD, BUS, WARDENS, lines, texts

BODY = getSampleStyleSheet()["BodyText"]
SMALL = ("Helvetica", 9)


def test_running_heads_feet_and_page_numbers_go(typeset):
    def edge(canvas, template):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 805, "Coast Partnership")
        canvas.drawString(60, 30, f"Not for circulation | Page {template.page} of 4")

    body = [Paragraph(f"Visit {n}. {AUNT} {WARDENS}", BODY) for n in range(30)]
    document = typeset(*body, onFirstPage=edge, onLaterPages=edge)
    assert max(b.page for b in document.blocks) > 1
    assert not re.search("Coast|circulation|Page", " ".join(texts(document)))
    assert texts(document) == [f"Visit {n}. {AUNT} {WARDENS}" for n in range(30)]


def test_lone_page_numbers_go_and_repeated_text_stays(draw):
    pages = [
        [(60, 700, "Ask him alone."), (60, 400, f"Visit {n}."), (300, 25, str(n))] for n in (4, 5)
    ]
    assert texts(draw(*pages)) == ["Ask him alone.", "Visit 4.", "Ask him alone.", "Visit 5."]


def test_contents_and_watermarks_are_no_text(draw):
    def stamp(canvas):
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "DRAFT ONLY")
        canvas.restoreState()

    pages = [
        [(60, 700, f"Visit {n}."), (60, 600, f"Findings {'.' * 40} {n}"), stamp] for n in (1, 2, 3)
    ]
    assert texts(draw(*pages)) == ["Visit 1.", "Visit 2.", "Visit 3."]


def test_of_a_single_page_plain_words_at_its_edge_go(draw):
    page = [
        (60, 815, "Coast Partnership", *SMALL),
        (60, 760, "Child Q", BOLD, 18),
        *lines(AUNT, 60, 720),
        (60, 30, "Learning notes of the coast", *SMALL),
    ]
    assert texts(draw(page)) == ["Child Q", AUNT]


@pytest.mark.parametrize("date", ["4 March 2031", "March 2031", "Published 03/2031"])
def test_a_date_at_the_edge_of_a_single_page_is_kept(draw, date):
    page = [(60, 815, date, *SMALL), (60, 760, "Child Q", BOLD, 18), *lines(AUNT, 60, 720)]
    assert texts(draw(page)) == [date, "Child Q", AUNT]


def test_a_sentence_or_a_title_at_the_edge_of_a_single_page_is_kept(draw):
    page = [
        (60, 815, "Child Q", BOLD, 18),
        *lines(AUNT, 60, 720),
        (60, 40, "Ring the council first.", *SMALL),
    ]
    assert texts(draw(page)) == ["Child Q", AUNT, "Ring the council first."]


def test_heads_that_differ_between_left_and_right_pages_go(draw):
    visits = [f"Visit {n}. {AUNT}" for n in range(1, 7)]
    heads = [(60, 815, "Coast Partnership", *SMALL), (400, 815, "A note on Child Q", *SMALL)]
    pages = [
        [heads[n % 2], *lines(visit, 60, 760), *lines(BUS, 60, 400), (300, 30, f"{n + 1}", *SMALL)]
        for n, visit in enumerate(visits)
    ]
    assert texts(draw(*pages)) == [text for visit in visits for text in (visit, BUS)]


def test_what_only_one_page_has_at_its_edge_is_kept(draw):
    pages = [[*lines(WARDENS, 60, 760), *lines(AUNT, 60, 300)] for _ in range(3)]
    pages[1].append((60, 40, "Ring the council on any day", *SMALL))
    assert "Ring the council on any day" in texts(draw(*pages))
