"""The command line of DESIGN.md, section 4: its JSON field by field, its exit statuses."""

import hashlib
import json
import math
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from commandline import CommandLine, without_settings

NONE = type(None)
NUMBER = (int, float)
TEXT_OR_NONE = (str, NONE)
STATUS = {"answered", "partial", "not_found", "declined"}
REASONS = {
    None, "no_evidence", "personal_data", "distress", "live_case", "reidentification", "off_topic",
}  # fmt: skip
KINDS = {"quote", "computed", "generated", "glossary", "notice"}
FACETS = {
    None, "background", "finding", "recommendation", "good_practice", "question", "resource",
    "definition", "action",
}  # fmt: skip
ANSWER = {
    "id": TEXT_OR_NONE, "question": TEXT_OR_NONE, "status": str, "reason": TEXT_OR_NONE,
    "confidence": (*NUMBER, NONE), "statements": list, "citations": list, "nearest": list,
    "considered": list, "withheld": int, "model": str, "fallback": TEXT_OR_NONE, "index": dict,
    "timings_ms": dict,
}  # fmt: skip
STATEMENT = {"text": str, "kind": str, "citations": list}
CITATION = {
    "number": int, "document_id": str, "document_title": str, "review_id": TEXT_OR_NONE,
    "review": TEXT_OR_NONE, "review_type": TEXT_OR_NONE, "publisher": TEXT_OR_NONE,
    "published": TEXT_OR_NONE, "section": TEXT_OR_NONE, "facet": TEXT_OR_NONE,
    "audience": TEXT_OR_NONE, "provenance": TEXT_OR_NONE, "digest": bool, "page": (int, NONE),
    "start": int, "end": int, "quote": str,
}  # fmt: skip
CONSIDERED = {"document_id": str, "start": int, "end": int, "score": NUMBER, "why_not": str}
INDEX = {"generation": str, "documents": int, "reviews": int}
TIMINGS = {"retrieve": NUMBER, "answer": NUMBER, "total": NUMBER}
STAGES = ("encode", "dense", "lexical", "units", "read")
PASSAGE = {
    "document_id": str, "review_id": TEXT_OR_NONE, "review": TEXT_OR_NONE,
    "section": TEXT_OR_NONE, "facet": TEXT_OR_NONE, "provenance": TEXT_OR_NONE, "digest": bool,
    "page": (int, NONE), "start": int, "end": int, "text": str, "score": NUMBER,
}  # fmt: skip
REVIEW = {
    "review_id": str, "case_id": TEXT_OR_NONE, "document_id": str, "label": str, "title": str,
    "publisher": TEXT_OR_NONE, "published": TEXT_OR_NONE, "review_type": TEXT_OR_NONE,
    "incident_date": TEXT_OR_NONE, "child_age_months": (*NUMBER, NONE), "outcome": TEXT_OR_NONE,
    "harm": list, "themes": list, "agencies": list, "recommendations": TEXT_OR_NONE,
    "summary_only": bool, "digest": bool, "population": TEXT_OR_NONE, "scheme": TEXT_OR_NONE,
    "start": int, "end": int,
}  # fmt: skip
STORED = {"document_id": str, "text": str, "source_sha256": str}
QUESTIONS = {
    "answered": "What was recommended for Child N?",
    "theme": "What do reviews say about handover between areas?",
    "count": "How many reviews record a death?",
    "not_found": "Which hospital treated Child N?",
    "glossary": "What does HOR mean?",
    "declined": "What should happen with Jane Roe, NHS number 943 476 5919?",
}
STORK = "# The stork note\n\nThe stork on the roof was counted twice by the health visitor.\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Nothing set, and a folder that has neither settings nor a corpus."""
    without_settings(monkeypatch)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def run(capsys, monkeypatch):
    return CommandLine(capsys, monkeypatch)


@pytest.fixture
def own(corpus, index_folder, tmp_path):
    """Options that name a corpus and an index which a test may change."""
    shutil.copytree(corpus, tmp_path / "corpus")
    shutil.copytree(index_folder, tmp_path / "index")
    return ("--corpus", tmp_path / "corpus", "--index", tmp_path / "index")


