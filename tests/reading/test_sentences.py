"""Where sentences begin and end."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from askreviews.reading.sentences import bounds, sentence_spans, trim

PROSE = st.text(alphabet=st.sampled_from("aBc 1.?!;:’”“'\"()\n\t\u00a0–•é"), max_size=80)


def split(text):
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nobody rang. The door was shut.", ["Nobody rang.", "The door was shut."]),
        ("Who rang? Nobody! So it was.", ["Who rang?", "Nobody!", "So it was."]),
        ("It took e.g. two days, i.e. too long.", ["It took e.g. two days, i.e. too long."]),
        ("Dr. Lee and Mrs. Poe met.", ["Dr. Lee and Mrs. Poe met."]),
        ("It rose by 2.5 per cent. Nobody knew.", ["It rose by 2.5 per cent.", "Nobody knew."]),
        ("He said “No.” Then he left.", ["He said “No.”", "Then he left."]),
        ("  one line without a stop  ", ["one line without a stop"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences_are_split_where_a_reader_would(text, expected):
    assert split(text) == expected


def test_spans_are_of_the_whole_text():
    text = "Heading\n\nNobody rang. The door was shut.\n\nAnother paragraph."
    start = text.index("Nobody")
    end = text.index("\n\nAnother")
    assert [text[a:b] for a, b in sentence_spans(text, start, end)] == [
        "Nobody rang.",
        "The door was shut.",
    ]


@given(st.one_of(st.text(max_size=80), PROSE), st.integers(0, 10), st.integers(0, 10))
@example("A.\u2028B", 0, 0)
@example("...", 0, 0)
def test_spans_cover_every_character_that_is_not_space_and_never_overlap(text, skip, drop):
    start, end = skip, max(skip, len(text) - drop)
    start, end = min(start, len(text)), min(end, len(text))
    spans = sentence_spans(text, start, end)
    covered = set()
    last = start
    for a, b in spans:
        assert last <= a < b <= end
        assert not text[a].isspace()
        assert not text[b - 1].isspace()
        covered.update(range(a, b))
        last = b
    assert all(text[i].isspace() for i in range(start, end) if i not in covered)


@given(st.text(max_size=30))
def test_trimming_is_what_strip_does(text):
    start, end = trim(text, 0, len(text))
    assert text[start:end] == text.strip()


def test_a_text_of_any_length_is_split_alike():
    sentence = "Nobody rang the clinic, and the door was shut again. "
    assert set(split(sentence * 2_000)) == {sentence.strip()}
    assert len(split(sentence * 2_000)) == 2_000


@pytest.mark.parametrize("text", ["a" * 25_000, "a " * 12_000, "He rang. " * 5_000])
def test_the_bounds_of_a_long_text_leave_nothing_out(text):
    assert "".join(text[start:end] for start, end in bounds(text)) == text
