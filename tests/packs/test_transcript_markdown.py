"""Markdown that shows every word as it is: nothing a document or a person says becomes markup."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from askreviews.packs.take_away import TakeAway
from askreviews.packs.transcript_arranging import arrange
from askreviews.packs.transcript_markdown import markdown
from askreviews.types import IndexInfo
from conversations import HOSTILE, answered, citation, quote, quoted, quoting, real_answers

OURS = {"h1", "h2", "h3", "h4", "p", "strong", "em", "blockquote", "ul", "li", "br"}
# Raw HTML is let through, so that a document's would show if it were any.
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Shown(HTMLParser):
    """The tags, and the text as it is read."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(READER.render(source))
        self.words = words(self.text)

    def handle_starttag(self, tag, attrs):
        assert attrs == []
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


def words(text):
    """Text as it is read, whatever its lines."""
    return " ".join(text.split())


def written(*answers):
    held = IndexInfo(generation="g", documents=1, reviews=1)
    return markdown(arrange(answers, held, date(2026, 3, 1), lambda _: ()))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_words_show_exactly_and_become_nothing(hostile):
    about = ("document_id", "document_title", "review", "publisher", "section")
    cited = [
        citation(1, hostile, **dict.fromkeys(about, hostile)),
        citation(2, f"Elsewhere {hostile}"),
    ]
    shown = Shown(written(answered([quote(1, 2, text=hostile)], cited, question=hostile)))
    assert set(shown.tags) <= OURS
    assert [shown.tags.count(tag) for tag in ("h1", "h2", "h3", "h4")] == [1, 1, 2, 0]
    assert [shown.tags.count(tag) for tag in ("blockquote", "ul", "li")] == [1, 1, 2]
    exact = words(hostile)
    assert f"Question 1: {exact}" in shown.words
    assert re.search(f"“\u2068?{re.escape(exact)}\u2069?” \\[1\\]", shown.words)
    assert f"Elsewhere {exact}" in shown.words


@pytest.mark.parametrize("bare", ["https://elsewhere.example", "www.elsewhere.example"])
def test_a_bare_address_is_not_one_that_readers_make_a_link_of(bare):
    assert bare not in written(quoting(citation(1, bare), question=bare))


def test_each_quotation_of_real_answers_is_shown_word_for_word(assistant):
    answers = real_answers(assistant)
    source = TakeAway(assistant).markdown(answers)
    shown = Shown(source)
    assert len(quoted(answers)) > 5
    assert all(words(quote) in shown.words for quote in quoted(answers))
    assert "900123" not in source
    assert "Jane" not in source


def test_each_question_is_followed_by_its_own_sources():
    source = written(quoting(citation(1)), quoting(citation(1, "Another."), question="And then?"))
    order = [
        "# Answers from the reviews held", "**This is not a decision tool.", "Taken away on",
        "## Question 1: Q?", "**Answered from the documents**", "### Child A",
        "> “Bruising matters.” [1]", "### Sources for question 1", "- [1] **Child A**: ",
        "## Question 2: And then?", "> “Another.” [1]", "### Sources for question 2", "- [1] ",
    ]  # fmt: skip
    at = -1
    for line in order:
        at = source.index(line, at + 1)


def test_a_conversation_without_an_answer_says_so():
    assert "No question with an answer stands in this conversation." in written()
