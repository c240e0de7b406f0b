"""The synthetic reviews that speed is measured on: the same again, labelled, read as reviews."""

import sys
from pathlib import Path

import pytest

from askreviews.reading import read

ROOT = Path(__file__).parents[1]
LARGE = 10**9


@pytest.fixture(scope="module")
def synthetic():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import synthetic
    finally:
        sys.path.pop(0)
    return synthetic


@pytest.fixture(scope="module")
def pool(synthetic):
    return synthetic.Pool(300)


def test_the_same_number_is_the_same_review_and_another_is_another(synthetic, pool):
    again = synthetic.review(synthetic.Pool(300), 7, 3)
    assert synthetic.review(pool, 7, 3).markdown() == again.markdown()
    names = {synthetic.review(pool, n, 1).child for n in range(2000)}
    assert len(names) == 2000


def test_each_says_that_it_is_made_up_and_is_read_as_one_review(synthetic, pool, tmp_path):
    (path,) = synthetic.write(tmp_path, 1, 3)
    document = read(path, path.name, LARGE)
    assert "This document is synthetic" in document.text
    assert "synthetic" in document.title
    (held,) = document.reviews
    assert held.pseudonym == synthetic.review(pool, 0, 3).child
    assert held.review_type
    assert {"finding", "recommendation", "good_practice"} <= {b.facet for b in document.blocks}


def test_the_words_of_a_sentence_are_those_it_was_encoded_from(synthetic, pool):
    plain = pool.plain()
    made = synthetic.review(pool, 3, 4)
    for section in made.sections:
        for paragraph in section.paragraphs:
            for said in paragraph:
                shared = set(said.text.lower().split()) & set(plain[said.number].lower().split())
                assert len(shared) >= 0.5 * len(plain[said.number].split())
