"""The evaluator's report in a real browser: filtered, opened, printed, with no request."""

import json

import pytest

from askreviews import Assistant, Settings
from askreviews.evaluation import evaluate, load_questions
from askreviews.evaluation.html_report import render_html

ROWS = [
    {"id": "a", "question": "What was recommended for Child N?", "kind": "fact",
     "gold": [{"document_id": "child-n.md", "quote": "An interpreter should be booked for every "
               "visit to a family that asks for one."}]},
    {"id": "b", "question": "What do reviews say about handover?", "kind": "theme",
     "expected_status": "not_found"},
    {"id": "c", "question": "Which hospital treated Child N?", "kind": "fact",
     "expected_status": "not_found"},
]  # fmt: skip


@pytest.fixture(scope="module")
def report(index_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    (folder / "set.jsonl").write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    run = evaluate(Assistant.open(index_folder, Settings()), load_questions(folder / "set.jsonl"))
    (folder / "report.html").write_text(render_html(run), "utf-8")
    return (folder / "report.html").as_uri()


@pytest.fixture
def page(chromium, report):
    """The report opened; at the end, nothing was asked for and nothing went wrong."""
    faults = []
    page = chromium.new_page(viewport={"width": 1200, "height": 900})
    page.on("request", lambda r: r.url.partition("#")[0] == report or faults.append(r.url))
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(report)
    yield page
    page.close()
    assert faults == []


def shown(page):
    return [each.get_attribute("id") for each in page.locator(".question:visible").all()]


def test_questions_are_filtered_by_outcome_kind_and_words(page):
    assert shown(page) == ["q-a", "q-b", "q-c"]
    page.get_by_label("Show").select_option(label="not answered or refused as they should be")
    assert shown(page) == ["q-b"]
    assert page.get_by_role("status").last.inner_text() == "1 of 3 questions"
    page.get_by_label("Show").select_option(label="all questions")
    page.get_by_label("of the kind").select_option("fact")
    assert shown(page) == ["q-a", "q-c"]
    page.get_by_label("with the words").fill("HOSPITAL")
    assert shown(page) == ["q-c"]


def test_a_question_opens_by_keyboard_and_all_at_once(page):
    page.locator("#q-a summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#q-a .body").is_visible()
    assert page.locator("#q-a .lines .good").count() > 0
    page.get_by_role("button", name="Open all").click()
    assert page.locator(".question[open]").count() == 3
    page.get_by_role("button", name="Close all").click()
    assert page.locator(".question[open]").count() == 0


def test_a_link_to_a_question_opens_it(page, report):
    page.goto(f"{report}#q-c")
    assert page.locator("#q-c .body").is_visible()


def test_it_prints_with_its_answers_and_fits_a_telephone(page):
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".body:visible").count() == 3
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
