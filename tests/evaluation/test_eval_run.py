"""Runs: an assistant asked, another's answers read, and the table that is shown."""

import json
import math

import pytest

from askreviews.errors import AskReviewsError, FilterError, QuestionSetError
from askreviews.evaluation import (
    evaluate,
    gather_texts,
    load_answers,
    load_questions,
    render_table,
    score,
)
from askreviews.evaluation.run import Run
from askreviews.types import Statement, StoredText

NURSE = "The nurse rang the doctor on Monday."


class FakeAssistant:
    """Answers from a table, remembers what it was asked, holds the world's documents."""

    def __init__(self, world, answers):
        self.world, self.answers, self.asked = world, answers, []

    def ask(self, question, history=(), filters=None):
        self.asked.append((question, tuple(history), filters))
        if filters and "colour" in filters:
            raise FilterError("The filter 'colour' is unknown.")
        return self.answers[question].model_copy(update={"timings_ms": {"total": 12.5}})

    def text(self, document_id):
        if document_id not in self.world.texts:
            raise AskReviewsError(f"{document_id} is not held.")
        text = self.world.texts[document_id]
        return StoredText(document_id=document_id, text=text, source_sha256="")


@pytest.fixture
def questions(world):
    return world.question_set(
        world.question(
            "q1", question="Who rang?", review="Child A", history=["Who was seen?"],
            filters={"review": "Child A"}, gold=[{"document_id": "a.md", "quote": NURSE}],
        ),
        world.question("q2", question="Who drove?", expected_status="not_found"),
    )  # fmt: skip


@pytest.fixture
def assistant(world):
    return FakeAssistant(
        world, {"Who rang?": world.answer(("a.md", NURSE)), "Who drove?": world.not_found()}
    )


def test_an_assistant_is_asked_with_history_and_filters(assistant, questions):
    seen = []
    run = evaluate(assistant, questions, progress=lambda done, of: seen.append((done, of)))
    assert assistant.asked == [
        ("Who rang?", ("Who was seen?",), {"review": "Child A"}),
        ("Who drove?", (), None),
    ]
    assert seen == [(1, 2), (2, 2)]
    assert [item.answer.id for item in run.items] == ["q1", "q2"]
    assert run.metric("evidence_recall").value == 1
    assert run.metric("balanced_decision_accuracy").value == 1
    assert run.index.generation == "g1"
    assert run.model == "extractive"
    assert set(run.settings) == {"embedding_model", "max_words"}
    assert run.set_sha256 == questions.sha256


def test_a_run_is_the_same_twice_but_for_times(assistant, questions):
    first = evaluate(assistant, questions).model_dump()
    assert first.pop("timings_ms") == {"q1": {"total": 12.5}, "q2": {"total": 12.5}}
    assert "12.5" not in json.dumps(first)
    second = evaluate(assistant, questions).model_dump()
    del second["timings_ms"]
    assert json.dumps(first) == json.dumps(second)


def test_a_run_survives_json_and_holds_no_nan(assistant, questions):
    run = evaluate(assistant, questions)
    text = json.dumps(run.model_dump(mode="json"), allow_nan=False)
    assert Run.model_validate_json(text) == run
    assert all(m.value is None or not math.isnan(m.value) for m in run.metrics)


def test_an_unusable_filter_names_the_question(assistant, world):
    wrong = world.question_set(world.question("q9", filters={"colour": "red"}))
    with pytest.raises(QuestionSetError, match=r"set\.jsonl, question 'q9': The filter 'colour'"):
        evaluate(assistant, wrong)


def test_another_systems_answers_are_matched_by_id(assistant, questions, world, tmp_path):
    path = tmp_path / "answers.jsonl"
    given = [
        world.not_found(id="q2"),
        world.answer(("a.md", NURSE), id="q1"),
        world.not_found(id="of another set"),
    ]
    path.write_text("\n".join(answer.model_dump_json() for answer in given), encoding="utf-8")
    answers = load_answers(path, questions)
    run = score(questions, answers, gather_texts(assistant, questions, answers))
    assert [item.id for item in run.items] == ["q1", "q2"]
    assert run.metric("verbatim_integrity").value == 1
    assert run.settings == {}


def test_faulty_answers_are_told_in_one_sentence(questions, world, tmp_path):
    path = tmp_path / "answers.jsonl"
    line = world.answer(id="q1").model_dump_json()
    faults = {
        line: "has no answer to 'q2' (1 of 2 questions of set.jsonl)",
        f"{line}\n{line}": "line 2 answers 'q1' once more",
        world.answer(id=None).model_dump_json(): "line 1 has no id",
        '{"id": "q1"}': "line 1: the field 'question' is missing",
    }
    for text, told in faults.items():
        path.write_text(text, encoding="utf-8")
        with pytest.raises(QuestionSetError) as raised:
            load_answers(path, questions)
        assert told in str(raised.value)
        assert str(raised.value).startswith("answers.jsonl ")


def test_documents_not_held_are_left_out_and_noted(assistant, world):
    gold = [{"document_id": "gone.md", "quote": "x"}, {"document_id": "a.md", "quote": NURSE}]
    run = evaluate(
        assistant, world.question_set(world.question("q1", question="Who rang?", gold=gold))
    )
    assert run.notes == ["q1: gold span 1 no longer stands in gone.md."]
    assert run.items[0].evidence_recall == 1


def test_the_table_says_it_in_words_and_figures(assistant, questions):
    run = evaluate(assistant, questions)
    lines = render_table(run).splitlines()
    assert lines[0] == (
        "2 questions in set.jsonl: all of the quotations are verbatim; all of the answers have "
        "valid citations; all of the evidence stands in the first 300 words; all of what the "
        'documents cannot answer was met with "not found"; none of what they can answer was '
        "refused."
    )
    assert lines[2].split() == ["metric", "value", "95%", "interval", "n", "undefined"]
    table = "\n".join(lines[4:])
    assert len(lines[4:]) == 12
    assert "routing recall" in table
    assert "nan" not in table.lower()


def test_the_table_of_nothing_measured_has_words_not_nan(world):
    questions = world.question_set(world.question("q1"))
    table = render_table(score(questions, [world.declined()], world.texts))
    assert table.startswith("1 question in set.jsonl: nothing could be measured.\n")
    assert "nan" not in table.lower()


def test_warnings_of_the_set_reach_the_table(assistant, tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text('{"question": "Who rang?", "author": "me"}', encoding="utf-8")
    table = render_table(evaluate(assistant, load_questions(path)))
    assert "Notes:\n- set.jsonl: the field 'author' (first on line 1) is not known" in table


def test_one_fault_among_thousands_is_not_rounded_away(world):
    fault = world.answer(statements=[Statement(text=NURSE, kind="quote")])
    sound = [world.answer(*[("a.md", NURSE)] * 100) for _ in range(30)]
    questions = world.question_set(*(world.question(f"q{n}") for n in range(31)))
    run = score(questions, [fault, *sound], world.texts)
    assert 0.9995 < run.metric("verbatim_integrity").value < 1
    assert "99.9% of the quotations are verbatim" in render_table(run)
