"""A visitor's bench: a run followed, stopped or failed, and uploads of which nothing is left."""

import json
import logging

import pytest

from askreviews import Settings
from askreviews.errors import AskReviewsError
from askreviews.evaluation.bench import Bench
from askreviews.web.evaluate.running import WENT_WRONG, Desk, Going, follow

ROWS = [{"id": f"q{n}", "question": f"What was learnt about handover {n}?"} for n in range(3)]


@pytest.fixture
def bench(assistant, tmp_path):
    return Bench.of(assistant, Settings(corpus=tmp_path / "corpus", data=tmp_path / "data"))


@pytest.fixture
def received(tmp_path):
    """A file as Gradio leaves it: in a folder made for it alone."""
    path = tmp_path / "received" / "abc" / "mine.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    return path


class Faulty:
    """A set whose run has a defect."""

    name, size, warnings = "faulty.jsonl", 2, ()

    def run(self):
        yield 1
        raise ValueError(ROWS[0]["question"])


def test_a_run_is_followed_to_its_end(bench, received):
    desk = Desk()
    choice = desk.upload(received, bench)
    assert choice == "mine.jsonl (uploaded)"
    desk.going = Going(desk.open(choice, bench), choice)
    assert desk.busy
    *_, last = follow(desk.going)
    assert (last.done, last.problem) == (3, None)
    assert bench.runs(desk.name(choice)) == [(bench.runs("mine.jsonl")[0][0], last.saved)]
    assert not desk.busy


def test_a_run_that_is_stopped_comes_to_nothing(bench, received):
    desk = Desk()
    choice = desk.upload(received, bench)
    going = Going(desk.open(choice, bench), choice)
    steps = follow(going)
    next(steps)
    going.problem = "Stopped."
    assert [each.saved for each in steps] == [None]
    assert bench.runs("mine.jsonl") == []


def test_a_defect_is_one_plain_sentence_and_its_log_keeps_no_question(caplog):
    with caplog.at_level(logging.ERROR):
        *_, last = follow(Going(Faulty(), "faulty.jsonl"))
    assert last.problem == WENT_WRONG
    assert "ValueError" in caplog.text
    assert "handover" not in caplog.text


def test_nothing_of_an_upload_is_left_whether_or_not_it_is_usable(bench, received):
    Desk().upload(received, bench)
    assert not received.parent.exists()
    received.parent.mkdir()
    received.write_text('{"question"', "utf-8")
    with pytest.raises(AskReviewsError, match=r"mine\.jsonl line 1 is not valid JSON"):
        Desk().upload(received, bench)
    assert not received.parent.exists()


def test_two_desks_share_nothing(bench, received):
    one, other = Desk(), Desk()
    one.upload(received, bench)
    assert other.choices(bench) == []
