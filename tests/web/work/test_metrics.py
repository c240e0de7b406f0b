"""Figures: what they count, and that no word of anybody stands in them."""

import re

import pytest

from askreviews.errors import IndexingError
from askreviews.web.access.routes import PROGRAMS
from askreviews.web.work.metrics import Metrics

QUESTION = "What was recommended for Child N?"


@pytest.fixture(scope="module")
def told(site):
    """The figures after a question and a search."""
    with site.program("reader") as program:
        program.post(f"{PROGRAMS}/ask", json={"question": QUESTION})
        program.post(f"{PROGRAMS}/ask", json={"question": "My name is Ann Lee, born 1/2/2019"})
    with site.program("operator") as scraper:
        answer = scraper.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    return answer.text


def value(told, name):
    found = re.search(rf"^{re.escape(name)} (\S+)$", told, re.MULTILINE)
    assert found, name
    return float(found[1])


def test_questions_stages_and_holdings_are_told(told, assistant):
    answered = 'askreviews_questions_total{reason="",status="answered",way="api"}'
    assert value(told, answered) == 1
    assert re.search(r'questions_total{reason="[a-z_]+",status="declined",way="api"} 1.0', told)
    for stage in ("wait", "retrieve", "answer", "total"):
        assert value(told, f'askreviews_stage_seconds_count{{stage="{stage}"}}') == 2
    info = assistant.info
    assert value(told, "askreviews_index_documents") == info.documents
    assert value(told, "askreviews_index_reviews") == info.reviews
    assert value(told, "askreviews_index_passages") > info.documents
    assert value(told, "askreviews_index_segments") == 1
    assert value(told, f'askreviews_index{{generation="{info.generation}"}}') == 1
    assert value(told, 'askreviews_refused_total{why="busy"}') == 0
    for name in ("waiting", "at_work", "given_up"):
        assert value(told, f"askreviews_{name}") == 0
    for name in ("withheld_total", "fallbacks_total", "index_readable"):
        assert value(told, f"askreviews_{name}") >= 0


def test_no_label_holds_a_word_of_a_question_a_name_or_a_document(told, assistant):
    labels = " ".join(re.findall(r'="([^"]*)"', told))
    for word in ("Child N", "recommended", "Ann", "council", *assistant.documents()):
        assert word not in labels


def test_an_index_that_cannot_be_read_is_a_figure_too():
    def gone():
        raise IndexingError("It is gone.")

    assert "askreviews_index_readable 0.0" in Metrics(gone).text().decode()
