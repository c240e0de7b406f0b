"""The evidence model: what it reads, and that it tells an answer from what is only near."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askreviews.indexing.embedding import Encoder, ModelStamp
from askreviews.retrieval.evidence_model import SENTENCES, pages_of, read_evidence
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import search
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.words import search_words

TOKENS = 192


@pytest.fixture(scope="module")
def tokenizer():
    return Encoder().bert.tokenizer


@pytest.fixture
def found(index):
    """The evidence for a question, within one review."""

    def find(question, review_id):
        review = index.review_by_id[review_id]
        return search(index, search_words(question), scope_of(index, Filters(), [review]))

    return find


def test_the_sentence_that_answers_is_scored_highest(index, found):
    question = "How old was the child?"
    evidence = found(question, "child-n.md#1")
    reading = read_evidence(index.encoder, question, evidence)
    best = max(range(len(reading.sentences)), key=lambda n: reading.sentences[n])
    assert "fourteen months" in evidence[best].text
    assert len(reading.sentences) == min(SENTENCES, len(evidence))


def test_a_question_that_is_answered_is_more_settled_than_one_that_is_not(index, found):
    asked, missed = "How old was the child?", "Which hospital was the child taken to, and by whom?"
    settled = [
        read_evidence(index.encoder, q, found(q, "child-n.md#1")).settled for q in (asked, missed)
    ]
    assert settled[0] > settled[1]


def test_it_keeps_silent_where_another_embedder_is_used(index, found):
    evidence = found("How old was the child?", "child-n.md#1")
    other = Encoder()
    other.__dict__["stamp"] = replace(other.stamp, sha256="0" * 64)
    assert isinstance(other.stamp, ModelStamp)
    assert read_evidence(other, "How old was the child?", evidence) is None
    assert read_evidence(index.encoder, "How old was the child?", []) is None


@settings(max_examples=40, deadline=None)
@given(
    question=st.text(min_size=1, max_size=400),
    sentences=st.lists(st.text(min_size=1, max_size=600), min_size=1, max_size=SENTENCES),
)
def test_what_is_read_fits_and_each_sentence_stands_where_it_is_said_to(
    tokenizer, question, sentences
):
    pages = pages_of(tokenizer, question, sentences)
    places = [place for page in pages for place in page.places]
    assert places == list(range(len(places)))
    for page in pages:
        assert len(page.ids) <= TOKENS
        for place, (start, end) in zip(page.places, page.spans, strict=True):
            own = tokenizer.encode(sentences[place], add_special_tokens=False).ids
            own = own or [tokenizer.token_to_id("[UNK]")]
            assert list(page.ids[start:end]) == own[: end - start]
