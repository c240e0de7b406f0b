"""The ages of children in every form they are written, and of nobody else in the story."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askreviews.reading.ages import NUMBER_WORDS, ages, ages_of_children

COUNTS = st.integers(1, 17)
WORDS = {number: word for word, number in NUMBER_WORDS.items()}
RELATIVES = st.sampled_from(
    ["mother", "father", "brother", "sister", "partner", "uncle", "step-father", "grandmother"]
)


def of_children(text):
    return [months for months, _ in ages_of_children(text)]


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("a 14-month-old", 14),
        ("a girl aged 3 years and 6 months", 42),
        ("a three-and-a-half-year-old boy", 42),
        ("a boy, 18 months old, was seen", 18),
        ("he was 6 ½ years old", 78),
        ("he was 6½ years old", 78),
        ("she was 2.5 years old", 30),
        ("ten weeks old", 2.3),
        ("a two-month old baby", 2),
        ("a baby aged 7-weeks, was seen", 1.61),
        ("a child aged 5yrs, was seen", 60),
        ("a baby aged 4 months at the time", 4),
        ("a baby of 11 weeks died", 2.53),
    ],
)
def test_ages_in_odd_forms(said, months):
    assert of_children(said) == [months]


@pytest.mark.parametrize(
    "said",
    [
        "a newborn",
        "The oldest child was 9 years old.",
        "Her mother, aged 19, was at home.",
        "His mother (aged 17) was at school.",
        "Her 5-month-old brother was asleep.",
        "a 16-year-old mother",
        "His son, aged 40, had rung twice.",
        "A man of 54 years of age lived there.",
        "his younger sister was 2 years old",
        "the older sibling was 11 years old",
    ],
)
def test_the_ages_of_relatives_and_adults_are_not_the_child_s(said):
    assert of_children(said) == []


def test_a_child_beside_a_relative_keeps_the_own_age():
    assert of_children("The 2-year-old lived with his mother, aged 19, and an aunt.") == [24]
    assert of_children("The parents' 3-year-old son was hurt.") == [36]
    assert of_children("Child K was 6 years old and shared a room with his aunt.") == [72]


@given(COUNTS, RELATIVES, st.booleans(), st.sampled_from(["{}, aged {},", "{} was {} old"]))
def test_no_relative_s_age_is_ever_taken(count, relative, in_words, form):
    number = f"{WORDS[count] if in_words else count} years"
    said = f"The child saw her {form.format(relative, number)} and left."
    assert of_children(said) == []


@given(COUNTS, st.integers(1, 11), st.sampled_from(["-", " "]))
def test_halves_and_months_are_added_in_every_form(years, months, joint):
    assert of_children(f"a {years}{joint}and{joint}a{joint}half{joint}year{joint}old girl") == [
        12 * years + 6
    ]
    assert of_children(f"a boy aged {years} years and {months} months, was seen") == [
        12 * years + months
    ]


@given(st.text(max_size=80))
def test_every_age_has_a_place_in_the_text(text):
    for months, (start, end) in ages(text):
        assert months > 0
        assert 0 <= start < end <= len(text)
