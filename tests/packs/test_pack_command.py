"""``askreviews pack`` as a trainer runs it, and what it says of a mistake."""

import json
import shutil

import pytest

from askreviews import Library
from commandline import CommandLine, without_settings

CITED = ("number", "document_id", "review_id", "section", "start", "end", "quote")


@pytest.fixture
def run(capsys, monkeypatch):
    without_settings(monkeypatch)
    return CommandLine(capsys, monkeypatch)


@pytest.fixture
def made(tmp_path):
    """Where a pack is to be written; nothing of a failed one may stand there."""
    return tmp_path / "pack.md"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder, from which commands are run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_topic_to_a_file_with_its_statements_listed(run, index_folder, tmp_path):
    out, listed = tmp_path / "pack.docx", tmp_path / "pack.json"
    ran = run("pack", "handover", "--index", index_folder, "--out", out, "--json", listed)
    assert ran.code == 0
    assert "quotations, each with its source" in ran.out
    told = json.loads(listed.read_text("utf-8"))
    assert told["status"] in ("answered", "partial")
    assert all(set(CITED) <= set(c) for c in told["citations"])
    for s in told["statements"]:
        if s["kind"] == "quote":
            assert told["citations"][s["citations"][0] - 1]["quote"] == s["text"]
    assert {p.name for p in tmp_path.iterdir()} == {"pack.docx", "pack.json"}


def test_a_review_and_some_parts_of_it(run, index_folder, made):
    ran = run("pack", "--review", "Child N", "--index", index_folder, "--out", made,
              "--parts", "questions, quiz")  # fmt: skip
    assert ran.code == 0
    text = made.read_text("utf-8")
    assert "## Quiz" in text
    assert "## Seven-minute briefing" not in text


def test_a_topic_without_evidence_makes_a_file_that_says_so(run, index_folder, made):
    ran = run("pack", "sailing a boat to France", "--index", index_folder, "--out", made)
    assert ran.code == 0
    assert "says so" in ran.out
    assert "##" not in made.read_text("utf-8")


def basket_of(run, index_folder, tmp_path):
    answer = run("ask", "What do reviews say about bath time?", "--index", index_folder, "--json")
    kept = [c | {"note": "Start with this." if n == 0 else ""}
            for n, c in enumerate(answer.json["citations"])]  # fmt: skip
    path = tmp_path / "basket.json"
    path.write_text(json.dumps({"name": "Bath time", "items": kept}), "utf-8")
    return path, kept


def test_a_basket_keeps_its_order_and_its_notes(run, index_folder, tmp_path, made):
    basket, kept = basket_of(run, index_folder, tmp_path)
    assert kept
    ran = run("pack", "--basket", basket, "--index", index_folder, "--out", made)
    assert ran.code == 0, ran
    text = made.read_text("utf-8")
    assert text.startswith("# Bath time")
    places = [text.index(f"“{c['quote'][:30]}") for c in kept]
    assert places == sorted(places)
    assert "*Our note:* Start with this." in text


def test_a_basket_whose_document_has_been_removed(run, corpus, tmp_path, made):
    shutil.copytree(corpus, tmp_path / "corpus")
    index = tmp_path / "index"
    library = Library.open(tmp_path / "corpus", index)
    library.index()
    basket, kept = basket_of(run, index, tmp_path)
    library.remove([kept[0]["document_id"]])
    said = run.refused("pack", "--basket", basket, "--index", index, "--out", made)
    assert kept[0]["document_id"] in said
    assert "no longer" in said
    assert not made.exists()


def test_a_basket_whose_words_stand_elsewhere_now(run, index_folder, tmp_path, made):
    basket, kept = basket_of(run, index_folder, tmp_path)
    kept[0]["start"] += 1
    basket.write_text(json.dumps(kept), "utf-8")
    said = run.refused("pack", "--basket", basket, "--index", index_folder, "--out", made)
    assert "no longer has at characters" in said


@pytest.mark.parametrize("content", ["{", "[]", '{"items": [{"quote": "x"}]}', "7"])
def test_a_file_that_is_no_basket(run, index_folder, tmp_path, made, content):
    path = tmp_path / "basket.json"
    path.write_text(content, "utf-8")
    said = run.refused("pack", "--basket", path, "--index", index_folder, "--out", made)
    assert str(path) in said
    assert not made.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("handover", "--out", "pack.doc"), ".docx, .pptx"),
        (("handover", "--out", "pack"), ".docx, .pptx"),
        (("handover", "--out", "no/such/folder/pack.md"), "no such folder"),
        (("handover", "--out", "pack.md", "--parts", "briefing,jokes"), "no part 'jokes'"),
        (("handover", "--out", "pack.csv", "--parts", "quiz"), "action_plan"),
        (("handover", "--out", "pack.md", "--template", "no-folder"), "holds neither"),
        (("handover", "--out", "pack.md", "--basket", "none.json"), "Name one of"),
        (("--out", "pack.md"), "Name one of"),
        (("  ", "--out", "pack.md"), "Name a topic"),
        (("--review", "Child ZZ", "--out", "pack.md"), "no review 'Child ZZ'"),
        (("--basket", "none.json", "--out", "pack.md"), "cannot be read"),
        (("handover", "--out", "pack.md", "--json", "no/such/pack.json"), "no such folder"),
    ],
)
def test_mistakes_meet_one_sentence_and_leave_nothing(run, index_folder, here, words, says):
    assert says in run.refused("pack", *words, "--index", index_folder)
    assert list(here.iterdir()) == []


def test_a_file_that_was_there_stays_when_another_cannot_be_written(run, index_folder, made):
    made.write_text("before", "utf-8")
    listed = made.parent / "folder"
    listed.mkdir()
    said = run.refused("pack", "handover", "--index", index_folder, "--out", made, "--json", listed)
    assert "it is a folder" in said
    assert made.read_text("utf-8") == "before"
