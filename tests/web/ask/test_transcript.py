"""What the page shows of an answer, and that nothing a document holds can run in it."""

import re
from html.parser import HTMLParser

import pytest

from askreviews.types import (
    Answer,
    AnswerEvent,
    Box,
    Citation,
    Considered,
    Context,
    IndexInfo,
    Statement,
    StatementEvent,
    StoredText,
    Superseded,
)
from askreviews.web.ask import sources
from askreviews.web.ask.conversation import NOT_KEPT, Conversation
from askreviews.web.ask.transcript import announcement, transcript

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror="alert(1)">',
    "'><svg onload='alert(1)'>",
    '<a href="javascript:alert(1)">here</a>',
    "[here](javascript:alert(1))",
    "![picture](https://elsewhere.example/x.png)",
    "</mark></blockquote></article><h1>ours now</h1>",
    "{{constructor}} ${alert(1)} `code` &lt;b&gt;",
    "first \u202edesrever\u202c last \u2066aside",
]
OURS = {
    *("section", "article", "h2", "h3", "h4", "p", "span", "div", "blockquote", "mark", "a"),
    *("dl", "dt", "dd", "ul", "li", "details", "summary", "bdi", "button"),
}


class Parsed(HTMLParser):
    """The tags and the text that a browser would make of it."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.text, self.ids, self.links, self.marks = [], "", [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append([attributes["href"], ""])
        if tag == "mark":
            self.marks.append("")

    def handle_data(self, data):
        self.text += data
        last = self.get_starttag_text() or ""
        if last.startswith("<a "):
            self.links[-1][1] = self.links[-1][1] or data
        if last.startswith(("<mark", "<bdi")) and self.marks:
            self.marks[-1] += data


class Held:
    """A reading door that finds every passage, as far as the page asks it."""

    def __init__(self, before="Before. ", text="Read and left.", superseded=(), pages=()):
        self.before, self.stored, self.superseded = before, text, superseded
        self.pages = pages

    def context(self, cited):
        return Context(self.before, cited.quote, " After.", self.superseded)

    def boxes(self, *_):
        return [Box(page=page, left=1, bottom=1, right=2, top=2) for page in self.pages]

    def text(self, document_id):
        return StoredText(document_id=document_id, text=self.stored, source_sha256="")


def citation(number, quote="Bruising matters.", **fields):
    given = {
        "document_id": "a.md",
        "document_title": "A title",
        "review_id": "a.md#1",
        "review": "Child A",
        "start": 0,
        "end": len(quote),
    }
    return Citation(number=number, quote=quote, **(given | fields))


def answered(statements, citations=(), **fields):
    given = {
        "question": "Q?",
        "status": "answered",
        "index": IndexInfo(generation="g", documents=2, reviews=1),
    }
    return Answer(statements=statements, citations=list(citations), **(given | fields))


def shown(answer, question="Q?", before="Before. ", conversation=None, pages=()):
    """The conversation after one more answer, as its page would hold it."""
    conversation = conversation or Conversation()
    exchange = conversation.begin(question)
    exchange.take(AnswerEvent(answer), Held(before, pages=pages))
    return conversation


def page_of(conversation):
    return Parsed(transcript(conversation.exchanges) + sources.panel(conversation.exchanges))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_shows_as_text_and_runs_nothing(hostile):
    cited = citation(
        1, hostile, document_title=hostile, document_id=hostile, review=hostile,
        publisher=hostile, published=hostile, section=hostile,
    )  # fmt: skip
    quote = Statement(text=hostile, kind="quote", citations=[1])
    notice = Statement(text=hostile, kind="notice")
    considered = [Considered(document_id=hostile, start=0, end=1, score=0.1, why_not=hostile)]
    answer = answered([quote, notice], [cited], nearest=[cited], considered=considered)
    page = page_of(shown(answer, question=hostile, pages=[1]))
    assert {tag for tag, _ in page.tags} <= OURS
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert all(re.fullmatch(r"#[a-z0-9-]+|#view=[\w.~%=&,-]+", href) for href, _ in page.links)
    assert page.text.count(hostile) >= 8


def test_what_has_been_replaced_is_a_note_of_ours_apart_from_the_quotation():
    old = Superseded((0, 4), "LSCB", "local safeguarding partners", "September 2019", None, "body")
    conversation = Conversation()
    answer = answered([Statement(text="LSCB", kind="quote", citations=[1])], [citation(1, "LSCB")])
    conversation.begin("Q?").take(AnswerEvent(answer), Held(superseded=(old,)))
    html = sources.panel(conversation.exchanges)
    note = re.search(r"<p[^>]*>(?:(?!</p>).)*our note, not in the document.*?</p>", html)
    assert old.sentence() in Parsed(note.group()).text
    assert note.group() not in re.search(r"<blockquote.*?</blockquote>", html, re.S).group()
    assert {tag for tag, _ in page_of(conversation).tags} <= OURS


def test_a_mark_that_turns_direction_is_closed_in_by_itself():
    html = sources.panel(shown(answered([], [citation(1, "a \u202eb")])).exchanges)
    assert 'a <bdi class="ask-control">\u202e</bdi>b</mark>' in html


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_mark_holds_exactly_the_quotation(hostile):
    answer = answered(
        [Statement(text=hostile, kind="quote", citations=[1])], [citation(1, hostile)]
    )
    html = sources.panel(shown(answer).exchanges)
    inside = re.search(r"<mark>(.*?)</mark>", html, re.S)[1]
    assert Parsed(inside).text == hostile


def test_every_link_is_its_number_and_opens_a_card_of_its_own_turn():
    conversation = Conversation()
    for _ in range(2):
        quotes = [Statement(text="Bruising matters.", kind="quote", citations=[n]) for n in (1, 2)]
        shown(answered(quotes, [citation(1), citation(2)]), conversation=conversation)
    page = page_of(conversation)
    assert len(page.ids) == len(set(page.ids))
    cards = [href for href, _ in page.links if not href.startswith("#view=")]
    assert all(href[1:] in page.ids for href in cards)
    forward = [(href, text) for href, text in page.links if href.startswith("#source-")]
    assert forward == [
        ("#source-1-1", "1"), ("#source-1-2", "2"), ("#source-2-1", "1"), ("#source-2-2", "2"),
    ]  # fmt: skip


def test_a_citation_used_twice_gives_no_id_twice():
    statements = [
        Statement(text="Bruising matters.", kind="quote", citations=[1]),
        Statement(text="Counted.", kind="computed", citations=[1]),
    ]
    page = page_of(shown(answered(statements, [citation(1)])))
    assert len(page.ids) == len(set(page.ids))


def test_nearest_passages_have_cards_apart_from_those_cited():
    quote = Statement(text="Bruising matters.", kind="quote", citations=[1])
    near = citation(1, "Something near.")
    answer = answered([quote], [citation(1)], status="partial", nearest=[near])
    page = page_of(shown(answer))
    assert {"source-1-1", "nearest-1-1"} <= set(page.ids)
    assert "Nearest passages (they do not answer the question)" in page.text
    assert "Partly answered" in page.text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("answered", "Answered from the documents"),
        ("partial", "Partly answered"),
        ("not_found", "Not found in these documents"),
        ("declined", "Not something this tool can help with"),
    ],
)
def test_the_status_is_said_in_words(status, words):
    conversation = shown(answered([], status=status))
    assert words in page_of(conversation).text
    assert words in announcement(conversation.exchanges[0])


def test_quotations_stand_by_review_and_points_as_a_list():
    quotes = [Statement(text=f"Point {n}.", kind="quote", citations=[n]) for n in (1, 2, 3)]
    cited = [
        citation(1, "Point 1."),
        citation(2, "Point 2."),
        citation(
            3, "Point 3.", review="Child B", review_id="b.md#1", digest=True, published="2022-02"
        ),
    ]
    html = transcript(shown(answered(quotes, cited), before="Lead-in:\n- ").exchanges)
    assert html.count("<h3>") == 2
    assert html.count("<li>") == 2
    assert "publisher not stated · date not stated" in html
    assert 'publisher not stated · as at 2022-02 <span class="ask-tag">digest</span>' in html


def test_an_action_is_told_from_a_finding_where_its_heading_does_not():
    quotes = [Statement(text=f"Point {n}.", kind="quote", citations=[n]) for n in (1, 2)]
    cited = [
        citation(1, "Point 1.", section="Summary", facet="action"),
        citation(2, "Point 2.", section="Recommendations", facet="recommendation"),
    ]
    html = transcript(shown(answered(quotes, cited)).exchanges)
    assert '<p class="ask-section">Summary · Action</p>' in html
    assert '<p class="ask-section">Recommendations</p>' in html


def test_words_under_no_heading_never_seem_to_be_of_the_section_above():
    quotes = [Statement(text=f"Point {n}.", kind="quote", citations=[n]) for n in (1, 2)]
    cited = [citation(1, "Point 1.", section="Learning"), citation(2, "Point 2.")]
    html = transcript(shown(answered(quotes, cited)).exchanges)
    assert html.index("Learning") < html.index("Point 1.") < html.index("Under no heading")
    alone = transcript(shown(answered(quotes[1:], cited)).exchanges)
    assert "Under no heading" not in alone


def test_a_long_passage_is_cut_at_its_lines_and_says_so():
    before = "Far off.\n" * 60 + "Lead-in:\n- "
    html = sources.panel(shown(answered([], [citation(1)]), before=before).exchanges)
    passage = html[html.index("ask-passage") : html.index("<mark>")]
    assert "…\nFar off.\n" in passage
    assert passage.endswith("Lead-in:\n- ")
    assert len(passage) < 400


def test_a_card_opens_its_page_or_text_with_all_that_is_cited_of_the_document():
    cited = [
        citation(1, "Later.", start=90, end=96),
        citation(2, "Sooner.", start=10, end=17),
        citation(3, "Other.", document_id="added/a & b.pdf", start=5, end=11),
    ]
    near = citation(1, "Near.", start=40, end=45)
    quotes = [Statement(text=one.quote, kind="quote", citations=[one.number]) for one in cited]
    answer = answered(quotes, cited, status="partial", nearest=[near])
    page = page_of(shown(answer))
    assert [(href, text) for href, text in page.links if href.startswith("#view")] == [
        ("#view=a.md&spans=10-17,90-96&at=1", "Open the text"),
        ("#view=a.md&spans=10-17,90-96&at=0", "Open the text"),
        ("#view=added%2Fa%20%26%20b.pdf&spans=5-11&at=0", "Open the text"),
        ("#view=a.md&spans=40-45&at=0", "Open the text"),
    ]
    texts = {text for _, text in page_of(shown(answer, pages=[3])).links}
    assert "Open the page" in texts


def test_others_who_say_the_same_are_named():
    quote = Statement(text="Bruising matters.", kind="quote", citations=[1, 2])
    answer = answered([quote], [citation(1), citation(2, review="Child B", review_id="b.md#1")])
    text = page_of(shown(answer)).text
    assert "Also said: Child B [2]" in text


def test_kinds_of_statement_are_told_apart():
    statements = [
        Statement(text="MASH: a hub (glossary, not from a review).", kind="glossary"),
        Statement(text="Follow your local procedure.", kind="notice"),
    ]
    text = page_of(shown(answered(statements, withheld=2))).text
    assert "MASH: a hub (glossary, not from a review)." in text
    assert "2 statements were withheld" in text


def test_a_model_s_sentences_look_other_than_quotations_and_cite():
    written = Statement(text="Bruising matters.", kind="generated", citations=[1])
    answer = answered([written], [citation(1)], model="small", withheld=1)
    html = transcript(shown(answer).exchanges)
    assert '<p class="ask-generated">Bruising matters. ' in html
    assert "Bruising matters. [1] Child A" in " ".join(page_of(shown(answer)).text.split())
    assert "<blockquote" not in html.partition("ask-considered")[0].partition("ask-nearest")[0]
    assert html.index("Written by a language model") < html.index("Bruising matters.")
    assert 'href="#source-1-1"' in html
    assert "1 statement of the language model was withheld" in page_of(shown(answer)).text


def test_why_the_model_did_not_write_is_one_line():
    quote = Statement(text="Bruising matters.", kind="quote", citations=[1])
    answer = answered([quote], [citation(1)], fallback="The language model took <too> long.")
    assert "The language model took <too> long." in page_of(shown(answer)).text
    assert "Written by a language model" not in page_of(shown(answer)).text


def test_the_whole_answer_takes_the_place_of_what_a_model_broke_off():
    conversation = Conversation()
    exchange = conversation.begin("Q?")
    written = Statement(text="Half of it.", kind="generated", citations=[1])
    exchange.take(StatementEvent(written, (citation(1, "Half."),)), Held())
    quote = Statement(text="Bruising matters.", kind="quote", citations=[1])
    exchange.take(AnswerEvent(answered([quote], [citation(1)], fallback="It broke off.")), Held())
    html = transcript(conversation.exchanges)
    assert "Half of it." not in html
    assert exchange.sources[1].citation.quote == "Bruising matters."


def test_a_national_finding_says_so_and_a_missing_page_is_left_out():
    quote = Statement(text="Bruising matters.", kind="quote", citations=[1])
    cited = citation(1, provenance="national", facet="recommendation", section="Learning")
    page = page_of(shown(answered([quote], [cited])))
    assert "national" in page.text
    assert "Recommendation" in page.text
    assert "Page" not in page.text


def test_what_was_read_and_not_used_is_folded_away_with_its_reason():
    considered = [Considered(document_id="b.md", start=0, end=4, score=0.1, why_not="further off")]
    html = transcript(shown(answered([], considered=considered)).exchanges)
    folded = html[html.index("<details") :]
    assert "Also read, not used (1)" in folded
    assert "Read</span>" in folded
    assert "b.md: further off" in folded


def test_a_question_with_personal_details_is_not_kept():
    refused = answered([], question=None, status="declined", reason="personal_data")
    conversation = shown(refused, question="What about Jane Roe, 1 Hay Lane?")
    assert "Jane" not in transcript(conversation.exchanges)
    assert NOT_KEPT in page_of(conversation).text
    assert conversation.history() == []


def test_history_remembers_reviews_in_the_order_first_cited():
    quotes = [
        Statement(text="B.", kind="quote", citations=[2]),
        Statement(text="A.", kind="quote", citations=[1, 2]),
    ]
    cited = [citation(1, "A."), citation(2, "B.", review_id="b.md#1")]
    (turn,) = shown(answered(quotes, cited)).history()
    assert turn.question == "Q?"
    assert turn.review_ids == ("b.md#1", "a.md#1")


def test_an_answer_shows_as_it_comes_and_can_be_stopped():
    conversation = Conversation()
    exchange = conversation.begin("Q?")
    quote = Statement(text="Bruising matters.", kind="quote", citations=[1])
    exchange.take(StatementEvent(quote, (citation(1),)), Held())
    html = transcript(conversation.exchanges)
    assert "Reading the documents…" in html
    assert 'href="#source-1-1"' in html
    conversation.stop()
    assert "Stopped." in transcript(conversation.exchanges)
    assert conversation.history() == []
