"""The question model: kinds by meaning, and silence with another embedder."""

from dataclasses import replace

import pytest

from askreviews.indexing.embedding import Encoder
from askreviews.retrieval.question_model import question_probabilities


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("On which day was the girl taken to the hospital?", "fact"),
        ("What have reviews learnt about working with fathers?", "theme"),
        ("Give me the third recommendation word for word.", "quotation"),
        ("What does MARAC stand for?", "term"),
    ],
)
def test_a_kind_is_told_by_meaning(index, question, kind):
    chances = question_probabilities(index.encoder, question, "kind")
    assert max(chances, key=chances.get) == kind
    assert sum(chances.values()) == pytest.approx(1)


def test_it_keeps_silent_with_another_embedder():
    other = Encoder()
    other.__dict__["stamp"] = replace(other.stamp, sha256="0" * 64)
    assert question_probabilities(other, "How old was she?", "kind") == {}
