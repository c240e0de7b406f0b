"""Where gold spans stand, and how much of one is covered: worked out by hand."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askreviews.evaluation.gold import covered_share, fold, places, words_sha256
from askreviews.evaluation.questions import Gold

TEXT = "The school’s concern.\n\n- Not passed on; not\u00a0passed on.\n"


def gold(**fields):
    return Gold.model_validate({"document_id": "b.md", **fields})


def test_words_are_folded_and_keep_their_offsets():
    folded = fold(TEXT)
    assert folded.joined == "the school's concern not passed on not passed on"
    assert [TEXT[start:end] for start, end in folded.spans][1] == "school’s"


def test_a_quote_is_found_by_its_words_wherever_it_stands():
    (place,) = places(gold(quote="the school's\nconcern"), fold(TEXT)) or ()
    assert TEXT[slice(*place)] == "The school’s concern"
    found = places(gold(quote="not passed on"), fold(TEXT)) or ()
    assert [TEXT[slice(*place)] for place in found] == ["Not passed on", "not\u00a0passed on"]


def test_part_of_a_word_is_not_a_word():
    assert places(gold(quote="concer"), fold(TEXT)) is None
    assert places(gold(quote="chool's concern"), fold(TEXT)) is None


def test_the_hash_form_finds_the_same_places_without_the_words():
    digest, count = words_sha256("Not passed on")
    assert count == 3
    assert digest == hashlib.sha256(b"not passed on").hexdigest()
    hashed = places(gold(words_sha256=digest, words=count), fold(TEXT))
    assert hashed == places(gold(quote="not passed on"), fold(TEXT))


@pytest.mark.parametrize(
    "fields",
    [
        {"quote": "The school's answer"},
        {"words_sha256": "0" * 64, "words": 3},
        {"words_sha256": "0" * 64, "words": 999},
        {"start": 0, "end": 999},
    ],
)
def test_gold_that_no_longer_stands_is_none(fields):
    assert places(gold(**fields), fold(TEXT)) is None


def test_offsets_are_taken_as_they_are():
    assert places(gold(start=4, end=12), fold(TEXT)) == ((4, 12),)


def test_coverage_counts_the_characters_of_words():
    # "The nurse rang the doctor": 3 + 5 + 4 + 3 + 6 = 21 characters in words.
    text = "The nurse rang the doctor"
    folded, whole = fold(text), (0, len(text))
    assert covered_share(whole, folded, [whole]) == 1
    assert covered_share(whole, folded, [(0, 9)]) == pytest.approx(8 / 21)
    # Spans that overlap count once: "The nurse" and "nurse rang" are 12 characters.
    assert covered_share(whole, folded, [(0, 9), (4, 14)]) == pytest.approx(12 / 21)
    assert covered_share(whole, folded, []) == 0
    assert covered_share((3, 4), folded, [whole]) == 0  # a place without words


def plain_words(text):
    """The folding as the set format's documentation defines it."""
    straight = text.translate(str.maketrans("‘’“”", "''\"\""))
    return re.findall(r"[a-z0-9']+", straight.lower())


# Capital I with a dot grows when lowered, so that the plain definition has no offsets for it.
@given(st.text(st.characters(exclude_characters="İ"), max_size=60))
def test_folding_agrees_with_its_definition(text):
    folded = fold(text)
    assert folded.joined == " ".join(plain_words(text))
    assert all(plain_words(text[a:b]) == [folded.joined[c:d]]
               for (a, b), (c, d) in zip(folded.spans, folded.marks, strict=True))  # fmt: skip


@given(st.text(max_size=40))
def test_offsets_stay_within_the_text_even_where_capitals_grow(text):
    assert all(0 <= start < end <= len(text) + 1 for start, end in fold("İ" + text).spans)


@given(st.lists(st.sampled_from(["ab", "c", "d'e"]), min_size=1, max_size=12), st.data())
def test_hash_and_quote_always_find_the_same(words, data):
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    quote = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    digest, count = words_sha256(quote)
    found = places(gold(quote=quote), fold(text))
    assert found is not None
    assert found == places(gold(words_sha256=digest, words=count), fold(text))
