"""Rerankers: our own, none, and a cross-encoder of the operator's, from this machine alone."""

import pytest
import torch
from sentence_transformers import CrossEncoder
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from askreviews import Assistant
from askreviews.errors import IndexingError
from askreviews.indexing.embedding import Encoder
from askreviews.retrieval.evidence_model import in_context
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import search
from askreviews.retrieval.reranker import RERANKED, reranker
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.words import search_words
from askreviews.settings import Settings

QUESTION = "What do reviews say about bruising in babies?"


def cross_encoder(folder, outputs=1):
    """A real cross-encoder, its last layer drawn at random."""
    torch.manual_seed(1)
    own = str(Encoder().folder)
    model = AutoModelForSequenceClassification.from_pretrained(own, num_labels=outputs)
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(own).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return cross_encoder(tmp_path_factory.mktemp("reranker"))


@pytest.fixture
def evidence(index):
    return search(index, search_words(QUESTION), scope_of(index, Filters()))


def test_a_cross_encoder_orders_the_first_and_leaves_the_scores_falling(index, evidence, model):
    ranked = reranker(model, index.encoder).rank(QUESTION, evidence)
    pairs = [(QUESTION, in_context(e)) for e in ranked[:RERANKED]]
    scores = CrossEncoder(model, device="cpu").predict(pairs, show_progress_bar=False)
    assert list(scores) == sorted(scores, reverse=True)
    assert [e.text for e in ranked[:RERANKED]] != [e.text for e in evidence[:RERANKED]]
    assert [e.score for e in ranked] == [e.score for e in evidence]
    assert [e.text for e in ranked[RERANKED:]] == [e.text for e in evidence[RERANKED:]]


@pytest.mark.parametrize("named", ["bundled", "none"])
def test_our_own_and_none_leave_the_order_as_it_is(index, evidence, named):
    assert reranker(named, index.encoder).rank(QUESTION, evidence) == evidence


def test_answers_with_another_reranker_are_verbatim_all_the_same(index, model):
    for named in ("none", model):
        assistant = Assistant.open(index.folder, Settings(reranker=named))
        answer = assistant.ask(QUESTION)
        assert answer.status == "answered" or named == model  # at random, nothing is settled
        for c in (*answer.citations, *answer.nearest):
            assert assistant.text(c.document_id).text[c.start : c.end] == c.quote


@pytest.mark.parametrize("named", ["models/none-such", "cross-encoder/never-fetched"])
def test_one_that_is_not_on_this_machine_is_a_sentence_and_is_not_fetched(index, named):
    with pytest.raises(IndexingError, match="is not on this machine"):
        Assistant.open(index.folder, Settings(reranker=named)).warm_up()


def test_one_with_several_outputs_is_a_sentence(index, tmp_path):
    named = cross_encoder(tmp_path / "two", outputs=2)
    with pytest.raises(IndexingError, match="has 2 outputs"):
        reranker(named, index.encoder).warm_up()