def of_shape(value, fields):
    """A JSON object has these fields, in this order, each of its type."""
    assert list(value) == list(fields)
    for name, types in fields.items():
        allowed = types if isinstance(types, tuple) else (types,)
        assert isinstance(value[name], allowed), (name, value[name])
        assert not (isinstance(value[name], bool) and bool not in allowed), name
        assert not (isinstance(value[name], float) and not math.isfinite(value[name])), name


def check_answer(answer):
    """An answer is what the contract says, whatever it says."""
    of_shape(answer, ANSWER)
    of_shape(answer["index"], INDEX)
    stages = {name: NUMBER for name in answer["timings_ms"] if name in STAGES}
    of_shape(answer["timings_ms"], TIMINGS | stages)
    assert answer["status"] in STATUS
    assert answer["reason"] in REASONS
    assert (answer["confidence"] is None) == (answer["status"] == "declined")
    assert answer["confidence"] is None or 0 <= answer["confidence"] <= 1
    for statement in answer["statements"]:
        of_shape(statement, STATEMENT)
        assert statement["kind"] in KINDS
    for citation in (*answer["citations"], *answer["nearest"]):
        of_shape(citation, CITATION)
        assert citation["facet"] in FACETS
        assert citation["provenance"] in (None, "local", "national")
        assert citation["end"] - citation["start"] == len(citation["quote"])
    for considered in answer["considered"]:
        of_shape(considered, CONSIDERED)


def lines(path, *objects):
    path.write_text("".join(f"{json.dumps(o)}\n" for o in objects), encoding="utf-8")
    return path


