"""Files handed to the browser: their names tell nothing, their bytes are whole."""

import base64
from datetime import datetime

import gradio as gr
import pytest

from askreviews.errors import AskReviewsError
from askreviews.packs.take_away import TakeAway
from askreviews.web.ask.conversation import Conversation
from askreviews.web.ask.take_away import TakeAwayButtons
from conversations import answered, citation, quoting


@pytest.fixture
def buttons(assistant):
    with gr.Blocks():
        return TakeAwayButtons(TakeAway(assistant), assistant.facets)


def conversation(*answers):
    held = Conversation()
    for answer in answers:
        held.begin("Q?").answer = answer
    return held


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("md", b"# Answers")])
def test_a_file_is_whole_and_its_name_tells_nothing(buttons, form, begins):
    answer = quoting(citation(1, document_id="gone.md"), question="Handover?")
    file = buttons.file(form, conversation(answer, None))
    assert base64.b64decode(file["data"]).startswith(begins)
    assert file["name"] == f"answers-{datetime.now().astimezone().date()}.{form}"


@pytest.mark.parametrize("answers", [[], [None], [answered(question=None, status="declined")]])
def test_with_no_answer_there_is_nothing_to_take(buttons, answers):
    with pytest.raises(AskReviewsError, match="no answer to take away"):
        buttons.file("md", conversation(*answers))


def test_a_document_that_is_no_longer_held_is_said(assistant):
    answer = quoting(citation(1, document_id="gone.md"))
    assert "This document is no longer held." in TakeAway(assistant).markdown([answer])


def test_what_a_question_was_narrowed_to_is_taken_along(buttons):
    held = conversation(quoting(citation(1, document_id="gone.md")))
    held.exchanges[0].filters = {"outcome": ["death"]}
    source = base64.b64decode(buttons.file("md", held)["data"]).decode()
    assert "Narrowed to Outcome: death." in source
