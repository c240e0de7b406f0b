"""The report: one HTML file that needs nothing else, and Markdown that says the same."""

import re
from html.parser import HTMLParser

import pytest

from askreviews.evaluation import Gate, compare, judge, render_markdown
from askreviews.evaluation.html_report import render_html
from askreviews.types import Statement

NURSE = "The nurse rang the doctor on Monday."
NOBODY = "Nobody wrote it down."
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def run(world):
    """A right answer, an altered quotation, a right refusal, an answer that should not be."""
    gold = [{"document_id": "a.md", "quote": NURSE}]
    altered = Statement(text="The nurse sang.", kind="quote", citations=[1])
    return world.run(
        (world.question("q 1", question="Who rang?", kind="fact", gold=gold),
         world.answer(("a.md", NURSE), confidence=0.8)),
        (world.question("q2", question=HOSTILE, gold=gold, kind=HOSTILE),
         world.answer(("a.md", NURSE), statements=[altered], confidence=0.7)),
        (world.question("q3", question="Who drove?", expected_status="not_found"),
         world.not_found(nearest=[world.citation("a.md", NOBODY)])),
        (world.question("q4", question="Who wrote?", expected_status="not_found"),
         world.answer(("a.md", NOBODY), confidence=0.9)),
    )  # fmt: skip


class Outside(HTMLParser):
    """What a page would fetch, and the ids it has twice."""

    def __init__(self):
        super().__init__()
        self.fetched, self.ids = [], []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.fetched += [v for k, v in attrs if k in ("src", "srcset", "data", "poster")]
        if tag == "link" or (tag == "a" and not told.get("href", "#").startswith("#")):
            self.fetched.append(told.get("href"))
        self.ids += [told["id"]] if "id" in told else []


def test_nothing_is_fetched_and_nothing_of_a_document_is_markup(run):
    page = render_html(run)
    outside = Outside()
    outside.feed(page)
    assert outside.fetched == []
    assert len(outside.ids) == len(set(outside.ids))
    assert not re.search(r"https?://|@import|url\(", page)
    assert "default-src 'none'" in page
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_the_headline_says_it_in_words(run):
    page = render_html(run)
    assert "<h1>3 of 4 questions were answered, refused or declined as they should be</h1>" in page
    for sentence in (
        "1 of 3 quotations are not what the documents say, and every citation opens its place.",
        "Of 2 questions that the documents do not answer, 1 were refused, as they should be; 1 was "
        "answered all the same.",
        "Of 2 questions that they do answer, none was refused.",
    ):
        assert sentence in page
        assert sentence in render_markdown(run)


def test_each_question_is_marked(run):
    rows = dict(re.findall(r'id="q-(.*?)" data-tags="(.*?)"', render_html(run)))
    assert rows == {
        "q 1": "right given-answered",
        "q2": "right fault missed given-answered",
        "q3": "right given-not_found",
        "q4": "wrong given-answered",
    }
    page = render_html(run)
    assert "stands in its source; evidence wanted" in page
    assert "does not stand in what it cites" in page
    assert "seen within 50 words" in page
    assert "not seen" in page


def test_the_gate_and_the_comparison_are_told(world, run):
    former = world.run(*((c.question, c.answer) for c in run.items[:1]),
                       (run.items[3].question, world.not_found()))  # fmt: skip
    comparison = compare(former, run)
    judgement = judge(Gate(floors={"verbatim_integrity": 1.0}), run, comparison)
    for told in (render_html(run, comparison, judgement),
                 render_markdown(run, comparison, judgement)):  # fmt: skip
        assert "The gate is not passed" in told
        assert "verbatim integrity is 66.7%, below the floor of 100.0%." in told
        assert "2 questions compared with the former run" in told
        assert "before rightly not found" in told
    passed = judge(Gate(floors={"verbatim_integrity": 0.5}), run)
    assert "The gate is passed" in render_html(run, judgement=passed)


def test_every_metric_has_its_row_and_nothing_is_nan(run):
    page, markdown = render_html(run), render_markdown(run)
    for metric in (*run.metrics, *run.latency_ms):
        assert metric.title.replace("+", "&#43;") in page or metric.title in page
        assert f"| {metric.title}" in markdown
    assert "nan" not in re.sub(r"[a-z]{4,}", "", page.lower())


def test_plots_have_their_figures_as_a_table(run):
    page = render_html(run)
    assert page.count("<figure>") == 3
    assert page.count('role="img"') == 3
    assert "<td>50</td><td>50.0%</td>" in page  # half the evidence within fifty words


def test_a_run_with_nothing_to_measure_still_has_a_report(world):
    run = world.run((world.question(), world.declined()))
    page = render_html(run)
    assert "<h1>1 questions were asked</h1>" not in page
    assert "1 question was asked" in page
    assert "<figure>" not in page
    assert render_markdown(run).startswith("# set.jsonl\n\n1 question in set.jsonl: nothing could")
