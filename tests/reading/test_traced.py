"""Text that remembers where each of its characters came from."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askreviews.reading.traced import NOWHERE, Traced, joined

TEXT = st.text(alphabet="ab  -é👶.\n", max_size=30)
PATTERNS = st.sampled_from([r"a", r"\s+", r"[ab]+", r"-\n?", r"$", r"(a)(b)?", r"é|👶", r"b*"])
REPLACEMENTS = st.one_of(st.sampled_from(["", " ", "ab", "xyz", r"<\g<0>>"]))


def traced(text):
    """A text whose characters stand at places of their own."""
    return Traced(text, tuple(range(100, 100 + len(text))))


def kept(result, source):
    """What of a result came from the source, read there by its places."""
    return "".join(source[place - 100] for place in result.places if place != NOWHERE)


@given(TEXT, PATTERNS, REPLACEMENTS)
def test_replacing_gives_what_re_gives_and_what_stays_keeps_its_place(text, pattern, replacement):
    result, _ = traced(text).sub(re.compile(pattern), replacement)
    assert result.text == re.sub(pattern, replacement, text)
    assert len(result.places) == len(result.text)
    for character, place in zip(result.text, result.places, strict=True):
        assert place == NOWHERE or text[place - 100] == character
    assert sorted(kept_places(result)) == kept_places(result)


def kept_places(result):
    return [place for place in result.places if place != NOWHERE]


@given(TEXT, PATTERNS)
def test_what_no_pattern_found_is_all_kept(text, pattern):
    result, _ = traced(text).sub(re.compile(pattern), "")
    assert kept(result, text) == result.text


@given(TEXT, PATTERNS)
def test_what_is_replaced_by_itself_keeps_its_places_and_does_not_count(text, pattern):
    assert traced(text).sub(re.compile(pattern), lambda m: m.group()) == (traced(text), 0)


def test_replacements_are_counted_and_may_be_worked_out_from_the_match():
    result, count = traced("one two one").sub(re.compile("one"), lambda m: m.group().upper())
    assert (result.text, count) == ("ONE two ONE", 2)
    assert result.places[3:8] == (103, 104, 105, 106, 107)


@given(TEXT, st.integers(-35, 35), st.integers(-35, 35))
def test_a_slice_holds_the_places_of_its_characters(text, start, end):
    part = traced(text)[start:end]
    assert part.text == text[start:end]
    assert kept(part, text) == part.text


@pytest.mark.parametrize("characters", [None, "ab", "."])
@given(text=TEXT)
def test_stripping_is_as_of_strings(characters, text):
    part = traced(text).strip(characters)
    assert part.text == text.strip(characters)
    assert kept(part, text) == part.text


@given(st.lists(st.tuples(TEXT, st.booleans()), max_size=5), st.sampled_from(["", " ", "\n\n"]))
def test_texts_joined_keep_their_places_and_what_is_put_between_has_none(parts, glue):
    made = [traced(text) if has_places else Traced(text) for text, has_places in parts]
    whole = joined(made, glue)
    assert whole.text == glue.join(text for text, _ in parts)
    if not any(has_places for _, has_places in parts):
        assert whole.places is None
        return
    offset = 0
    for part in made:
        end = offset + len(part.text)
        assert whole.places[offset:end] == (part.places or (NOWHERE,) * len(part.text))
        assert set(whole.places[end : end + len(glue)]) <= {NOWHERE}
        offset = end + len(glue)


@given(TEXT, PATTERNS, REPLACEMENTS)
def test_where_a_format_has_no_places_none_are_made(text, pattern, replacement):
    result, _ = Traced(text).sub(re.compile(pattern), replacement)
    assert (result.text, result.strip()[1:].places) == (re.sub(pattern, replacement, text), None)


def test_a_text_counts_as_none_when_it_is_empty():
    assert not Traced("")
    assert traced(" ")
