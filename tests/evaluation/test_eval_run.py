"""Runs: an assistant asked, another's answers read, and the table that is shown."""

import json
import math
import re
import shutil

import pytest

from askreviews import Assistant, Library, Settings
from askreviews.errors import QuestionSetError
from askreviews.evaluation import (
    evaluate,
    gather,
    load_answers,
    load_questions,
    load_run,
    render_table,
    score,
)
from askreviews.evaluation.metrics import LATENCIES, METRICS
from askreviews.evaluation.run import TIMES
from askreviews.types import Statement

NURSE = "The nurse rang the doctor on Monday."
RECOMMENDED = "Health visitors and GPs should speak once a month about parents who are low in mood."


@pytest.fixture
def questions(world):
    return world.question_set(
        world.question("q1", question="Who rang?", review="Child A",
                       gold=[{"document_id": "a.md", "quote": NURSE}]),
        world.question("q2", question="Who drove?", expected_status="not_found"),
    )  # fmt: skip


@pytest.fixture
def scored(world, questions):
    timed = {"timings_ms": {"total": 12.5}}
    answers = [world.answer(("a.md", NURSE), **timed), world.not_found(id="q2", **timed)]
    return score(questions, answers, world.held)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A set on the small collection: a follow-up, a filter, an unanswerable question."""
    path = tmp_path_factory.mktemp("set") / "set.jsonl"
    rows = [
        {"id": "a", "question": "What was recommended for Child N?", "review": "Child N",
         "gold": [{"document_id": "child-n.md", "quote": RECOMMENDED}]},
        {"id": "b", "question": "And for the school?", "history": ["What happened to Child N?"],
         "filters": {"review": "Child N"}},
        {"id": "c", "question": "Which hospital treated Child N?", "answerable": False},
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return load_questions(path)


@pytest.fixture(scope="module")
def run(assistant, asked):
    return evaluate(assistant, asked)


def test_an_assistant_is_asked_every_question_with_its_history_and_filters(assistant, asked):
    seen = []
    run = evaluate(assistant, asked, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert [item.answer.id for item in run.items] == ["a", "b", "c"]
    alone = assistant.ask("And for the school?")
    assert [c.review for c in run.items[1].answer.citations] != [c.review for c in alone.citations]
    assert {c.review for c in run.items[1].answer.citations} <= {"Child N"}
    assert run.metric("evidence_recall").value == 1
    assert run.index == assistant.info
    assert run.model == "extractive"


def test_a_run_names_what_it_rests_on(run, asked, assistant):
    assert set(run.settings) == {"embedding_model", "reranker", "max_words"}
    marks = run.fingerprints.model_dump()
    assert marks["question_set"] == asked.sha256
    assert marks["model"] == assistant.index.manifest.model_sha256
    assert all(re.fullmatch("[0-9a-f]{64}", mark) for mark in marks.values())
    assert len(set(marks.values())) == 5


def test_a_run_is_byte_identical_but_for_times(run, assistant, asked):
    first, second = (
        each.model_dump_json(exclude=set(TIMES), indent=1)
        for each in (run, evaluate(assistant, asked))
    )
    assert first == second
    assert set(run.timings_ms) == {"a", "b", "c"}
    assert run.metric("latency_median").value > 0
    for item in run.items:
        assert item.answer.timings_ms == {}


def test_a_changed_document_changes_the_fingerprint_of_the_corpus(run, corpus, tmp_path, asked):
    shutil.copytree(corpus, tmp_path / "corpus")
    with (tmp_path / "corpus" / "handover.md").open("a", encoding="utf-8") as file:
        file.write("\n\nOne sentence more.\n")
    Library.open(tmp_path / "corpus", tmp_path / "index", Settings()).index()
    changed = gather(Assistant.open(tmp_path / "index", Settings()), asked)
    assert changed.fingerprint != run.fingerprints.corpus


def test_a_run_survives_json_and_holds_no_nan(run, tmp_path):
    text = json.dumps(run.model_dump(mode="json"), allow_nan=False)
    path = tmp_path / "run.json"
    path.write_text(text, "utf-8")
    assert load_run(path).model_dump() == run.model_dump()
    assert all(m.value is None or not math.isnan(m.value) for m in run.metrics)


def test_what_is_no_run_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "run.json"
    for text in ("{}", "not JSON", '{"metrics": 3}'):
        path.write_text(text, "utf-8")
        with pytest.raises(QuestionSetError, match=r"run\.json is not a saved run"):
            load_run(path)


def test_a_set_for_another_corpus_names_its_line(assistant, tmp_path):
    path = tmp_path / "set.jsonl"
    gold = [{"document_id": "elsewhere.md", "quote": "x"}]
    path.write_text(f"\n{json.dumps({'question': 'Why?', 'gold': gold})}", "utf-8")
    with pytest.raises(QuestionSetError, match=r"set\.jsonl line 2: 'elsewhere\.md' is not among"):
        evaluate(assistant, load_questions(path))


def test_an_unusable_filter_names_the_question(assistant, world):
    wrong = world.question_set(world.question("q9", filters={"colour": "red"}))
    with pytest.raises(QuestionSetError, match=r"set\.jsonl, question 'q9': .*'colour'"):
        evaluate(assistant, wrong)


def test_another_systems_answers_are_matched_by_id(questions, world, tmp_path):
    path = tmp_path / "answers.jsonl"
    given = [
        world.not_found(id="q2"),
        world.answer(("a.md", NURSE), id="q1"),
        world.not_found(id="of another set"),
    ]
    path.write_text("\n".join(answer.model_dump_json() for answer in given), encoding="utf-8")
    answers = load_answers(path, questions)
    run = score(questions, answers, world.held)
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


def test_documents_not_held_are_left_out_and_noted(world):
    gold = [{"document_id": "gone.md", "quote": "x"}, {"document_id": "a.md", "quote": NURSE}]
    run = world.run((world.question("q1", gold=gold), world.answer(("a.md", NURSE))))
    assert run.notes == ["q1: gold span 1 no longer stands in gone.md."]
    assert run.items[0].evidence_recall == 1


def test_sentences_that_nothing_judged_are_noted(world):
    statement = Statement(text="The GP was telephoned.", kind="generated", citations=[1])
    answer = world.answer(("a.md", NURSE), statements=[statement])
    run = world.run((world.question(), answer))
    assert "1 generated sentence was not judged" in run.notes[0]
    judged = score(
        world.question_set(world.question()), [answer], world.held, support=lambda *_: 0.7
    )
    assert judged.notes == []
    assert judged.metric("unsupported_sentence_rate").value == 0


def test_the_table_says_it_in_words_and_figures(scored):
    lines = render_table(scored).splitlines()
    assert lines[0] == (
        "2 questions in set.jsonl: all of the quotations are verbatim; all of the answers have "
        "valid citations; all of the evidence stands in the first 300 words; all of what the "
        'documents cannot answer was met with "not found"; none of what they can answer was '
        "refused."
    )
    assert lines[2].split() == ["metric", "value", "95%", "interval", "n", "undefined"]
    table = "\n".join(lines[4:])
    assert len(lines[4:]) == len(METRICS) + len(LATENCIES)
    assert "routing recall" in table
    assert "nan" not in table.lower()


def test_the_table_of_nothing_measured_has_words_not_nan(world):
    questions = world.question_set(world.question("q1"))
    table = render_table(score(questions, [world.declined()], world.held))
    assert table.startswith("1 question in set.jsonl: nothing could be measured.\n")
    assert "nan" not in table.lower()


def test_warnings_of_the_set_reach_the_table(world, tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text('{"question": "Who rang?", "author": "me"}', encoding="utf-8")
    table = render_table(score(load_questions(path), [world.not_found()], world.held))
    assert "Notes:\n- set.jsonl: the field 'author' (first on line 1) is not known" in table


def test_one_fault_among_thousands_is_not_rounded_away(world):
    fault = world.answer(statements=[Statement(text=NURSE, kind="quote")])
    sound = [world.answer(*[("a.md", NURSE)] * 100) for _ in range(30)]
    questions = world.question_set(*(world.question(f"q{n}") for n in range(31)))
    run = score(questions, [fault, *sound], world.held)
    assert 0.9995 < run.metric("verbatim_integrity").value < 1
    assert "99.9% of the quotations are verbatim" in render_table(run)
