"""The form below an answer: what it asks, what it never asks, and what is made of what it sends."""

from html.parser import HTMLParser

import pytest

from askreviews.errors import AskReviewsError
from askreviews.types import Answer, Citation, IndexInfo, Statement
from askreviews.web.ask.feedback import KEPT, WENT_WRONG, Word, feedback_form, keep


class Form(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.inputs, self.tags, self.text, self.form = [], [], "", None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "input":
            self.inputs.append(dict(attrs))
        if tag == "form":
            self.form = dict(attrs)

    def handle_data(self, data):
        self.text += data

    def values(self, name):
        return [each["value"] for each in self.inputs if each["name"] == name]


class Book:
    """A book in memory."""

    def __init__(self, error=None):
        self.kept, self.error = [], error

    def keep(self, answer, opinion, comment, **given):
        if self.error:
            raise self.error
        self.kept.append((answer.question, opinion, comment, given))


def citation(number, quote):
    return Citation(
        number=number, document_id="a.md", document_title="A", review_id=None, review=None,
        start=0, end=len(quote), quote=quote,
    )  # fmt: skip


def answered(status="answered", quotes=(), nearest=(), **fields):
    cited = [citation(n, quote) for n, quote in enumerate(quotes, 1)]
    return Answer(
        **{"question": "Q?"} | fields,
        status=status,
        statements=[Statement(text=c.quote, kind="quote", citations=[c.number]) for c in cited],
        citations=cited,
        nearest=[citation(len(cited) + n, quote) for n, quote in enumerate(nearest, 1)],
        index=IndexInfo(generation="g", documents=1, reviews=1),
    )


@pytest.mark.parametrize(
    ("status", "opinions"),
    [
        ("answered", ["right", "incomplete", "wrong", "should_not_answer"]),
        ("partial", ["right", "incomplete", "wrong", "should_not_answer"]),
        ("not_found", ["right", "should_answer"]),
        ("declined", ["right", "should_answer"]),
    ],
)
def test_what_can_be_said_depends_on_what_was_shown(status, opinions):
    form = Form(feedback_form(3, answered(status), None))
    assert form.values("opinion") == opinions
    assert form.form == {"method": "dialog", "data-turn": "3"}
    assert "Was this right?" in form.text
    assert "kept on this machine, for the people who look after this tool" in form.text
    assert "Please leave out names" in form.text


@pytest.mark.parametrize(
    "fields", [{"question": None, "reason": "personal_data"}, {"reason": "distress"}]
)
def test_nobody_is_asked_where_nothing_is_kept_or_who_needs_to_be_left_in_peace(fields):
    assert feedback_form(1, answered("declined", **fields), None) == ""


def test_every_field_has_a_name_of_its_own():
    form = Form(feedback_form(1, answered(quotes=["One."]), None))
    assert form.tags.count("legend") == form.tags.count("fieldset") == 2
    assert form.tags.count("label") == len(form.inputs)


def test_passages_shown_can_be_marked_whatever_they_hold():
    quotes = ["<script>alert(1)</script>", "word " * 40]
    html = feedback_form(1, answered("partial", quotes, nearest=["A near one."]), None)
    form = Form(html)
    assert form.values("useful") == ["1", "2", "3"]
    assert "script" not in form.tags
    assert "[1] <script>alert(1)</script>" in form.text
    assert "word …" in form.text
    assert "[3] A near one." in form.text


def test_what_was_sent_is_thanked_and_a_problem_leaves_the_form():
    thanked = feedback_form(1, answered(), KEPT)
    assert "Thank you. Kept." in Form(thanked).text
    assert Form(thanked).form is None
    again = feedback_form(1, answered(), "Too long <b>.")
    assert "Too long <b>." in Form(again).text
    assert Form(again).form is not None
    assert all(" open>" in html for html in (thanked, again))


def test_a_word_is_kept_with_the_passages_marked():
    book, answer = Book(), answered(quotes=["One.", "Two."])
    word = Word.of({"turn": 1, "opinion": "wrong", "comment": "No.", "useful": [2, 9]})
    assert keep(book, answer, word, ["Before?"], {"harm": ["neglect"]}) == KEPT
    ((question, opinion, comment, given),) = book.kept
    assert (question, opinion, comment) == ("Q?", "wrong", "No.")
    assert given["history"] == ["Before?"]
    assert given["filters"] == {"harm": ["neglect"]}
    assert [c.quote for c in given["useful"]] == ["Two."]


@pytest.mark.parametrize(
    "sent",
    [{}, {"turn": "1; drop", "opinion": None, "useful": "all"}, {"opinion": "should_answer"},
     {"opinion": ["right"], "useful": [[1]], "comment": {}}],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_not_kept(sent):
    book = Book()
    assert "Choose one" in keep(book, answered(), Word.of(sent), [])
    assert book.kept == []


def test_a_failure_is_a_sentence():
    word = Word.of({"turn": 1, "opinion": "right"})
    assert keep(Book(AskReviewsError("No room.")), answered(), word, []) == "No room."
    assert keep(Book(RuntimeError("x")), answered(), word, []) == WENT_WRONG
