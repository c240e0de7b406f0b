"""What readers said, as the Evaluate tab tells it and as draft questions to download."""

import json

import pytest
from fastapi.testclient import TestClient

from askreviews import Settings
from askreviews.evaluation.bench import Bench
from askreviews.evaluation.feedback_book import FeedbackBook
from askreviews.web.evaluate.drafts import feedback_line
from askreviews.web.offers import Offers
from askreviews.web.server import application


@pytest.fixture
def offers(assistant, book, tmp_path):
    """Readers' feedback is the evaluator's to see."""
    return Offers(bench=Bench.of(assistant, Settings(data=tmp_path)), feedback=book)


@pytest.fixture
def book(assistant, tmp_path):
    return FeedbackBook(tmp_path / "feedback.jsonl", assistant)


def test_nothing_is_said_where_nobody_said_anything(book):
    assert feedback_line(book) == ""


def test_drafts_are_offered_and_served(book, assistant, offers):
    book.keep(assistant.ask("What do reviews say about handover?"), "wrong", "<b>No.</b>")
    line = feedback_line(book)
    assert "1 comment on answers is kept." in line
    assert 'href="feedback-drafts" download="draft-questions.jsonl"' in line
    assert "check-set" in line
    with TestClient(application(assistant, offers)) as client:
        reply = client.get("/feedback-drafts")
    assert reply.headers["cache-control"] == "no-store"
    assert "draft-questions.jsonl" in reply.headers["content-disposition"]
    assert json.loads(reply.text)["split"] == "draft"


def test_a_damaged_line_is_told(book):
    book.path.write_text("half of a\n", "utf-8")
    assert "1 line of the file is damaged and left out." in feedback_line(book)
    assert "href" not in feedback_line(book)


def test_a_file_that_cannot_be_read_is_a_sentence(book, assistant, offers):
    book.path.mkdir()
    assert "could not be read" in feedback_line(book)
    with TestClient(application(assistant, offers)) as client:
        reply = client.get("/feedback-drafts")
    assert (reply.status_code, reply.headers["cache-control"]) == (404, "no-store")
    assert "could not be read" in reply.text
