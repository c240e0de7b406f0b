"""To the columns of RAGAS and back, over real documents."""

import json

import pytest

from askreviews.errors import QuestionSetError
from askreviews.evaluation import evaluate, gather, load_questions, score
from askreviews.evaluation.questions import QuestionSet
from askreviews.evaluation.ragas import from_ragas, load_samples, to_ragas

RECOMMENDED = "Health visitors and GPs should speak once a month about parents who are low in mood."
SAFETY = "The partnership should make bath-time safety part of the eight-month visit."


@pytest.fixture(scope="module")
def texts(assistant):
    return {held: assistant.text(held).text for held in assistant.documents()}


def sample(**fields):
    return {
        "user_input": "What was recommended?", "response": "", "retrieved_contexts": [],
        "reference": "To talk.",
    } | fields  # fmt: skip


@pytest.fixture
def convert(assistant, texts, tmp_path):
    def read(*rows):
        path = tmp_path / "ragas.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        return from_ragas(load_samples(path), texts, assistant.info)

    return read


def scored(assistant, converted):
    questions = QuestionSet("ragas.jsonl", "0" * 64, converted.questions)
    return score(questions, converted.answers, gather(assistant, questions, converted.answers))


def test_there_and_back_our_own_answers_are_as_verbatim_as_before(assistant, convert, tmp_path):
    path = tmp_path / "set.jsonl"
    gold = [{"document_id": "child-n.md", "quote": RECOMMENDED}]
    path.write_text(
        json.dumps({"question": "What was recommended for Child N?", "gold": gold}), "utf-8"
    )
    run = evaluate(assistant, load_questions(path))
    (row,) = to_ragas(run)
    assert set(row) == {
        "user_input", "response", "retrieved_contexts", "reference", "reference_contexts",
    }  # fmt: skip
    assert RECOMMENDED in row["response"]
    assert row["reference"] == RECOMMENDED.rstrip(".")
    back = scored(assistant, convert(row))
    assert back.metric("verbatim_integrity").value == 1
    assert back.metric("citation_validity").value == 1
    assert back.metric("evidence_recall").value == run.metric("evidence_recall").value == 1


def test_verbatim_sentences_are_quotations_and_others_rest_on_all_contexts(assistant, convert):
    converted = convert(
        sample(
            response=f"{RECOMMENDED} Staff should also meet.",
            retrieved_contexts=[f"{SAFETY}\n- {RECOMMENDED}", SAFETY],
            reference_contexts=[RECOMMENDED.upper()],
        )
    )
    (answer,) = converted.answers
    assert [s.kind for s in answer.statements] == ["quote", "generated"]
    assert answer.citations[0].quote == RECOMMENDED
    assert len(answer.statements[1].citations) == 2
    assert answer.status == "answered"
    assert converted.questions[0].gold[0].quote == RECOMMENDED.rstrip(".")
    run = scored(assistant, converted)
    assert run.metric("citation_validity").value == 1
    assert "1 generated sentence was not judged" in run.notes[0]


def test_contexts_that_are_held_nowhere_are_counted_and_support_nothing(assistant, convert):
    converted = convert(sample(response="It rained.", retrieved_contexts=["It rained in Leeds."]))
    assert (converted.contexts, converted.lost) == (1, 1)
    assert scored(assistant, converted).metric("unsupported_sentence_rate").value == 1


def test_no_response_is_not_found(convert):
    converted = convert(sample(response=None), sample(response=" ", reference=None))
    assert [answer.status for answer in converted.answers] == ["not_found", "not_found"]
    assert [question.expected for question in converted.questions] == ["answered", None]


@pytest.mark.parametrize("listed", ["['It rained.', \"It's so.\"]", '["It rained.", "It\'s so."]'])
def test_csv_as_ragas_and_as_others_write_it(tmp_path, listed):
    path = tmp_path / "set.csv"
    quoted = listed.replace('"', '""')
    path.write_text(f'user_input,retrieved_contexts,response\nWhy?,"{quoted}",Rain.\n', "utf-8")
    (read,) = load_samples(path)
    assert read.retrieved_contexts == ("It rained.", "It's so.")
    assert read.reference is None


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.jsonl", '{"response": "x"}', "a.jsonl line 1: the field 'user_input' is missing"),
        ("b.csv", "user_input,retrieved_contexts\nWhy?,[\n", "b.csv row 2: the field 'retrieved"),
        ("c.jsonl", "", "c.jsonl holds no row"),
    ],
)
def test_a_faulty_row_is_named(tmp_path, name, text, told):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(QuestionSetError) as raised:
        load_samples(path)
    assert str(raised.value).startswith(told)
