"""The audit log: kept only where it is turned on, for so many days, and no more than it says."""

import json
import os
import threading
from datetime import UTC, datetime, timedelta

import pytest

from askreviews import Settings
from askreviews.audit import AuditLog, entries, journal_of, kept_for_days
from askreviews.errors import AskReviewsError
from commandline import CommandLine, without_settings

QUESTION = "What was recommended for Child N?"
PERSONAL = "What about Jane Roe, 07700 900123?"


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    without_settings(monkeypatch)
    monkeypatch.setenv("ASKREVIEWS_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def run(capsys, monkeypatch):
    return CommandLine(capsys, monkeypatch)


@pytest.fixture
def audited(monkeypatch):
    monkeypatch.setenv("ASKREVIEWS_AUDIT", "true")


@pytest.fixture
def log():
    settings = Settings(audit=True)
    return AuditLog.of(settings, "page"), journal_of(settings)


def line(days_ago):
    at = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat()
    return json.dumps({"at": at, "who": "kim", "way": "page", "status": "answered"})


def test_nothing_is_kept_unless_it_is_turned_on(run, index_folder, data):
    assert run("ask", QUESTION, "--index", index_folder).code == 0
    assert not data.exists()
    assert "ASKREVIEWS_AUDIT=true" in run("audit", "show").out


@pytest.mark.usefixtures("audited")
def test_a_line_says_who_when_what_came_of_it_and_what_it_cites(run, index_folder, data):
    asked = run("ask", QUESTION, "--index", index_folder, "--json").json
    (kept,) = (data / "audit.jsonl").read_text("utf-8").splitlines()
    entry = json.loads(kept)
    assert entry.pop("at").endswith("Z")
    cited = list(dict.fromkeys(c["document_id"] for c in asked["citations"]))
    assert cited
    assert entry == {"who": "local", "way": "ask", "status": "answered", "documents": cited}
    assert (data / "audit.jsonl").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("audited")
def test_the_question_stands_in_it_by_a_second_switch_and_never_with_personal_data(
    run, index_folder, data, monkeypatch, tmp_path
):
    monkeypatch.setenv("ASKREVIEWS_AUDIT_QUESTIONS", "true")
    batch = tmp_path / "questions.jsonl"
    batch.write_text("".join(json.dumps({"question": q}) + "\n" for q in (QUESTION, PERSONAL)))
    options = ("--index", index_folder, "--out", tmp_path / "answers.jsonl")
    assert run("batch", batch, *options).code == 0
    asked, personal = map(json.loads, (data / "audit.jsonl").read_text("utf-8").splitlines())
    assert asked["question"] == QUESTION
    assert personal["reason"] == "personal_data"
    assert "question" not in personal
    assert QUESTION in run("audit", "show").out
    assert "Jane" not in run("audit", "show", "--json").out


def test_old_entries_and_damaged_ones_are_purged(run, data):
    data.mkdir()
    (data / "audit.jsonl").write_text(f"{line(40)}\nbroken\n{line(2)}\n{line(0)}\n", "utf-8")
    assert len(run("audit", "show").out.splitlines()) == 3
    assert len(run("audit", "show", "--days", 1, "--json").out.splitlines()) == 1
    assert run("audit", "purge", "--older-than", 30).out == "audit log: 2 deleted, 2 kept.\n"
    assert run("audit", "purge", "--older-than", 0).out == "audit log: 2 deleted, 0 kept.\n"
    assert (data / "audit.jsonl").read_text("utf-8") == ""


def test_retention_holds_from_the_start_and_each_day_while_it_is_served(data, monkeypatch):
    monkeypatch.setattr("askreviews.audit._DAY_S", 0.1)
    data.mkdir()
    file = data / "audit.jsonl"
    file.write_text(f"{line(100)}\n{line(89)}\n", "utf-8")
    settings = Settings(audit=False)
    with kept_for_days(settings):
        assert soon(lambda: len(entries(journal_of(settings))) == 1)
        journal_of(settings).append(line(91))
        assert soon(lambda: len(entries(journal_of(settings))) == 1)


def soon(holds):
    waiting = threading.Event()
    return any(holds() or waiting.wait(0.1) for _ in range(100))


def test_each_of_many_at_once_is_kept(log, assistant):
    answer, (audit, journal) = assistant.ask(QUESTION), log
    threads = [threading.Thread(target=audit.note, args=(answer, f"n{n}")) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {entry.who for entry in entries(journal)} == {f"n{n}" for n in range(20)}


@pytest.mark.usefixtures("audited")
def test_a_log_that_cannot_be_written_is_told_before_anything_is_asked(run, index_folder, data):
    data.write_text("in the way", "utf-8")
    sentence = run.refused("ask", QUESTION, "--index", index_folder)
    assert "audit log" in sentence
    assert "ASKREVIEWS_AUDIT=false" in sentence
    with pytest.raises(AskReviewsError, match="audit log"):
        AuditLog.of(Settings(audit=True), "page")


def test_feedback_baskets_and_runs_are_purged_by_one_command(run, data):
    for name in ("baskets/old.json", "baskets/new.json", "runs/set/20200101T000000Z.json"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("{}", "utf-8")
    os.utime(data / "baskets" / "old.json", (0, 0))
    said = {"question": "Q?", "status": "answered", "opinion": "right"}
    told = [{"id": "a", "given_at": "2020-01-01T00:00:00Z"}, {"id": "b", "given_at": _now()}]
    (data / "feedback.jsonl").write_text("".join(json.dumps(said | t) + "\n" for t in told))
    assert "--feedback" in run.refused("purge", "--older-than", 30)
    ran = run("purge", "--feedback", "--baskets", "--runs", "--older-than", 30)
    assert ran.out.splitlines() == [
        "feedback: 1 deleted, 1 kept.", "baskets: 1 deleted, 1 kept.", "runs: 1 deleted, 0 kept.",
    ]  # fmt: skip
    assert '"a"' not in (data / "feedback.jsonl").read_text("utf-8")
    assert [path.name for path in (data / "baskets").iterdir()] == ["new.json"]


def _now():
    return datetime.now(UTC).isoformat()
