"""The Evaluate tab in a real browser: run, stop, read, compare, and what can go wrong."""

import json
import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect
from test_conversation import BRUISING, PHONE, UNANSWERED, ask, finished, status

ROWS = [
    {"id": "m1", "question": BRUISING, "expected_status": "answered"},
    {"id": "m2", "question": UNANSWERED, "expected_status": "answered"},
]
RUN_MS = 60_000
# Keeps what a screen reader would be given to say.
LISTEN = """() => {
  window.announced = [];
  const listen = () => document.querySelectorAll("[aria-live]").forEach((region) => {
    const words = region.textContent.trim();
    if (words && announced.at(-1) !== words) announced.push(words);
  });
  new MutationObserver(listen).observe(document.body, { childList: true, subtree: true });
}"""


def on_the_bench(visit, **options):
    page = visit(**options)
    page.get_by_role("tab", name="Evaluate").click()
    expect(chosen(page, "Question set")).to_have_value("elsewhere.jsonl")
    return page


def chosen(page, label):
    return page.get_by_role("combobox", name=label)


def choose(page, label, option):
    chosen(page, label).click()
    page.get_by_role("option", name=option).first.click()


def upload(page, path, rows):
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    page.locator("#eval-bench input[type=file]").set_input_files(path)


def press(page, name):
    page.locator("#eval-bench").get_by_role("button", name=name, exact=True).click()


def said(page):
    return page.locator("#eval-said [role=status]")


def run(page):
    press(page, "Run")
    expect(said(page)).to_contain_text("is done", timeout=RUN_MS)


def test_a_set_is_run_and_its_report_opened(visit):
    page = on_the_bench(visit)
    choose(page, "Question set", "small.jsonl")
    expect(page.get_by_role("heading", name="Result")).to_be_hidden()
    page.evaluate(LISTEN)
    run(page)
    expect(said(page)).to_have_text(
        "The run of small.jsonl is done: 2 questions. Its result stands below."
    )
    assert page.evaluate("announced") == [said(page).text_content()]
    expect(page.locator(".eval-verdict")).to_contain_text("2 of 2 questions were answered")
    table = page.get_by_role("table", name="All measures")
    integrity = table.get_by_role("row", name=re.compile("verbatim integrity"))
    expect(integrity).to_contain_text("100.0%")
    expect(page.locator("#eval-run")).to_be_focused()

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the full report").click()
    report = opened.value
    report.wait_for_load_state()
    expect(report.get_by_role("heading", level=1)).to_contain_text("2 of 2 questions")
    report.locator("#q-a summary").click()
    expect(report.locator("#q-a .body")).to_be_visible()


