"""The bench of the page: sets found and read, runs saved, told in words and compared."""

import json
import shutil

import pytest

from askreviews import Assistant, Library, Settings
from askreviews.errors import AskReviewsError
from askreviews.evaluation.bench import Bench
from askreviews.evaluation.spreadsheets import COLUMNS

ROWS = [
    {"id": "a", "question": "What was recommended for Child N?", "expected_status": "answered"},
    {"id": "b", "question": "Which hospital treated Child N?", "answerable": False},
]


@pytest.fixture
def folder(tmp_path):
    """A folder as one starts the page in: sets beside the corpus, nothing saved yet."""
    (tmp_path / "evals").mkdir()
    write(tmp_path / "evals" / "small.jsonl", ROWS)
    return tmp_path


@pytest.fixture
def bench(assistant, folder):
    return bench_in(folder, assistant)


def bench_in(folder, assistant):
    return Bench.of(assistant, Settings(corpus=folder / "corpus", data=folder / "data"))


def write(path, rows):
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def finish(ready):
    """How many were done at each step, and the id of the run."""
    steps, done = ready.run(), []
    while True:
        try:
            done.append(next(steps))
        except StopIteration as ended:
            return done, ended.value


def files(folder):
    return sorted(path.name for path in (folder / "data").rglob("*") if path.is_file())


def refusal(call, *given):
    with pytest.raises(AskReviewsError) as raised:
        call(*given)
    sentence = str(raised.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_a_set_is_run_saved_and_told(bench, folder):
    assert bench.sets() == ["small.jsonl"]
    ready = bench.open("small.jsonl")
    assert (ready.name, ready.size, ready.warnings[0][:19]) == (
        "small.jsonl",
        2,
        "small.jsonl line 1:",
    )
    done, run_id = finish(ready)
    assert done == [1, 2]
    assert [saved for _, saved in bench.runs("small.jsonl")] == [run_id]
    words, table = bench.result(run_id)
    assert "2 of 2 questions were answered, refused or declined as they should be" in words
    assert "verbatim integrity" in table
    assert files(folder) == [f"{run_id.partition('/')[2]}.json"]


def test_a_run_that_is_stopped_leaves_nothing(bench, folder):
    steps = bench.open("small.jsonl").run()
    assert next(steps) == 1
    steps.close()
    assert files(folder) == []


def test_two_runs_are_compared_in_words_in_a_table_and_in_the_report(bench, folder):
    _, former = finish(bench.open("small.jsonl"))
    path = folder / "data" / "runs" / f"{former}.json"
    run = json.loads(path.read_text("utf-8"))
    run["items"][1]["answer"] |= {"status": "answered", "reason": None}
    path.write_text(json.dumps(run), "utf-8")
    _, latest = finish(bench.open("small.jsonl"))
    assert former < latest, "made within one second, they still have an order"
    compared = bench.comparison(latest, former)
    assert "2 questions compared with the former run" in compared
    assert "1 questions won, 0 lost" in compared
    assert ROWS[1]["question"] in compared
    assert "Against the former run" in bench.report(latest, former)
    assert "Against the former run" not in bench.report(latest, None)


def test_runs_over_other_documents_are_not_compared(bench, folder, corpus, tmp_path):
    _, former = finish(bench.open("small.jsonl"))
    other = tmp_path / "other"
    shutil.copytree(corpus, other, ignore=shutil.ignore_patterns("handover.md"))
    Library.open(other, tmp_path / "index", Settings()).index()
    elsewhere = bench_in(folder, Assistant.open(tmp_path / "index", Settings()))
    _, latest = finish(elsewhere.open("small.jsonl"))
    sentence = refusal(elsewhere.comparison, latest, former)
    assert "made over other documents (5 then, 4 now)" in sentence


def test_a_set_for_another_corpus_is_refused_before_anything_is_asked(bench, folder):
    gold = [{"document_id": "nowhere.md", "quote": "Nobody was there."}]
    write(folder / "evals" / "other.jsonl", [{"question": "Who?", "gold": gold}])
    sentence = refusal(lambda: next(bench.open("other.jsonl").run()))
    assert "other.jsonl line 1: 'nowhere.md' is not among the 5 documents held" in sentence


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b'{"question": "One?"}\n{"question"', "set.jsonl line 2 is not valid JSON"),
        (b"", "set.jsonl holds no question"),
        (b'{"question": "Caf\xe9?"}', "set.jsonl is not in UTF-8"),
    ],
)
def test_a_faulty_set_is_one_sentence_with_its_line(bench, folder, text, says):
    (folder / "evals" / "set.jsonl").write_bytes(text)
    sentence = refusal(bench.open, "set.jsonl")
    assert says in sentence
    assert str(folder) not in sentence


def test_a_spreadsheet_is_read_as_a_set(bench, folder):
    path = folder / "mine.csv"
    path.write_text(f"{','.join(COLUMNS)}\nx,What was learnt?,{',' * 11}\n", "utf-8")
    ready = bench.read(path)
    assert (ready.name, ready.size) == ("mine.csv", 1)
    _, run_id = finish(ready)
    assert run_id.startswith("mine/")


def test_only_sets_of_the_folder_are_opened(bench, folder):
    write(folder / "secret.jsonl", ROWS)
    for name in ("../secret.jsonl", str(folder / "secret.jsonl"), "gone.jsonl"):
        assert "choose another set" in refusal(bench.open, name)


@pytest.mark.parametrize(
    "run_id", ["", "../small/20261121T154805Z", "small/20261121T154805Z", "small", "/etc/passwd"]
)
def test_only_runs_that_are_saved_are_opened(bench, folder, run_id):
    write(folder / "data.json", [])
    assert "no longer saved" in refusal(bench.result, run_id)
    assert "no longer saved" in refusal(bench.report, run_id, None)


def test_a_damaged_run_is_one_sentence(bench, folder):
    _, run_id = finish(bench.open("small.jsonl"))
    (folder / "data" / "runs" / f"{run_id}.json").write_text("{", "utf-8")
    assert "is not a saved run" in refusal(bench.result, run_id)


def test_a_run_that_cannot_be_saved_is_one_sentence(bench, folder):
    (folder / "data").write_text("in the way", "utf-8")
    assert "could not be saved" in refusal(finish, bench.open("small.jsonl"))


def test_without_sets_there_is_nothing_to_choose(assistant, tmp_path):
    assert bench_in(tmp_path / "empty", assistant).sets() == []
