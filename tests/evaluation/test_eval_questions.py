"""The question set: what is read, and what each fault is told as."""

import hashlib
import json

import pytest

from askreviews.errors import QuestionSetError
from askreviews.evaluation import load_questions


@pytest.fixture
def write(tmp_path):
    def write(*lines, name="set.jsonl"):
        path = tmp_path / name
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_every_field_is_read(write):
    full = {
        "id": "q1", "question": "And the police?", "history": ["What did schools do?"],
        "filters": {"theme": ["neglect", "fathers"], "review": "Child A"}, "kind": "follow-up",
        "expected_status": "partial", "gold": [{"document_id": "a.md", "quote": "rang the doctor"}],
        "near_miss": None, "review": "Child A", "split": "test",
    }  # fmt: skip
    path = write(full, "", {"question": "What is ICON?"})
    loaded = load_questions(path)
    first, second = loaded.questions
    assert first.history == ("What did schools do?",)
    assert first.filters == {"theme": ["neglect", "fathers"], "review": "Child A"}
    assert first.gold[0].quote == "rang the doctor"
    assert second.id == "line-3"  # the blank line counts, as it does in an editor
    assert loaded.name == "set.jsonl"
    assert loaded.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert loaded.warnings == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"expected_status": "declined"}, "declined"),
        ({"answerable": True}, "answered"),
        ({"answerable": False}, "not_found"),
        ({"expected_status": "partial", "answerable": True}, "partial"),
        ({"gold": [{"document_id": "a.md", "quote": "x"}]}, "answered"),
        ({}, None),
    ],
)
def test_the_expected_status_is_derived(world, fields, expected):
    assert world.question(**fields).expected == expected


def test_unknown_fields_are_a_warning(write):
    gold = {"document_id": "a.md", "quote": "x", "page": 3}
    path = write(
        {"question": "Why?", "author": "me", "gold": [gold]}, {"question": "?", "author": 1}
    )
    warnings = load_questions(path).warnings
    assert len(warnings) == 2
    assert "'author' (first on line 1)" in warnings[0]
    assert "'gold.page'" in warnings[1]


def test_a_byte_order_mark_and_a_line_separator_do_no_harm(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_bytes('{"question": "One\u2028line?"}\r\n'.encode("utf-8-sig"))
    assert load_questions(path).questions[0].question == "One\u2028line?"


GOOD = {"question": "Why?"}
FAULTS = {
    "not JSON": ([GOOD, '{"question": '], "line 2 is not valid JSON"),
    "not a number": (['{"question": "Why?", "split": NaN}'], "NaN is not a JSON value"),
    "nested": (["[" * 100_000], "line 1 is not valid JSON"),
    "a list": (["[1]"], "line 1 is not a JSON object"),
    "no question": ([{"id": "q1"}], "line 1: the field 'question' is missing"),
    "blank question": ([{"question": "  "}], "line 1: the field 'question' is not usable"),
    "same id": ([{"id": "a"} | GOOD, {"id": "a"} | GOOD], "line 2: the id 'a' was already used"),
    "unknown status": ([GOOD | {"expected_status": "maybe"}], "'expected_status' is not usable"),
    "contradiction": (
        [GOOD | {"expected_status": "not_found", "answerable": True}],
        "answerable and expected_status contradict each other",
    ),
    "gold of no form": ([GOOD | {"gold": [{"document_id": "a.md"}]}], "needs a quote"),
    "gold of no document": ([GOOD | {"gold": [{"quote": "x"}]}], "'gold.0.document_id' is missing"),
    "gold of no words": ([GOOD | {"gold": [{"document_id": "a", "quote": "…"}]}], "has no words"),
    "gold backwards": (
        [GOOD | {"gold": [{"document_id": "a", "start": 5, "end": 5}]}],
        "must end after it starts",
    ),
    "hash without words": (
        [GOOD | {"gold": [{"document_id": "a", "words_sha256": "0" * 64}]}],
        "words_sha256 needs words",
    ),
    "short hash": (
        [GOOD | {"gold": [{"document_id": "a", "words_sha256": "00", "words": 2}]}],
        "'gold.0.words_sha256' is not usable",
    ),
    "empty": ([""], "holds no question"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_sentence_with_file_and_line(write, name):
    lines, told = FAULTS[name]
    with pytest.raises(QuestionSetError) as raised:
        load_questions(write(*lines))
    sentence = str(raised.value)
    assert sentence.startswith("set.jsonl ")
    assert told in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(QuestionSetError, match=r"none\.jsonl could not be read \(no such file"):
        load_questions(tmp_path / "none.jsonl")
    with pytest.raises(QuestionSetError, match="could not be read"):
        load_questions(tmp_path)
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes('{"question": "Café?"}'.encode("latin-1"))
    with pytest.raises(QuestionSetError, match="is not in UTF-8"):
        load_questions(latin)