def test_two_runs_are_compared_by_keyboard_on_a_phone(visit, tmp_path):
    page = on_the_bench(visit, viewport=PHONE)
    upload(page, tmp_path / "mine.jsonl", ROWS)
    expect(said(page)).to_contain_text("mine.jsonl: 2 questions.")
    run(page)
    first = chosen(page, "Run shown").input_value()
    press(page, "Run")
    expect(chosen(page, "Run shown")).not_to_have_value(first, timeout=RUN_MS)
    former = chosen(page, "Compared with")
    former.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Against the run of")).to_be_visible()
    expect(page.locator("#eval-result")).to_contain_text("2 questions compared")
    expect(page.get_by_role("heading", name="Lost (0)")).to_be_visible()
    link = page.get_by_role("link", name="Open the full report").get_attribute("href")
    assert "&former=mine%2F" in link
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_headings_go_down_one_level_at_a_time(visit):
    page = on_the_bench(visit)
    choose(page, "Question set", "small.jsonl")
    run(page)
    levels = page.locator(":is(h1, h2, h3, h4):visible").evaluate_all(
        "all => all.map(each => Number(each.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_run_is_stopped_and_leaves_nothing(visit, served):
    page = on_the_bench(visit)
    choose(page, "Question set", "long.jsonl")
    press(page, "Run")
    expect(page.get_by_role("progressbar", name="of 400 questions done")).to_be_visible()
    expect(page.locator("#eval-progress")).to_contain_text(re.compile("[1-9][0-9]* of 400"))
    press(page, "Run")
    expect(said(page)).to_contain_text("running a set already")
    press(page, "Stop")
    expect(said(page)).to_contain_text(re.compile("Stopped after [0-9]+ of 400 questions"))
    expect(page.locator("#eval-run")).to_be_focused()
    assert not (served / "data" / "runs" / "long").exists()


def test_a_question_is_answered_while_somebody_runs_a_set(visit):
    evaluator, reader = on_the_bench(visit), visit()
    choose(evaluator, "Question set", "long.jsonl")
    press(evaluator, "Run")
    expect(evaluator.locator("#eval-progress")).to_contain_text(re.compile("[1-9][0-9]* of 400"))
    ask(reader, BRUISING)
    finished(reader, 1)
    expect(status(reader, 1)).to_have_text("Answered from the documents")
    expect(evaluator.locator("#eval-progress")).to_contain_text("of 400 questions done")

    # Whoever comes second waits for a turn, which a page that is closed gives up.
    reader.get_by_role("tab", name="Evaluate").click()
    expect(chosen(reader, "Question set")).to_have_value("elsewhere.jsonl")
    choose(reader, "Question set", "small.jsonl")
    press(reader, "Run")
    expect(reader.locator("#eval-progress")).to_contain_text("goes first")
    evaluator.close()
    expect(said(reader)).to_contain_text("is done", timeout=RUN_MS)
    reader.get_by_role("tab", name="Ask").click()
    expect(reader.locator("#turn-1 .ask-answer")).to_be_visible()


def left(served):
    """What lies of files that were received; an empty one Gradio leaves beside each set."""
    received = (served / "received").rglob("*")
    return [path for path in received if path.is_file() and path.stat().st_size]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"question": "One?"}\n{"question": ', "mine.jsonl line 2 is not valid JSON"),
        ("\n", "mine.jsonl holds no question"),
        ('{"id": "a", "question": "A?"}\n{"id": "a", "question": "B?"}', "already used on line 1"),
    ],
)
def test_a_faulty_upload_is_one_sentence_and_nothing_of_it_is_left(
    visit, served, tmp_path, text, sentence
):
    page = on_the_bench(visit)
    (tmp_path / "mine.jsonl").write_text(text, "utf-8")
    page.locator("#eval-bench input[type=file]").set_input_files(tmp_path / "mine.jsonl")
    expect(said(page)).to_contain_text(sentence)
    expect(chosen(page, "Question set")).to_have_value("elsewhere.jsonl")
    assert left(served) == []


def test_a_set_for_another_corpus_is_one_sentence(visit):
    page = on_the_bench(visit)
    press(page, "Run")
    expect(said(page)).to_contain_text("elsewhere.jsonl line 1: 'none.md' is not among the")
    expect(page.get_by_role("heading", name="Result")).to_be_hidden()


def test_an_upload_is_shown_as_text_to_its_own_visitor_alone(visit, served, tmp_path):
    page = on_the_bench(visit)
    upload(page, tmp_path / "<b>odd.jsonl", [{"question": "<img src=x>?", "extra": 1}])
    expect(said(page)).to_contain_text("odd.jsonl: the field 'extra'")
    assert page.locator("#eval-said b, #eval-said img").count() == 0
    expect(chosen(page, "Question set")).to_have_value(re.compile("uploaded"))
    assert left(served) == []
    other = on_the_bench(visit)
    chosen(other, "Question set").click()
    expect(other.get_by_role("option")).to_have_count(3)


def test_what_readers_said_is_downloaded_as_draft_questions(visit, served):
    said_by_a_reader = {
        "id": "f1", "given_at": "2026-03-01T10:00:00+00:00", "question": UNANSWERED,
        "status": "not_found", "opinion": "right",
    }  # fmt: skip
    (served / "data").mkdir(exist_ok=True)
    (served / "data" / "feedback.jsonl").write_text(json.dumps(said_by_a_reader), "utf-8")
    page = on_the_bench(visit)
    expect(page.get_by_role("heading", name="What readers said")).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("link", name="Download them as draft questions").click()
    assert saving.value.suggested_filename == "draft-questions.jsonl"
    draft = json.loads(saving.value.path().read_text("utf-8"))
    assert (draft["question"], draft["split"]) == (UNANSWERED, "draft")
