"""The question encoder: questions near their answers, documents as the embedder has them."""

from dataclasses import replace

import numpy as np
import pytest

from askreviews.indexing.embedding import Encoder
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import search
from askreviews.retrieval.question_encoder import question_vectors, reads_questions
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.words import search_words


@pytest.mark.parametrize(
    ("question", "answers", "near"),
    [
        (
            "What should we do when a family drops out of sight?",
            "Visit unannounced where appointments have been missed twice.",
            "Families drop in at the centre to see what it offers.",
        ),
        (
            "What helps when parents will not let us in?",
            "Keep in touch by phone where visits are declined.",
            "Parents let the lodger in.",
        ),
    ],
)
def test_a_question_stands_nearer_to_what_answers_it_than_to_what_shares_its_words(
    index, question, answers, near
):
    asked = question_vectors(index.encoder, [question])[0]
    plain = index.encoder.question(question)
    good, other = index.encoder.questions([answers, near])
    assert asked @ good - asked @ other > plain @ good - plain @ other


def test_vectors_are_of_unit_length_and_the_same_alone_as_together(index):
    texts = ["Who was told?", "What do reviews say about handover between areas?"]
    together = question_vectors(index.encoder, texts)
    assert np.allclose([np.linalg.norm(v) for v in together], 1, atol=1e-3)
    alone = question_vectors(Encoder(), ["Who was told, and when?", texts[1]])[1]
    assert alone @ together[1] > 0.999


def test_another_embedder_searches_as_it_always_did(index):
    other = Encoder()
    other.__dict__["stamp"] = replace(other.stamp, sha256="0" * 64)
    assert reads_questions(index.encoder)
    assert not reads_questions(other)


def test_a_topic_is_compared_as_the_embedder_does(index):
    words, scope = search_words("handover between areas"), scope_of(index, Filters())
    topic = search(index, words, scope, topic=True)
    question = search(index, words, scope)
    assert {e.text for e in topic} == {e.text for e in question}
    likeness = {e.text: e.cosine for e in question}
    assert any(abs(e.cosine - likeness[e.text]) > 0.05 for e in topic)
