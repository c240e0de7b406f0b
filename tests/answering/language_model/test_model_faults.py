"""Whatever the endpoint does, the reader has the quotations in time, and the operator the cause."""

import logging
import time

import pytest

import scripted_model as scripts
from askreviews.types import AnswerEvent
from ports import free_port

QUESTION = "What do the reviews say about safer sleeping?"
LIMIT_S = 2.0


@pytest.fixture(scope="module")
def quoted(assistant):
    """The answer without a model."""
    assistant.warm_up()
    return assistant.ask(QUESTION)


def asked_in_time(assistant, caplog):
    caplog.set_level(logging.INFO, "askreviews")
    began = time.perf_counter()
    answer = assistant.ask(QUESTION)
    took = time.perf_counter() - began
    began = time.perf_counter()
    assistant.ask(QUESTION, quoted=True)
    plain = time.perf_counter() - began
    # A second, or on a machine that is busy now what ten answers without a model take on it.
    assert took < LIMIT_S + max(1, 10 * plain), took
    return answer


@pytest.mark.parametrize("fault", scripts.FAULTS)
def test_each_fault_leaves_the_quotations_within_the_time(fault, writes, quoted, caplog):
    writer = writes(scripts.FAULTS[fault], llm_timeout=LIMIT_S, llm_retries=1)
    answer = asked_in_time(writer, caplog)
    assert (answer.statements, answer.citations) == (quoted.statements, quoted.citations)
    assert (answer.status, answer.model) == (quoted.status, "extractive")
    assert answer.fallback.startswith("The language model ")
    assert answer.fallback.endswith("quoted from the documents instead.")
    assert "\n" not in answer.fallback
    (told,) = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert scripts.NAME in told
    assert not any(word in told for word in ("sleep", "k-1", "pulling", "Incorrect"))


def test_nobody_at_the_address(writes, quoted, caplog):
    away = f"http://127.0.0.1:{free_port()}/v1"
    writer = writes(llm_base_url=away, llm_timeout=LIMIT_S, llm_retries=1)
    answer = asked_in_time(writer, caplog)
    assert answer.statements == quoted.statements
    assert "could not be reached" in answer.fallback


def test_what_was_shown_before_a_stall_does_not_stand(writes, quoted):
    writer = writes(scripts.stalls, llm_timeout=LIMIT_S)
    *shown, last = writer.stream(QUESTION)
    assert [event.statement.kind for event in shown] == ["generated"]
    assert isinstance(last, AnswerEvent)
    assert last.answer.statements == quoted.statements
    assert last.answer.citations == quoted.citations


def test_a_busy_endpoint_is_asked_again(writes, model):
    def busy_at_first(asked):
        return scripts.faithful(asked) if len(model.asked) > 1 else scripts.Reply(status=429)

    assert writes(busy_at_first, llm_retries=2).ask(QUESTION).fallback is None


def test_it_is_not_asked_again_after_the_time_is_over(writes, model):
    answer = writes(scripts.Reply(status=500), llm_timeout=1, llm_retries=10).ask(QUESTION)
    asked = len(model.asked)
    assert "failed" in answer.fallback or "too long" in answer.fallback
    time.sleep(1)
    assert len(model.asked) <= asked


def test_a_redirection_is_not_followed(writes):
    with scripts.serving() as elsewhere:
        moved = {"Location": f"{elsewhere.url}/chat/completions"}
        answer = writes(scripts.Reply(status=307, headers=moved)).ask(QUESTION)
        assert answer.model == "extractive"
        assert elsewhere.asked == []


def test_a_reader_who_leaves_leaves_nothing_running(writes, model):
    def endless(asked):
        return scripts.faithful(asked, piece_s=0.05)

    events = writes(endless).stream(QUESTION)
    next(events)
    events.close()
    time.sleep(0.3)
    sent = len(model.sent)
    time.sleep(0.3)
    assert len(model.sent) <= sent + 2