def answers(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


# --- asking -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", QUESTIONS)
def test_ask_json_is_the_contract_whatever_the_status(run, index_folder, kind):
    ran = run("ask", QUESTIONS[kind], "--index", index_folder, "--json")
    assert ran.code == 0
    answer = ran.json
    check_answer(answer)
    assert answer["id"] is None
    if kind in STATUS:
        assert answer["status"] == kind
    assert answer["question"] == (None if kind == "declined" else QUESTIONS[kind])
    assert answer["reason"] == {"not_found": "no_evidence", "declined": "personal_data"}.get(kind)


def test_ask_for_a_reader_shows_statements_numbers_and_sources(run, index_folder):
    ran = run("ask", QUESTIONS["answered"], "--index", index_folder)
    assert ran.code == 0
    assert "bath-time safety" in ran.out
    assert "” [1]" in ran.out
    assert "[1] Child N, Harbourshire Safeguarding Children Partnership, 2020-06, digest" in ran.out
    not_found = run("ask", QUESTIONS["not_found"], "--index", index_folder).out
    assert not_found.startswith("Not found in these documents")
    assert "Nearest passages" in not_found


def test_ask_takes_history_and_filters(run, index_folder):
    follow = ("ask", "And what was recommended?", "--index", index_folder, "--json")
    told = run(*follow, "--history", "Hello", "--history", "What happened to Child N?").json
    assert {c["review"] for c in told["citations"]} == {"Child N"}
    told = run(
        "ask", "What should be told?", "--index", index_folder, "--json",
        "--filter", "review=Child TW", "--filter", "review=Child T", "--filter", "facet=finding",
    ).json  # fmt: skip
    cited = (*told["citations"], *told["nearest"])
    assert {c["review"] for c in cited} <= {"Child TW", "Child T"}
    assert {c["facet"] for c in cited} <= {"finding"}


def test_a_fresh_process_writes_utf8_whatever_its_terminal_can_show(index_folder, run):
    """The console script itself, in a terminal that has only ASCII."""
    script = Path(sys.executable).parent / "askreviews"
    words = ["text", "list-2021-11.txt", "--index", index_folder, "--json"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    ran = subprocess.run([script, *words], capture_output=True, env=environment, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout.decode("utf-8")) == run(*words).json
    assert "Baby ‘T’" in ran.stdout.decode("utf-8")


# --- batch --------------------------------------------------------------------------


def test_batch_keeps_ids_and_order_and_ignores_other_fields(run, index_folder, tmp_path):
    asked = lines(
        tmp_path / "q.jsonl",
        {"id": "z", "question": QUESTIONS["not_found"], "gold": [], "kind": "fact"},
        {"question": QUESTIONS["answered"]},
        {"id": 3, "question": "And what was recommended?", "history": ["What about Child N?"]},
        {"id": "a", "question": "What should be told?", "filters": {"review": ["Baby T"]}},
        {"id": "z", "question": QUESTIONS["declined"]},
    )
    out = tmp_path / "a.jsonl"
    ran = run("batch", asked, "--index", index_folder, "--out", out)
    assert (ran.code, ran.out) == (0, "")
    assert "Answering" in ran.err
    told = answers(out)
    for answer in told:
        check_answer(answer)
    assert [a["id"] for a in told] == ["z", None, "3", "a", "z"]
    assert [a["status"] for a in told][:3] == ["not_found", "answered", "answered"]
    assert {c["review"] for c in told[2]["citations"]} == {"Child N"}
    assert {c["review"] for c in (*told[3]["citations"], *told[3]["nearest"])} <= {"Baby T"}
    assert told[4]["question"] is None
    alone = run("ask", QUESTIONS["answered"], "--index", index_folder, "--json").json
    assert told[1] | {"timings_ms": 0} == alone | {"timings_ms": 0}


def test_batch_reads_lines_as_other_programs_write_them(run, index_folder, tmp_path):
    """A byte-order mark, Windows line ends, blank lines, a line separator inside a question."""
    asked = tmp_path / "q.jsonl"
    question = '{"id": "%s", "question": "What about\u2028fathers?"}'
    text = "\ufeff" + "\r\n".join([question % "one", "", "   ", question % "two"]) + "\r\n\r\n"
    asked.write_bytes(text.encode("utf-8"))
    out = tmp_path / "a.jsonl"
    assert run("batch", asked, "--index", index_folder, "--out", out).code == 0
    assert [(a["id"], a["question"]) for a in answers(out)] == [
        ("one", "What about\u2028fathers?"),
        ("two", "What about\u2028fathers?"),
    ]


@pytest.mark.parametrize(
    "line",
    ["not json", "[]", '"What?"', "{}", '{"question": ""}', '{"question": null}',
     '{"question": "a\\ud800b"}', '{"question": "What?", "history": "one"}',
     '{"question": "What?", "filters": {"colour": "red"}}',
     '{"question": "What?", "filters": {"facet": "rumour"}}'],
)  # fmt: skip
def test_a_malformed_line_is_named_and_nothing_is_written(run, index_folder, tmp_path, line):
    asked = tmp_path / "q.jsonl"
    asked.write_text(f'{{"question": "What?"}}\n{line}\n', encoding="utf-8")
    out = tmp_path / "a.jsonl"
    sentence = run.refused("batch", asked, "--index", index_folder, "--out", out)
    assert "q.jsonl, line 2" in sentence
    assert not out.exists()


def test_files_of_questions_that_cannot_be_used(run, index_folder, tmp_path):
    out = tmp_path / "a.jsonl"
    on = ("--index", index_folder, "--out", out)
    assert "no-such.jsonl" in run.refused("batch", tmp_path / "no-such.jsonl", *on)
    (tmp_path / "latin.jsonl").write_bytes(b'{"question": "caf\xe9"}')
    assert "latin.jsonl cannot be read as UTF-8" in run.refused(
        "batch", tmp_path / "latin.jsonl", *on
    )
    empty = lines(tmp_path / "empty.jsonl")
    assert "empty.jsonl holds no question" in run.refused("batch", empty, *on)
    asked = lines(tmp_path / "q.jsonl", {"question": "What?"})
    absent = tmp_path / "no-such-folder" / "a.jsonl"
    refused = run("batch", asked, "--index", index_folder, "--out", absent)
    assert refused.code == 2
    assert f"{absent} cannot be written" in refused.said[0]


# --- reading the index --------------------------------------------------------------


def test_search_json_is_a_list_best_first(run, index_folder):
    ran = run("search", "handover meeting", "--index", index_folder, "--limit", 4, "--json")
    assert ran.code == 0
    found = ran.json
    assert len(found) == 4
    for passage in found:
        of_shape(passage, PASSAGE)
    assert [p["score"] for p in found] == sorted((p["score"] for p in found), reverse=True)
    assert found[0]["document_id"] == "handover.md"
    ran = run("search", "handover", "--index", index_folder, "--filter", "document=list*", "--json")
    assert {p["document_id"] for p in ran.json} == {"list-2021-11.txt"}
    assert "handover.md" in run("search", "handover meeting", "--index", index_folder).out


def test_reviews_json_is_the_whole_catalogue(run, index_folder):
    ran = run("reviews", "--index", index_folder, "--json")
    assert ran.code == 0
    for review in ran.json:
        of_shape(review, REVIEW)
        assert review["recommendations"] in ("made", "none recorded", None)
        assert review["review_id"].startswith(f"{review['document_id']}#")
        for name in ("harm", "themes", "agencies"):
            assert all(isinstance(each, str) for each in review[name])
    assert [r["review_id"] for r in ran.json] == [
        "briefing-child-k.txt#1", "child-n.md#1", "learning-note.txt#1",
        "list-2021-11.txt#1", "list-2021-11.txt#2", "list-2021-11.txt#3",
    ]  # fmt: skip
    table = run("reviews", "--index", index_folder).out
    assert "not stated" in table
    assert "3 years 6 months" in table


def test_reviews_with_sources_show_each_field_beside_its_sentence(run, index_folder):
    options = ["--index", index_folder, "--sources", "--filter", "review=Baby T"]
    said = run("reviews", *options).out
    assert said.startswith("Baby T (list-2021-11.txt#2)\n")
    flat = " ".join(said.split())
    assert "publisher: not stated incident" not in flat and "publisher: not stated" in flat
    assert "outcome: death “Death of a 3-week-old boy in August 2019 while he shared" in flat
    assert "nation: England “Serious Case Review: Baby ‘T’”" in flat
    assert "agency: Midwifery “midwives need to see where the baby will sleep”" in flat
    assert "recommendations: none recorded “Makes no recommendations" in flat
    assert all(len(line) <= 100 for line in said.splitlines())
    digest = run("reviews", "--index", index_folder, "--sources", "--filter", "review=Child N").out
    assert "publisher: Harbourshire Safeguarding Children Partnership\n      (stated by" in digest


@pytest.mark.parametrize(
    ("filters", "labels"),
    [
        (["outcome=death"], ["Child N", "Baby T"]),
        (["review=Child K", "review=Baby T"], ["Child K", "Baby T"]),
        (["review=Child K", "outcome=death"], []),
        (["age=1-5"], ["Child N", "Child TW"]),
        (["publisher=harbourshire"], ["Child N"]),
        (["since=2021"], ["Learning from a rapid review: a baby with a head injury", "Child T",
                          "Baby T", "Child TW"]),
        (["until=2020"], ["Child N"]),
        (["document=list-*"], ["Child T", "Baby T", "Child TW"]),
        (["text=bus driver"], ["Child K"]),
    ],
)  # fmt: skip
def test_filters_choose_reviews(run, index_folder, filters, labels):
    options = [word for each in filters for word in ("--filter", each)]
    ran = run("reviews", "--index", index_folder, "--json", *options)
    assert [r["label"] for r in ran.json] == labels


def test_text_json_is_the_stored_text(run, index_folder, corpus):
    ran = run("text", "child-n.md", "--index", index_folder, "--json")
    of_shape(ran.json, STORED)
    source = (corpus / "child-n.md").read_bytes()
    assert ran.json["source_sha256"] == hashlib.sha256(source).hexdigest()
    for citation in run("ask", QUESTIONS["answered"], "--index", index_folder, "--json").json[
        "citations"
    ]:
        assert ran.json["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert run("text", "child-n.md", "--index", index_folder).out == ran.json["text"] + "\n"
    assert "no document 'no-such.md'" in run.refused("text", "no-such.md", "--index", index_folder)


# --- changing what is held ----------------------------------------------------------


def test_index_builds_once_and_says_what_it_did(run, corpus, tmp_path):
    options = ("--corpus", corpus, "--index", tmp_path / "new")
    first = run("index", *options)
    assert (first.code, first.said) == (0, [])
    assert first.out.startswith("Index built (5 read, 0 unchanged, 0 taken out): 5 documents")
    assert "Indexing" in first.err
    assert "Indexing" in first.err
    again = run("index", *options, "--json")
    assert (again.code, again.json["read"], again.json["unchanged"]) == (0, [], 5)
    assert again.json["built"] is False


def test_add_and_remove(run, own, tmp_path):
    (tmp_path / "stork.md").write_text(STORK, "utf-8")
    added = run("add", tmp_path / "stork.md", *own)
    assert (added.code, added.said) == (0, [])
    assert "(1 read, 5 unchanged, 0 taken out): 6 documents" in added.out
    index = own[2:]
    assert (
        run("search", "stork", *index, "--limit", 1, "--json").json[0]["document_id"]
        == "added/stork.md"
    )
    removed = run("remove", "added/stork.md", "child-n.md", *own)
    assert removed.code == 0
    assert "(0 read, 4 unchanged, 2 taken out): 4 documents" in removed.out
    assert (tmp_path / "corpus" / ".removed" / "child-n.md").is_file()
    assert "Child N" not in run("reviews", *index).out
    assert run("index", *own).out.startswith("Index is up to date (0 read, 4 unchanged")


def test_add_and_remove_of_what_is_not_there(run, own, tmp_path):
    assert "no-such.pdf: there is no such file" in run.refused(
        "add", tmp_path / "no-such.pdf", *own
    )
    assert "no document 'no-such.md'" in run.refused("remove", "no-such.md", *own)
    assert "no document '../index/CURRENT'" in run.refused("remove", "../index/CURRENT", *own)


# --- measuring and looking after ----------------------------------------------------


@pytest.fixture
def question_set(tmp_path):
    gold = "The partnership should make bath-time safety part of the eight-month visit."
    return lines(
        tmp_path / "set.jsonl",
        {"id": "a", "question": QUESTIONS["answered"], "expected_status": "answered",
         "gold": [{"document_id": "child-n.md", "quote": gold}]},
        {"id": "b", "question": QUESTIONS["not_found"], "expected_status": "not_found"},
        {"id": "c", "question": QUESTIONS["declined"], "expected_status": "declined",
         "expected_reason": "personal_data"},
    )  # fmt: skip


def test_eval_prints_a_table_and_writes_the_run(run, index_folder, question_set, tmp_path):
    out = tmp_path / "run.json"
    ran = run("eval", question_set, "--index", index_folder, "--json", out)
    assert ran.code == 0
    assert "nan" not in ran.out.lower()
    for metric in (
        "verbatim integrity", "citation validity", "evidence recall, 300 words", "recall@5",
        "abstention precision", "abstention recall", "over-refusal", "balanced decision accuracy",
    ):  # fmt: skip
        assert metric in ran.out
    assert "95% interval" in ran.out
    written = json.loads(out.read_text("utf-8"))
    values = {metric["name"]: metric["value"] for metric in written["metrics"]}
    assert values["verbatim_integrity"] == values["citation_validity"] == 1.0
    assert values["evidence_recall"] == 1.0
    assert [item["id"] for item in written["items"]] == ["a", "b", "c"]


def test_eval_scores_the_answers_of_a_batch_as_its_own(run, index_folder, question_set, tmp_path):
    asked = run("eval", question_set, "--index", index_folder)
    out = tmp_path / "answers.jsonl"
    run("batch", question_set, "--index", index_folder, "--out", out)
    scored = run("eval", question_set, "--index", index_folder, "--answers", out)
    assert scored.code == 0
    figures = [
        [line for line in ran.out.splitlines() if "time" not in line.split("  ")[0]]
        for ran in (scored, asked)
    ]
    assert figures[0] == figures[1]


def test_eval_of_files_that_cannot_be_used(run, index_folder, question_set, tmp_path):
    on = ("--index", index_folder)
    assert "no-such.jsonl could not be read" in run.refused("eval", tmp_path / "no-such.jsonl", *on)
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"question": "What?"}\n{"question": NaN}\n', "utf-8")
    assert "broken.jsonl line 2" in run.refused("eval", broken, *on)
    few = lines(tmp_path / "few.jsonl")
    assert "few.jsonl" in run.refused("eval", question_set, *on, "--answers", few)


def test_eval_writes_a_report_with_markdown_and_json_beside_it(
    run, index_folder, question_set, tmp_path
):
    page = tmp_path / "report.html"
    assert run("eval", question_set, "--index", index_folder, "--html", page).code == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert page.with_suffix(".md").read_text("utf-8").startswith("# ")
    assert len(json.loads(page.with_suffix(".json").read_text("utf-8"))["items"]) == 3


def test_eval_against_a_gate_and_a_former_run(run, index_folder, question_set, tmp_path):
    former, gate = tmp_path / "former.json", tmp_path / "gate.yaml"
    run("eval", question_set, "--index", index_folder, "--json", former)
    gate.write_text("floors: {verbatim_integrity: 1.0}\nno_clear_loss: all\n", "utf-8")
    asked = ("eval", question_set, "--index", index_folder, "--gate", gate)
    passed = run(*asked, "--baseline", former)
    assert passed.code == 0
    assert "The gate is passed" in passed.out
    assert "no clear difference in any metric" in passed.out
    gate.write_text("floors: {evidence_recall: 1.0, latency_median: 0.001}\n", "utf-8")
    failed = run(*asked)
    assert failed.code == 1
    assert "median time is" in failed.out
    assert "Traceback" not in failed.err
    gate.write_text("floors: {speed: 1.0}\n", "utf-8")
    assert "gate.yaml line 1" in run.refused(*asked)
    assert "former.json is not a saved run" in run.refused(
        *asked[:-2], "--baseline", lines(tmp_path / "former.json", {"a": 1})
    )


def test_compare_saved_runs_and_refuse_other_documents(run, index_folder, question_set, tmp_path):
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    run("eval", question_set, "--index", index_folder, "--json", one)
    assert "0 questions won, 0 lost" in run("compare", one, one).out
    changed = json.loads(one.read_text("utf-8"))
    changed["fingerprints"]["corpus"] = "0" * 64
    other.write_text(json.dumps(changed), "utf-8")
    assert "over other documents" in run.refused("compare", one, other)
    assert run("compare", one, other, "--any-corpus").code == 0


def test_check_set_ends_with_1_where_gold_has_gone(run, index_folder, question_set, tmp_path):
    sound = run("check-set", question_set, "--index", index_folder)
    assert (sound.code, sound.out.count("\n")) == (0, 1)
    gold = [{"document_id": "child-n.md", "quote": "A heron counted the visits."}]
    stale = lines(tmp_path / "stale.jsonl", {"question": "Who counted?", "gold": gold})
    found = run("check-set", stale, "--index", index_folder)
    assert found.code == 1
    assert "stale.jsonl line 1: gold span 1" in found.out
    gold[0]["document_id"] = "elsewhere.md"
    other = lines(tmp_path / "other.jsonl", {"question": "Who counted?", "gold": gold})
    for command in ("check-set", "eval"):
        told = run.refused(command, other, "--index", index_folder)
        assert told.startswith("other.jsonl line 1: 'elsewhere.md' is not among")


def test_a_set_from_a_spreadsheet_and_from_feedback(run, tmp_path):
    out = tmp_path / "set.jsonl"
    sheet = tmp_path / "set.csv"
    sheet.write_text("question,expected_status\nWho rang?,not_found\n", "utf-8")
    assert run("make-set", sheet, "--out", out).code == 0
    assert answers(out) == [
        {"id": "row-2", "question": "Who rang?", "expected_status": "not_found"}
    ]
    said = {"id": "f1", "given_at": "2026-03-01T10:00:00Z", "question": "Who rang?",
            "status": "answered", "opinion": "should_not_answer"}  # fmt: skip
    assert run("make-set", lines(tmp_path / "said.jsonl", said), "--out", out).code == 0
    assert answers(out)[0]["split"] == "draft"
    sheet.write_text("question,expected_status\nWho rang?,maybe\n", "utf-8")
    assert "set.csv row 2" in run.refused("make-set", sheet, "--out", out)


def test_to_ragas_and_back(run, index_folder, question_set, tmp_path):
    saved, rows, back, given = (tmp_path / n for n in ("r.json", "r.jsonl", "s.jsonl", "a.jsonl"))
    on = ("--index", index_folder)
    run("eval", question_set, *on, "--json", saved)
    assert run("to-ragas", saved, "--out", rows).code == 0
    told = run("from-ragas", rows, "--set", back, "--answers", given, *on)
    assert told.code == 0
    assert told.out.startswith("3 rows; 0 of ")
    scored = run("eval", back, "--answers", given, *on)
    assert scored.code == 0
    assert "all of the quotations are verbatim" in scored.out


def test_doctor_finds_all_in_place(run, own, monkeypatch):
    monkeypatch.setenv("ASKREVIEWS_CORPUS", str(own[1]))
    monkeypatch.setenv("ASKREVIEWS_INDEX", str(own[3]))
    ran = run("doctor")
    assert ran.code == 0, ran.out
    assert all(line.startswith("ok ") for line in ran.out.splitlines())
    assert "5 documents" in ran.out
    assert "up to date" in ran.out
    assert "files are read in a process apart; most allowed for one: 2,000 pages" in ran.out
    held = (own[1] / "learning-note.txt").read_text("utf-8")
    assert "robin.sampleton@example.org" in held
    assert "learning-note.txt: taken out at reading" in ran.out
    assert "sampleton" not in ran.out


def test_doctor_names_what_is_not_in_place_and_ends_with_1(run, own, monkeypatch):
    assert "FAIL There is no folder corpus" in run("doctor").out
    monkeypatch.setenv("ASKREVIEWS_CORPUS", str(own[1]))
    monkeypatch.setenv("ASKREVIEWS_INDEX", str(own[3]))
    (own[1] / "stork.md").write_text(STORK, "utf-8")
    ran = run("doctor")
    assert ran.code == 1
    assert "FAIL the index is behind the corpus (stork.md); run 'askreviews index'." in ran.out
    monkeypatch.setenv("ASKREVIEWS_EMBEDDING_MODEL", "no-such-model")
    ran = run("doctor")
    assert ran.code == 1
    assert "ASKREVIEWS_EMBEDDING_MODEL" in ran.out


# --- usage --------------------------------------------------------------------------


READING = [("ask", "What?"), ("search", "x"), ("reviews",), ("text", "a.md")]


@pytest.mark.parametrize("command", READING, ids=lambda c: c[0])
def test_where_there_is_no_index_the_command_that_makes_one_is_named(run, command, tmp_path):
    absent = tmp_path / "absent"
    sentence = run.refused(*command, "--index", absent)
    assert (
        sentence
        == f"There is no index in {absent}; make one with 'askreviews index --index {absent}'."
    )
    file = tmp_path / "file"
    file.write_text("not a folder", "utf-8")
    assert "There is no index in" in run.refused(*command, "--index", file)
    assert not absent.exists()


@pytest.mark.parametrize("command", READING[:3], ids=lambda c: c[0])
@pytest.mark.parametrize(
    ("given", "named"),
    [("colour=red", "no filter 'colour'"), ("review", "KEY=VALUE"), ("age=9", "no value '9'"),
     ("facet=rumour", "no value 'rumour'"), ("=x", "no filter ''"),
     ("since=last year", "YYYY-MM")],
)  # fmt: skip
def test_an_unknown_filter_is_one_sentence(run, index_folder, command, given, named):
    assert named in run.refused(*command, "--index", index_folder, "--filter", given)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["nonsense"], "nonsense"),
        (["ask"], "question"),
        (["ask", "What?", "--colour"], "--colour"),
        (["ask", "one", "two"], "two"),
        (["search", "x", "--limit", "0"], "--limit"),
        (["search", "x", "--limit", "many"], "--limit"),
        (["batch", "q.jsonl"], "--out"),
        (["add"], "FILES"),
        (["remove"], "document"),
        (["serve", "--port", "99999"], "--port"),
        (["serve", "--port", "0"], "--port"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_sentence_and_2(run, words, named):
    assert named.lower() in run.refused(*words).lower()


def test_help_lists_every_command(run):
    ran = run("--help")
    assert ran.code == 0
    for command in (
        "index", "ask", "batch", "search", "reviews", "text", "add", "remove", "eval", "serve",
        "doctor",
    ):  # fmt: skip
        assert f" {command} " in ran.out
        assert run(command, "--help").code == 0
    assert "ask" in run().out


def test_help_is_there_before_anything_heavy_is_loaded():
    """Half a second of imports would be half a second before the first word."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "askreviews.cli", "--help"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in told.stderr.splitlines()}
    heavy = {"torch", "transformers", "chromadb", "llama_index", "gradio", "pydantic", "rich"}
    assert "typer" in loaded
    assert not loaded & heavy


def test_an_answer_needs_neither_of_the_large_model_libraries(index_folder):
    asked = "import sys; from askreviews import Assistant, Settings; "
    asked += f"answer = Assistant.open({str(index_folder)!r}, Settings()).ask('What of fathers?'); "
    asked += "print(answer.status, *sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.split()
    assert told[0] in ("answered", "not_found")
    assert not {"transformers", "sentence_transformers", "llama_index"} & set(told)


def test_serve_says_what_is_in_its_way(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port}" in run.refused("serve", "--port", port)
    assert "There is no folder corpus" in run.refused("serve", "--port", port)


def test_check_writes_a_score_and_reasons_for_each_pair_in_order(run, tmp_path):
    passage = "Seven practitioners were interviewed. The mother said that he had rolled off a bed."
    pairs = lines(
        tmp_path / "pairs.jsonl",
        {"sentence": "Seven practitioners were interviewed.", "passages": [passage]},
        {"sentence": "Nine practitioners were interviewed.", "passages": [passage], "kind": "x"},
        {"sentence": "Seven practitioners were interviewed.", "passages": []},
    )
    out = tmp_path / "scores.jsonl"
    ran = run("check", pairs, "--out", out)
    assert (ran.code, ran.out) == (0, "")
    right, wrong, nothing = map(json.loads, out.read_text("utf-8").splitlines())
    assert set(right) == {"support", "reasons"}
    assert right["reasons"] == []
    assert right["support"] > 0.5
    assert wrong["support"] < 0.1
    assert wrong["reasons"] == ["the number Nine does not stand in the passages"]
    assert nothing["support"] == 0


def test_check_of_files_that_cannot_be_used(run, tmp_path):
    out = tmp_path / "scores.jsonl"
    assert "no-such.jsonl" in run.refused("check", tmp_path / "no-such.jsonl", "--out", out)
    broken = tmp_path / "broken.jsonl"
    broken.write_text(
        '{"sentence": "It rained.", "passages": ["It rained."]}\n{"sentence"\n', "utf-8"
    )
    assert "broken.jsonl, line 2" in run.refused("check", broken, "--out", out)
    few = lines(tmp_path / "few.jsonl", {"sentence": "It rained."})
    assert "few.jsonl, line 1: passages" in run.refused("check", few, "--out", out)
    broken.write_text("\n", "utf-8")
    assert "holds no pair" in run.refused("check", broken, "--out", out)
    pairs = lines(few, {"sentence": "It rained.", "passages": ["It rained."]})
    assert "cannot be written" in run.refused("check", pairs, "--out", tmp_path / "no" / "s.jsonl")
